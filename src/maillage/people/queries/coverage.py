"""« Qui sommes-nous » : who belongs, who is known, who was never reached, against who practises on the territory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count

from maillage import legislation
from maillage.directory.queries.supply import NOBODY, headcounts, supply_of
from maillage.directory.queries.vintages import vintages
from maillage.geography import MapClass, atlas, sequential
from maillage.kernel import plural
from maillage.people.queries.joining import Territory
from maillage.people.queries.members import belongs
from maillage.people.rules import NOT_PRACTISING, standing_of
from maillage.structures.models import Structure
from maillage.structures.queries import gather
from maillage.ui.queries import reached
from maillage.ui.types import Cell, Column, Share, Table


@dataclass(frozen=True, slots=True)
class Line:
    """People of a profession, or of a commune. `supply`: None when the directory does not know."""

    key: str
    label: str
    supply: int | None
    joined: int
    reached: int  # a card without belonging, or a peer heard without a card

    @property
    def never(self) -> int | None:
        """At least so many of the directory have no card; somebody may have one whom the directory does not know."""
        return None if self.supply is None else max(0, self.supply - self.joined - self.reached)

    @property
    def rate(self) -> int | None:
        """Percent that belong; None without anybody to count against."""
        return min(100, round(100 * self.joined / self.supply)) if self.supply else None

    def to_json(self) -> dict[str, Any]:
        return {
            "profession": self.key,
            "supply": self.supply,
            "joined": self.joined,
            "reached": self.reached,
            "never": self.never,
        }


@dataclass(frozen=True, slots=True)
class Aside:
    """Cards that no line counts."""

    outside: int  # practise out of the territory
    unplaced: int  # nobody knows where
    not_practising: int  # retired, student
    not_health: int  # establishments, patients, partners

    @property
    def sentences(self) -> list[str]:
        said = (
            (self.outside, "exerce hors du territoire", "exercent hors du territoire"),
            (self.unplaced, "n’a pas de commune connue", "n’ont pas de commune connue"),
            (self.not_practising, "n’exerce plus, ou pas encore", "n’exercent plus, ou pas encore"),
            (self.not_health, "n’est pas un professionnel", "ne sont pas des professionnels"),
        )
        return [
            f"{plural(count, 'fiche')} {one if count == 1 else many}" for count, one, many in said if count
        ]


@dataclass(frozen=True, slots=True)
class Coverage:
    professions: tuple[Line, ...]
    communes: tuple[Line, ...]
    aside: Aside
    source: str  # of the supply; empty when no directory is there
    joined: int

    @property
    def known(self) -> Line:
        """All professions together."""
        supplies = [line.supply for line in self.professions]
        supply = None if None in supplies or not supplies else sum(filter(None, supplies))
        return Line("", "Ensemble", supply, self.joined, sum(line.reached for line in self.professions))


#: A profession or a commune, whether they belong, how many they are.
Group = tuple[str, bool, int]


class Told(NamedTuple):
    """The cards of a structure as they are counted, those that say the same together; and who was heard without one."""

    cards: list[Any]
    practising: list[Any]
    inside: list[Any]
    where: Mapping[str, str]  # commune of a card → its code; empty: nobody knows
    heard: list[tuple[str, str, int]]  # (profession, commune, people)

    @property
    def professions(self) -> list[Group]:
        return [
            *((card.profession, card.is_in, card.people) for card in self.inside),
            *((profession, False, people) for profession, _, people in self.heard),
        ]

    @property
    def communes(self) -> list[Group]:
        return [
            *((self.where[card.commune], card.is_in, card.people) for card in self.inside),
            *((commune, False, people) for _, commune, people in self.heard),
        ]


def coverage(structure: Structure, *, on: date) -> Coverage:
    """Counted by card: somebody of two professions counts in that of the card, at the commune of the card."""
    told, read, codes = _told(structure, on=on), vintages(), structure.territory.codes
    is_known = bool(read.rpps and codes)
    placed = [card for card in told.practising if told.where[card.commune]]
    aside = Aside(
        outside=_people(placed) - _people(told.inside),
        unplaced=_people(told.practising) - _people(placed),
        not_practising=_people(card for card in told.cards if card.practice in NOT_PRACTISING),
        not_health=_people(card for card in told.cards if is_no_professional(card)),
    )
    return Coverage(
        professions=_by_profession(told.professions, supply_of(codes) if is_known else None),
        communes=_by_commune(told.communes, codes, _in_town(codes) if is_known else None),
        aside=aside,
        source=read.rpps_words if read.rpps else "",
        joined=_people(card for card in told.inside if card.is_in),
    )


def _people(cards: Iterable[Any]) -> int:
    return sum(card.people for card in cards)


def professions_covered(structure: Structure, keys: Collection[str], *, on: date) -> tuple[Line, ...]:
    """The lines of these professions in the coverage, counted by the database; none where no directory says who
    practises."""
    gather(structure, "territory__communes")
    supply = supply_of(structure.territory.codes) if structure.territory.codes else None
    if not supply:
        return ()
    territory = Territory(structure.territory.codes)
    rows: Any = structure.people.filter(profession__in=keys).exclude(practice__in=NOT_PRACTISING).order_by()
    told = rows.annotate(is_in=belongs(on)).values_list("profession", "commune", "is_in")
    cards = [card for card in told.annotate(people=Count("pk")) if not standing_of(card[0], "")]
    where = territory.codes_of(commune for _, commune, *_ in cards)
    inside = [
        (profession, is_in, people)
        for profession, commune, is_in, people in cards
        if where[commune] in territory.codes
    ]
    heard = [(profession, False, people) for profession, _, people in _heard_without_card(structure)]
    lines = _by_profession([*inside, *heard], supply)
    return tuple(line for line in lines if line.key in keys)


def _told(structure: Structure, *, on: date) -> Told:
    gather(structure, "territory__communes")
    territory = Territory(structure.territory.codes)
    rows: Any = structure.people.order_by().annotate(is_in=belongs(on))
    said = rows.values("profession", "practice", "commune", "is_in").annotate(people=Count("pk"))
    cards = list(said.values_list("profession", "practice", "commune", "is_in", "people", named=True))
    where = territory.codes_of(card.commune for card in cards)
    practising = [card for card in cards if not standing_aside(card)]
    inside = [card for card in practising if where[card.commune] in territory.codes]
    return Told(cards, practising, inside, where, _heard_without_card(structure))


def _heard_without_card(structure: Structure) -> list[tuple[str, str, int]]:
    """(profession, commune, people) of those whom an upper room says reached, on the territory."""
    units = {part: code for code in structure.territory.codes for part in atlas().with_parts([code])}
    return [
        (profession, units[commune], people)
        for profession, commune, people in reached(structure)
        if commune in units
    ]


def _in_town(codes: Iterable[str]) -> dict[str, int]:
    """Commune → people in town, of whatever profession; who practises in two communes is in both."""
    counted = headcounts(codes)
    return {code: sum(supply.in_town for supply in counted.get(code, {}).values()) for code in codes}


def is_no_professional(card: Any) -> bool:
    return standing_of(card.profession, "") != ""


def standing_aside(card: Any) -> bool:
    return is_no_professional(card) or card.practice in NOT_PRACTISING


def _by_profession(people: Iterable[Group], supply: Any) -> tuple[Line, ...]:
    joined, known_of = _counts(people)
    keys = [trade.key for trade in legislation.professions() if trade.is_health]
    keys += [key for key in (joined | known_of) if key not in keys]
    known = legislation.professions_by_key()
    lines = (
        Line(
            key,
            known[key].plural if key in known else key,
            None if supply is None else supply.get(key, NOBODY).in_town,
            joined[key],
            known_of[key],
        )
        for key in keys
    )
    return tuple(line for line in lines if line.supply or line.joined or line.reached)


def _by_commune(people: Iterable[Group], codes: Iterable[str], supply: Any) -> tuple[Line, ...]:
    joined, known_of = _counts(people)
    lines = [
        Line(
            code,
            atlas().commune(code).name,
            None if supply is None else supply.get(code, 0),
            joined[code],
            known_of[code],
        )
        for code in codes
    ]
    return tuple(sorted(lines, key=lambda line: (-(line.supply or 0), line.label)))


def _counts(people: Iterable[Group]) -> tuple[Counter[str], Counter[str]]:
    joined: Counter[str] = Counter()
    known_of: Counter[str] = Counter()
    for key, is_in, count in people:
        (joined if is_in else known_of)[key] += count
    return joined, known_of


def table_of(lines: Iterable[Line], caption: str, first: str, together: str, source: str) -> Table:
    columns = (
        Column(first),
        Column("En ville", number=True),
        Column(together, number=True),
        Column("Connus", number=True),
        Column("Jamais joints", number=True),
        Column("Part", number=True),
    )
    return Table(
        caption=caption,
        columns=columns,
        rows=[
            (line.label, line.supply, line.joined, line.reached, line.never, _share(line)) for line in lines
        ],
        source=source,
        notes=(ONCE,),
    )


def _share(line: Line) -> Cell:
    if line.supply is None:
        return None
    return "—" if line.rate is None else Share(line.rate)


ONCE = "En ville : libéraux et salariés de centre de santé. Qui exerce dans deux communes est compté dans chacune."
#: Of the map, by percent that belong.
CLASSES = sequential(
    {"0": "Personne", "1": "Moins d’un quart", "2": "Un quart à la moitié", "3": "La moitié ou plus"}
)
NOBODY_THERE = MapClass("none", "Aucun professionnel connu", "#fff", tone="paper")


def class_of(line: Line) -> str:
    if not line.supply:
        return "none"
    share = line.joined / line.supply
    return "0" if not line.joined else "1" if share < 0.25 else "2" if share < 0.5 else "3"


def map_of(coverage: Coverage, together: str) -> str:
    """Where those who belong practise, as SVG; empty without any territory or directory."""
    if not coverage.source or not coverage.communes:
        return ""
    values = {line.key: class_of(line) for line in coverage.communes}
    return atlas().choropleth_svg(
        values, (*CLASSES, NOBODY_THERE), title=f"{together}, par commune d’exercice", on_page=True
    )
