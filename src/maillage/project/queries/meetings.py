"""The action that a meeting serves: said by somebody, else the only one that its group carries that day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting
from maillage.project.enums import OPEN, Ability
from maillage.project.models import Action, ActionMeeting
from maillage.structures.models import Structure
from maillage.structures.queries import together


@dataclass(frozen=True, slots=True)
class Served:
    """`is_said`: somebody chose it, or chose none; else it is what the group carries."""

    action: Action | None
    is_said: bool


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """What a meeting serves, and the actions that one may choose instead."""

    served: Served
    actions: Sequence[Action]


def served_by(meeting: Meeting) -> Served:
    said, carried = said_of(meeting), carried_by(meeting)
    together(said, carried)
    return judged(meeting, said, carried)


def said_of(meeting: Meeting) -> QuerySet[ActionMeeting]:
    return ActionMeeting.objects.filter(meeting=meeting).select_related("action")


def carried_by(meeting: Meeting) -> QuerySet[Action]:
    """By its group, and still going on."""
    return Action.objects.filter(instance=meeting.instance_id, state__in=OPEN)


def said_among(meetings: QuerySet[Any, Any]) -> QuerySet[ActionMeeting]:
    """What was said of each of these (`values("pk")`)."""
    return ActionMeeting.objects.filter(meeting__in=meetings).select_related("action")


def carried_in(structure: Structure) -> QuerySet[Action]:
    """By any group, and still going on."""
    return Action.objects.filter(structure=structure, instance__isnull=False, state__in=OPEN)


def judged(meeting: Meeting, said: Iterable[ActionMeeting], carried: Iterable[Action]) -> Served:
    for row in said:
        return Served(row.action, is_said=True)
    that_day = [each for each in carried if goes_on(each, meeting.day)]
    return Served(that_day[0] if len(that_day) == 1 else None, is_said=False)


def goes_on(action: Action, on: date) -> bool:
    """A bound that nobody gave closes nothing."""
    begun = action.starts_on is None or action.starts_on <= on
    return begun and (action.ends_on is None or on <= action.ends_on)


def choice_for(structure: Structure, meeting: Meeting, *also: QuerySet[Any]) -> MeetingChoice:
    """`also`: lists that a page reads in the same question."""
    actions, said, carried = offered(structure), said_of(meeting), carried_by(meeting)
    together(actions, said, carried, *also)
    served = judged(meeting, said, carried)
    kept = [*actions]
    if served.action and served.action not in kept:  # it was said, and is over since
        kept.insert(0, served.action)
    return MeetingChoice(served, kept)


def offered(structure: Structure) -> QuerySet[Action]:
    """Those that go on, the last ones first."""
    return Action.objects.filter(structure=structure, state__in=OPEN).order_by("-number")


def on_meeting(page: Mapping[str, Any], meeting: Meeting) -> Mapping[str, Any]:
    """On its page; nothing where there is no action to serve."""
    if meeting.state == MeetingState.CANCELLED or Ability.READ not in page.get("abilities", ()):
        return {}
    structure = page["structure"]
    choice = choice_for(structure, meeting)
    writes = Ability.WRITE in page["abilities"] and not page.get("is_visit")
    if not choice.served.action and not (writes and choice.actions):
        return {}
    return {
        "structure": structure,
        "meeting": meeting,
        "served": choice.served,
        "actions": choice.actions if writes else (),
    }
