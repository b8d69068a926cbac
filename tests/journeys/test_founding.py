"""From a drawing to a workspace and its letter, on a desk and on a phone."""

from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.files import words_of
from journeys.steps import (
    CAMILLE,
    GRAND_MONTAUBAN,
    TEAM,
    choose_departement,
    download,
    draw_grand_montauban,
    enter,
    go_through,
    lay_the_table,
    name_the_project,
    said,
    summary,
    take_whole,
    type_code,
    write_section,
)
from maillage.structures.models import Structure

pytestmark = IN_A_BROWSER

WORDS = "Tout est parti d’un départ à la retraite non remplacé."
KEPT = "localStorage.getItem('maillage.tour-de-table')"


@pytest.fixture
def workspace(page: Page) -> Page:
    """What a visitor without account reaches: table, drawing, address, code, name."""
    page.goto("/")
    page.get_by_role("link", name="Nous préparons une structure").click()
    lay_the_table(page)
    go_through(page.get_by_role("link", name="Dessiner le territoire"))
    draw_grand_montauban(page)
    summary(page).get_by_role("link", name="Enregistrer").click()
    enter(page, CAMILLE)
    expect(page.locator("#table-summary")).to_contain_text("4 personnes")
    name_the_project(page, "CPTS des Trois Rivières")
    return page


def test_a_visitor_founds_a_structure_with_its_team_its_territory_and_three_tracks(workspace: Page) -> None:
    page = workspace
    assert said(page.locator(".workspace-name")) == "CPTS des Trois Rivières"
    assert said(page.locator(".stage-current")) == "Émergence"
    assert page.evaluate(KEPT) is None

    page.get_by_role("link", name="Équipe").click()
    for name in TEAM:
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()
    expect(page.get_by_text("6 infirmiers et 3 médecins généralistes")).to_be_visible()

    go_through(page.get_by_role("link", name="Territoire", exact=True))
    assert "12 communes, 82 095 habitants, taille 3" in said(page.locator(".purpose"))

    page.get_by_role("link", name="Parcours").click()
    expect(page.get_by_role("region", name="Reconnaissance")).to_contain_text("Émergence")
    expect(page.get_by_role("region", name="Personne morale")).to_contain_text("Rien n’est encore noté")
    assert said(page.get_by_role("region", name="Missions").first).count("Prévue") == 4


def test_the_page_of_a_structure_is_another_browsers_nothing(workspace: Page, window: OpenWindow) -> None:
    """404 words to an outsider: a name in an address must not tell that the structure exists."""
    stranger = window().new_page()
    stranger.goto(workspace.url)
    enter(stranger, "noor@demo.example")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Page introuvable")


def test_the_letter_leaves_in_three_formats_with_what_was_typed(workspace: Page, tmp_path: Path) -> None:
    page = workspace
    page.get_by_role("link", name="Lettre", exact=True).click()
    page.get_by_role("button", name="Commencer ce document").click()
    write_section(page, "Origine et contexte", WORDS)
    expect(page.get_by_text("« Origine et contexte » est enregistré.")).to_be_visible()
    expect(page.locator(".written")).to_have_text(WORDS)
    for verb in ("Télécharger (Word)", "ODT", "PDF"):
        letter = words_of(download(page, verb, tmp_path))
        for expected in (
            "CPTS des Trois Rivières",
            *TEAM,
            WORDS,
            "Albefeuille-Lagarde",
            "82 095",
            "1er juin 2027",
            "1er décembre 2027",
            "2 mars 2026",
            "À compléter",
        ):
            assert expected in letter, (verb, expected)


def test_a_text_written_meanwhile_by_another_is_not_lost(workspace: Page) -> None:
    page = workspace
    page.get_by_role("link", name="Lettre", exact=True).click()
    page.get_by_role("button", name="Commencer ce document").click()
    go_through(page.get_by_role("link", name="Premiers freins"))
    page.locator("trix-editor").wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    for each, words in ((page, "Peu de temps."), (other, "Peu de locaux.")):
        each.locator("trix-editor").click()
        each.keyboard.type(words)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Peu de temps.")).to_be_visible()
    expect(page.locator("trix-editor")).to_have_count(0)  # it is saved: this is the letter
    other.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(other.get_by_role("alert").first).to_contain_text("réunissez-les")
    expect(other.locator("trix-editor")).to_contain_text("Peu de locaux.")
    expect(other.get_by_text("Peu de temps.")).to_be_visible()


def test_on_a_phone_a_new_address_founds_with_the_code_of_its_mail(
    window: OpenWindow, tmp_path: Path
) -> None:
    page = window(width=360, height=740, has_touch=True, is_mobile=True).new_page()
    page.goto("/tour-de-table/")
    row = page.locator("#people-rows > li")
    row.get_by_label("Nom").fill(TEAM[0])
    row.get_by_label("Profession").select_option(label="Infirmier")
    page.get_by_role("link", name="Dessiner le territoire").tap()
    choose_departement(page, "82")
    take_whole(page, GRAND_MONTAUBAN)
    expect(summary(page)).to_contain_text("12 communes")
    page.get_by_role("tab", name="La loi").tap()
    expect(page.locator("#pane-law")).to_contain_text("75\N{NARROW NO-BREAK SPACE}000")
    summary(page).get_by_role("link", name="Enregistrer").tap()
    page.get_by_label("Votre adresse électronique").fill("nouvelle@example.org")
    page.get_by_role("button", name="Recevoir mon code").tap()
    expect(page.get_by_label("Code à six chiffres")).to_be_focused()
    assert "Démonstration" not in page.content()
    type_code(page, next(line for line in mail.outbox[-1].body.split() if line.isdigit()))
    name_the_project(page, "CPTS du Tescou")
    page.get_by_role("button", name="Plus").tap()
    page.get_by_role("link", name="Lettre", exact=True).tap()
    assert TEAM[0] in words_of(download(page, "PDF", tmp_path))


def test_a_tap_on_the_map_turns_a_commune_over(window: OpenWindow) -> None:
    page = window(width=360, height=740, has_touch=True, is_mobile=True).new_page()
    page.goto("/territoire/?dep=82&codes=82121")
    page.locator("#map canvas").wait_for()
    page.locator("#map").tap()
    expect(summary(page)).to_contain_text("Aucune commune choisie")


def test_the_drawing_survives_another_browser(page: Page, window: OpenWindow) -> None:
    draw_grand_montauban(page)
    page.get_by_role("tab", name="Communes").click()
    page.get_by_label("Bressols").uncheck()
    expect(summary(page)).to_contain_text("11 communes")
    address = summary(page).get_by_role("link", name="Enregistrer").get_attribute("href")
    elsewhere = window().new_page()
    elsewhere.goto(address or "")
    enter(elsewhere, CAMILLE)
    expect(elsewhere.locator("#table-summary")).to_contain_text("Aucun tour de table n’est gardé")
    name_the_project(elsewhere, "CPTS sans Bressols")
    founded = Structure.objects.get(name="CPTS sans Bressols")
    drawn = {box.get_attribute("value") for box in page.locator(".commune-list input:checked").all()}
    assert set(founded.territory.codes) == drawn
    assert len(drawn) == 11
    assert str(founded.signature_hoped_on) == "2027-06-01"
