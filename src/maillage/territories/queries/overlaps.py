"""What a set of communes shares with the declared territories of this instance."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from maillage.geography import atlas
from maillage.territories.models import Territory, TerritoryCommune
from maillage.territories.rules import by_commune
from maillage.territories.types import CommunePart


@dataclass(frozen=True, slots=True)
class Overlap:
    """Communes shared with a declared territory; `name` is empty unless its structure is public."""

    name: str
    codes: tuple[str, ...]
    population: int

    @property
    def communes(self) -> list[str]:
        return [atlas().commune(code).name for code in self.codes]


def overlaps(
    codes: Collection[str], *, apart_from: UUID | None = None, parts: Iterable[CommunePart] = ()
) -> list[Overlap]:
    """Declared territories of this instance that share communes, the largest shared population first.

    Of a commune that one side or both hold by parts, only what both hold is shared.
    """
    wanted = atlas().smallest(codes)
    declared = Territory.objects.declared()
    if apart_from is not None:
        declared = declared.exclude(pk=apart_from)
    rows = (
        TerritoryCommune.objects.filter(territory__in=declared)
        .order_by("territory_id", "code")
        .values_list("territory_id", "territory__public_name", "code")
    )
    shared: dict[UUID, tuple[str, set[str]]] = {}
    # Compared here: a drawing may hold more communes than one SQL statement takes parameters.
    for territory, name, code in rows.iterator():
        if common := atlas().smallest([code]) & wanted:
            shared.setdefault(territory, (name, set()))[1].update(common)
    ours, theirs = by_commune(parts), _declared_parts(shared)
    found = []
    for territory, (name, codes_held) in shared.items():
        counts = {code: _shared_people(code, ours, theirs.get(territory, {})) for code in codes_held}
        if held := frozenset(code for code, count in counts.items() if count is not None):
            total = sum(counts[code] or 0 for code in held)
            found.append(Overlap(name, atlas().whole(held), total))
    return sorted(found, key=lambda overlap: (-overlap.population, overlap.name, overlap.codes))


def _declared_parts(territories: Collection[UUID]) -> dict[UUID, dict[str, list[CommunePart]]]:
    held = Territory.objects.filter(parts__territory__in=list(territories)).distinct()
    return {
        territory.pk: by_commune(territory.commune_parts)
        for territory in held.prefetch_related("parts__iris")
    }


def _shared_people(
    code: str, ours: Mapping[str, Sequence[CommunePart]], theirs: Mapping[str, Sequence[CommunePart]]
) -> int | None:
    """How many people of a commune both sides hold (0 when nobody counts them); None when they share nobody."""
    our_parts, their_parts = ours.get(code, ()), theirs.get(code, ())
    if our_parts and their_parts:
        common = [part for part in our_parts if any(part.shares(their_part) for their_part in their_parts)]
        return sum(part.population or 0 for part in common) if common else None
    if our_parts or their_parts:
        return sum(part.population or 0 for part in (our_parts or their_parts))
    return atlas().commune(code).population or 0


def declared_codes(departements: Collection[str], *, apart_from: UUID | None = None) -> list[str]:
    """The communes and arrondissements of these départements that a declared territory of this instance holds."""
    declared = Territory.objects.declared()
    if apart_from is not None:
        declared = declared.exclude(pk=apart_from)
    held = (
        TerritoryCommune.objects.filter(territory__in=declared)
        .order_by("code")
        .values_list("code", flat=True)
    )
    wanted = {unit.code for departement in departements for unit in atlas().units_of(departement)}
    return sorted(atlas().smallest(held) & wanted)
