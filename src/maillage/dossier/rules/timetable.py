"""The backward timetable of a *dialogue de gestion*, from its day. No text asks it: it is our proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.dossier.enums import Preparation

#: Days from the meeting: below zero, before it.
DAYS: Mapping[Preparation, int] = {
    Preparation.PIECES: -120,
    Preparation.CAISSE: -90,
    Preparation.GROUPS: -60,
    Preparation.BUREAU: -30,
    Preparation.SENT: -15,
    Preparation.MEETING: 0,
    Preparation.CONCLUSIONS: 15,
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A step, the last day for it (None while the meeting has no day), the day it was done."""

    step: Preparation
    due_on: date | None
    done_on: date | None = None

    @property
    def label(self) -> str:
        return str(self.step.label)

    def is_late(self, on: date) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < on


def timetable(meets_on: date | None, done: Mapping[str, date]) -> list[Planned]:
    """Every step, in order."""
    return [
        Planned(step, meets_on + timedelta(days=days) if meets_on else None, done.get(step.value))
        for step, days in DAYS.items()
    ]


def next_step(steps: list[Planned]) -> Planned | None:
    """The first that is not done."""
    return next((each for each in steps if each.done_on is None), None)
