"""Papers of a foundation: statutes by choosing, on a phone; the sheet of an ESP CLAP, written and taken away."""

import pytest
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.dossiers import begun
from journeys.places import CLAP, MSP, SPACE
from journeys.steps import CAMILLE, NOOR, go_in, go_through

pytestmark = IN_A_BROWSER


@pytest.mark.parametrize(
    ("space", "title", "clause", "words"),
    [
        (MSP, "Projet de statuts de la SISA", "Non", "n’emploie pas de professionnel de santé"),
        (SPACE, "Projet de statuts de l’association", "", ""),
    ],
)
def test_statutes_are_written_by_choosing(
    window: OpenWindow, space: str, title: str, clause: str, words: str
) -> None:
    page = window(width=360).new_page()
    go_in(page, CAMILLE, space)
    begun(page, space, title)
    go_through(page.get_by_role("link", name="Objet", exact=True))
    go_through(page.get_by_role("link", name="Choisir les clauses"))
    choices = page.locator(".clauses fieldset")
    for place in range(choices.count()):
        each = choices.nth(place)
        wanted = each.get_by_label(clause, exact=False) if clause and place == 1 else each.locator("input")
        wanted.first.check()
    page.get_by_role("button", name="Écrire d’après ces choix").click()
    expect(page.locator("trix-editor, .written").first).to_be_visible()
    if words:
        expect(page.locator("trix-editor")).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_sheet_of_an_esp_clap_is_written_and_leaves(window: OpenWindow) -> None:
    page = window().new_page()
    go_in(page, NOOR, CLAP)
    begun(page, CLAP, "Fiche de l’équipe pour la convention")
    go_through(page.get_by_role("link", name="Les actions de l’année", exact=True))
    page.locator("trix-editor").click()
    page.keyboard.type("Six concertations, une par deux mois.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".written", has_text="Six concertations")).to_be_visible()
    with page.expect_download() as leaving:
        page.get_by_role("link", name="Télécharger (Word)").click()
    assert leaving.value.suggested_filename.endswith(".docx")
