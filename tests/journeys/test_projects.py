"""A sheet of the library becomes an action that is followed, on a telephone."""

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, overflow, violations
from journeys import projects
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE
from journeys.test_every_page import key_of

pytestmark = IN_A_BROWSER


@pytest.fixture
def phone(window: OpenWindow, site: str) -> Page:
    context = window(width=360, has_touch=True)
    context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    return context.new_page()


def test_a_sheet_of_the_library_becomes_an_action_whose_step_is_done_in_the_year(phone: Page) -> None:
    title = "Repérer la fragilité avant la perte d’autonomie"
    phone.goto(f"{projects.PROJECT}bibliotheque/")
    clean(phone)
    phone.get_by_role("link", name=title).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(title)
    phone.get_by_label("Responsable").fill("Dany Imaginaire")
    phone.get_by_role("button", name="En faire une action").click()
    expect(phone.locator("h1")).to_contain_text(f"10. {title}")
    expect(phone.locator("main")).to_contain_text("Bibliothèque de Maillage")
    clean(phone)
    first = phone.locator(".project-steps > li").first
    first.get_by_role("button", name="C’est fait").click()
    expect(phone.locator(".project-steps > li").first.get_by_role("button", name="Reprendre")).to_be_visible()
    phone.goto(f"{projects.PROJECT}annee/")
    row = phone.get_by_role("row", name=title)
    expect(row.locator(".plan-done")).to_have_count(1)
    clean(phone)


def clean(page: Page) -> None:
    assert overflow(page) <= 0
    assert violations(page) == []
