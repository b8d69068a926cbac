"""What a first page weighs: people come with the network of a consulting room."""

import pytest
from playwright.sync_api import Page

from browser import IN_A_BROWSER, weight

pytestmark = IN_A_BROWSER

MOST = 250_000  # bytes


@pytest.mark.parametrize("path", ["/", "/tour-de-table/", "/territoire/", "/territoire/?dep=82"])
def test_a_first_page_is_light(path: str, page: Page, site: str) -> None:
    assert 10_000 < weight(page, site + path) <= MOST
