"""What awaits a professional, by the link of their card."""

from datetime import tzinfo

from django.db.models import QuerySet
from django.utils import timezone

from maillage.care.models import CareRequest, Offer, Question, Watch
from maillage.care.queries.questions import ASKERS, PRESCRIBERS, awaiting_answer
from maillage.care.queries.requests import NOT_CARING, asked_by, held_by, line_of, pending_offers, said
from maillage.geography import clocks_of
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Lines, OwnLine, Wanted

HEADING = "Demandes de soins"
MOST = 10


def own_lines(person: Person) -> Lines:
    """What they were told of, hold, asked; questions; then how to be told. Nothing of who cares for nobody."""
    link = person.door.link if hasattr(person, "door") else None
    if link is None or person.profession in NOT_CARING:
        return
    if not (person.engagement or belongs_then(person, on=timezone.localdate())):
        return
    offers, held, asked, questions, watching = lists = _own_lists(person)
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
    person: Person,
) -> tuple[
    QuerySet[Offer], QuerySet[Offer], QuerySet[CareRequest], QuerySet[Question], QuerySet[Watch]
]:  # fmt: skip
    return (
        pending_offers(person)[:MOST],
        held_by(person)[:MOST],
        asked_by(person)[:MOST],
        awaiting_answer(person)[:MOST],
        Watch.objects.filter(person=person),
    )


def _said(request: CareRequest, structure: Structure, zone: tzinfo) -> str:
    request.structure = structure
    return f"{said(request, zone)}."
