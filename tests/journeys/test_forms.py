"""From « Choisir » to the first document of each form: on a desk, on a phone, by keyboard, without script."""

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.keyboard import go_to
from journeys.steps import CAMILLE, enter, go_through, said, summary
from maillage import legislation
from maillage.structures.models import Structure

pytestmark = IN_A_BROWSER

ENTRIES = {entry.key: entry for entry in legislation.every_form()}
TOLD = "medecin_generaliste.liberal=3&infirmier.liberal=2&region=76"


def found_from_choosing(page: Page, key: str) -> None:
    """Read what is advised, found a form, arrive in its space."""
    entry = ENTRIES[key]
    page.goto(f"/choisir/resultat/?{TOLD}")
    page.get_by_role("link", name=entry.founding, exact=True).first.click()
    enter(page, CAMILLE)
    if entry.founded_on == "territory":
        go_through(page.get_by_role("link", name="Dessinez d’abord le territoire"))
        page.goto(f"{page.url}&dep=82&codes=82121")
        summary(page).get_by_role("link", name="Enregistrer").locator("visible=true").click()
    page.get_by_label("Nom du projet").fill(f"Essai {entry.label}")
    if entry.founded_on == "sites":
        page.get_by_label("Commune du premier site").fill("Caussade")
    page.get_by_role("button", name="Enregistrer le projet").locator("visible=true").click()
    page.wait_for_url("**/s/*/?nouvelle=1")
    assert said(page.locator(".workspace-name")) == f"Essai {entry.label}"


def open_first_document(page: Page, key: str) -> None:
    structure = Structure.objects.get(name=f"Essai {ENTRIES[key].label}")
    assert structure.form == key
    assert structure.sites.count() == (ENTRIES[key].founded_on == "sites")
    assert structure.territory.codes == (("82121",) if ENTRIES[key].founded_on == "territory" else ())
    page.goto(f"/s/{structure.slug}/lettre/")
    plan = legislation.plan_of(key)
    assert plan
    assert said(page.get_by_role("heading", level=1)) == plan.title
    expect(page.get_by_role("heading", level=2).first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("key", ENTRIES)
def test_a_form_is_founded_from_choosing_to_its_first_document(
    key: str, width: int, window: OpenWindow
) -> None:
    page = window(width=width, has_touch=width == 360).new_page()
    found_from_choosing(page, key)
    open_first_document(page, key)


@pytest.mark.parametrize("key", ["esp", "ess"])
def test_a_form_is_founded_without_script(key: str, window: OpenWindow) -> None:
    page = window(java_script_enabled=False).new_page()
    found_from_choosing(page, key)
    open_first_document(page, key)


def test_a_house_is_founded_by_keyboard(page: Page) -> None:
    page.goto("/formes/msp/")
    go_to(page, page.get_by_role("link", name="Fonder une MSP", exact=True).first)
    page.keyboard.press("Enter")
    page.get_by_label("Votre adresse électronique").wait_for()
    go_to(page, page.get_by_label("Votre adresse électronique"))
    page.keyboard.type(CAMILLE)
    page.keyboard.press("Enter")
    code = page.locator(".notice strong").inner_text()
    go_to(page, page.get_by_label("Code à six chiffres"))
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Nom du projet"))
    page.keyboard.type("Essai MSP")
    go_to(page, page.get_by_label("Commune du premier site"))
    page.keyboard.type("Caussade")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/*/?nouvelle=1")
    open_first_document(page, "msp")
