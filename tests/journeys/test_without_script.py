"""The same path in a browser that runs no script: longer, and whole."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.files import words_of
from journeys.steps import CAMILLE, GRAND_MONTAUBAN, TEAM, box, download, enter, open_group, said, summary

pytestmark = IN_A_BROWSER


@pytest.fixture
def plain(window: OpenWindow) -> Page:
    return window(java_script_enabled=False).new_page()


def choose_82(page: Page) -> None:
    page.goto("/territoire/")
    page.get_by_label("Département", exact=True).select_option("82")
    page.get_by_role("button", name="Voir ses communes").click()


def test_boxes_epci_lists_and_dates_change_the_drawing(plain: Page) -> None:
    choose_82(plain)
    open_group(plain, GRAND_MONTAUBAN)
    box(plain, "82121").check()
    plain.get_by_role("button", name="Mettre à jour").click()
    expect(summary(plain)).to_contain_text("1 commune")
    plain.get_by_role("button", name=f"Tout prendre : {GRAND_MONTAUBAN}").click()
    expect(summary(plain)).to_contain_text("82\N{NARROW NO-BREAK SPACE}095 hab.")
    box(plain, "82025").uncheck()
    plain.get_by_label("Date de signature").fill("2027-06-01")
    plain.get_by_role("button", name="Mettre à jour").click()
    expect(summary(plain)).to_contain_text("taille 2")
    expect(plain.locator(".deadlines caption")).to_contain_text("1er juin 2027")
    plain.get_by_text("Coller une liste de communes").click()
    plain.get_by_label("Coller des noms ou des codes").fill("Bressols, Nullepart")
    plain.get_by_role("button", name="Ajouter ces communes").click()
    expect(summary(plain)).to_contain_text("12 communes")
    expect(plain.get_by_role("alert")).to_contain_text("Nullepart")
    plain.get_by_role("button", name="Tout effacer").click()
    expect(summary(plain)).to_contain_text("Aucune commune choisie")


def test_one_founds_seats_writes_and_leaves_with_the_letter(plain: Page, tmp_path: Path) -> None:
    plain.goto("/tour-de-table/")
    expect(plain.locator("noscript")).to_contain_text("ne peut pas garder les noms", use_inner_text=True)
    choose_82(plain)
    open_group(plain, GRAND_MONTAUBAN)
    plain.get_by_role("button", name=f"Tout prendre : {GRAND_MONTAUBAN}").click()
    summary(plain).get_by_role("link", name="Enregistrer").click()
    enter(plain, CAMILLE)
    expect(plain.get_by_text("Le tour de table se saisira dans l’espace.")).to_be_visible()
    plain.get_by_label("Nom du projet").fill("CPTS sans script")
    plain.get_by_role("button", name="Enregistrer le projet").click()
    assert said(plain.locator(".stage-current")) == "Émergence"

    plain.get_by_role("link", name="Équipe").click()
    plain.get_by_label("Nom", exact=True).fill(TEAM[0])
    plain.get_by_label("Profession", exact=True).select_option(label="Infirmier")
    plain.get_by_role("button", name="Ajouter à la table").click()
    expect(plain.get_by_role("rowheader", name=TEAM[0])).to_be_visible()

    plain.get_by_role("link", name="Lettre", exact=True).click()
    plain.get_by_role("button", name="Commencer ce document").click()
    plain.get_by_role("link", name="Origine et contexte").click()
    plain.get_by_label("Votre texte").fill("Une envie ancienne.\n\nUn départ <récent>.")
    plain.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(plain.locator(".written")).to_have_text("Une envie ancienne. Un départ <récent>.")
    plain.get_by_role("link", name="Origine et contexte").click()
    expect(plain.get_by_label("Votre texte")).to_have_value("Une envie ancienne.\n\nUn départ <récent>.")

    plain.get_by_role("link", name="Toutes les parties").click()
    letter = words_of(download(plain, "PDF", tmp_path))
    for expected in (TEAM[0], "Un départ <récent>.", "Albefeuille-Lagarde", "À compléter"):
        assert expected in letter


def test_a_form_with_a_mistake_comes_back_filled_with_its_sentence(plain: Page) -> None:
    plain.goto("/fonder/?codes=82121&signed=2027-06-01")
    enter(plain, CAMILLE)
    plain.get_by_label("Nom du projet").fill(" ")
    plain.get_by_role("button", name="Enregistrer le projet").click()
    expect(plain.get_by_role("alert")).to_contain_text("Donnez un nom, même provisoire.")
    plain.get_by_label("Nom du projet").fill("CPTS d’une commune")
    plain.get_by_role("button", name="Enregistrer le projet").click()
    expect(plain.get_by_role("link", name="CPTS d’une commune")).to_be_visible()
