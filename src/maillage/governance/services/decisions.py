"""Deciding, with the count judged by the rules of that day, and giving somebody what is to be done."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import MeetingState, Tie, Verdict
from maillage.governance.models import AgendaItem, Decision, Meeting, Task
from maillage.governance.queries.seats import Room, chairs_of, heard_at, rule_in_words, rules_for
from maillage.governance.rules import hands_adopt
from maillage.governance.services.idea_telling import tell_done
from maillage.governance.services.locking import lock, locked
from maillage.kernel import BadInput, plural
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST_TASKS = 2_000
SEVERAL_CHAIRS = (
    "Partage : plusieurs personnes président, et les statuts saisis ne disent pas laquelle l’emporte."
)
VERDICTS = {True: Verdict.ADOPTED, False: Verdict.REJECTED, None: Verdict.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Hands:
    """A show of hands, as the host counts it."""

    pour: int
    contre: int
    abstention: int

    @property
    def total(self) -> int:
        return self.pour + self.contre + self.abstention


@dataclass(frozen=True, slots=True)
class GivenDecision:
    title: str
    reason: str = ""
    item: AgendaItem | None = None
    hands: Hands | None = None
    chair_is_for: bool | None = None


@dataclass(frozen=True, slots=True)
class GivenTask:
    title: str
    owner: Person | None = None
    due_on: date | None = None


@transaction.atomic
def decide(meeting: Meeting, given: GivenDecision, *, key: UUID, by: User, at: datetime) -> Decision:
    """Write a decision in the log, numbered for ever; the same key writes it once.

    With a show of hands, its outcome is what the rules make of it; without, it is said to be taken. Raises BadInput for
    more hands than people who may vote there then, and for a meeting that has not begun or is off.
    """
    kept = locked(meeting)
    if known := sent_before(Decision.objects.filter(meeting=kept), key):
        return known
    if kept.state == MeetingState.CANCELLED or at < kept.starts_at:
        raise BadInput(
            "On décide pendant la réunion, ou après : celle-ci n’a pas commencé, ou elle est annulée."
        )
    decision = numbered(kept, given, key=key, on=kept.day)
    if given.hands:
        _judge(decision, kept, given, at=at)
    return keep(decision, by=by)


def numbered(meeting: Meeting, given: GivenDecision, *, key: UUID, on: date) -> Decision:
    """With the next number of its year, not saved yet. In a transaction that holds the lock."""
    structure = meeting.instance.structure
    return Decision(
        structure=structure,
        meeting=meeting,
        item=given.item,
        key=key,
        year=on.year,
        number=_next_number(structure, on.year),
        title=given.title,
        reason=given.reason,
        decided_on=on,
    )


def keep(decision: Decision, *, by: User | None) -> Decision:
    decision.save(force_insert=True)
    said = f"Décision {decision.reference} : « {decision.title} »."
    record(said, by=by.pk if by else None, subject=decision.structure_id)
    return decision


@transaction.atomic
def say_accounts(decision: Decision, *, approves: bool, by: User) -> None:
    """That it approves the accounts, as the statutes ask each year; or that it does not. Raises BadInput unless adopted."""
    lock(decision.structure_id)
    kept = get_object_or_404(Decision, pk=decision.pk)
    if approves and kept.verdict != Verdict.ADOPTED:
        raise BadInput("Cette décision n’est pas adoptée : elle n’approuve pas les comptes.")
    if kept.approves_accounts != approves:
        kept.approves_accounts = approves
        kept.save(update_fields=["approves_accounts"])
        said = "approuve les comptes" if approves else "n’approuve pas les comptes"
        record(f"Décision {kept.reference} : {said}.", by=by.pk, subject=kept.structure_id)


def _next_number(structure: Structure, year: int) -> int:
    return (structure.decisions.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def _judge(decision: Decision, meeting: Meeting, given: GivenDecision, *, at: datetime) -> None:
    hands = given.hands
    if hands is None:
        return
    heard = heard_at(meeting, Room.of(meeting), min(at, meeting.last_moment))
    out = list(given.item.recusals.select_related("person")) if given.item else []
    lost = {str(each.person_id) for each in out}
    voices = heard.quorum.counted - sum(carrier in lost for carrier in heard.electorate.carrier.values())
    if hands.total > voices:
        raise BadInput(
            f"{hands.total} voix, et {plural(voices, 'personne peut', 'personnes peuvent')} voter : "
            "recomptez, ou pointez d’abord qui est là.",
            field="pour",
        )
    rules = rules_for(meeting)
    adopted = hands_adopt(rules, heard.electorate, hands.pour, hands.contre, chair_is_for=given.chair_is_for)
    decision.pour, decision.contre, decision.abstention = hands.pour, hands.contre, hands.abstention
    decision.heard = heard.quorum.counted
    decision.verdict = VERDICTS[adopted]
    decision.rule = rule_in_words(rules, heard.quorum)
    is_tie = adopted is None and rules.tie == Tie.CHAIR and hands.pour == hands.contre
    if is_tie and len(chairs_of(meeting)) > 1:
        decision.rule = f"{decision.rule} {SEVERAL_CHAIRS}"
    if out:
        decision.rule = f"{decision.rule} {_said_out(len(out))}"[:300]


def _said_out(count: int) -> str:
    """Numbered, not named: who they are stands under the point, where it goes with their card."""
    one = "personne n’a pas pris part au vote et reste comptée au quorum"
    many = "personnes n’ont pas pris part au vote et restent comptées au quorum"
    return f"{plural(count, one, many)}."


@transaction.atomic
def ask_for(
    structure: Structure,
    given: GivenTask,
    *,
    key: UUID,
    by: User,
    decision: Decision | None = None,
    meeting: Meeting | None = None,
) -> Task:
    """Something to be done; the same key asks once. Raises BadInput."""
    lock(structure.pk)
    if known := sent_before(structure.tasks, key):
        return known
    if structure.tasks.filter(done_on=None).count() >= MOST_TASKS:
        raise BadInput("Vous avez déjà deux mille tâches à faire : terminez-en avant d’en ajouter.")
    task = Task.objects.create(
        structure=structure,
        key=key,
        decision=decision,
        meeting=meeting or (decision.meeting if decision else None),
        title=given.title,
        owner=given.owner,
        due_on=given.due_on,
    )
    record(f"Tâche : « {task.title} ».", by=by.pk, subject=structure.pk)
    return task


@transaction.atomic
def finish(task: Task, *, on: date | None, by: User | None, at: datetime) -> Task:
    """Done that day; None takes it up again. Done twice, the first day stands. `by` None: by one's own link.

    Whose idea it flows from is told.
    """
    lock(task.structure_id)
    kept = get_object_or_404(Task, pk=task.pk)
    if on is None or kept.done_on is None:
        kept.done_on = on
        kept.save(update_fields=["done_on"])
        what = "faite" if on else "reprise"
        author = by.pk if by else None
        record(f"Tâche {what} : « {kept.title} ».", by=author, subject=kept.structure_id)
        if on:
            tell_done(kept, at=at)
    return kept
