"""Two people on one section, in two browsers: one writes, the other is told; nothing of either is lost."""

from datetime import date

from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.dossiers import letter_section
from journeys.joining import camille, structure
from journeys.steps import CAMILLE, SACHA, go_in
from maillage.structures.services import give_access

pytestmark = IN_A_BROWSER

MAUD, ILAN = "Deux réunions ont eu lieu.", "Trois, en comptant celle de Bressols."


def typed(page: Page, words: str) -> None:
    editor = page.locator("trix-editor")
    with page.expect_response("**/plume/"):
        editor.click()
        editor.press_sequentially(words)
        expect(editor).to_contain_text(words)


def test_two_write_one_section_and_nothing_of_either_is_lost(window: OpenWindow) -> None:
    give_access(structure(), SACHA, ["coordination"], by=camille(), on=date.today())  # noqa: DTZ011 -- a civil day
    section = letter_section()
    maud, ilan = window().new_page(), window().new_page()
    go_in(maud, CAMILLE, section)
    typed(maud, MAUD)

    go_in(ilan, SACHA, section)
    expect(ilan.locator("#pen-held")).to_contain_text("Camille Fictif écrit depuis")
    expect(ilan.locator("trix-editor")).to_have_count(0)
    ilan.get_by_role("button", name="Reprendre la plume à Camille Fictif").click()
    expect(ilan.locator("trix-editor")).to_be_visible()
    typed(ilan, ILAN)

    with maud.expect_response("**/brouillon/"):
        maud.evaluate("document.dispatchEvent(new Event('maillage:keep'))")
    expect(maud.locator("#pen-lost")).to_contain_text("Sacha Fictif")
    expect(maud.locator("#draft-kept")).to_contain_text("Brouillon gardé à")

    ilan.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(ilan.locator(".written", has_text=ILAN)).to_have_text(ILAN)
    maud.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(maud.get_by_role("alert").first).to_contain_text("réunissez-les")
    expect(maud.locator("trix-editor")).to_contain_text(MAUD)
    expect(maud.get_by_text(ILAN)).to_be_visible()
    maud.locator("trix-editor").press("End")
    maud.keyboard.type(f" {ILAN}")
    maud.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(maud.locator(".written", has_text=MAUD)).to_have_text(f"{MAUD} {ILAN}")


def test_a_draft_that_the_site_does_not_take_is_said_in_red_until_it_does(window: OpenWindow) -> None:
    page = window().new_page()
    go_in(page, CAMILLE, letter_section())
    page.route(
        "**/brouillon/",
        lambda route: route.fulfill(status=200, body="<h1>Entrer</h1>", content_type="text/html"),
    )
    typed(page, MAUD)
    page.evaluate("document.dispatchEvent(new Event('maillage:keep'))")
    expect(page.locator("#draft-lost")).to_be_visible()
    expect(page.locator("#draft-kept")).to_have_text("")
    page.unroute("**/brouillon/")
    page.evaluate("document.dispatchEvent(new Event('maillage:keep'))")
    expect(page.locator("#draft-kept")).to_contain_text("Brouillon gardé à")
    expect(page.locator("#draft-lost")).to_be_hidden()


def test_a_table_pasted_from_a_workbook_stays_a_table(window: OpenWindow) -> None:
    page = window().new_page()
    go_in(page, CAMILLE, letter_section())
    page.locator("trix-editor").click()
    table = "<table><tr><td>Mission</td><td>Montant</td></tr><tr><td>Parcours</td><td>1000</td></tr></table>"
    with page.expect_response("**/coller/"):
        page.evaluate(
            """(html) => {
              const data = new DataTransfer();
              data.setData("text/html", html);
              data.setData("text/plain", "Mission\\tMontant");
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.querySelector("trix-editor").dispatchEvent(paste);
            }""",
            table,
        )
    expect(page.locator("trix-editor td").first).to_have_text("Mission")
    expect(page.locator("#pasted-said")).to_contain_text("Un tableau a été collé")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".written td")).to_have_text(["Mission", "Montant", "Parcours", "1000"])
