"""What teams around a patient count in a year, and the fees that the law room gives for them. Of no patient."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from maillage import legislation
from maillage.care.models import Escap, EscapCount, EscapMember, EscapPart
from maillage.kernel import Answer
from maillage.legislation import DatedValue, EscapFacts
from maillage.structures.models import Structure

INVOLVED_FROM = "escap.aid.involved_from"
AMOUNT = "escap.amount"
#: What is counted of a year, and stays once a code is erased: those of `EscapYear`.
FIGURES = ("proposed", "started", "renewed", "ended", "ran", "people")


@dataclass(frozen=True, slots=True)
class Fee:
    """What a professional is due for a year."""

    person: int | None  # of their card; None: erased
    name: str
    teams: int
    is_involved: bool | None  # in enough teams; None: nobody knows how many are enough
    amount: Answer


@dataclass(frozen=True, slots=True)
class EscapYear:
    """A civil year. A team counts when it ran one day of it at least; its turns of one code count once each."""

    year: int
    proposed: int
    started: int
    renewed: int  # started as another year of the same code
    ended: int
    ran: int
    people: int  # codes, each once
    fees: Sequence[Fee]
    total: Answer
    enough: DatedValue | None  # teams from which a professional has a second fee


def escap_year(structure: Structure, year: int, *, on: date) -> EscapYear:
    """`on`: the law is that of the last day of the year, or of this day when it comes first."""
    rows = list(escaps_of(structure))
    found = figures_with(rows, erased_in(structure, year), year, on=on)
    parts = structure.escap_parts.filter(year=year).select_related("person")
    fees = fees_of(ran_in(rows, year, on=on), parts, on=min(on, date(year, 12, 31)))
    involved = sum(bool(each.is_involved) for each in fees)
    return EscapYear(
        year=year,
        fees=fees,
        total=_amount(len(fees), involved, on=min(on, date(year, 12, 31))),
        enough=legislation.rule(INVOLVED_FROM).at(min(on, date(year, 12, 31))),
        **{figure: found[figure] for figure in FIGURES},
    )


def escaps_of(structure: Structure) -> QuerySet[Escap]:
    return Escap.objects.filter(structure=structure)


def erased_in(structure: Structure, year: int) -> QuerySet[EscapCount, tuple[str, int]]:
    """What codes that were erased add to each figure of a year."""
    rows = EscapCount.objects.filter(structure=structure, year=year)
    return rows.order_by().values_list("figure", "number")


def figures_with(
    rows: Sequence[Escap], erased: Iterable[tuple[str, int]], year: int, *, on: date
) -> Counter[str]:
    """Each of `FIGURES`, in a year, of codes that were erased too."""
    found = Counter(figures_of(rows, year, on=on))
    for figure, number in erased:
        found[figure] += number
    return found


def figures_of(rows: Sequence[Escap], year: int, *, on: date) -> dict[str, int]:
    """Each of `FIGURES`, in a year; those of different codes add up."""
    first, until = date(year, 1, 1), date(year + 1, 1, 1)
    ran = ran_in(rows, year, on=on)
    started = [each for each in rows if each.starts_on and first <= each.starts_on < until]
    over = [each for each in rows if each.ends_on and first <= each.ends_on < until and each.ends_on <= on]
    return {
        "proposed": sum(first <= each.proposed_on < until for each in rows),
        "started": len(started),
        "renewed": sum(each.turn > 1 for each in started),
        "ended": len(over),
        "ran": len(ran),
        "people": len({each.code for each in ran}),
    }


def ran_in(rows: Sequence[Escap], year: int, *, on: date) -> list[Escap]:
    """Those that ran one day at least of a year, up to a day."""
    first, until = date(year, 1, 1), min(date(year + 1, 1, 1), _after(on))
    return [each for each in rows if ran_within(each.starts_on, each.ends_on, first, until)]


def _after(on: date) -> date:
    return date.fromordinal(on.toordinal() + 1)


def ran_within(starts_on: date | None, ends_on: date | None, first: date, until: date) -> bool:
    """One day at least between these two, ends excluded."""
    return bool(starts_on and ends_on and max(starts_on, first) < min(ends_on, until))


def fees_of(ran: Sequence[Escap], parts: Iterable[EscapPart] = (), *, on: date) -> list[Fee]:
    """By professional, the most teams first, with those of codes erased since; a card erased counts in no fee."""
    members = EscapMember.objects.filter(escap__in=ran, person__isnull=False).select_related("person")
    teams, names = Counter[int](), dict[int, str]()
    for each in members:
        if each.person:
            teams[each.person.pk] += 1
            names[each.person.pk] = each.person.name
    for part in parts:
        teams[part.person_id] += part.teams
        names[part.person_id] = part.person.name
    enough = legislation.rule(INVOLVED_FROM).at(on)
    found = []
    for pk, count in sorted(teams.items(), key=lambda pair: (-pair[1], names[pair[0]])):
        is_involved = None if enough is None or enough.value is None else count >= enough.value
        found.append(Fee(pk, names[pk], count, is_involved, _amount(1, int(bool(is_involved)), on=on)))
    return found


def _amount(professionals: int, involved: int, *, on: date) -> Answer:
    facts = EscapFacts(professionals=professionals, involved=involved)
    return legislation.ask(AMOUNT, facts, on=on)
