"""The thread of a project on one page: needs, the objectives that answer them, the actions that reach these."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.kernel import plural
from maillage.project.enums import OPEN
from maillage.project.models import Indicator, Need, Objective
from maillage.project.queries.actions import Line, actions_of, lines
from maillage.project.queries.missions import Group, groups_of
from maillage.structures.models import Structure
from maillage.structures.queries import together


@dataclass(frozen=True, slots=True)
class Reached:
    """An objective, what it answers, what reaches it."""

    objective: Objective
    needs: Sequence[Need]
    actions: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A mission or an axis: its objectives, and its actions that follow from none."""

    group: Group
    objectives: Sequence[Reached]
    loose: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        return not (self.objectives or self.loose)


@dataclass(frozen=True, slots=True)
class Gap:
    """What the thread misses, in words; `anchor` or `url` leads to it."""

    sentence: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Thread:
    chapters: Sequence[Chapter]
    needs: Sequence[Need]
    #: Needs that no objective answers.
    unanswered: Sequence[Need]
    gaps: Sequence[Gap]

    @property
    def is_empty(self) -> bool:
        return not self.needs and all(each.is_empty for each in self.chapters)


def thread(structure: Structure, *, on: date) -> Thread:
    needs, objectives = structure.needs.all(), structure.objectives.all()
    actions = actions_of(structure)
    bound = Objective.needs.through._base_manager.filter(objective__structure=structure)
    pairs = bound.order_by("pk").values_list("objective_id", "need_id")
    measured = measured_actions(structure)
    together(needs, objectives, actions, pairs, measured)
    by_key = {need.pk: need for need in needs}
    answering: dict[int, list[Need]] = {}
    for objective, need in pairs:
        answering.setdefault(objective, []).append(by_key[need])
    answered = {need for _, need in pairs}
    shown = lines(actions, on=on)
    known = groups_of(structure, on=on)
    return Thread(
        chapters=[_chapter(group, known, objectives, shown, answering) for group in known],
        needs=list(needs),
        unanswered=(lost := [need for need in needs if need.pk not in answered]),
        gaps=list(_gaps(lost, objectives, shown, set(measured))),
    )


def _chapter(
    group: Group, known: Sequence[Group], objectives: Any, shown: list[Line], answering: dict[int, list[Need]]
) -> Chapter:
    """An action goes with its objective, wherever that one stands; a key that the law has no more is of none."""
    keys = {each.key for each in known}

    def is_here(mission: str) -> bool:
        return (mission if mission in keys else "") == group.key

    return Chapter(
        group,
        [
            Reached(
                each,
                sorted(answering.get(each.pk, ()), key=lambda need: (need.rank is None, need.rank, need.pk)),
                [line for line in shown if line.action.objective_id == each.pk],
            )
            for each in objectives
            if is_here(each.mission)
        ],
        [line for line in shown if line.action.objective_id is None and is_here(line.action.mission)],
    )


def _gaps(lost: list[Need], objectives: Any, shown: list[Line], measured: Collection[int]) -> Any:
    reached = {line.action.objective_id for line in shown}
    unreached = [each for each in objectives if each.pk not in reached]
    if lost:
        yield Gap(f"{plural(len(lost), 'besoin')} sans objectif", "besoins-sans-objectif")
    if unreached:
        yield Gap(f"{plural(len(unreached), 'objectif')} sans action", f"objectif-{unreached[0].pk}")
    if orphans := [line for line in shown if line.has_gap]:
        yield Gap(f"{plural(len(orphans), 'action')} sans responsable", f"action-{orphans[0].action.number}")
    blind = [each for each in shown if each.action.state in OPEN and each.action.pk not in measured]
    if blind:
        yield Gap(f"{plural(len(blind), 'action')} sans indicateur", f"action-{blind[0].action.number}")


def measured_actions(structure: Structure) -> Any:
    """The numbers of the actions that an indicator follows."""
    rows = Indicator.actions.through.objects.filter(action__structure=structure)
    return rows.order_by("pk").values_list("action_id", flat=True)
