"""What awaits a professional, by the link of their card."""

from datetime import datetime, tzinfo

from django.db.models import QuerySet
from django.utils import timezone

from maillage.care.models import CareRequest, Offer, Question, Watch
from maillage.care.queries.questions import (
    ASKERS,
    NEWS_FOR,
    PRESCRIBERS,
    WAITED_FOR,
    awaiting_answer,
    told_to,
)
from maillage.care.queries.requests import NOT_CARING, asked_by, held_by, line_of, pending_offers, said
from maillage.geography import clocks_of
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Lines, OwnLine, Wanted

HEADING = "Demandes de soins"
MOST = 10


def own_lines(person: Person) -> Lines:
    """What they were told of, hold, asked; questions; then how to be told. Nothing of who cares for nobody."""
    link = person.door.link if hasattr(person, "door") else None
    if link is None or person.profession in NOT_CARING:
        return
    if not (person.engagement or belongs_then(person, on=today_in(person.structure))):
        return
    now = timezone.now()
    offers, held, asked, questions, watching, mine_asked = lists = _own_lists(
        person, now - WAITED_FOR, now - NEWS_FOR
    )
    yield Wanted(lists)
    zone = clocks_of(person.structure.territory.codes)  # read with the page already
    for each in offers:
        yield OwnLine(
            HEADING, _said(each.request, person.structure, zone), link.step(f"besoin-{each.pk}"), "Répondre"
        )
    for each in held:
        words = f"Prise : {_said(each.request, person.structure, zone)}"
        yield OwnLine(HEADING, words, link.step(f"besoin-{each.pk}"), "Ouvrir")
    for mine in asked:
        line = line_of(mine, zone, at=timezone.now())
        words = f"Votre demande {mine.code}, {line.trade}, {line.commune}. {line.state}."
        yield OwnLine(HEADING, words, link.step(f"suivi-{mine.number}"), "Ouvrir")
    for question in questions:
        who = question.asker.name if question.asker else "Une fiche effacée"
        words = f"{who} vous pose une question, code {question.code}."
        yield OwnLine(HEADING, words, link.step(f"question-{question.pk}"), "Répondre")
    for question in mine_asked:
        whom = question.prescriber.name if question.prescriber else "une fiche effacée"
        became = question.get_answer_display() or ("vue" if question.seen_at else "attend une réponse")
        words = f"Votre question {question.code} à {whom} : {became[:1].lower()}{became[1:]}."
        yield OwnLine(HEADING, words, link.step(f"question-{question.pk}"), "Ouvrir")
    is_told = any(each.is_on for each in watching)
    words = "On vous prévient près de chez vous." if is_told else "On ne vous prévient d’aucune demande."
    yield OwnLine(HEADING, words, link.step("prevenir"), "Changer" if is_told else "Être prévenu")
    yield OwnLine(HEADING, "Quelqu’un a besoin d’un soin.", link.step("demander"), "Demander")
    if person.profession in ASKERS:
        yield OwnLine(HEADING, "Une question à un prescripteur.", link.step("poser"), "Poser")
    if person.profession in PRESCRIBERS:
        yield OwnLine(HEADING, "Comment les pharmaciens vous joignent.", link.step("canal"), "Dire")


@prepared
def _own_lists(
    person: Person, asked_since: datetime, answered_since: datetime
) -> tuple[
    QuerySet[Offer], QuerySet[Offer], QuerySet[CareRequest], QuerySet[Question], QuerySet[Watch],
    QuerySet[Question],
]:  # fmt: skip
    return (
        pending_offers(person)[:MOST],
        held_by(person)[:MOST],
        asked_by(person)[:MOST],
        awaiting_answer(person)[:MOST],
        Watch.objects.filter(person=person),
        told_to(person, asked_since=asked_since, answered_since=answered_since)[:MOST],
    )


def _said(request: CareRequest, structure: Structure, zone: tzinfo) -> str:
    request.structure = structure
    return f"{said(request, zone)}."
