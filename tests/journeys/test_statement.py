"""What one was paid in a year, on a telephone, by the link of one’s card."""

from pathlib import Path

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import takings
from journeys.conftest import OpenWindow
from journeys.steps import download

pytestmark = IN_A_BROWSER


def test_a_member_opens_their_statement_by_their_link(window: OpenWindow, tmp_path: Path) -> None:
    page = window(width=360).new_page()
    page.goto(takings.paid_door().get_absolute_url())
    page.get_by_role("link", name="Voir le relevé").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ce que vous avez reçu en")
    expect(page.get_by_role("region", name="Sommes payées")).to_be_visible()
    assert download(page, "Relevé en PDF", tmp_path).read_bytes().startswith(b"%PDF")
