"""What people do on the pages, step by step. Names come from the demonstration or are invented."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

#: Of the demonstration: runs « CPTS du Grand Montauban », holds the key of a declared neighbour.
CAMILLE, SACHA, NOOR = "camille@demo.example", "sacha@demo.example", "noor@demo.example"
TEAM = ("Ada Fictif", "Jo Fictif", "Zoé Inventée", "Luc Supposé")
GRAND_MONTAUBAN = "CA Grand Montauban"


def spaces(text: str) -> str:
    """French figures hold narrow and no-break spaces: compare with plain ones."""
    return " ".join(re.sub("[\u00a0\u202f\u2009]", " ", text).split())


def said(place: Locator) -> str:
    return spaces(place.inner_text())


def let_htmx_start_late(page: Page) -> None:
    """It starts in a later task, which a busy machine runs after the page has loaded."""
    page.add_init_script(
        "const soon = setTimeout;"
        "window.setTimeout = (task, delay, ...rest) => soon(task, delay ?? 1500, ...rest);"
    )


def go_through(door: Locator) -> None:
    """Follow a link, or send a form, and be on the page it leads to: what acts at once would act on the page that leaves."""
    with door.page.expect_navigation():
        door.click()


def send_by(button: Locator) -> None:
    """Send a form, and wait until it is answered: who leaves at once may leave before it was asked."""
    with button.page.expect_response(lambda answer: answer.request.method == "POST"):
        button.click()


def unfold(page: Page) -> None:
    """Show all that is folded: forms of steps, boxes to paste in, groups of communes."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


def without_checks(page: Page) -> None:
    """As a browser that judges nothing: the server answers."""
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")


def type_person(
    page: Page, name: str, profession: str, commune: str = "", engagement: str = "Porteur"
) -> None:
    """Fill the last row of the tour de table, adding one when it is taken."""
    if page.locator("#people-rows > li").last.get_by_label("Nom").input_value():
        page.get_by_role("button", name="Ajouter une personne").click()
    row = page.locator("#people-rows > li").last
    row.get_by_label("Nom").fill(name)
    row.get_by_label("Profession").select_option(label=profession)
    row.get_by_label("Commune").fill(commune)
    row.get_by_label("Engagement").select_option(label=engagement)


def log_meeting(page: Page, day: str, present: str) -> None:
    page.get_by_role("button", name="Ajouter une information").click()
    row = page.locator("#meeting-rows > li").last
    row.get_by_label("Date").fill(day)
    row.get_by_label("Présents ou touchés").fill(present)
    row.get_by_label("Présents ou touchés").blur()


def paste_people(page: Page, *lines: str) -> None:
    page.get_by_text("Coller une liste", exact=True).click()
    page.get_by_label("Une personne par ligne").fill("\n".join(lines))
    page.get_by_role("button", name="Ajouter ces personnes").click()


def lay_the_table(page: Page) -> None:
    """Four people, one of whom in a pasted list, and a meeting."""
    page.goto("/tour-de-table/")
    type_person(page, TEAM[0], "Infirmier", "Montauban")
    type_person(page, TEAM[1], "Médecin généraliste", "Bressols")
    paste_people(page, f"{TEAM[2]} ; pharmacienne ; Montauban", f"{TEAM[3]} ; kiné ; Léojac ; ; à associer")
    expect(page.locator("#people-rows > li")).to_have_count(4)
    log_meeting(page, "2026-03-02", "6 infirmiers, 3 médecins généralistes")


def summary(page: Page) -> Locator:
    return page.locator(".summary-bar")


def take_whole(page: Page, epci: str) -> None:
    open_group(page, epci).get_by_role("button", name="Tout prendre").click()


def choose_departement(page: Page, code: str) -> None:
    """From the start of the drawing, once its script has painted the country."""
    page.locator("#map canvas").wait_for()
    page.get_by_label("Département", exact=True).select_option(code)
    page.wait_for_url(f"**dep={code}**")


def draw_grand_montauban(page: Page, signed: str = "2027-06-01") -> None:
    """From the page of the département to twelve communes and a date."""
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    summary(page).get_by_text("12 communes").wait_for()
    page.get_by_role("tab", name="La loi").click()
    page.get_by_label("Date de signature").fill(signed)
    page.locator(".deadlines caption", has_text=signed[:4]).wait_for()


def enter(page: Page, email: str) -> None:
    """From the sign-in page; the demonstration shows the code on the next one."""
    page.get_by_label("Votre adresse électronique").fill(email)
    page.get_by_role("button", name="Recevoir mon code").click()
    type_code(page, page.locator(".notice strong").inner_text())


def go_in(page: Page, email: str, path: str) -> None:
    """Sign in, and land there: a page of an example would open to whom is nobody."""
    page.goto(f"/compte/entrer/?next={path}")
    enter(page, email)
    page.wait_for_url(re.compile("^(?!.*/compte/)"), wait_until="commit")  # some hold what it loads


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code à six chiffres").fill(code)
    page.get_by_role("button", name="Entrer").click()


def name_the_project(page: Page, name: str) -> None:
    page.get_by_label("Nom du projet").fill(name)
    page.get_by_role("button", name="Enregistrer le projet").click()
    page.wait_for_url("**/s/*/?nouvelle=1")


def open_group(page: Page, epci: str) -> Locator:
    group = page.locator("details.epci", has_text=epci)
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    return group


def box(page: Page, code: str) -> Locator:
    """The box of a commune in the list."""
    return page.get_by_role("checkbox").and_(page.locator(f"[value='{code}']"))


def map_of(page: Page, *, dep: str, codes: str = "") -> Locator:
    """The drawing page with its map painted, around the communes chosen when there are some."""
    with page.expect_response(f"**/geo/{dep}*.json"):
        page.goto(f"/territoire/?dep={dep}&codes={codes}")
    page.locator("#map canvas").wait_for()
    return page.locator("#map")


def shown_and_reloaded(page: Page, selector: str) -> tuple[str, str]:
    """A part of the page as the script left it, then as the server gives it for the same URL."""
    before = page.locator(selector).inner_html()
    page.reload()
    return before, page.locator(selector).inner_html()


def write_section(page: Page, title: str, words: str) -> None:
    """From the letter's page, and back to it."""
    page.get_by_role("link", name=title).click()
    page.locator("trix-editor").click()
    page.keyboard.type(words)
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def download(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as leaving:
        page.get_by_role("link", name=link, exact=True).click()
    kept = folder / leaving.value.suggested_filename
    leaving.value.save_as(kept)
    return kept
