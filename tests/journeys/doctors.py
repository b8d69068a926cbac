"""A médecin traitant sought in the demonstration in its third year; doors are opened here."""

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.projects import SLUG, running
from journeys.steps import send_by, unfold
from maillage.care.enums import RequestKind, RequestState
from maillage.care.models import CareRequest, Desk, DoctorsSetting, Offer
from maillage.people.models import Person
from maillage.people.services import doors_to

CARE = f"/s/{SLUG}/soins/"
DOCTORS, DESKS = f"{CARE}medecins/", f"{CARE}guichets/"
EMPTY = "/s/esp-clap-des-mauges-demonstration/soins/"


def a_desk() -> Desk:
    return running().care_desks.get(kind="caisse")


def an_offer() -> Offer:
    doctors = Offer.objects.filter(request__structure=running(), request__kind=RequestKind.DOCTOR)
    return doctors.filter(answer="", request__state=RequestState.OPEN).order_by("pk")[0]


def door_of(person: Person) -> str:
    return doors_to([person], on=timezone.localdate())[person.pk].get_absolute_url()


def one(page: Page, state: str, rank: int = 0) -> None:
    found = running().care_requests.filter(kind=RequestKind.DOCTOR, state=state).order_by("number")[rank]
    page.goto(f"{DOCTORS}{found.number}/")
    unfold(page)


def one_open(page: Page) -> None:
    one(page, RequestState.OPEN)


def one_taken(page: Page) -> None:
    one(page, RequestState.TAKEN)


def one_refused(page: Page) -> None:
    one(page, RequestState.OPEN)
    send_empty(page, "Clore")


def places_refused(page: Page) -> None:
    page.goto(f"{DOCTORS}places/")
    send_empty(page, "Noter ces places")


def desk(page: Page) -> None:
    page.goto(f"{DESKS}{a_desk().pk}/")
    unfold(page)


def sheet(page: Page) -> None:
    page.goto(f"{DESKS}{a_desk().pk}/fiche/")


def public(page: Page) -> None:
    page.goto(DoctorsSetting.objects.get(structure=running()).link.get_absolute_url())
    send_empty(page, "Envoyer ma demande")


def followed(page: Page) -> None:
    request = CareRequest.objects.filter(
        structure=running(), kind=RequestKind.DOCTOR, desk=None, asked_by__in=("patient", "proche")
    )
    follow(page, request.order_by("pk")[0].code)


def not_followed(page: Page) -> None:
    follow(page, "ZZZZZ")


def follow(page: Page, code: str) -> None:
    page.goto(DoctorsSetting.objects.get(structure=running()).link.step("suivre"))
    page.get_by_label("Votre code").fill(code)
    send_by(page.get_by_role("button", name="Voir où elle en est"))


def public_kept(page: Page) -> None:
    page.goto(DoctorsSetting.objects.get(structure=running()).link.step("confidentialite"))


def desk_kept(page: Page) -> None:
    page.goto(a_desk().link.step("confidentialite"))


def at_the_desk(page: Page) -> None:
    page.goto(a_desk().link.get_absolute_url())


def desk_asks(page: Page) -> None:
    page.goto(a_desk().link.step("medecin_traitant"))
    send_empty(page, "Envoyer la demande")


def desk_reads(page: Page) -> None:
    desk = a_desk()
    page.goto(desk.link.step(f"demande-{desk.requests.order_by('number')[0].number}"))
    unfold(page)


def offered(page: Page) -> None:
    offer = an_offer()
    if offer.person:
        page.goto(f"{door_of(offer.person)}place-{offer.pk}/")


def own_patients(page: Page) -> None:
    held = running().care_requests.filter(state=RequestState.TAKEN, taker__isnull=False).order_by("pk")[0]
    if held.taker:
        page.goto(f"{door_of(held.taker)}patients/")
        unfold(page)


def own_ask(page: Page) -> None:
    page.goto(f"{door_of(running().people.get(name='Dany Imaginaire'))}cherche/")
