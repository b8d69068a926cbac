"""Finding a professional: on a desk, on a phone, without script."""

import pytest
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER, weight
from journeys.conftest import OpenWindow
from maillage.directory.models import Activity, Person
from maillage.directory.queries.supply import CARE

pytestmark = IN_A_BROWSER


@pytest.fixture
def nurse(demo: None) -> Person:
    """Someone of Montauban whom a search of their commune finds."""
    practice = Activity.objects.filter(CARE, commune="82121", trade="infirmier").earliest("id")
    return Person.objects.get(pk=practice.person_id)


def look_for(page: Page, person: Person) -> None:
    page.get_by_label("Nom, ou numéro").fill(f"{person.given} {person.family}")
    page.get_by_label("Commune").fill("82000")


def test_a_name_and_a_commune_lead_to_a_person_without_leaving_the_page(page: Page, nurse: Person) -> None:
    page.goto("/annuaire/")
    page.evaluate("window.here = true")
    look_for(page, nurse)
    page.get_by_label("Commune").press("Enter")
    name = page.get_by_role("link", name=f"{nurse.family} {nurse.given}")
    expect(name.first).to_be_visible()
    expect(page.locator("#announced")).to_contain_text("personne")
    expect(page.locator("#map canvas").first).to_be_visible()
    assert page.evaluate("window.here")
    name.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{nurse.family} {nurse.given}")
    page.go_back()
    expect(page.get_by_label("Nom, ou numéro")).to_have_value(f"{nurse.given} {nurse.family}")


def test_a_profession_and_a_commune_typed_as_a_name_are_their_list(page: Page, nurse: Person) -> None:
    page.goto("/annuaire/")
    page.get_by_label("Nom, ou numéro").fill("infirmière Montauban")
    page.get_by_label("Nom, ou numéro").press("Enter")
    expect(page.get_by_text("Nous avons compris")).to_contain_text("Infirmiers à Montauban (82)")
    expect(page.locator("#announced")).to_contain_text("personnes")
    expect(page.locator(".chip")).to_have_count(2)


def test_the_few_communes_of_a_map_are_named(page: Page, nurse: Person) -> None:
    page.goto("/annuaire/?commune=82121&trade=infirmier")
    expect(page.locator("#map .leaflet-tooltip")).to_contain_text("Montauban")


def test_a_map_drawn_twice_is_drawn_once(page: Page, nurse: Person) -> None:
    page.goto("/annuaire/?commune=82121&km=20")
    expect(page.locator("#map canvas")).to_have_count(1)
    page.get_by_label("Profession").select_option("infirmier")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator("#map canvas")).to_have_count(1)
    page.locator("#map canvas").evaluate("(canvas) => { canvas.dataset.light = 'yes'; }")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("#map canvas:not([data-light])")).to_have_count(1)
    expect(page.locator("#map canvas")).to_have_count(1)


def test_on_a_phone_the_answer_comes_into_view(window: OpenWindow, nurse: Person) -> None:
    page = window(width=360, height=640, has_touch=True).new_page()
    page.goto("/annuaire/")
    look_for(page, nurse)
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="personne").first).to_be_in_viewport()
    expect(page.get_by_label("Commune")).to_be_hidden()
    page.get_by_text("Affiner").click()
    page.get_by_label("Profession").select_option("infirmier")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.get_by_label("Commune")).to_be_hidden()


def test_on_a_phone_the_first_result_is_on_the_first_screen(window: OpenWindow, nurse: Person) -> None:
    page = window(width=360, height=740, has_touch=True).new_page()
    for question in ("commune=82121&km=20&trade=infirmier", "commune=82300&km=20"):
        page.goto(f"/annuaire/?{question}")
        first = page.locator(".directory-card").first.bounding_box()
        assert first
        assert first["y"] < 700


def test_on_a_phone_the_map_is_one_link_away(window: OpenWindow, nurse: Person) -> None:
    page = window(width=360, height=640, has_touch=True).new_page()
    page.goto("/annuaire/?commune=82121&km=20")
    page.get_by_role("link", name="Voir la carte").click()
    expect(page.locator("#map canvas").first).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("link", name="Voir la carte")).to_be_hidden()


def test_a_refusal_is_told_where_one_looks(page: Page, nurse: Person) -> None:
    page.goto("/annuaire/")
    page.get_by_label("Commune").fill("Saint-Denis")
    page.get_by_label("Commune").press("Enter")
    page.get_by_role("link", name="Saint-Denis (974)").click()
    expect(page.get_by_label("Commune")).to_have_value("Saint-Denis (974)")


def test_the_same_path_without_script(window: OpenWindow, nurse: Person) -> None:
    page = window(java_script_enabled=False).new_page()
    page.goto("/annuaire/")
    look_for(page, nurse)
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("link", name=f"{nurse.family} {nurse.given}").first).to_be_visible()
    page.goto("/annuaire/?commune=82121&km=50")
    page.get_by_role("link", name="Suivante").click()
    expect(page.get_by_text("Page 2 sur")).to_be_visible()
    page.get_by_role("link", name="retirer ce filtre").first.click()
    expect(page.get_by_label("Commune")).to_have_value("")


def test_the_first_page_is_light(page: Page, site: str) -> None:
    assert 10_000 < weight(page, f"{site}/annuaire/") <= 250_000
