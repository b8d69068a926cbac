"""The whole path without a mouse, seeing at each step where one is."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.files import words_of
from journeys.keyboard import go_to, open_link, press
from journeys.steps import CAMILLE, TEAM, box, said, summary

pytestmark = IN_A_BROWSER


def test_the_whole_path_is_walked_without_a_mouse(page: Page, tmp_path: Path) -> None:
    lay_the_table_by_keyboard(page)
    draw_by_keyboard(page)
    enter_by_keyboard(page)
    write_by_keyboard(page)
    go_to(page, page.get_by_role("link", name="Télécharger (Word)"))
    with page.expect_download() as leaving:
        page.keyboard.press("Enter")
    leaving.value.save_as(tmp_path / "lettre.docx")
    letter = words_of(tmp_path / "lettre.docx")
    for expected in (TEAM[0], TEAM[2], "6 juin 2027", "Une envie ancienne."):
        assert expected in letter


def lay_the_table_by_keyboard(page: Page) -> None:
    page.goto("/")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    go_to(page, page.get_by_role("link", name="Nous préparons une structure"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Nom", exact=True))
    page.keyboard.type(TEAM[0])
    press(page, "Tab")
    page.keyboard.type("Infirmier")
    expect(page.locator("#gaps")).to_contain_text("Il manque")
    go_to(page, page.get_by_role("button", name="Ajouter une personne"))
    press(page, "Space")
    expect(page.get_by_label("Nom", exact=True).last).to_be_focused()
    page.keyboard.type(TEAM[1])
    press(page, "Tab")
    page.keyboard.type("Médecin généraliste")
    go_to(page, page.locator("summary", has_text="Coller une liste"))
    press(page, "Enter", "Tab")
    page.keyboard.type(f"{TEAM[2]} ; pharmacienne")
    press(page, "Tab", "Enter")
    expect(page.locator("#people-rows > li")).to_have_count(3)
    go_to(page, page.get_by_role("button", name="Ajouter une information"))
    press(page, "Enter")
    page.keyboard.type("02022026")  # the same day in every order of day and month
    go_to(page, page.get_by_label("Présents ou touchés"))
    page.keyboard.type("6 infirmiers")


def draw_by_keyboard(page: Page) -> None:
    go_to(page, page.get_by_role("link", name="Dessiner le territoire"), "Shift+Tab")
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Département", exact=True))
    page.keyboard.type("82")
    press(page, "Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**dep=82**")
    go_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("grand montauban")
    go_to(page, page.get_by_role("button", name="Tout prendre").first)
    press(page, "Space")
    expect(summary(page)).to_contain_text("12 communes")
    go_to(page, box(page, "82025"))
    press(page, "Space")
    expect(summary(page)).to_contain_text("taille 2")
    press(page, "Space")
    expect(summary(page)).to_contain_text("taille 3")
    expect(page.locator("#announced")).to_contain_text("12 communes")
    go_to(page, page.get_by_role("tab", name="Communes"), "Shift+Tab")
    press(page, "ArrowRight")
    expect(page.get_by_role("tabpanel", name="Chiffres")).to_be_visible()
    press(page, "ArrowRight")
    go_to(page, page.get_by_label("Date de signature"))
    page.keyboard.type("06062027")
    expect(page.locator(".deadlines caption")).to_contain_text("6 juin 2027")
    go_to(page, page.get_by_role("link", name="Enregistrer"))
    page.keyboard.press("Enter")


def enter_by_keyboard(page: Page) -> None:
    expect(page.get_by_label("Votre adresse électronique")).to_be_focused()
    page.keyboard.type(CAMILLE)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code à six chiffres")).to_be_focused()
    page.keyboard.type(page.locator(".notice strong").inner_text())
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Nom du projet"))
    page.keyboard.type("CPTS sans souris")
    page.keyboard.press("Enter")
    page.wait_for_url("**nouvelle=1")
    assert said(page.locator(".stage-current")) == "Émergence"


def write_by_keyboard(page: Page) -> None:
    open_link(page, "Lettre")
    go_to(page, page.get_by_role("button", name="Commencer ce document"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossier/*/")
    open_link(page, "Origine et contexte")
    go_to(page, page.locator("trix-editor"))
    page.evaluate("window.requestAnimationFrame = () => 1")  # a machine too busy to show the last letters
    page.keyboard.type("Une envie ancienne.")
    go_to(page, page.get_by_role("button", name="Enregistrer", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".written")).to_have_text("Une envie ancienne.")


@pytest.mark.parametrize(
    "path", ["/", "/tour-de-table/", "/territoire/?dep=82&codes=82121,82025", "/regles/"]
)
def test_the_focus_is_seen_at_every_stop_of_a_page(page: Page, path: str) -> None:
    page.goto(path)
    press(page, *["Tab"] * 40)


def test_escape_closes_what_a_badge_opens_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/regles/")
    badge = page.locator(".evidence").first
    go_to(page, badge)
    press(page, "Enter")
    expect(page.get_by_role("dialog").first).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(badge).to_be_focused()
