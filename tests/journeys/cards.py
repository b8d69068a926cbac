"""Cards of the demonstration, as people meet them: to read again, away, to erase, with parts."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from journeys.joining import MEMBERS, camille, own_link, someone, structure
from journeys.steps import unfold
from maillage.people import services
from maillage.people.models import Person
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure

TEAM = "/s/cpts-du-grand-montauban-demonstration/equipe/"


def to_reread() -> Person:
    """A card that the directory says otherwise, and one that it has no more."""
    known = someone()
    given = [
        GivenPerson(
            f"{known.given} {known.family}", "pharmacien", "Bressols", "Chez elle", rpps=known.number
        ),
        GivenPerson("Lou Fictif", "infirmier", "Montauban", rpps="99999999999"),
    ]
    first, _ = services.welcome(structure(), given, by=camille())
    return first


def reread(page: Page) -> None:
    to_reread()
    page.goto(f"{MEMBERS}annuaire/")
    page.locator(".change").first.wait_for()


def reread_one(page: Page) -> None:
    page.goto(f"{TEAM}{to_reread().pk}/")
    page.locator(".reread").wait_for()


def away() -> Person:
    """Absent today, with two themes."""
    today, person = timezone.localdate(), structure().people.all()[0]
    services.note_absence(
        person, since=today, last_day=today + timedelta(days=9), replaced_by="Kim Fictif", by=None, on=today
    )
    services.say_interests(person, ["prevention", "personnes-agees"], by=None)
    return person


def own_card_full(page: Page) -> None:
    away()
    page.goto(own_link())
    unfold(page)


def own_absence_refused(page: Page) -> None:
    page.goto(own_link())
    unfold(page)
    page.get_by_label("Au", exact=True).fill("2020-01-01")
    page.get_by_role("button", name="Noter cette absence").click()
    page.locator(".error-summary").wait_for()


def own_erasing(page: Page) -> None:
    page.goto(f"{own_link()}effacer/")


def own_erased(page: Page) -> None:
    own_erasing(page)
    page.get_by_role("button", name="Effacer ma fiche").click()


def someone_away(page: Page) -> None:
    person = away()
    services.enter(person, "adherent", by=camille(), on=timezone.localdate())
    page.goto(f"{MEMBERS}?theme=prevention&state=tous")


def erasing(page: Page) -> None:
    page.goto(f"{TEAM}{structure().people.all()[0].pk}/effacer/")


def msp() -> Structure:
    """The MSP of the demonstration, with two associés."""
    found = Structure.objects.get(slug="maison-de-sante-de-caussade-et-septfonds-demonstration")
    for person in found.people.all()[:2]:
        if not person.adhesions.filter(kind="associe", until=None).exists():
            services.enter(person, "associe", parts=10, by=camille(), on=timezone.localdate())
    return found


def parts(page: Page) -> None:
    held = msp()
    page.goto(f"/s/{held.slug}/equipe/{held.people.all()[0].pk}/parts/")


def parts_foreseen(page: Page) -> None:
    parts(page)
    page.get_by_label("Mouvement").select_option("leave")
    page.get_by_role("button", name="Voir ce qu’en dit la loi").click()
    page.locator(".foreseen").wait_for()
