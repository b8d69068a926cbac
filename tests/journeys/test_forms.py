"""From a page of the law to the first document of each form: on a desk, on a phone, without script."""

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, enter, said
from maillage import legislation
from maillage.structures.models import Structure

pytestmark = IN_A_BROWSER

ENTRIES = {entry.key: entry for entry in legislation.every_form()}
SITES = [key for key, entry in ENTRIES.items() if entry.founded_on == "sites"]


def found_from_its_page(page: Page, key: str) -> None:
    """Read of the form, found it, arrive in its space."""
    entry = ENTRIES[key]
    page.goto(f"/formes/{key}/")
    page.get_by_role("link", name=f"{entry.to_found} {entry.label}", exact=True).click()
    enter(page, CAMILLE)
    page.get_by_label("Nom du projet").fill(f"Essai {entry.label}")
    if key in SITES:
        page.get_by_label("Commune du premier site").fill("Caussade")
    page.get_by_role("button", name="Enregistrer le projet").locator("visible=true").click()
    page.wait_for_url("**/s/*/?nouvelle=1")
    assert said(page.locator(".workspace-name")) == f"Essai {entry.label}"


def open_first_document(page: Page, key: str) -> None:
    structure = Structure.objects.get(name=f"Essai {ENTRIES[key].label}")
    page.goto(f"/s/{structure.slug}/lettre/")
    plan = legislation.plan_of(key)
    assert plan
    assert said(page.get_by_role("heading", level=1)) == plan.title
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert structure.sites.count() == (key in SITES)


@pytest.mark.parametrize("key", [key for key in ENTRIES if ENTRIES[key].founded_on != "territory"])
def test_a_form_is_founded_from_its_page_to_its_first_document(key: str, page: Page) -> None:
    found_from_its_page(page, key)
    open_first_document(page, key)


@pytest.mark.parametrize("how", ["phone", "without script"])
def test_a_msp_is_founded_on_a_phone_and_without_script(how: str, window: OpenWindow) -> None:
    options: dict[str, object] = {"width": 360} if how == "phone" else {"java_script_enabled": False}
    page = window(**options).new_page()
    found_from_its_page(page, "msp")
    open_first_document(page, "msp")
    assert Structure.objects.get(name="Essai MSP").sites.get().commune == "82037"


def test_an_ess_is_founded_on_the_territory_drawn_for_it(page: Page) -> None:
    page.goto("/formes/ess/")
    page.get_by_role("link", name="Fonder une ESS", exact=True).click()
    enter(page, CAMILLE)
    page.get_by_role("link", name="Dessinez d’abord le territoire").click()
    page.goto(page.url + "&dep=82&codes=82121")
    page.get_by_role("link", name="Enregistrer").first.click()
    page.get_by_label("Nom du projet").fill("ESS d’essai")
    page.get_by_role("button", name="Enregistrer le projet").locator("visible=true").click()
    page.wait_for_url("**/s/*/?nouvelle=1")
    assert Structure.objects.get(name="ESS d’essai").territory.codes == ("82121",)
