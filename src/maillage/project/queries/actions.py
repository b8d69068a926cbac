"""Actions: the next date of each, the latest first; those of a person, of a mission, in a state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from maillage.people.models import Person
from maillage.project.enums import OPEN, ActionState
from maillage.project.models import Action, ActionStep
from maillage.structures.models import Structure
from maillage.tables import SheetCell


@dataclass(frozen=True, slots=True)
class Line:
    """An action as lists show it: its next date, and what is to be done then."""

    action: Action
    next_on: date | None
    next_what: str
    is_late: bool

    @property
    def has_gap(self) -> bool:
        """Something goes on, and nobody answers for it."""
        return self.action.owner is None and self.action.state in OPEN


def dated(found: QuerySet[Action]) -> QuerySet[Action]:
    """With the next date of each (`next_on`) and its step (`next_what`): a step, else its start, else its end."""
    left = ActionStep.objects.filter(action=OuterRef("pk"), done_on=None, due_on__isnull=False)
    first = left.order_by("due_on", "pk")
    start = Case(When(state=ActionState.PLANNED, then=F("starts_on")), output_field=DateField())
    next_on = Coalesce(Subquery(first.values("due_on")[:1]), start, F("ends_on"))
    return found.annotate(
        next_on=Case(
            When(state__in=OPEN, then=next_on), default=Value(None), output_field=DateField(null=True)
        ),
        next_what=Coalesce(Subquery(first.values("what")[:1]), Value("")),
    )


def actions_of(
    structure: Structure, *, mission: str | None = None, state: str = "", owner: int | None = None
) -> QuerySet[Action]:
    """The nearest date first, late ones before, those without a date last. `mission`: None for all, "" for none."""
    found = dated(structure.project_actions.select_related("owner"))
    if mission is not None:
        found = found.filter(mission=mission)
    if state:
        found = found.filter(state=state)
    if owner is not None:
        found = found.filter(owner=owner)
    return found.order_by(F("next_on").asc(nulls_last=True), "number")


def lines(actions: Iterable[Action], *, on: date) -> list[Line]:
    """`actions` as `dated` gives them."""
    return [_line(each, on) for each in actions]


def _line(action: Any, on: date) -> Line:
    next_on, is_open = action.next_on, action.state in OPEN
    is_late = next_on is not None and next_on < on
    return Line(action, next_on, action.next_what if is_open else "", is_late)


def owners_of(structure: Structure) -> list[tuple[int, str]]:
    """Who answers for an action, by name."""
    owning = structure.people.filter(owned_actions__structure=structure)
    return list(owning.order_by("called", "pk").values_list("pk", "name").distinct())


def late_steps(structure: Structure, *, before: date) -> QuerySet[ActionStep]:
    left = ActionStep.objects.filter(action__structure=structure, action__state__in=OPEN, done_on=None)
    return left.filter(due_on__lt=before).select_related("action", "who")


def without_owner(structure: Structure) -> QuerySet[Action]:
    return Action.objects.filter(structure=structure, owner=None, state__in=OPEN)


def of_person(person: Person) -> QuerySet[Action]:
    """What they answer for, alone or with another, and that goes on."""
    held = Action.objects.filter(Q(owner=person) | Q(co_owner=person), state__in=OPEN)
    return dated(held).order_by(F("next_on").asc(nulls_last=True), "number")


def actions_in_rows(
    structure: Structure, labels: dict[str, str], *, on: date
) -> Iterator[Sequence[SheetCell]]:
    """`labels`: of the missions."""
    yield (
        "Numéro", "Action", "Mission ou axe", "Objectif", "Responsable", "Coresponsable", "Commence le", "Finit le",
        "État", "Motif", "Prochaine date", "Prochaine étape", "Étapes faites", "Étapes", "Public", "Communes", "Origine",
    )  # fmt: skip
    found = actions_of(structure).select_related("owner", "co_owner", "objective").prefetch_related("steps")
    for each in lines(found, on=on):
        action = each.action
        steps = list(action.steps.all())
        yield (
            action.number, action.title, labels.get(action.mission, action.mission),
            action.objective.text if action.objective else "", action.owner.name if action.owner else "",
            action.co_owner.name if action.co_owner else "", action.starts_on, action.ends_on,
            action.get_state_display(), action.reason, each.next_on, each.next_what,
            sum(step.done_on is not None for step in steps), len(steps), action.public, action.communes, action.origin,
        )  # fmt: skip
