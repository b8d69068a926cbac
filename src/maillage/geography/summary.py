"""Figures of a territory: people, surface, EPCI, in one piece or not, holes."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.geography.mesh import Index, Mesh
from maillage.geography.names import Names
from maillage.geography.records import Commune
from maillage.geography.selection import EMPTY
from maillage.kernel import BadInput, integer

#: A gap of more communes than this (a large département) is not a hole one would fill.
LARGEST_HOLE = 500


@dataclass(frozen=True, slots=True)
class EpciShare:
    """Communes of an EPCI that are selected, wholly or (`in_part`) by some of their arrondissements."""

    code: str
    name: str
    members_in: int
    members_total: int
    in_part: tuple[str, ...] = ()  # cities, counted in `members_in`

    @property
    def whole(self) -> bool:
        return self.members_in == self.members_total and not self.in_part


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a selection. What is not known is named, and never counted as zero."""

    codes: tuple[str, ...]
    communes: int  # units: an arrondissement counts as one
    population: int  # municipale, of the communes where it is known
    population_year: int | None  # None when the communes have no vintage in common
    missing_population: tuple[str, ...]
    area_km2: (
        float | None
    )  # approximate (up to 1 % too large), of the communes with a shape; None without any
    density: float | None  # inhabitants per km²; None when a population or a shape is missing
    departements: tuple[str, ...]
    epci: tuple[EpciShare, ...]  # the most covered in number of communes first
    contiguous: bool | None  # None when a commune has no shape
    pieces: int | None
    cut_off: tuple[tuple[str, ...], ...]  # the pieces other than the most peopled one
    without_shape: tuple[str, ...]
    neighbours: tuple[str, ...]  # outside, touching, be it at a corner
    enclosed: tuple[str, ...]  # outside, wholly surrounded by the selection
    joining: tuple[str, ...]  # outside, each of which would join pieces by its borders
    #: Communes held by some of their parts, whose population somebody typed or imported.
    typed_population: tuple[str, ...] = ()

    @property
    def known_population(self) -> int | None:
        """Inhabitants of the communes where they are published; None when none is, never 0 for want of a figure."""
        return None if len(self.missing_population) == self.communes else self.population

    @property
    def people(self) -> str:
        """« 82 095 habitants », « au moins 31 160 habitants », or that no population is published."""
        if self.known_population is None:
            return "population non publiée"
        least = "au moins " if self.missing_population else ""
        return f"{least}{integer(self.population)} {'habitant' if self.population < 2 else 'habitants'}"

    @property
    def population_source(self) -> str:
        """« Insee 2023 »; « Insee » when the communes have no vintage in common; what was typed beside it."""
        insee = f"Insee {self.population_year}" if self.population_year else "Insee"
        return f"{insee}, et parties de communes saisies" if self.typed_population else insee

    @property
    def hole_fillers(self) -> tuple[str, ...]:
        """Communes outside whose addition would close a hole or join pieces."""
        return tuple(sorted({*self.enclosed, *self.joining}))


def summarize(names: Names, mesh: Mesh, codes: Iterable[str]) -> Summary:
    """The figures of communes in force. Raises BadInput when there is none, KeyError on another code."""
    communes = [names.units[code] for code in names.whole(codes)]
    if not communes:
        raise BadInput(EMPTY, field="communes")
    missing = tuple(commune.code for commune in communes if commune.population is None)
    without_shape = tuple(commune.code for commune in communes if not commune.has_shape)
    selected = {names.index[commune.code] for commune in communes if commune.has_shape}
    population = sum(commune.population or 0 for commune in communes)
    area = math.fsum(mesh.areas_km2[list(selected)]) if selected else None

    pieces = _by_population(names, mesh.pieces(selected))
    doubles = {names.index[code] for code in names.doubles(commune.code for commune in communes)}
    around = {other for index in selected for other in mesh.touching(index)} - selected - doubles
    return Summary(
        codes=tuple(commune.code for commune in communes),
        communes=len(communes),
        population=population,
        population_year=names.population_year(commune.departement for commune in communes),
        missing_population=missing,
        area_km2=area,
        density=None if area is None or missing or without_shape else population / area,
        departements=tuple(sorted({commune.departement for commune in communes})),
        epci=_epci_shares(names, communes),
        contiguous=None if without_shape else len(pieces) == 1,
        pieces=None if without_shape else len(pieces),
        cut_off=() if without_shape else tuple(names.coded(piece) for piece in pieces[1:]),
        without_shape=without_shape,
        neighbours=names.coded(around),
        enclosed=names.coded(holes(mesh, selected | doubles, around)),
        joining=() if without_shape else names.coded(_joining(mesh, pieces, around)),
    )


def _by_population(names: Names, pieces: list[set[Index]]) -> list[set[Index]]:
    """The most peopled piece first; the lowest code settles equal ones."""
    if len(pieces) < 2:
        return pieces
    communes = list(names.units.values())
    return sorted(
        pieces, key=lambda piece: (-sum(communes[index].population or 0 for index in piece), min(piece))
    )


def _epci_shares(names: Names, communes: list[Commune]) -> tuple[EpciShare, ...]:
    members: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        if commune.epci:
            members[commune.epci].add(commune.city or commune.code)
    begun = {commune.city for commune in communes}
    shares = [
        EpciShare(
            code,
            names.epcis[code].name,
            len(held),
            len(names.epcis[code].members),
            tuple(sorted(held & begun)),
        )
        for code, held in members.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.members_in, share.code)))


def _joining(mesh: Mesh, pieces: list[set[Index]], around: set[Index]) -> set[Index]:
    """Neighbours that share a border with two pieces or more."""
    if len(pieces) < 2:
        return set()
    piece_of = {index: number for number, piece in enumerate(pieces) for index in piece}
    return {
        candidate
        for candidate in around
        if len({piece_of[other] for other in mesh.bordering(candidate) if other in piece_of}) > 1
    }


def holes(mesh: Mesh, selected: set[Index], around: set[Index]) -> set[Index]:
    """Communes outside from which borders lead neither to a coast, nor to a frontier, nor far away."""
    enclosed: set[Index] = set()
    open_air: set[Index] = set()
    for start in sorted(around):
        if start in enclosed or start in open_air:
            continue
        reached, front = {start}, [start]
        closed = not mesh.outside[start]
        while front and closed:
            beyond = set(mesh.bordering(front.pop())) - selected - reached
            reached |= beyond
            front.extend(beyond)
            closed = len(reached) <= LARGEST_HOLE and not any(
                other in open_air or mesh.outside[other] for other in beyond
            )
        (enclosed if closed else open_air).update(reached)
    return enclosed
