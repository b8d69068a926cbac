"""Where people go, laid over a territory: which sectors it cuts, what share of the flows it keeps."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, QuerySet

from maillage.geography import Commune, atlas
from maillage.habits.enums import HabitKind
from maillage.habits.models import HabitLayer
from maillage.kernel import folded, joined, plural
from maillage.structures.models import Structure
from maillage.territories.queries.coverage import Part

#: « Clinique du Pont (82121) »: a place whose commune is said.
CODE_LAST = re.compile(r"\((\d[\dAB]\d{3})\)$")
ARTICLES = {"l", "le", "la", "les"}
#: Instead of a group, for a commune that belongs to several and to none more than the others.
SHARED = ""


@dataclass(frozen=True, slots=True)
class Row:
    commune: str
    group: str
    weight: Decimal | None  # None when it is not known


@dataclass(frozen=True, slots=True)
class Sector:
    """A duty sector or a living area that the territory touches, as far as the file tells."""

    name: str
    inside: Part
    outside: Part
    #: Sums of the known weights; None when the file gives none.
    weight_inside: Decimal | None
    weight: Decimal | None

    @property
    def whole(self) -> bool:
        return not self.outside.communes

    @property
    def total(self) -> int:
        return len(self.inside.communes) + len(self.outside.communes)


@dataclass(frozen=True)
class Sectors:
    """The groups of a layer compared with a territory."""

    kind: HabitKind
    touched: tuple[Sector, ...]  # the most peopled part inside first
    absent: Part  # communes of the territory that the file does not give
    #: False when the file stops at the territory: nobody can then say that a sector is whole.
    goes_beyond: bool

    @property
    def whole(self) -> tuple[Sector, ...]:
        return tuple(each for each in self.touched if each.whole) if self.goes_beyond else ()

    @property
    def cut(self) -> tuple[Sector, ...]:
        return tuple(each for each in self.touched if not each.whole)

    @property
    def sentences(self) -> list[str]:
        """One for each sector that is cut, the largest first."""
        word = "secteur de garde" if self.kind is HabitKind.DUTY else "bassin de vie"
        return [
            f"Le {word} «\N{NO-BREAK SPACE}{each.name}\N{NO-BREAK SPACE}» est coupé\N{NO-BREAK SPACE}: "
            f"{plural(len(each.inside.communes), 'commune')} sur {each.total} dans le territoire."
            for each in self.cut
        ]


@dataclass(frozen=True, slots=True)
class Destination:
    """A group of a flow: where its people go, when its commune is sure."""

    name: str
    commune: Commune | None
    inside: bool | None  # of the territory; None when its commune is not known
    weight: Decimal  # from the communes of the territory, where it is known


@dataclass(frozen=True)
class Flows:
    """What the people of a territory do, from the rows of its communes; weights that are not known are apart."""

    destinations: tuple[Destination, ...]  # the largest first
    entering: Decimal  # from elsewhere to the communes of the territory
    adrift: Decimal  # from elsewhere to destinations whose commune is not known
    hidden: int  # rows of the territory without weight
    absent: Part

    @cached_property
    def total(self) -> Decimal:
        return sum((each.weight for each in self.destinations), Decimal(0))

    @property
    def kept(self) -> Decimal:
        return self._to(inside=True)

    @property
    def leaving(self) -> Decimal:
        return self._to(inside=False)

    @property
    def nowhere(self) -> Decimal:
        """To destinations whose commune is not known."""
        return self._to(inside=None)

    @property
    def is_located(self) -> bool:
        """A part of the flows goes to known communes: without any, nobody knows what stays."""
        return self.nowhere < self.total

    @property
    def sentence(self) -> str:
        """What was counted, in words."""
        if not self.total:
            return "Le fichier ne dit rien de chiffré des communes du territoire."
        counted = "Sont comptées les lignes dont la commune est dans le territoire."
        hidden = plural(self.hidden, "ligne sans poids connu est", "lignes sans poids connu sont")
        stays = (
            "Ce qui y reste va vers une de ses communes."
            if self.is_located
            else "Ce qui y reste est inconnu\N{NO-BREAK SPACE}: aucun de ces flux n’est situé."
        )
        return f"{counted} {stays}" + (f" {hidden} hors des parts." if self.hidden else "")

    def _to(self, *, inside: bool | None) -> Decimal:
        return sum((each.weight for each in self.destinations if each.inside is inside), Decimal(0))

    def share(self, weight: Decimal) -> Decimal | None:
        """Of all flows from the territory, between 0 and 1; None without any."""
        return weight / self.total if self.total else None

    @property
    def unplaced(self) -> list[Destination]:
        return [each for each in self.destinations if each.inside is None]


@dataclass(frozen=True)
class Layer:
    """A layer and a territory, read together.

    A row of a whole city says in which sector its arrondissements are; its weight is theirs together, never that of
    some of them.
    """

    model: HabitLayer
    rows: tuple[Row, ...]
    codes: frozenset[str]  # of the territory, a city as its arrondissements
    places: Mapping[str, Commune | None]  # destination → its commune, for flows

    @property
    def is_flow(self) -> bool:
        return self.model.kind == HabitKind.FLOWS

    @cached_property
    def absent(self) -> Part:
        told = self.rows if not self.is_flow else [row for row in self.rows if self.holds(row.commune)]
        return _part(self.codes - atlas().smallest(row.commune for row in told))

    def holds(self, commune: str) -> bool | None:
        """Whether a commune is in the territory; None for a city that is there in part."""
        units = atlas().smallest([commune])
        return True if units <= self.codes else False if units.isdisjoint(self.codes) else None

    @property
    def absent_sentence(self) -> str:
        """« 3 communes du territoire ne sont pas dans le fichier : … », named when they are few."""
        count = len(self.absent.communes)
        verb = "n’est pas" if count == 1 else "ne sont pas"
        names = [commune.name for commune in self.absent.communes]
        named = f"{', '.join(names[:12])}…" if count > 12 else joined(names)
        return f"{plural(count, 'commune')} du territoire {verb} dans le fichier\N{NO-BREAK SPACE}: {named}."

    @cached_property
    def sectors(self) -> Sectors | None:
        if self.is_flow:
            return None
        by_group: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            by_group[row.group].append(row)
        weighted = any(row.weight is not None for row in self.rows)
        touched = [
            self._sector(name, rows, weighted=weighted)
            for name, rows in by_group.items()
            if any(self.holds(row.commune) is not False for row in rows)
        ]
        return Sectors(
            kind=HabitKind(self.model.kind),
            touched=tuple(
                sorted(touched, key=lambda each: (-(each.inside.population or 0), folded(each.name)))
            ),
            absent=self.absent,
            goes_beyond=any(self.holds(row.commune) is not True for row in self.rows),
        )

    def _sector(self, name: str, rows: Sequence[Row], *, weighted: bool) -> Sector:
        units = atlas().smallest(row.commune for row in rows)
        held = [self.holds(row.commune) for row in rows]
        inside = [row for row, is_held in zip(rows, held, strict=True) if is_held]
        return Sector(
            name=name,
            inside=_part(units & self.codes),
            outside=_part(units - self.codes),
            weight_inside=_sum(inside) if weighted and None not in held else None,
            weight=_sum(rows) if weighted else None,
        )

    @cached_property
    def flows(self) -> Flows | None:
        if not self.is_flow:
            return None
        leaving: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if self.holds(row.commune):
                leaving[row.group].append(row)
        found = [
            Destination(self.label(group), self.places[group], self.is_inside(group), _sum(rows))
            for group, rows in leaving.items()
        ]
        mine = [row for rows in leaving.values() for row in rows]
        others = [row for row in self.rows if self.holds(row.commune) is False]
        return Flows(
            destinations=tuple(sorted(found, key=lambda each: (-each.weight, folded(each.name)))),
            entering=_sum(row for row in others if self.is_inside(row.group)),
            adrift=_sum(row for row in others if self.is_inside(row.group) is None),
            hidden=sum(row.weight is None for row in mine),
            absent=self.absent,
        )

    def is_inside(self, group: str) -> bool | None:
        place = self.places.get(group)
        return None if place is None else self.holds(place.code)

    def label(self, group: str) -> str:
        """A destination given by its code has a name."""
        place = self.places.get(group)
        return place.name if place and group == place.code else group

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The territory as it is listed: a city by its arrondissements, unless its flows are given as a whole."""
        in_parts = not self.is_flow or any(atlas().commune(row.commune).city for row in self.rows)
        return tuple(self.codes) if in_parts else atlas().whole(self.codes)

    @cached_property
    def by_commune(self) -> dict[str, list[Row]]:
        """The rows of each commune; the sector of a city is that of each of its arrondissements."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for code in (row.commune,) if self.is_flow else atlas().smallest([row.commune]):
                found[code].append(row)
        return dict(found)

    @cached_property
    def main_groups(self) -> dict[str, str]:
        """Commune → the group of the largest known weight there, or SHARED when it is not one."""
        return {code: _main(rows) for code, rows in self.by_commune.items()}

    @cached_property
    def largest(self) -> list[str]:
        """Groups by inhabitants of the territory whose main one it is, then by communes along it, then anywhere."""
        along = set(atlas().bordering(self.codes))
        weights: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for code, group in self.main_groups.items():
            weight = weights[group]
            weight[0] += 1 + (atlas().commune(code).population or 0) if self.holds(code) else 0
            weight[1] += code in along
            weight[2] += 1
        weights.pop(SHARED, None)
        return sorted(weights, key=lambda group: ([-weight for weight in weights[group]], folded(group)))


def layers_of(structure: Structure) -> QuerySet[HabitLayer]:
    """In the order they were added, each with its number of lines as `lines`."""
    return structure.habit_layers.annotate(lines=Count("rows"))


def layer_of(model: HabitLayer, codes: Collection[str]) -> Layer:
    """Read a layer over these communes, in one query."""
    given = [Row(*row) for row in model.rows.order_by("pk").values_list("commune", "group", "weight")]
    # A commune may have left the official code since the file was added.
    retired = atlas().resolve(row.commune for row in given).retired if given else {}
    rows = tuple(
        Row(retired[row.commune].new_code, row.group, row.weight) if row.commune in retired else row
        for row in given
    )
    places = places_of({row.group for row in rows}) if model.kind == HabitKind.FLOWS else {}
    return Layer(model, rows, atlas().smallest(codes), places)


def places_of(groups: Collection[str]) -> dict[str, Commune | None]:
    """The commune of each destination: a code, a name that only one bears, or a code at its end.

    Anything else is None: a place we do not know, a name that several communes bear.
    """
    said = {group: match[1] if (match := CODE_LAST.search(group)) else group for group in groups}
    meant = atlas().meanings(said.values())
    return {group: _place(text, meant[text]) for group, text in said.items()}


def _place(text: str, communes: Sequence[Commune]) -> Commune | None:
    if len(communes) != 1:
        return None
    (commune,) = communes
    first = folded(commune.name).split()[0]
    # « Hôpital » is no village of Moselle: an article that was not written is not added.
    added = first in ARTICLES and first not in folded(text).split() and not text[:1].isdigit()
    return None if added else commune


def _part(units: Iterable[str]) -> Part:
    return Part.of(atlas().commune(code) for code in atlas().whole(units))


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((row.weight for row in rows if row.weight is not None), Decimal(0))


def _main(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return rows[0].group
    heaviest = max((row.weight for row in rows if row.weight is not None), default=None)
    first = [row.group for row in rows if row.weight == heaviest]
    return first[0] if heaviest is not None and len(first) == 1 else SHARED
