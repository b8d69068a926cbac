"""An assembly of four, from the dates that suit to the minutes that the next one approves: desk, telephone, keyboard, no script."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import IN_A_BROWSER
from journeys import assembly
from journeys.assembly import ASSEMBLY, AWAY, CARRIER, HOST, NEXT, TYPIST, Hall
from journeys.conftest import OpenWindow
from journeys.files import words_of
from journeys.keyboard import go_to
from journeys.steps import CAMILLE, download, go_through
from journeys.test_every_page import key_of
from maillage.governance.models import Decision

pytestmark = IN_A_BROWSER


@pytest.fixture
def hall(window: OpenWindow, site: str) -> Hall:
    instance = assembly.four()
    desk = window()
    desk.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    phone, keys, still = window(width=360, has_touch=True), window(), window(java_script_enabled=False)
    where = assembly.meetings_of(instance.structure)
    pages = [each.new_page() for each in (desk, phone, keys, still, window())]
    return Hall(*pages, meetings=where)


def test_four_people_hold_an_assembly_from_its_date_to_its_minutes(hall: Hall, tmp_path: Path) -> None:
    dates_are_proposed_and_answered(hall)
    all_are_convoked_and_one_gives_a_pouvoir(hall)
    each_signs_in_a_way_of_their_own(hall)
    all_vote_in_secret(hall)
    the_papers_tell_it(hall, tmp_path)
    the_next_sitting_approves_the_minutes(hall)


def dates_are_proposed_and_answered(hall: Hall) -> None:
    page, first = hall.desk, timezone.localdate() + timedelta(days=20)
    page.goto(hall.meetings)
    hall.clean(page)
    page.get_by_text("La date n’est pas fixée").click()
    page.get_by_role("link", name="proposer des dates").click()
    expect(page.get_by_label("Titre")).to_be_visible()
    hall.clean(page)
    page.get_by_label("Titre").fill(ASSEMBLY)
    for rank in (1, 2):
        propose(page, rank, first + timedelta(days=rank))
    page.get_by_label("On répond jusqu’au").fill((first - timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Envoyer le sondage").click()
    expect(page.get_by_role("heading", name=ASSEMBLY)).to_be_visible()
    hall.clean(page)
    for name, guest in hall.guests.items():
        hall.open_message(guest, "Quelles dates", name)
        expect(guest.get_by_role("heading", name=ASSEMBLY)).to_be_visible()
        hall.clean(guest)
    suits(hall.phone, "Oui", "Non")
    suits(hall.still, "Oui", "Si besoin")
    yes = hall.keys.get_by_role("radio", name="Oui").first
    go_to(hall.keys, yes)
    hall.keys.keyboard.press("Space")
    go_to(hall.keys, hall.keys.get_by_role("button", name="Répondre"))
    hall.keys.keyboard.press("Enter")
    for guest in hall.guests.values():
        expect(guest.get_by_text("notée")).to_be_visible()
        hall.clean(guest)
    assembly.last_day_passes(ASSEMBLY)
    page.reload()
    hall.clean(page)
    page.get_by_role("link", name="La réunion", exact=True).click()
    expect(page.get_by_text("En préparation")).to_be_visible()


def propose(page: Page, rank: int, day: date) -> None:
    page.locator(f"#id_day_{rank}").fill(day.isoformat())
    page.locator(f"#id_starts_{rank}").fill("20:00")


def suits(page: Page, *said: str) -> None:
    for rank, each in enumerate(said):
        page.get_by_label(each, exact=True).nth(rank).check()
    page.get_by_role("button", name="Répondre").click()


def all_are_convoked_and_one_gives_a_pouvoir(hall: Hall) -> None:
    page = hall.desk
    page.get_by_role("link", name="Modifier").click()
    expect(page.get_by_label("Lieu")).to_be_visible()
    hall.clean(page)
    page.get_by_label("Lieu").fill("Salle fictive")
    page.get_by_label("Ordre du jour").fill("Budget (20 min)\nRésolution : Le budget est approuvé.\nDivers")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Convoquer").click()
    expect(page.get_by_text("Convocation partie")).to_be_visible()
    hall.clean(page)
    for name, guest in hall.guests.items():
        hall.open_message(guest, "Convocation", name)
        expect(guest.get_by_text("Le budget est approuvé.")).to_be_visible()
        hall.clean(guest)
    hall.still.get_by_label("Je ne viens pas").check()
    hall.still.get_by_label("Si vous ne venez pas").fill(CARRIER)
    hall.still.get_by_role("button", name="Répondre").click()
    expect(hall.still.get_by_text(f"{CARRIER} porte votre voix")).to_be_visible()
    hall.phone.get_by_label("Je viens", exact=True).check()
    hall.phone.get_by_role("button", name="Répondre").tap()
    go_to(hall.keys, hall.keys.get_by_label("Je viens", exact=True))
    hall.keys.keyboard.press("Space")
    go_to(hall.keys, hall.keys.get_by_role("button", name="Répondre"))
    hall.keys.keyboard.press("Enter")
    for guest in hall.guests.values():
        expect(guest.get_by_text("Vous avez répondu")).to_be_visible()
        hall.clean(guest)


def each_signs_in_a_way_of_their_own(hall: Hall) -> None:
    """Ticked by the host, by one's link, by the code on the wall."""
    page, meeting = hall.desk, assembly.its_hour_comes(ASSEMBLY, minutes=5)
    page.goto(f"{hall.meetings}{meeting.pk}/")
    expect(page.get_by_text("Le quorum n’est pas atteint")).to_be_visible()
    page.get_by_role("link", name="Code d’émargement").click()
    page.get_by_role("button", name="Ouvrir le code").click()
    code = page.locator(".signing-typed").inner_text()
    hall.clean(page)
    hall.phone.goto(f"http://{code}".replace("http://http", "http"))
    hall.phone.get_by_label("Votre nom").fill("ada fictif")
    hall.clean(hall.phone)
    hall.phone.get_by_role("button", name="Je suis là").tap()
    expect(hall.phone.get_by_text("C’est noté.")).to_be_visible()
    hall.clean(hall.phone)
    hall.keys.reload()
    go_to(hall.keys, hall.keys.get_by_role("button", name="Je suis là", exact=True))
    hall.keys.keyboard.press("Enter")
    expect(hall.keys.locator("#main").get_by_text("Votre présence est notée")).to_be_visible()
    page.goto(f"{hall.meetings}{meeting.pk}/presences/")
    expect(page.get_by_text("1 signature par le code")).to_be_visible()
    hall.clean(page)
    go_through(page.get_by_role("button", name="Tout confirmer"))
    page.get_by_role("button", name=f"Pointer {HOST}").click()
    expect(page.get_by_role("button", name=f"Présent : {HOST}")).to_be_visible()
    expect(page.get_by_text("Le quorum n’est pas atteint")).to_have_count(0)
    expect(page.locator("dl.figures > div", has_text="Voix qui comptent")).to_contain_text("4")
    hall.clean(page)


def all_vote_in_secret(hall: Hall) -> None:
    page = hall.desk
    page.get_by_role("link", name=ASSEMBLY).click()
    page.get_by_role("link", name="Préparer un vote").click()
    expect(page.get_by_label("Ce qui est demandé")).to_be_visible()
    hall.clean(page)
    page.get_by_label("Ce qui est demandé").fill("Le budget est approuvé.")
    page.locator("#id_item").select_option(label="Budget")
    page.get_by_label("Vote secret").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("En préparation")).to_be_visible()
    hall.clean(page)
    page.get_by_role("button", name="Ouvrir le vote").click()
    expect(page.get_by_text("Aucun résultat ne paraît avant la clôture.")).to_be_visible()
    hall.clean(page)
    own = page.context.new_page()
    for name, guest in ((HOST, own), (CARRIER, hall.phone), (TYPIST, hall.keys)):
        hall.open_message(guest, "Vote ouvert", name)
        expect(guest.get_by_text("jamais ce que vous avez voté")).to_be_visible()
        hall.clean(guest)
    own.get_by_label("Pour", exact=True).check()
    own.get_by_role("button", name="Voter").click()
    hall.phone.get_by_role("group", name="Votre voix").get_by_label("Pour", exact=True).check()
    hall.phone.get_by_role("group", name=f"Pour {AWAY}").get_by_label("Contre").check()
    hall.phone.get_by_role("button", name="Voter").tap()
    go_to(hall.keys, hall.keys.get_by_label("Pour", exact=True))
    hall.keys.keyboard.press("Space")
    go_to(hall.keys, hall.keys.get_by_role("button", name="Voter"))
    hall.keys.keyboard.press("Enter")
    for guest in (own, hall.phone, hall.keys):
        expect(guest.get_by_text("Vous avez voté.", exact=True)).to_be_visible()
        hall.clean(guest)
    own.close()
    page.reload()
    page.get_by_role("button", name="Clore et compter").click()
    expect(page.locator(".lead")).to_contain_text("Adoptée")
    expect(page.get_by_role("row", name="Pour").first).to_contain_text("3")
    expect(page.get_by_role("row", name="Contre")).to_contain_text("1")
    hall.clean(page)


def the_papers_tell_it(hall: Hall, tmp_path: Path) -> None:
    page = hall.desk
    page.get_by_role("link", name=ASSEMBLY).click()
    page.get_by_role("button", name="La réunion est finie").click()
    told = words_of(download(page, "Relevé de décisions (PDF)", tmp_path))
    for words in ("Le budget est approuvé.", "3 pour, 1 contre"):
        assert words in told
    page.get_by_role("link", name="Écrire le procès-verbal").click()
    page.get_by_label("Budget").fill("Le budget est présenté, puis discuté.")
    hall.clean(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="Envoyer à relire").click()
    expect(page.get_by_text("Envoyé à relire le")).to_be_visible()
    hall.clean(page)
    hall.open_message(hall.still, "Procès-verbal à relire", AWAY)
    expect(hall.still.get_by_text("Le budget est présenté, puis discuté.")).to_be_visible()
    hall.clean(hall.still)


def the_next_sitting_approves_the_minutes(hall: Hall) -> None:
    page = hall.desk
    page.goto(hall.meetings)
    page.get_by_role("link", name="Assemblée générale", exact=True).click()
    page.get_by_label("Titre").fill(NEXT)
    page.get_by_label("Jour", exact=True).fill((timezone.localdate() + timedelta(days=90)).isoformat())
    page.get_by_label("Commence à").fill("20:00")
    page.get_by_label("Finit à").fill("21:00")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name=NEXT)).to_be_visible()
    assembly.its_hour_comes(NEXT, minutes=1)
    page.goto(hall.meetings)
    hall.clean(page)
    page.get_by_role("link", name=ASSEMBLY).click()
    page.get_by_role("link", name="Écrire le procès-verbal").click()
    page.get_by_role("button", name="Écrire cette approbation").click()
    expect(page.get_by_text("Approuvé par la décision")).to_be_visible()
    hall.clean(page)
    approved = Decision.objects.latest("pk")
    assert approved.meeting.title == NEXT
    hall.still.reload()
    expect(hall.still.get_by_text(f"Approuvé par la décision {approved.reference}")).to_be_visible()
    hall.clean(hall.still)
