"""The subjects that hold few rows in a year, read in one question; small numbers are not hidden here."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from maillage.care.queries import (
    alerts_counts,
    escap_counts,
    helping_counts,
    pathways_counts,
    protocols_counts,
    requests_counts,
)
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import instants_in
from maillage.structures.queries.prepared import prepared
from maillage.structures.queries.together import read_all
from maillage.ui.slots import Wanted


class Few:
    """`questions` of pharmacists, `help`, `followed`, `in_teams`, `sessions`, `concertations`, `protocols`, `alerts`."""

    def __init__(self, structure: Structure, year: int, on: date) -> None:
        first, last, after = date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 1)
        until = min(after, date.fromordinal(on.toordinal() + 1))
        instants = instants_in(structure, first, last)
        lists = help_sums, months, teams, erased, engaged, acts = _few(structure, year, first, after, until)
        sessions, apart, registered = _held(structure, min(on, last), *instants, first, last)
        questions = requests_counts.questions_asked(structure, year)
        alerts = alerts_counts.counted_in(structure, year)
        sizes = alerts | {"sessions": sessions, "apart": apart, "registered": registered}
        (found,) = read_all([Wanted([*lists, *questions], sizes)])
        self.questions = requests_counts.questions_counted(*questions)
        self.help = helping_counts.year_of(help_sums, year)
        self.followed = pathways_counts.followed(months, until)
        self.in_teams = escap_counts.figures_with(list(teams), erased, year, on=on)["people"]
        self.sessions, self.concertations = found["sessions"], found["apart"] + found["registered"]
        self.protocols = protocols_counts.counts(engaged, acts)
        self.alerts = {key: found[key] for key in alerts}


@prepared
def _few(
    structure: Structure, year: int, first: date, after: date, until: date
) -> tuple[QuerySet[Any, Any], ...]:
    """In the order in which `Few` takes them."""
    return (
        helping_counts.help_sums(structure, first, after),
        pathways_counts.noted_before(structure, until),
        escap_counts.escaps_of(structure),
        escap_counts.erased_in(structure, year),
        *protocols_counts.told_in(structure, first, after),
    )


@prepared
def _held(
    structure: Structure, until: date, begins: datetime, ends: datetime, first: date, last: date
) -> tuple[QuerySet[Any], ...]:
    """What is counted by its number of rows."""
    return (
        pathways_counts.etp_held(structure, first, until),
        *pathways_counts.rcp_held(structure, begins, ends, first, last),
    )
