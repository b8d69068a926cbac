"""From a territory to a signed chapter: figures with their source, a need in one click, the file."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.files import words_of
from journeys.places import GRAND_MONTAUBAN, SPACE
from journeys.steps import CAMILLE, download, enter, spaces
from maillage.territories.models import Need

pytestmark = IN_A_BROWSER


def open_diagnosis(page: Page) -> None:
    page.goto(f"{SPACE}diagnostic/")
    enter(page, CAMILLE)
    expect(page.get_by_role("heading", name="Diagnostic", level=1)).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_figure_becomes_a_need_in_one_click_with_or_without_script(
    window: OpenWindow, script: bool
) -> None:
    page = window(java_script_enabled=script).new_page()
    open_diagnosis(page)
    page.get_by_role("row", name="Infirmiers").first.get_by_role("button", name="Besoin").click()
    need = page.locator(".needs > li")
    expect(need).to_contain_text("Infirmiers en ville")
    expect(need).to_contain_text("Source")
    assert Need.objects.get().source in spaces(need.inner_text()) or Need.objects.get().source


@pytest.mark.parametrize("label", ["Télécharger (Word)", "ODT", "PDF"])
def test_the_chapter_leaves_with_its_needs_and_their_sources(page: Page, tmp_path: Path, label: str) -> None:
    open_diagnosis(page)
    page.get_by_label("Un besoin que personne n’a mesuré").fill("Des consultations le samedi.")
    page.get_by_role("button", name="Ajouter ce besoin").click()
    words = words_of(download(page, label, tmp_path))
    assert "Des consultations le samedi." in words
    assert "RPPS" in words
    assert "estimation Maillage" in words


def test_a_visitor_reads_the_diagnosis_of_a_drawing(page: Page) -> None:
    page.goto(f"/territoire/?dep=82&codes={GRAND_MONTAUBAN}")
    page.get_by_role("link", name="Voir le diagnostic").click()
    expect(page.get_by_role("heading", name="Diagnostic du territoire")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Médecins généralistes").first).to_be_visible()
