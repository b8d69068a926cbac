"""How many asked who can help in a year, and what came of it: sums, of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from maillage.care.enums import HelpEvent, Situation
from maillage.care.models import HelpCount
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class HelpYear:
    """A civil year: event → times, then the same by situation."""

    year: int
    events: Mapping[str, int]
    situations: Mapping[str, Mapping[str, int]]

    @property
    def lines(self) -> list[Mapping[str, str | int]]:
        """As a table shows them: the most asked first."""
        asked = sorted(self.situations.items(), key=lambda pair: -pair[1][HelpEvent.ASKED])
        return [{"label": Situation(key).label, **counts} for key, counts in asked]


def help_year(structure: Structure, year: int) -> HelpYear:
    """Asked on the page of an account, of a card, or behind the link handed out: each question once."""
    return year_of(help_sums(structure, date(year, 1, 1), date(year + 1, 1, 1)), year)


#: situation, event, times
Sums = QuerySet[HelpCount, tuple[str, str, int]]


def help_sums(structure: Structure, first: date, after: date) -> Sums:
    rows = HelpCount.objects.filter(structure=structure, on__gte=first, on__lt=after)
    by_situation = rows.order_by("situation", "event").values_list("situation", "event")
    return by_situation.annotate(all_times=Sum("times"))


def year_of(sums: Sums, year: int) -> HelpYear:
    by: dict[str, dict[str, int]] = {}
    for situation, event, times in sums:
        by.setdefault(situation, dict.fromkeys(HelpEvent.values, 0))[event] = times
    events = {event: sum(each[event] for each in by.values()) for event in HelpEvent.values}
    return HelpYear(year, events, {key: by[key] for key in Situation.values if key in by})
