"""Pages of a team: each finds, asks, calls one use case, shows."""

from maillage.people.views.founding import found, gaps, reading, table
from maillage.people.views.team import (
    answers,
    card,
    forget,
    information,
    known,
    paste,
    practising,
    team,
    ticked,
)

__all__ = [
    "answers",
    "card",
    "forget",
    "found",
    "gaps",
    "information",
    "known",
    "paste",
    "practising",
    "reading",
    "table",
    "team",
    "ticked",
]
