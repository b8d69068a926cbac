"""Who declared what: the territories around a drawing, and the communes of a département nobody covers.

Only declared territories count, and only those this instance knows: drawn here, or imported by its operator.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from maillage.geography import Commune, Departement, MapClass, atlas
from maillage.kernel import date_in_french, decimal_in_french, joined, plural
from maillage.tables import SheetCell
from maillage.territories.models import Territory, TerritoryCommune
from maillage.ui.types import Column, Table

UNNAMED = "Un territoire sans nom public"
DRAWN_HERE = "dessiné sur cette instance"

#: Codes asked in one statement: both databases take far more.
ASKED_AT_ONCE = 2_000

#: The communes of a département by number of declared territories: none, one, several.
CLASSES = (
    MapClass("0", "Aucun territoire déclaré", "#fbe3cf", tone="nobody"),
    MapClass("1", "Un territoire déclaré", "#7fb5ae", tone="class-3"),
    MapClass("2", "Plusieurs territoires déclarés", "#438b89", "rising", "class-4"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Communes, and how many people live there where it is published."""

    communes: tuple[Commune, ...]  # the most peopled first

    @classmethod
    def of(cls, communes: Iterable[Commune]) -> "Part":
        return cls(tuple(sorted(communes, key=lambda each: (-(each.population or 0), each.code))))

    @property
    def population(self) -> int | None:
        """Of the communes where it is published; None when it is nowhere."""
        known = [commune.population for commune in self.communes if commune.population is not None]
        return sum(known) if known or not self.communes else None

    @property
    def unpeopled(self) -> str:
        """Names of the communes without a published population; empty when there is none."""
        return joined(commune.name for commune in self.communes if commune.population is None)

    @property
    def count(self) -> str:
        return plural(len(self.communes), "commune")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a stranger may know of a declared territory: who it is, who said it, and what it shares with a place."""

    public_name: str
    declared_on: date
    said_by: str  # a file or a list; empty when it was drawn here
    #: The communes of the place that it holds too, none when it has only a border with it. The others stay its own.
    shared: Part

    @property
    def name(self) -> str:
        return self.public_name or UNNAMED

    @property
    def origin(self) -> str:
        return self.said_by or DRAWN_HERE

    @property
    def overlaps(self) -> bool:
        return bool(self.shared.communes)

    @property
    def relation(self) -> str:
        if not self.overlaps:
            return "frontière commune"
        return plural(len(self.shared.communes), "commune partagée", "communes partagées")


def around(codes: Collection[str], *, apart_from: UUID | None = None) -> list[Neighbour]:
    """Declared territories that share communes or a border with these, the largest shared population first.

    A corner is no border, and a commune without shape borders nobody that we know of.
    """
    mine = atlas().smallest(codes)
    held = _holders(mine | atlas().smallest(atlas().bordering(mine)))
    if apart_from:
        held.pop(apart_from, None)
    return _neighbours({territory: theirs & mine for territory, theirs in held.items()})


@dataclass(frozen=True)
class Coverage:
    """The communes of a département, by how many declared territories hold them."""

    departement: Departement
    held: Mapping[str, int]  # commune → declared territories that hold it
    territories: tuple[Neighbour, ...]

    @cached_property
    def nobody(self) -> Part:
        return self._part("0")

    @cached_property
    def one(self) -> Part:
        return self._part("1")

    @cached_property
    def several(self) -> Part:
        return self._part("2")

    @cached_property
    def whole(self) -> Part:
        return Part.of(atlas().units_of(self.departement.code))

    def _part(self, key: str) -> Part:
        return Part.of(each for each in self.whole.communes if self.class_of(each.code) == key)

    def class_of(self, code: str) -> str:
        """Key of the class of a commune on the map."""
        return str(min(self.held.get(code, 0), 2))

    def share(self, part: Part) -> Decimal | None:
        """Of the inhabitants of the département, between 0 and 1; None when no population is published."""
        whole, here = self.whole.population, part.population
        return Decimal(here) / whole if whole and here is not None else None

    @property
    def figures(self) -> list[tuple[str, int | None, str]]:
        """For each part: its label, its inhabitants, and what they are of the département."""
        parts = {
            "Sans territoire déclaré": self.nobody,
            "Dans un seul territoire": self.one,
            "Dans plusieurs territoires": self.several,
        }
        return [(label, part.population, self._words(part)) for label, part in parts.items()]

    def _words(self, part: Part) -> str:
        share = self.share(part)
        if share is None:
            return part.count
        percent = decimal_in_french(share * 100)
        return f"{part.count}, {percent}\N{NO-BREAK SPACE}% des habitants"

    @property
    def source(self) -> str:
        year = atlas().names.population_year([self.departement.code])
        return f"Insee, populations municipales {year}" if year else "Insee, populations municipales"


def coverage_of(departement: str) -> Coverage:
    """Raises KeyError for a département that does not exist."""
    codes = {commune.code for commune in atlas().units_of(departement)}
    held = _holders(codes)
    return Coverage(
        departement=atlas().departement(departement),
        held=Counter(code for theirs in held.values() for code in theirs),
        territories=tuple(_neighbours(held)),
    )


def coverage_map(coverage: Coverage) -> str:
    """The département for a page, one class each for none, one, several."""
    values = {commune.code: coverage.class_of(commune.code) for commune in coverage.whole.communes}
    title = f"Territoires déclarés, {coverage.departement.name} ({coverage.departement.code})"
    return atlas().choropleth_svg(values, CLASSES, title=title, on_page=True)


def uncovered_table(coverage: Coverage) -> Table:
    """The communes that no declared territory holds, as the page shows them."""
    return Table(
        caption="Communes qu’aucun territoire déclaré ne couvre",
        columns=(
            Column("Commune"),
            Column("Code Insee"),
            Column("Intercommunalité"),
            Column("Population", "habitants", number=True),
        ),
        rows=[
            (commune.name, commune.code, epci_of(commune) or "aucune", commune.population)
            for commune in coverage.nobody.communes
        ],
        total=("Total", "", "", coverage.nobody.population),
        source=coverage.source,
    )


def declared_table(coverage: Coverage) -> Table:
    """The territories behind the map: what each holds there, who said it and when."""
    return Table(
        caption="Territoires déclarés dans ce département",
        columns=(
            Column("Territoire"),
            Column("Communes ici", number=True),
            Column("Population ici", "habitants", number=True),
            Column("Déclaré le"),
            Column("Dit par"),
        ),
        rows=[
            (
                each.name,
                len(each.shared.communes),
                each.shared.population,
                date_in_french(each.declared_on),
                each.origin,
            )
            for each in coverage.territories
        ],
        source=coverage.source,
    )


def uncovered_rows(coverage: Coverage) -> Iterator[tuple[SheetCell, ...]]:
    """The same rows for a spreadsheet; an unpublished population is an empty cell."""
    yield ("commune", "code_insee", "intercommunalite", "population")
    for commune in coverage.nobody.communes:
        yield (commune.name, commune.code, epci_of(commune), commune.population)


def epci_of(commune: Commune) -> str:
    return atlas().epci(commune.epci).name if commune.epci else ""


def _holders(codes: Collection[str]) -> dict[UUID, set[str]]:
    """Declared territory → those of these communes that it holds; only territories that hold one.

    A city is asked, and given, by its arrondissements: a territory may hold it whole.
    """
    codes = frozenset(codes)
    asked = sorted({*codes, *(atlas().commune(code).city or code for code in codes)})
    held: dict[UUID, set[str]] = defaultdict(set)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        rows = TerritoryCommune.objects.filter(
            territory__declared_on__isnull=False, code__in=asked[start : start + ASKED_AT_ONCE]
        )
        for territory, code in rows.values_list("territory_id", "code"):
            held[territory] |= atlas().smallest([code]) & codes
    return held


def _neighbours(shared: Mapping[UUID, Collection[str]]) -> list[Neighbour]:
    found = [
        Neighbour(
            public_name=territory.public_name,
            declared_on=territory.declared_on,
            said_by=territory.origin,
            shared=Part.of(atlas().commune(code) for code in atlas().whole(shared[territory.pk])),
        )
        for territory in Territory.objects.declared().filter(pk__in=list(shared))
        if territory.declared_on
    ]
    return sorted(
        found,
        key=lambda each: (
            -(each.shared.population or 0),
            -len(each.shared.communes),
            each.public_name == "",
            each.name,
            each.declared_on,
        ),
    )
