"""A structure that starts: which professions are at its table, which miss, and whether the law or the territory says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count

from maillage import legislation
from maillage.directory.queries.supply import NOBODY, Supply, supply_of
from maillage.directory.queries.vintages import vintages
from maillage.kernel import plural
from maillage.legislation import Finding, Profession
from maillage.people.enums import Engagement
from maillage.people.models import Person
from maillage.people.queries.composition import IN
from maillage.people.queries.joining import kinds_of_belonging
from maillage.people.queries.members import belongs
from maillage.people.queries.table import around_the_table
from maillage.people.rules import NOT_PRACTISING
from maillage.structures.models import Structure

Where = Literal["on the territory", "around the sites", ""]
#: Lines of the sheet: more do not stand on one page.
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Seated:
    """Those of one profession, by name: at the table, and still to bring in."""

    label: str
    at_table: tuple[str, ...]
    to_bring: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A profession of which nobody practising is at the table. `in_town`: None when the directory does not know."""

    profession: Profession
    in_town: int | None
    is_expected: bool  # by the habit of the trade; else the territory alone shows it
    to_bring: tuple[str, ...]
    belonging: str  # « 3 adhérents »: whether they sit at the table or not; empty: nobody is


@dataclass(frozen=True, slots=True)
class FoundingGroup:
    seated: tuple[Seated, ...]
    count: int  # people at the table
    law: tuple[Finding, ...]  # duties, what misses first
    habits: tuple[Finding, ...]  # advice that is not followed yet
    lacking: tuple[Lacking, ...]  # most people in town first
    source: str  # of the supply; empty when no directory is there
    where: Where  # it is counted; empty: nowhere is known

    @property
    def to_bring(self) -> int:
        """People named and not at the table yet."""
        return sum(len(trade.to_bring) for trade in self.seated)

    @property
    def shown(self) -> tuple[Lacking, ...]:
        return self.lacking[:MOST_SHOWN]

    @property
    def left_out(self) -> str:
        """« orthoptistes (2), ergothérapeutes (1) »: those the sheet has no line for."""
        rest = self.lacking[MOST_SHOWN:]
        return ", ".join(
            each.profession.plural.lower() + (f" ({each.in_town})" if each.in_town else "") for each in rest
        )


def founding_group(structure: Structure, *, on: date) -> FoundingGroup:
    around = around_the_table(structure)
    read, drawn = vintages(), structure.territory.codes
    codes = drawn or sorted({site.commune for site in structure.sites.all()})
    supply = supply_of(codes) if read.rpps and codes else None
    there = [
        person
        for person in around.people
        if person.engagement in IN and person.practice not in NOT_PRACTISING
    ]
    advised = [finding for finding in around.gaps if finding.binding != "law"]
    return FoundingGroup(
        seated=_seated(around.people),
        count=sum(person.engagement in IN for person in around.people),
        law=tuple(finding for finding in around.expected if finding.binding == "law"),
        habits=tuple(advised),
        lacking=tuple(
            _lacking(
                {person.profession for person in there},
                {finding.key for finding in advised if finding.status == "broken"},
                supply,
                around.engaged(Engagement.A_ASSOCIER),
                _belonging(structure, on=on),
            )
        ),
        source=read.rpps_words if read.rpps else "",
        where="on the territory" if drawn else "around the sites" if codes else "",
    )


def _seated(people: Iterable[Person]) -> tuple[Seated, ...]:
    """In the order of the law room; a profession it has no more is last, under its own word."""
    known = legislation.professions_by_key()
    by_trade: dict[str, list[Person]] = {}
    for person in people:
        by_trade.setdefault(person.profession, []).append(person)
    order = [key for key in known if key in by_trade] + [key for key in by_trade if key not in known]
    return tuple(
        Seated(
            known[key].label if key in known else key,
            tuple(person.name for person in by_trade[key] if person.engagement in IN),
            tuple(person.name for person in by_trade[key] if person.engagement not in IN),
        )
        for key in order
    )


def _belonging(structure: Structure, *, on: date) -> dict[str, str]:
    """Profession → « 3 adhérents » of it, whether they sit at the table or not."""
    one = kinds_of_belonging(structure.form)[0].label.lower()
    rows = structure.people.order_by().filter(belongs(on)).values_list("profession")
    return {trade: plural(count, one) for trade, count in rows.annotate(count=Count("pk"))}


def _lacking(
    present: Collection[str],
    advised: Collection[str],
    supply: dict[str, Supply] | None,
    waiting: list[Person],
    belonging: Mapping[str, str],
) -> list[Lacking]:
    """Health professions that the territory has, or that the habit of the trade expects, and that nobody is of.

    None that says too little to be won: « médecin (spécialité à préciser) » may turn out to be another.
    """
    found = []
    vague = {key for trade in legislation.professions() if trade.expected for key in trade.expected.perhaps}
    for trade in legislation.professions():
        if trade.key in vague:
            continue
        in_town = None if supply is None else supply.get(trade.key, NOBODY).in_town
        is_expected = trade.key in advised
        if not trade.is_health or _is_there(trade, present) or not (in_town or is_expected):
            continue
        names = tuple(person.name for person in waiting if person.profession == trade.key)
        found.append(Lacking(trade, in_town, is_expected, names, belonging.get(trade.key, "")))
    return sorted(found, key=lambda each: -(each.in_town or 0))


def _is_there(trade: Profession, present: Collection[str]) -> bool:
    """Somebody is of it, or of one that counts for it, or may turn out to be of it."""
    expected = trade.expected
    also = {*expected.also, *expected.perhaps} if expected else set()
    return bool({trade.key, *also} & set(present))
