"""A survey from hand to hand: opened by its team, answered on a phone without script, printed, read."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser import IN_A_BROWSER
from journeys import surveys
from journeys.conftest import OpenWindow
from journeys.keyboard import go_to, press
from journeys.steps import CAMILLE, go_in, said, spaces

pytestmark = IN_A_BROWSER


@pytest.fixture
def phone(window: OpenWindow) -> Page:
    return window(width=320, has_touch=True, java_script_enabled=False).new_page()


def test_a_team_opens_a_survey_and_someone_answers_without_script_nor_account(
    phone: Page, window: OpenWindow
) -> None:
    desk = window(java_script_enabled=False).new_page()
    go_in(desk, CAMILLE, surveys.SURVEYS)
    desk.get_by_role("button", name="Ouvrir cette enquête\N{NO-BREAK SPACE}: Professionnels de santé").click()
    link = desk.get_by_label("Lien à envoyer")
    expect(link).to_have_value(re.compile("/l/"))
    phone.goto(link.input_value())

    phone.get_by_label("Les papiers en double").check()
    for question, choice in (
        ("Prenez-vous de nouveaux patients", "Oui"),
        ("Quand une demande non prévue", "Je trouve un confrère"),
        ("Comment échangez-vous", "Téléphone"),
        ("Viendriez-vous", "Non"),
    ):
        phone.get_by_role("group", name=question).get_by_label(choice, exact=True).check()
    phone.get_by_label("Qu’est-ce qui changerait").fill("Un numéro direct.")
    phone.get_by_label("Votre profession").select_option(label="Infirmier")
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    expect(phone.get_by_role("heading", name="Merci, c’est noté")).to_be_visible()

    desk.reload()
    assert "1 réponse reçue, les résultats viennent à la fermeture" in said(desk.locator(".survey").first)
    desk.get_by_role("button", name="Fermer l’enquête").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Gardez-la ouverte")
    desk.get_by_role("button", name="Garder", exact=True).click()
    desk.get_by_role("link", name="Résultats").click()
    expect(desk.get_by_role("heading", name="Les résultats viennent à la fermeture")).to_be_visible()
    assert "numéro direct" not in desk.content()


def test_a_refusal_on_the_phone_keeps_what_was_said(phone: Page, demo: None) -> None:
    survey = surveys.asked("habitants")
    phone.goto(surveys.link(survey))
    phone.get_by_label("La distance").check()
    phone.get_by_label("Quelle est la première chose").fill("Un bus.")
    phone.locator("[required]").evaluate_all("all => all.forEach((each) => { each.required = false; })")
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    expect(phone.get_by_role("alert")).to_contain_text("Il reste à corriger")
    expect(phone.get_by_label("La distance")).to_be_checked()
    expect(phone.get_by_label("Quelle est la première chose")).to_have_value("Un bus.")
    assert not survey.answers.exists()


def test_a_survey_is_answered_without_a_mouse(page: Page) -> None:
    survey = surveys.asked()
    page.goto(surveys.link(survey))
    for question in ("nouveaux_patients", "non_programme", "outils", "groupes"):
        go_to(page, page.locator(f"[name={question}]").first)
        press(page, "Space", "ArrowDown")
    go_to(page, page.get_by_label("Votre profession"))
    page.keyboard.type("Inf")
    go_to(page, page.get_by_role("button", name="Envoyer mes réponses"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Merci, c’est noté")).to_be_visible()
    answer = survey.answers.get()
    assert answer.profession == "infirmier"
    assert answer.replies.get(question="nouveaux_patients").choice == "certains"


def test_the_poster_is_one_sheet_with_a_link_to_type(page: Page) -> None:
    survey = surveys.asked()
    go_in(page, CAMILLE, surveys.poster(survey))
    page.emulate_media(media="print")
    for apart in (".site-header", ".rail", ".workspace-bar", ".breadcrumbs"):
        expect(page.locator(apart).first).to_be_hidden()
    # A letter whose font is on its way is not printed.
    page.evaluate("Promise.all([...document.fonts].map((face) => face.load()))")
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    words = spaces(sheets[0].extract_text())
    for expected in (
        "CPTS du Grand Montauban",
        "Travailler ensemble",
        f"/l/{survey.token}",
        "Répondez avant",
    ):
        assert expected in words
    drawn = page.locator(".poster svg").bounding_box()
    assert drawn
    assert min(drawn["width"], drawn["height"]) > 370  # CSS pixels: ten centimetres, read from two steps away


def test_the_link_is_copied_in_one_gesture(window: OpenWindow, site: str) -> None:
    survey = surveys.asked()
    context = window()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page = context.new_page()
    go_in(page, CAMILLE, surveys.SURVEYS)
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_text("Lien copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(surveys.link(survey))
