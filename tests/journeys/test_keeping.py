"""A long text is not lost when its session ended while it was written."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.dossiers import letter_section
from journeys.steps import CAMILLE, enter, go_in

pytestmark = IN_A_BROWSER

TEAM = "/s/cpts-du-grand-montauban-demonstration/equipe/"
NEEDS = "/s/cpts-du-grand-montauban-demonstration/projet/besoins/"
WORDS = "Trois médecins partent, et personne ne vient."
OFFER = "Un texte commencé ici n’a pas été enregistré"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('maillage.kept:'))"


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def wait_until_kept(page: Page, count: int) -> None:
    """`wait_for_function` would ask for `eval`, which the policy of the pages forbids, unless it is true at once."""
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
          const look = () => ({KEPT}.length === {count} ? done() : requestAnimationFrame(look));
          setTimeout(fail, 10_000, "kept: " + {KEPT});
          look();
        }})"""
    )


def write(page: Page, words: str, *, rich: bool) -> None:
    if rich:
        page.locator("trix-editor").click()
        page.keyboard.type(words)
    else:
        page.get_by_label("Votre texte").press_sequentially(words)


@pytest.mark.parametrize("rich", [True, False])
def test_a_letter_written_while_the_session_ended_comes_back(window: OpenWindow, rich: bool) -> None:
    page = window().new_page()
    if not rich:
        page.route("**/trix.umd*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    section = letter_section()
    go_in(page, CAMILLE, section)
    write(page, WORDS, rich=rich)
    end_session(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_label("Votre texte")).to_have_value(re.compile(WORDS))
    page.get_by_role("link", name="Entrer de nouveau").click()
    enter(page, CAMILLE)

    expect(page.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.locator("trix-editor") if rich else page.get_by_label("Votre texte")).to_be_focused()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".written", has_text=WORDS)).to_have_text(WORDS)
    wait_until_kept(page, 0)
    page.goto(section)
    expect(page.get_by_text(OFFER)).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "words", "button"),
    [
        ("Une personne par ligne", "Lou Fictif ; sage-femme ; Albias", "Ajouter ces personnes"),
        ("Présents ou touchés", "6 infirmiers", "Noter cette information"),
    ],
)
def test_what_was_typed_of_the_team_comes_back_too(
    window: OpenWindow, label: str, words: str, button: str
) -> None:
    page = window().new_page()
    go_in(page, CAMILLE, TEAM)
    page.get_by_text("Coller une liste", exact=True).click()
    page.get_by_label("Date", exact=True).fill("2026-03-02")
    page.get_by_label(label).press_sequentially(words)
    end_session(page)
    go_in(page, CAMILLE, TEAM)

    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.get_by_label(label)).to_have_value(words)
    page.get_by_label("Date", exact=True).fill("2026-03-02")
    page.get_by_role("button", name=button).click()
    expect(page.locator(".toast-message")).to_be_visible()
    wait_until_kept(page, 0)


def test_a_text_is_forgotten_when_asked(window: OpenWindow) -> None:
    page = window().new_page()
    go_in(page, CAMILLE, NEEDS)
    page.get_by_label("Besoin", exact=True).press_sequentially(WORDS)
    wait_until_kept(page, 1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("button", name="L’oublier").click()
    wait_until_kept(page, 0)
    page.reload()
    expect(page.get_by_role("heading", name="Besoins", exact=True)).to_be_visible()
    expect(page.get_by_text(OFFER)).to_have_count(0)


@pytest.mark.parametrize("rich", [True, False])
def test_what_is_typed_before_the_script_comes_is_kept(window: OpenWindow, rich: bool) -> None:
    page = window().new_page()
    if not rich:
        page.route("**/trix.umd*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    waiting: list[Route] = []
    page.route("**/keeping*.js", lambda route: waiting.append(route))  # noqa: PLW0108 -- Playwright wants a function of ours
    go_in(page, CAMILLE, letter_section())
    write(page, "a", rich=rich)
    expect(page.get_by_label("Votre texte") if not rich else page.locator("trix-editor")).to_be_focused()
    assert page.evaluate(f"{KEPT}.length") == 0
    for route in waiting:
        route.continue_()
    wait_until_kept(page, 1)


def test_a_text_begun_and_undone_is_not_offered(window: OpenWindow) -> None:
    page = window().new_page()
    go_in(page, CAMILLE, letter_section())
    write(page, "a", rich=True)
    wait_until_kept(page, 1)
    page.keyboard.press("Backspace")
    wait_until_kept(page, 0)
