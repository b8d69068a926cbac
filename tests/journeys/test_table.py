"""The tour de table, without an account: names stay in the browser, what misses is told."""

import re
from collections import Counter
from urllib.parse import unquote_plus

from playwright.sync_api import Page, Request, Route, expect

from browser import IN_A_BROWSER
from journeys.steps import (
    CAMILLE,
    TEAM,
    draw_grand_montauban,
    enter,
    go_in,
    lay_the_table,
    let_htmx_start_late,
    name_the_project,
    paste_people,
    said,
    summary,
    type_person,
)
from maillage.directory.models import Person
from maillage.people.models import Person as Seated

pytestmark = IN_A_BROWSER


def test_a_pasted_line_that_is_not_understood_stays_in_the_box_with_its_reason(page: Page) -> None:
    page.goto("/tour-de-table/")
    long = f"Z{'o' * 130} ; kiné"
    paste_people(
        page,
        "Zoé Inventée ; pharmacienne",
        "Max Supposé ; dompteur",
        "Lou Fictif ; kiné ; Léojac",
        "lou fictif ; kiné",
        "06 12 34 56 78 ; kiné",
        long,
    )
    rows = page.locator("#people-rows > li")
    expect(rows).to_have_count(2)
    for row, profession in zip(rows.all(), ("pharmacien", "masseur_kinesitherapeute"), strict=True):
        expect(row.get_by_label("Profession")).to_have_value(profession)
    left = "\n".join(("Max Supposé ; dompteur", "06 12 34 56 78 ; kiné", long))
    expect(page.get_by_label("Une personne par ligne")).to_have_value(left)
    expect(page.locator("#pasted-error")).to_contain_text("3 lignes à corriger")
    told = said(page.locator("#pasted-error"))
    for words in (
        "Ligne 2, « Max Supposé ; dompteur » : la profession « dompteur » n’est pas reconnue.",
        "Ligne 5, « 06 12 34 56 78 ; kiné » : ce n’est pas un nom.",
        "le nom est trop long, 120 signes au plus.",
        "1 ligne de personnes déjà là.",
    ):
        assert words in told


def test_a_count_that_is_not_understood_is_told_in_place(page: Page) -> None:
    page.goto("/tour-de-table/")
    page.get_by_role("button", name="Ajouter une information").click()
    page.get_by_label("Présents ou touchés").fill("beaucoup de monde")
    page.get_by_label("Présents ou touchés").blur()
    expect(page.locator("#meeting-rows .field-error")).to_contain_text(
        "Écrivez un nombre puis une profession"
    )
    page.get_by_label("Présents ou touchés").fill("6 infirmiers")
    page.get_by_label("Présents ou touchés").blur()
    expect(page.locator("#meeting-rows .field-error")).to_be_hidden()


def test_what_misses_follows_the_people(page: Page) -> None:
    page.goto("/tour-de-table/")
    gaps = page.locator("#gaps")
    expect(gaps).to_contain_text("Ajoutez des personnes")
    type_person(page, TEAM[0], "Infirmier")
    expect(gaps).to_contain_text("Il manque un chirurgien-dentiste")
    expect(gaps).not_to_contain_text("Il manque un infirmier")
    type_person(page, TEAM[1], "Chirurgien-dentiste")
    expect(gaps).not_to_contain_text("Il manque un chirurgien-dentiste")


def test_the_table_is_held_against_the_form_one_has_in_mind(page: Page) -> None:
    page.goto("/tour-de-table/")
    type_person(page, TEAM[0], "Infirmier")
    expect(page.get_by_role("link", name="Fonder une CPTS")).to_be_visible()
    page.get_by_label("Pour quelle forme").select_option(label="MSP")
    expect(page.locator("#gaps")).to_contain_text("médecin")
    expect(page.locator("#gaps")).not_to_contain_text("chirurgien-dentiste")
    page.reload()
    expect(page.get_by_label("Pour quelle forme")).to_have_value("msp")
    page.get_by_role("link", name="Fonder une MSP").click()
    enter(page, CAMILLE)
    expect(page.locator("#table-summary")).to_contain_text("1 personne")


def test_the_table_is_still_there_after_the_page_is_closed(page: Page) -> None:
    lay_the_table(page)
    page.close()
    again = page.context.new_page()
    again.goto("/tour-de-table/")
    rows = again.locator("#people-rows > li")
    expect(rows).to_have_count(len(TEAM))
    for row, name in zip(rows.all(), TEAM, strict=True):
        expect(row.get_by_label("Nom")).to_have_value(name)
    expect(again.locator("#gaps")).to_contain_text("Il manque un chirurgien-dentiste")
    again.get_by_role("button", name="Tout effacer de ce navigateur").click()
    expect(again.locator("#people-rows > li").get_by_label("Nom")).to_have_value("")


def test_what_misses_is_told_on_a_busy_machine(page: Page) -> None:
    lay_the_table(page)
    let_htmx_start_late(page)
    page.goto("/tour-de-table/")
    expect(page.locator("#gaps")).to_contain_text("Il manque un chirurgien-dentiste")


def test_no_name_leaves_the_browser_before_the_founding(page: Page) -> None:
    sent: list[tuple[str, str]] = []

    def note(request: Request) -> None:
        sent.append((request.method, unquote_plus(f"{request.url} {request.post_data or ''}")))

    page.context.on("request", note)
    lay_the_table(page)
    draw_grand_montauban(page)
    summary(page).get_by_role("link", name="Enregistrer").click()
    enter(page, CAMILLE)
    name_the_project(page, "CPTS des Trois Rivières")
    with_a_name = [(method, words) for method, words in sent if any(name in words for name in TEAM)]
    assert [method for method, _ in with_a_name] == ["POST"]
    assert "/fonder/" in with_a_name[0][1]
    assert all(name in with_a_name[0][1] for name in TEAM)


def test_in_a_workspace_someone_of_the_directory_fills_the_line_and_sends_no_other_field(page: Page) -> None:
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/equipe/annuaire/" in request.url else None
    )
    someone = Person.objects.filter(activity__commune="82121", activity__trade="infirmier").first()
    assert someone
    go_in(page, CAMILLE, "/s/cpts-du-grand-montauban-demonstration/equipe/")
    seat = page.locator("#seat")
    seat.get_by_label("Nom", exact=True).press_sequentially(someone.family)
    seat.get_by_role("button", name=someone.family).first.click()
    expect(seat.get_by_label("Engagement")).to_be_focused()
    expect(seat.get_by_label("Nom", exact=True)).to_have_value(re.compile(someone.family))
    expect(seat.get_by_label("Profession")).not_to_have_value("")
    expect(seat.get_by_label("Commune")).not_to_have_value("")
    seat.get_by_role("button", name="Ajouter à la table").click()
    expect(page.get_by_role("row", name=someone.family)).to_have_count(1)
    expect(
        seat.get_by_label("Nom", exact=True)
    ).to_be_focused()  # the list stays, the line waits for the next
    expect(seat.get_by_label("Nom", exact=True)).to_have_value("")
    assert {url.partition("?")[2].partition("=")[0] for url in asked} == {"name"}
    assert not any("&" in url for url in asked)


def test_people_of_the_directory_are_reached_with_the_arrows(page: Page) -> None:
    family = Counter(Person.objects.values_list("family", flat=True)).most_common(1)[0][0]
    go_in(page, CAMILLE, "/s/cpts-du-grand-montauban-demonstration/equipe/")
    seat = page.locator("#seat")
    name, proposals = seat.get_by_label("Nom", exact=True), seat.locator(".proposal")
    name.press_sequentially(family)
    expect(proposals.nth(1)).to_be_visible()
    expect(seat.get_by_role("status")).to_contain_text(re.compile(rf"{proposals.count()}\s+personnes"))
    for key, focused in (
        ("ArrowDown", proposals.nth(0)),
        ("ArrowDown", proposals.nth(1)),
        ("ArrowUp", proposals.nth(0)),
        ("ArrowUp", name),
        ("ArrowDown", proposals.nth(0)),
        ("Escape", name),
        ("ArrowDown", proposals.nth(0)),
    ):
        page.keyboard.press(key)
        expect(focused).to_be_focused()
    taken = proposals.nth(0).get_attribute("data-name") or ""
    page.keyboard.press("Enter")
    expect(name).to_have_value(taken)
    expect(proposals).to_have_count(0)


def test_a_name_refused_does_not_come_back_after_the_next_one(page: Page) -> None:
    go_in(page, CAMILLE, "/s/cpts-du-grand-montauban-demonstration/equipe/")
    name = page.locator("#seat").get_by_label("Nom", exact=True)
    profession = page.locator("#seat").get_by_label("Profession")
    add = page.get_by_role("button", name="Ajouter à la table")
    name.fill("-5")
    profession.select_option("infirmier")
    add.click()
    # What was typed stands in the form before and after: the refusal says that the new one is there.
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_value("-5")
    name.fill("Zoé Fictive")
    profession.select_option("infirmier")
    add.click()
    expect(name).to_have_value("")
    expect(page.locator("#around").get_by_role("link", name="Zoé Fictive")).to_be_visible()


def test_a_project_is_saved_with_its_table_however_late_the_script_comes(page: Page) -> None:
    lay_the_table(page)
    draw_grand_montauban(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/found.*.js", hold)
    summary(page).get_by_role("link", name="Enregistrer").click()
    enter(page, CAMILLE)
    page.get_by_label("Nom du projet").fill("CPTS des Trois Rivières")
    page.get_by_label("Nom du projet").press("Enter")
    expect(page.get_by_role("button", name="Enregistrer le projet")).to_have_count(0)
    held[0].continue_()
    name_the_project(page, "CPTS des Trois Rivières")
    assert set(
        Seated.objects.filter(structure__name="CPTS des Trois Rivières").values_list("name", flat=True)
    ) == set(TEAM)
