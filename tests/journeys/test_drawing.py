"""Drawing a territory on a desk: every gesture changes the same selection, figures and law follow."""

import re

from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys.steps import (
    GRAND_MONTAUBAN,
    box,
    choose_departement,
    draw_grand_montauban,
    let_htmx_start_late,
    map_of,
    open_group,
    said,
    shown_and_reloaded,
    summary,
    take_whole,
)
from maillage.structures import services
from maillage.structures.models import Structure

pytestmark = IN_A_BROWSER


def test_a_whole_epci_is_taken_by_its_button(page: Page) -> None:
    page.goto("/territoire/")
    choose_departement(page, "82")
    take_whole(page, GRAND_MONTAUBAN)
    expect(summary(page)).to_contain_text("12 communes")
    assert said(summary(page)).startswith(
        "12 communes · 82 095 hab. (Insee 2023) · taille 3 (2 095 habitants au-dessus du seuil) · d’un seul tenant ✓"
    )


def test_an_epci_of_two_departements_is_counted_and_taken_whole(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    group = open_group(page, "Quercy Rouergue")
    expect(group.locator(".epci-count")).to_have_text("0 sur 17")
    take_whole(page, "Quercy Rouergue")
    expect(summary(page)).to_contain_text("17 communes")
    expect(group.locator(".epci-count")).to_have_text("17 sur 17")
    expect(box(page, "81184")).to_be_checked()
    page.reload()
    expect(group.locator(".epci-count")).to_have_text("17 sur 17")
    group.get_by_role("button", name="Tout retirer").click()
    expect(summary(page)).to_contain_text("Aucune commune choisie")
    expect(group.locator(".epci-count")).to_have_text("0 sur 17")


def test_one_commune_less_changes_the_size_and_the_page_teaches_it(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    expect(summary(page)).to_contain_text("taille 3")
    page.get_by_role("tab", name="Chiffres").click()
    expect(page.locator("#lesson")).to_contain_text("Bressols, Montbeton, Montauban")
    page.get_by_role("tab", name="Communes").click()
    bressols = page.get_by_role("checkbox", name="Bressols")
    bressols.uncheck()
    expect(summary(page)).to_contain_text("taille 2")
    expect(summary(page)).to_contain_text("11 communes")
    page.get_by_role("tab", name="Chiffres").click()
    expect(page.locator("#lesson")).to_contain_text("ajouter une seule de ces voisines")
    page.get_by_role("tab", name="Communes").click()
    bressols.check()
    expect(summary(page)).to_contain_text("taille 3")


def test_a_click_on_the_map_turns_a_commune_over(page: Page) -> None:
    drawn = map_of(page, dep="82", codes="82121")  # the map opens around Montauban: it is in the middle
    montauban = box(page, "82121")
    drawn.click()
    expect(summary(page)).to_contain_text("Aucune commune choisie")
    expect(montauban).not_to_be_checked()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("Montauban")
    drawn.click()
    expect(summary(page)).to_contain_text("1 commune")
    expect(montauban).to_be_checked()


def test_a_gesture_made_on_a_busy_machine_is_not_lost(page: Page) -> None:
    let_htmx_start_late(page)
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    expect(summary(page)).to_contain_text("12 communes")


def test_a_box_takes_the_communes_whose_centre_it_holds(page: Page) -> None:
    place = map_of(page, dep="82").bounding_box()
    assert place
    page.get_by_role("button", name="Cadre").click()
    page.mouse.move(place["x"] + 80, place["y"] + 5)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] - 5, place["y"] + place["height"] - 5, steps=5)
    page.mouse.up()
    expect(summary(page)).to_contain_text("195 communes")
    expect(page.get_by_role("button", name="Cadre")).to_have_attribute("aria-pressed", "false")


def test_pasted_names_and_codes_join_the_drawing_and_what_is_not_read_stays(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    page.get_by_text("Coller une liste de communes").click()
    page.get_by_label("Coller des noms ou des codes").fill("Albias\n82101, Nullepart")
    page.get_by_role("button", name="Ajouter ces communes").click()
    expect(summary(page)).to_contain_text("14 communes")
    expect(page.get_by_role("alert")).to_contain_text("Nullepart")
    expect(page.get_by_label("Coller des noms ou des codes")).to_have_value("Nullepart")


def test_a_file_joins_the_drawing_with_the_fate_of_its_rows(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    page.get_by_text("Coller une liste de communes").click()
    content = b"Commune;Population\nMalause;1100\nNullepart;12\n"
    page.get_by_label("Ou un fichier").set_input_files(
        {"name": "communes.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Ajouter ces communes").click()
    expect(summary(page)).to_contain_text("13 communes")
    expect(page.get_by_text("Ce que devient chaque ligne de votre liste")).to_be_visible()
    expect(page.get_by_label("Coller des noms ou des codes")).to_have_value(re.compile("Nullepart"))


def test_a_name_to_settle_waits_through_other_gestures_and_a_reload(page: Page) -> None:
    page.goto("/territoire/?codes=82121&doubt=33016,82004|Asques")
    doubts = page.get_by_role("region", name="nom à préciser")
    take_whole(page, GRAND_MONTAUBAN)
    expect(summary(page)).to_contain_text("12 communes")
    page.reload()
    expect(summary(page)).to_contain_text("12 communes")
    expect(doubts).to_contain_text("Asques")
    doubts.get_by_role("button", name="Asques 82").click()
    expect(summary(page)).to_contain_text("13 communes")
    expect(doubts).to_have_count(0)
    expect(page).not_to_have_url(re.compile("doubt"))
    assert "doubt" not in (page.locator("#drawing").inner_html())


def test_those_chosen_stay_in_view_and_are_taken_away_there(page: Page) -> None:
    page.goto("/territoire/?dep=82&codes=82121")
    chosen = page.get_by_role("group", name="Communes choisies")
    take_whole(page, "CC du Quercy Caussadais")
    page.locator(".commune-list").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(chosen.get_by_role("button", name="Retirer Montauban")).to_be_in_viewport()
    chosen.get_by_role("button", name="Retirer Montauban").click()
    expect(summary(page)).to_contain_text("19 communes")
    expect(box(page, "82121")).not_to_be_checked()
    shown, reloaded = shown_and_reloaded(page, "#chosen")
    assert shown.count("<li>") == reloaded.count("<li>") == 19


def test_what_was_cleared_comes_back_at_once_or_after_a_reload(page: Page) -> None:
    page.goto("/territoire/?dep=82&codes=82121,31555&signed=2027-03-01")
    for reloads in (False, True):
        page.get_by_role("button", name="Tout effacer").click()
        expect(summary(page)).to_contain_text("Aucune commune choisie")
        if reloads:
            expect(page).to_have_url(re.compile("before=31555,82121"))
            page.reload()
        page.get_by_role("link", name="Rétablir").click()
        expect(summary(page)).to_contain_text("2 communes")
        expect(page.get_by_role("link", name="Rétablir")).to_be_hidden()
        expect(page).to_have_url(re.compile("codes=31555,82121&signed=2027-03-01$"))


def test_however_fast_one_ticks_the_figures_are_those_of_the_last_tick(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    open_group(page, GRAND_MONTAUBAN)
    page.evaluate(
        """() => [...document.querySelectorAll(".commune-list li:nth-child(-n+5) input")].slice(0, 5)
        .forEach((box, place) => setTimeout(() => box.click(), place * 20))"""
    )
    expect(summary(page)).to_contain_text("5 communes")
    expect(page.get_by_role("tab", name="Communes (5)")).to_be_visible()


def test_the_list_is_searched_by_name_by_epci_and_by_code(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    field = page.get_by_role("searchbox")
    for wanted, count in (("leojac", 1), ("82121", 1), ("grand montauban", 12), ("zzz", 0)):
        field.fill(wanted)
        expect(page.locator(".commune-list li:visible")).to_have_count(count)


def test_a_commune_of_another_departement_is_found_and_the_search_stays(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    search = page.get_by_role("searchbox")
    search.press_sequentially("lalbenque")
    page.get_by_role("button", name="Ajouter Lalbenque").click()
    expect(summary(page)).to_contain_text("1 commune")
    expect(page.get_by_role("group", name="Communes choisies")).to_contain_text("Lalbenque")
    search.fill("puylaroque")
    expect(page.get_by_role("status").filter(has_text="Aucune autre commune")).to_be_visible()
    search.press("Enter")  # sends nothing
    open_group(page, "CC du Quercy Caussadais").get_by_label("Puylaroque").check()
    expect(summary(page)).to_contain_text("2 communes")
    expect(page).to_have_url(re.compile("dep=82&codes=46148,82148$"))


def test_the_law_gives_its_amounts_and_dates_from_the_day_typed(page: Page) -> None:
    draw_grand_montauban(page, signed="2027-06-01")
    law = said(page.locator("#pane-law"))
    assert "75 000 €" in law
    assert "entre 437 500 € et 500 000 €" in law
    assert "À lire :" in law
    assert re.search(
        "Accès aux soins mission socle [^,]* , voir la source : Accès aux soins 01/12/2027 01/12/2028", law
    )
    page.get_by_label("Date de signature").fill("2019-01-15")
    expect(page.locator("#pane-law").get_by_role("alert")).to_contain_text("2019")
    assert "€" not in said(page.locator("#pane-law"))


def test_a_declared_neighbour_is_named_only_if_public_and_a_draft_is_never_told(page: Page) -> None:
    draw_grand_montauban(page)
    page.get_by_role("tab", name="Chiffres").click()
    figures = page.locator("#pane-figures")
    expect(figures).to_contain_text("CPTS des Terres et du Tarn (démonstration) compte déjà 2 communes")
    expect(figures).to_contain_text("Escatalens, Lacourt-Saint-Pierre")
    assert "CPTS du Grand Montauban" not in page.content()

    neighbour = Structure.objects.get(name__startswith="CPTS des Terres")
    founder = neighbour.memberships.get().user
    today = neighbour.memberships.get().joined_on
    services.set_visibility(neighbour, declared=True, public=False, by=founder, on=today)
    page.reload()
    expect(figures).to_contain_text("Une structure qui ne publie pas son nom")
    assert "CPTS des Terres" not in page.content()
    services.set_visibility(neighbour, declared=False, public=False, by=founder, on=today)
    page.reload()
    expect(figures).to_contain_text("82")
    assert "compte déjà" not in said(figures)


def test_what_is_cut_off_is_named_and_the_commune_that_would_join_it_is_offered(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    box(page, "82121").uncheck()
    expect(summary(page)).to_contain_text("en 3 morceaux")
    page.get_by_role("tab", name="Chiffres").click()
    figures = page.locator("#pane-figures")
    expect(figures).to_contain_text("Coupées du reste")
    figures.get_by_role("link", name="Ajouter Montauban").click()
    expect(summary(page)).to_contain_text("12 communes")
    expect(figures).to_contain_text("Toutes les communes se touchent.")


def test_a_swap_equals_a_reload(page: Page) -> None:
    page.goto("/territoire/?dep=82")
    take_whole(page, GRAND_MONTAUBAN)
    expect(summary(page)).to_contain_text("12 communes")
    expect(page.locator("#announced")).to_contain_text("12 communes")  # the script has said its last word
    swapped, reloaded = shown_and_reloaded(page, "#result")
    assert swapped == reloaded
    assert "Bressols" in swapped
