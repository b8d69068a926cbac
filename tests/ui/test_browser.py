"""The living page in a browser: accessible in light and dark, on a desk and on a phone, and its script does its work."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from browser import IN_A_BROWSER, overflow, violations

pytestmark = IN_A_BROWSER

DESK, PHONE = (1280, "light"), (320, "dark")
on_desk_and_phone = pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])


@pytest.fixture
def session(client: Client, django_user_model: Any) -> str:
    client.force_login(django_user_model.objects.create_user(email="tenant@example.org", is_staff=True))
    return client.cookies["sessionid"].value


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any, session: str) -> Iterator[Page]:
    width, scheme = getattr(request, "param", DESK)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="fr-FR"
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/")
    yield page
    context.close()


@on_desk_and_phone
def test_axe_finds_nothing(page: Page) -> None:
    assert violations(page) == []


@on_desk_and_phone
def test_nothing_is_wider_than_the_window(page: Page) -> None:
    assert overflow(page) == 0


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Adresse électronique").click()
    assert page.evaluate("document.activeElement.id") == "broken_email"


def test_a_badge_opens_its_own_sheet_and_escape_closes_it(page: Page) -> None:
    badge = page.locator(".evidence", has_text="inconnu").first
    badge.click()
    sheet = badge.locator("xpath=following-sibling::*[1]")
    assert sheet.is_visible()
    assert "annexe II" in sheet.inner_text()
    page.keyboard.press("Escape")
    assert not sheet.is_visible()


def test_a_word_of_the_trade_explains_itself_to_the_keyboard(page: Page) -> None:
    tip = page.locator(".tip").first
    page.get_by_role("link", name="un lien").focus()
    page.keyboard.press("Tab")
    sheet = tip.locator("xpath=following-sibling::*[1]")
    assert sheet.is_visible()
    page.keyboard.press("Tab")
    assert not sheet.is_visible()


def test_a_table_sorts_numbers_and_leaves_the_unknown_readable(page: Page) -> None:
    page.get_by_role("button", name="Habitants").click()
    column = page.locator(".data tbody td:nth-child(2)")
    numbers = [text for text in column.all_inner_texts() if text != "inconnu"]
    assert [int("".join(text.split())) for text in numbers] == [678, 12345]


def test_the_appearance_chosen_is_kept(page: Page) -> None:
    page.get_by_label("sombre").check()
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.get_by_label("claire").check()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_an_error_met_by_a_swap_is_told_and_changes_nothing(page: Page) -> None:
    page.evaluate("htmx.ajax('GET', '/nulle-part/', {target: '#main'})")
    page.get_by_text("Cette page n’existe pas").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Ce dont les pages sont faites"


def test_a_server_out_of_reach_is_told(page: Page) -> None:
    page.context.set_offline(True)
    page.evaluate("htmx.ajax('GET', '/ui/', {target: '#main'})")
    page.get_by_text("Le serveur ne répond pas").wait_for()
