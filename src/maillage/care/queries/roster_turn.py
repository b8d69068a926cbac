"""The fair turn of a roster: what each served in a year, which the next turns are drawn from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from maillage.care.models import Roster, RosterMember
from maillage.care.queries.presence import stops_on
from maillage.care.queries.rosters import A_YEAR, MIDNIGHT, ONE_DAY, Reading, aways, holidays_in
from maillage.care.queries.turns import hang
from maillage.care.rules.duty_hours import wall
from maillage.care.rules.roster import Ledger, Member, Served, Weights, kind_of, ledger_of
from maillage.kernel import decimal_in_french
from maillage.people.models import Absence, Adhesion


def weights_of(roster: Roster) -> Weights:
    return Weights(
        Fraction(roster.night_weight),
        Fraction(roster.weekend_weight),
        Fraction(roster.holiday_weight),
        roster.night_from,
        roster.night_until,
    )


def team_of(places: Iterable[RosterMember], absences: Iterable[Absence], zone: tzinfo) -> list[Member]:
    """Who is in the turn, or was, while they belong; who stands in for an absence serves in their place."""
    away: dict[int, list[tuple[datetime, datetime]]] = {}
    for each in aways(absences, zone):
        if not each.replaced_by:
            away.setdefault(each.who, []).append((each.start, each.end))
    return [
        Member(
            place.person_id,
            wall(place.since, MIDNIGHT, zone),
            wall(stop, MIDNIGHT, zone) if (stop := stops_on(place)) else None,
            tuple(away.get(place.person_id, ())),
        )
        for place in places
    ]


class FairTurn(Reading):
    """What the fair turn of one roster is drawn from: a year of published turns, those to come among them."""

    def __init__(self, roster: Roster, before: date, last: date) -> None:
        super().__init__(
            roster.structure, before - A_YEAR, last, Roster.objects.filter(pk=roster.pk).order_by("pk")
        )
        self.roster, self.before = roster, before
        self.without_cards()
        places = RosterMember.objects.filter(roster=roster)
        self._places = places.select_related("person").order_by("since", "pk")
        members = places.order_by().values("person")
        self.adhesions = Adhesion.objects.filter(person__in=members).order_by("pk")
        away = Absence.objects.filter(person__in=members, since__lte=last + ONE_DAY)
        self.absences = away.filter(last_day__gte=before - A_YEAR).order_by("since", "pk")

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [*super().lists, self._places, self.adhesions]

    @cached_property
    def places(self) -> Sequence[RosterMember]:
        hang([each.person for each in self._places], "adhesions", self.adhesions, "person_id")
        return list(self._places)

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        return holidays_in(self.structure, self.first - ONE_DAY, self.last + ONE_DAY)

    def ledger(self) -> Ledger:
        """What each served before that day."""
        off = self.holidays.keys()
        turns = self.published
        history = [
            Served(each.who, each.start, each.end, kind_of(duty.day, duty.hours, off))
            for each in self.pieces()
            if each.who is not None and (duty := turns[each.duty]).day < self.before
        ]
        team = team_of(self.places, self.absences, self.zone)
        return ledger_of(team, history, weights_of(self.roster), zone=self.zone, holidays=off)


@dataclass(frozen=True, slots=True)
class Share:
    """A line of what each served in a year: hours as they count, and the part that was theirs."""

    place: RosterMember
    done: Fraction
    due: Fraction

    @property
    def balance(self) -> Fraction:
        return self.done - self.due

    @property
    def done_said(self) -> str:
        return hours_in_french(self.done)

    @property
    def due_said(self) -> str:
        return hours_in_french(self.due)

    @property
    def balance_said(self) -> str:
        sign = "+" if self.balance > 0 else "−" if self.balance < 0 else ""
        return f"{sign}{hours_in_french(abs(self.balance))}"


def hours_in_french(hours: Fraction) -> str:
    """« 32,5 h »."""
    tenths = round(hours * 10)
    return f"{decimal_in_french(Decimal(tenths) / 10)}\N{NO-BREAK SPACE}h"


def shares_of(turn: FairTurn) -> list[Share]:
    """Of those who are still in the turn."""
    ledger = turn.ledger()
    return [
        Share(place, ledger.done[place.person_id], ledger.due[place.person_id])
        for place in turn.places
        if (stop := stops_on(place)) is None or stop > turn.before
    ]
