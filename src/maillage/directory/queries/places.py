"""The places of a territory: what is there, and how far the pharmacies are from one another."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Count

from maillage.directory.models import Place
from maillage.geography import atlas, km_between, on_sphere
from maillage.registers import PlaceKind

AROUND_KM = 30.0  # a neighbour further away is said to be so, not measured
PIECE = 5_000  # communes in one SQL statement
COUNTED = tuple(kind for kind in PlaceKind if kind)


class Measure(StrEnum):
    """What a straight line was drawn between."""

    POINTS = "points"  # two addresses
    MIXED = "point et mairie"
    TOWN_HALLS = "mairies"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest pharmacy. `km` is None within one commune when a point is missing: a town hall is not an address."""

    place: Place
    km: float | None
    measure: Measure


@dataclass(frozen=True, slots=True)
class Pharmacy:
    """`nearest` is None when there is no other one within AROUND_KM, or when nothing says where this one is."""

    place: Place
    nearest: Neighbour | None
    is_located: bool  # by its own point, or by the town hall of its commune


def places_of(codes: Collection[str], kinds: Iterable[PlaceKind] = COUNTED) -> dict[PlaceKind, list[Place]]:
    """The open places of communes in force, by kind in the order of PlaceKind, then by name; a kind may be empty."""
    found: dict[PlaceKind, list[Place]] = {kind: [] for kind in kinds}
    for place in _read(codes, found):
        found[PlaceKind(place.kind)].append(place)
    return found


def places_by_commune(codes: Collection[str]) -> dict[str, int]:
    """Places of the kinds that count under exactly these codes, as `people_by_commune` counts people."""
    rows = Place.objects.filter(commune__in=codes, kind__in=COUNTED).values_list("commune")
    return dict(rows.annotate(places=Count("id")))


def pharmacies_of(codes: Collection[str]) -> list[Pharmacy]:
    """The pharmacies of communes in force, by name, each with its nearest neighbour, wherever that one is.

    Kilometres in a straight line between two points, or to the town hall for a pharmacy that has none of its own.
    """
    known = _read(_around(codes), [PlaceKind.PHARMACIE])
    spots, here = _spots(known), set(atlas().with_parts(codes))
    return [_pharmacy(index, known, spots) for index, place in enumerate(known) if place.commune in here]


def km_to_pharmacy(codes: Sequence[str]) -> dict[str, float | None]:
    """From the town hall of each commune to the nearest pharmacy; 0 where there is one, None beyond AROUND_KM.

    A commune whose town hall nobody places is absent, unless it has a pharmacy.
    """
    known = _read(_around(codes), [PlaceKind.PHARMACIE])
    spots, served = _spots(known), {place.commune for place in known}
    found: dict[str, float | None] = {}
    for code, start in zip(codes, on_sphere([_town_hall(code) for code in codes]), strict=True):
        km = float(np.fmin.reduce(km_between(start, spots), initial=np.inf))
        is_served = not served.isdisjoint(atlas().with_parts([code]))
        if is_served or not np.isnan(start).any():
            found[code] = 0.0 if is_served else km if km <= AROUND_KM else None
    return found


@lru_cache(maxsize=4)
def departements_with_places(_vintage: str) -> frozenset[str]:
    """Those where FINESS lists something: all of them, unless a partial file was imported; none without a file."""
    communes = list(Place.objects.exclude(commune="").values_list("commune", flat=True).distinct())
    # The geography may have changed since the import.
    known = atlas().resolve(communes).codes if communes else ()
    return frozenset(atlas().commune(code).departement for code in known)


def has_point(place: Place) -> bool:
    """A point of its own: that of the middle of its commune is no address."""
    return place.latitude is not None and place.precision != "commune"


def _pharmacy(index: int, known: Sequence[Place], spots: Any) -> Pharmacy:
    place = known[index]
    km = km_between(spots[index], spots)
    km[index] = np.nan
    if np.isnan(km).all():
        return Pharmacy(place, None, is_located=not np.isnan(spots[index]).any())
    nearest = int(np.nanargmin(km))
    other = known[nearest]
    located = has_point(place) + has_point(other)
    measure = (Measure.TOWN_HALLS, Measure.MIXED, Measure.POINTS)[located]
    if km[nearest] > AROUND_KM:
        return Pharmacy(place, None, is_located=True)
    said = None if other.commune == place.commune and located < 2 else float(km[nearest])
    return Pharmacy(place, Neighbour(other, said, measure), is_located=True)


def _read(codes: Collection[str], kinds: Iterable[PlaceKind]) -> list[Place]:
    """By name. In pieces: one SQL statement does not take all the communes of France."""
    units, kept = atlas().with_parts(codes), list(kinds)
    found = [
        place
        for start in range(0, len(units), PIECE)
        for place in Place.objects.filter(commune__in=units[start : start + PIECE], kind__in=kept)
    ]
    return sorted(found, key=lambda place: (place.sort, place.id))


def _around(codes: Collection[str]) -> list[str]:
    """These communes, and those whose town hall is within AROUND_KM of one of theirs."""
    return list(dict.fromkeys(near for code in codes for near in atlas().nearby(code, AROUND_KM)))


def _spots(places: Iterable[Place]) -> Any:
    return on_sphere(
        [
            (place.longitude, place.latitude) if has_point(place) else _town_hall(place.commune)
            for place in places
        ]
    )


def _town_hall(commune: str) -> Any:
    """Longitude and latitude in degrees; NaN when nobody knows."""
    return atlas().mesh.town_halls[atlas().names.index[commune]]
