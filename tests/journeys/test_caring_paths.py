"""« Qui peut aider ? », asked on a telephone by the link of a card, without account; what it leaves at the desk."""

from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, violations
from journeys.caring_paths import CARE, door_of, running
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, go_through, said
from journeys.test_every_page import key_of
from maillage.care.models import HelpReport

pytestmark = IN_A_BROWSER


def clean(page: Page) -> None:
    assert violations(page) == []


def test_who_can_help_is_found_by_link_and_a_wrong_number_is_told_in_one_tap(
    window: OpenWindow, site: str
) -> None:
    """From one's own page to a number one taps; the number is false, the desk learns it and calls."""
    phone = window(width=360, has_touch=True).new_page()
    phone.goto(door_of("Ange Fictif", ""))
    go_through(phone.get_by_role("link", name="Chercher"))
    clean(phone)
    phone.get_by_label("Pour quelle situation").select_option(label="Troubles de la mémoire")
    phone.get_by_label("Commune de la personne").select_option(label="Lalbenque")
    phone.get_by_label("Âge").select_option(label="75 ans et plus")
    go_through(phone.get_by_role("button", name="Chercher qui peut aider"))
    found = phone.locator(".help-card")
    expect(found).to_have_count(1)
    for words in ("Infirmière Asalée fictive", "lundi 9 h à 12 h 30, Maison de santé fictive", "Vérifié le"):
        assert words in said(found)
    expect(found.get_by_role("link", name="05 65 00 00 04")).to_have_attribute("href", "tel:0565000004")
    clean(phone)
    go_through(found.get_by_role("button", name="Numéro faux"))
    assert "Signalé : numéro faux" in said(phone.locator(".help-card"))
    go_through(phone.get_by_role("button", name="Oui", exact=True))
    clean(phone)

    context = window()
    context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    desk = context.new_page()
    desk.goto(f"{CARE}aide/annuaire/")
    row = desk.locator(".help-book > li", has_text="Infirmière Asalée fictive")
    expect(row).to_contain_text("numéro faux")
    go_through(row.get_by_role("button", name="Vérifié aujourd’hui"))
    expect(row).not_to_contain_text("numéro faux")
    asked = desk.get_by_role("row", name="Troubles de la mémoire").get_by_role("cell").all()
    assert [said(each) for each in asked] == ["1", "0", "1", "0"]
    offer = running().help_offers.get(partner__name="Infirmière Asalée fictive")
    assert not HelpReport.objects.filter(offer=offer, settled_at=None).exists()
