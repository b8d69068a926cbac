"""Requests of the demonstration in its third year; addresses of one's own are made here."""

from django.utils import timezone
from playwright.sync_api import Page

from journeys.projects import SLUG, running
from journeys.steps import unfold, without_checks
from maillage.care.enums import Answer, RequestState
from maillage.care.models import CareRequest, Offer, Question
from maillage.care.queries.requests import KINDS
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.services import doors_to

CARE, EMPTY = f"/s/{SLUG}/soins/", "/s/esp-clap-des-mauges-demonstration/soins/"


def door(person: Person | None) -> Link:
    assert person
    return doors_to([person], on=timezone.localdate())[person.pk]


def desk() -> Link:
    return running().care_desks.get(name="Hôpital fictif de Cahors, sorties").link


def sought() -> CareRequest:
    """The last one of the desk that nobody took."""
    return (
        running()
        .care_requests.filter(kind__in=KINDS, state=RequestState.OPEN, desk__isnull=False)
        .order_by("-number")[0]
    )


def held() -> CareRequest:
    return (
        running()
        .care_requests.filter(kind__in=KINDS, state=RequestState.TAKEN, desk__isnull=False)
        .order_by("-number")[0]
    )


def late(page: Page) -> None:
    rows = running().care_requests.filter(kind__in=KINDS, state=RequestState.OPEN, due_at__lt=timezone.now())
    page.goto(f"{CARE}demandes/{rows.order_by('number')[0].number}/")
    unfold(page)


def taken(page: Page) -> None:
    page.goto(f"{CARE}demandes/{held().number}/")


def send_nothing(page: Page, button: str) -> None:
    without_checks(page)
    page.get_by_role("button", name=button).click()
    page.get_by_role("alert").wait_for()


def refused(page: Page) -> None:
    page.goto(f"{CARE}demandes/nouvelle/")
    unfold(page)
    page.get_by_label("Précision").fill("Mme O., 84 ans")
    send_nothing(page, "Chercher quelqu’un")


def of_desk(page: Page) -> None:
    page.goto(desk().get_absolute_url())


def asking(page: Page) -> None:
    page.goto(desk().step("retour"))
    unfold(page)


def asked(page: Page) -> None:
    page.goto(desk().step(f"demande-{sought().number}"))


def answered(page: Page) -> None:
    page.goto(desk().step(f"demande-{held().number}"))


def _offer(page: Page, offer: Offer) -> None:
    page.goto(door(offer.person).step(f"besoin-{offer.pk}"))
    unfold(page)


def offered(page: Page) -> None:
    _offer(page, sought().offers.filter(answer="").select_related("person")[0])


def mine(page: Page) -> None:
    _offer(page, held().offers.select_related("person").get(answer=Answer.YES))


def gone(page: Page) -> None:
    _offer(page, held().offers.select_related("person").filter(answer="")[0])


def watching(page: Page) -> None:
    person = sought().offers.select_related("person")[0].person
    page.goto(door(person).step("prevenir"))
    unfold(page)


def _last() -> Question:
    return running().care_questions.select_related("asker", "prescriber").get(subject="posologie")


def to_ask(page: Page) -> None:
    page.goto(door(_last().asker).step("poser"))


def by_channel(page: Page) -> None:
    page.goto(door(_last().asker).step(f"question-{_last().pk}"))


def to_answer(page: Page) -> None:
    question = running().care_questions.select_related("prescriber").get(subject="interaction")
    page.goto(door(question.prescriber).step(f"question-{question.pk}"))


def channel(page: Page) -> None:
    page.goto(door(_last().prescriber).step("canal"))
