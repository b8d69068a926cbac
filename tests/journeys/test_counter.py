"""An angina at the counter, on a telephone: a tree followed, the act counted, undone, counted. No account, no patient."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, overflow, violations
from journeys import protocols
from journeys.conftest import OpenWindow
from journeys.projects import running
from journeys.steps import go_through, unfold
from maillage.care.models import CountedAct

pytestmark = IN_A_BROWSER


@pytest.fixture
def phone(window: OpenWindow) -> Page:
    return window(width=360, has_touch=True).new_page()


def kept() -> list[tuple[str, str, bool]]:
    rows = CountedAct.objects.filter(structure=running()).order_by("pk")
    return list(rows.values_list("kind", "outcome", "is_undone"))


def test_an_angina_is_followed_at_the_counter_and_its_act_is_counted_undone_and_counted(phone: Page) -> None:
    before = len(kept())
    protocols.own(phone, protocols.PHARMACIST, "comptoir")
    clean(phone)
    go_through(phone.get_by_role("link", name="Angine au comptoir"))
    clean(phone)
    for answer in ("Oui", "De lui-même"):
        go_through(phone.get_by_role("button", name=answer, exact=True))
    phone.get_by_role("textbox", name="Quel âge").fill("34")
    go_through(phone.get_by_role("button", name="Continuer"))
    go_through(phone.get_by_role("button", name="Question précédente"))
    expect(phone.get_by_role("textbox", name="Quel âge")).to_be_visible()
    phone.get_by_role("textbox", name="Quel âge").fill("34")
    go_through(phone.get_by_role("button", name="Continuer"))
    for answer in ("Non", "Non"):
        go_through(phone.get_by_role("button", name=answer, exact=True))
    expect(phone.locator("main")).to_contain_text("consultez l’arrêté")
    clean(phone)
    for answer in ("Oui", "Oui", "Non"):
        go_through(phone.get_by_role("button", name=answer, exact=True))
    expect(phone.locator(".tree-end")).to_contain_text("Délivrer un antibiotique de la liste")
    assert "34" not in urlsplit(phone.url).query
    clean(phone)
    go_through(phone.get_by_role("button", name="Compter cette issue"))
    counted = phone.locator(".counted-acts > li")
    expect(counted).to_have_count(1)
    press(phone)
    expect(counted).to_have_count(2)
    go_through(counted.first.get_by_role("button"))
    expect(counted).to_have_count(1)
    press(phone)
    expect(counted).to_have_count(2)
    clean(phone)
    assert kept()[before:] == [
        ("arbre", "delivrer", False), ("test.antibiotique", "", True), ("test.antibiotique", "", False),
    ]  # fmt: skip


def press(page: Page) -> None:
    """Its heading is opened, then the button pressed: two taps, one when it is among the usual ones."""
    unfold(page)
    go_through(page.get_by_role("button", name="Test direct, antibiotique remis").first)


def clean(page: Page) -> None:
    assert overflow(page) <= 0
    assert violations(page) == []
