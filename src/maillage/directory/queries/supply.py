"""How many people practise in an area: what every diagnosis reads, counted at import or on the spot."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, F, Q

from maillage.directory.models import Activity, Headcount, Reach
from maillage.geography import Accessibility, atlas
from maillage.registers import Counts

#: Care itself, as an index holds it; neither replacements, nor students, nor teaching.
CARE = Q(counts__in=[bits for bits in range(2 * Counts.IN_TOWN) if bits & Counts.CARE])


@dataclass(frozen=True, slots=True)
class Supply:
    """People of one profession in an area, each once. `replacing` only replace: they are not in `people`."""

    people: int = 0
    in_town: int = 0
    liberal: int = 0
    replacing: int = 0
    places: int = 0


NOBODY = Supply()


def supply_of(codes: Collection[str]) -> dict[str, Supply]:
    """By profession key, over a set of communes: who practises in two of them counts once. Read in an index alone."""

    bits = {
        name: F("counts").bitand(bit)
        for name, bit in (("care", Counts.CARE), ("town", Counts.IN_TOWN), ("own", Counts.LIBERAL))
    }
    rows = (
        Activity.objects.filter(commune__in=atlas().with_parts(codes), counts__gt=0)
        .exclude(trade="")
        .alias(**bits)
        .values("trade")
        .annotate(
            everyone=Count("person", distinct=True),
            caring=Count("person", distinct=True, filter=Q(care__gt=0)),
            in_town=Count("person", distinct=True, filter=Q(town__gt=0)),
            liberal=Count("person", distinct=True, filter=Q(own__gt=0)),
            places=Count("structure", distinct=True, filter=Q(care__gt=0) & ~Q(structure="")),
        )
    )
    return {
        row["trade"]: Supply(
            people=row["caring"],
            in_town=row["in_town"],
            liberal=row["liberal"],
            replacing=row["everyone"] - row["caring"],
            places=row["places"],
        )
        for row in rows
    }


def people_by_commune(codes: Collection[str]) -> dict[str, int]:
    """People who practise under exactly these codes: those of a city are those whose arrondissement is not said."""
    rows = Activity.objects.filter(CARE, commune__in=codes).values_list("commune")
    return dict(rows.annotate(people=Count("person", distinct=True)))


def headcounts(areas: Iterable[str]) -> dict[str, dict[str, Supply]]:
    """Area (as `Headcount.area` writes it) → profession key → people; an area with nobody is absent."""
    found: dict[str, dict[str, Supply]] = {}
    rows = Headcount.objects.filter(area__in=list(areas)).values_list(
        "area", "trade", "people", "in_town", "liberal", "replacing", "places"
    )
    for area, trade, *counts in rows:
        found.setdefault(area, {})[trade] = Supply(*counts)
    return found


@lru_cache(maxsize=4)
def _of_epcis(_vintage: str) -> dict[str, dict[str, int]]:
    """Profession key → EPCI → people in town. Kept as long as the directory is the same."""
    found: dict[str, dict[str, int]] = {}
    rows = Headcount.objects.filter(area__startswith="E").values_list("trade", "area", "in_town")
    for trade, area, in_town in rows:
        found.setdefault(trade, {})[area[1:]] = in_town
    return found


@lru_cache(maxsize=4)
def covered_departements(_vintage: str) -> frozenset[str]:
    """Those where the directory knows somebody: all of them, unless a partial file was imported."""
    areas = Headcount.objects.filter(area__startswith="D").values_list("area", flat=True).distinct()
    return frozenset(area[1:] for area in areas)


def in_town_by_epci(trade: str, *, vintage: str) -> Mapping[str, int]:
    """People in town of one profession, for every EPCI that has some; `vintage` names the directory read."""
    return _of_epcis(vintage).get(trade, {})


@lru_cache(maxsize=16)
def reach_of(trade: str, *, vintage: str) -> Accessibility | None:
    """Our accessibility index of a profession (or « pharmacie »); None when the directory has none."""
    row = Reach.objects.filter(trade=trade).first()
    if row is None:
        return None
    return atlas().accessibility_from(bytes(row.content)).within(covered_departements(vintage))
