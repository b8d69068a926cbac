"""One's own card on a phone: away in two taps, themes, a copy to read, then gone."""

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import cards, joining
from journeys.conftest import OpenWindow
from journeys.files import words_of
from journeys.steps import CAMILLE
from journeys.test_every_page import key_of
from maillage.people.models import Person

pytestmark = IN_A_BROWSER


def test_on_a_phone_one_is_away_chooses_themes_takes_a_copy_and_leaves(window: OpenWindow, site: str) -> None:
    person = joining.structure().people.all()[0]
    phone = window(width=360, has_touch=True).new_page()
    phone.goto(joining.own_link())
    phone.get_by_text("Noter une absence").tap()
    phone.get_by_role("button", name="Noter cette absence").tap()
    expect(phone.get_by_text("L’absence est notée.")).to_be_visible()
    phone.get_by_text("Choisir des thèmes").tap()
    phone.get_by_label("Prévention").check()
    phone.get_by_role("button", name="Enregistrer ces thèmes").tap()
    expect(phone.locator("summary", has_text="Prévention")).to_be_visible()
    with phone.expect_download() as taken:
        phone.get_by_role("link", name="En prendre une copie (PDF)").tap()
    told = words_of(taken.value.path().rename(taken.value.path().with_suffix(".pdf")))
    assert person.name in told
    assert "Prévention" in told
    phone.get_by_role("link", name="Effacer ma fiche").tap()
    phone.get_by_role("button", name="Effacer ma fiche").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre fiche est effacée")
    assert not Person.everybody.filter(pk=person.pk).exists()


def test_what_the_directory_says_is_taken_by_the_manager(window: OpenWindow, site: str) -> None:
    person = cards.to_reread()
    desk = window(width=360)
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(joining.MEMBERS)
    page.get_by_role("link", name="à relire").click()
    card = page.locator(".demand", has_text=person.name)
    card.get_by_label("Profession").uncheck()
    card.get_by_role("button", name="Prendre ce qui est coché").click()
    expect(page.get_by_text("est à jour.")).to_be_visible()
    person.refresh_from_db()
    assert (person.profession, person.commune) == ("pharmacien", "Montauban")


def test_the_head_of_a_long_table_covers_what_is_ticked_under_it(window: OpenWindow, site: str) -> None:
    desk = window(width=1280, height=400)
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = desk.new_page()
    page.goto(joining.structure().get_absolute_url() + "equipe/")
    over = """() => {
        const box = [...document.querySelectorAll(".data tbody input[type=checkbox]")].at(3);
        window.scrollBy(0, box.getBoundingClientRect().top - 12);
        const {left, top, width, height} = box.getBoundingClientRect();
        return Boolean(document.elementFromPoint(left + width / 2, top + height / 2).closest("thead"));
    }"""
    assert page.evaluate(over)
