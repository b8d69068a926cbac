"""The year of a project on one page: an action a line, a month a column, the steps where they fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from maillage.kernel import date_in_french
from maillage.project.enums import OPEN, ActionState
from maillage.project.models import Action, ActionStep
from maillage.project.queries.missions import Group, groups_of
from maillage.structures.models import Structure
from maillage.structures.queries import together

MONTHS = ("Janv.", "Févr.", "Mars", "Avr.", "Mai", "Juin", "Juil.", "Août", "Sept.", "Oct.", "Nov.", "Déc.")
#: Lines from which the sheet of paper is written smaller, then smaller still.
MANY, VERY_MANY = 22, 45


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in its month; `short` is what the cell prints, `words` what it says aloud."""

    short: str
    words: str
    is_done: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Month:
    is_running: bool
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Row:
    action: Action
    months: Sequence[Month]


@dataclass(frozen=True, slots=True)
class YearPlan:
    year: int
    chapters: Sequence[tuple[Group, Sequence[Row]]]
    #: Actions without any day.
    undated: Sequence[Action]
    months: Sequence[str] = MONTHS

    @property
    def lines(self) -> int:
        return sum(len(rows) + 1 for _, rows in self.chapters)

    @property
    def size(self) -> str:
        """How small the sheet is written, so that it is one."""
        return "tiny" if self.lines > VERY_MANY else "small" if self.lines > MANY else "usual"


def year_plan(structure: Structure, year: int, *, on: date) -> YearPlan:
    first, last = date(year, 1, 1), date(year, 12, 31)
    every = structure.project_actions.order_by(F("starts_on").asc(nulls_last=True), "number")
    actions = every.only("number", "title", "state", "mission", "starts_on", "ends_on")
    known = ActionStep.objects.filter(action__structure=structure).filter(
        Q(done_on__range=(first, last)) | Q(done_on=None, due_on__range=(first, last))
    )
    steps = known.order_by("due_on", "pk").only("action", "what", "due_on", "done_on")
    together(actions, steps)
    by_action: dict[int, list[ActionStep]] = {}
    for step in steps:
        by_action.setdefault(step.action_id, []).append(step)
    days = [_days(year, month) for month in range(1, 13)]
    rows = [
        Row(each, [_month(each, by_action.get(each.pk, []), first, last, on) for first, last in days])
        for each in actions
        if by_action.get(each.pk) or _overlaps(each, first, last)
    ]
    groups = groups_of(structure, on=on)
    keys = {group.key for group in groups}
    chapters = [
        (
            group,
            [row for row in rows if (row.action.mission if row.action.mission in keys else "") == group.key],
        )
        for group in groups
    ]
    shown = {row.action.pk for row in rows}
    return YearPlan(
        year,
        [(group, found) for group, found in chapters if found],
        [
            each
            for each in actions
            if each.pk not in shown and not each.starts_on and not each.ends_on and is_alive(each)
        ],
    )


def is_alive(action: Action) -> bool:
    return action.state not in {ActionState.DONE, ActionState.GIVEN_UP}


def _overlaps(action: Action, first: date, last: date) -> bool:
    """Some of its days are of this year; with one day said, that day alone."""
    if action.starts_on is None and action.ends_on is None:
        return False
    starts, ends = action.starts_on or action.ends_on, action.ends_on or action.starts_on
    return bool(starts and ends and starts <= last and ends >= first)


def _days(year: int, month: int) -> tuple[date, date]:
    """The first and the last of a month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def _month(action: Action, steps: list[ActionStep], first: date, last: date, on: date) -> Month:
    marks = [
        _mark(step, day, on, is_open=action.state in OPEN)
        for step in steps
        if (day := step.done_on or step.due_on) and first <= day <= last
    ]
    return Month(_overlaps(action, first, last), marks)


def _mark(step: ActionStep, day: date, on: date, *, is_open: bool) -> Mark:
    done = step.done_on is not None
    late = not done and is_open and day < on
    state = "faite" if done else "en retard" if late else "à faire"
    return Mark(f"{day.day}", f"{step.what}, {state}, {date_in_french(day)}", done, late)
