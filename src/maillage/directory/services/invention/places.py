"""FINESS places that do not exist, and the JSON of their legal entities."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from maillage.directory.services.invention.communes import Communes, Locality
from maillage.directory.services.invention.names import Names, plain
from maillage.directory.services.invention.numbers import FinessNumbers, phone, siren, siret
from maillage.directory.services.invention.rows import Structure
from maillage.geography import atlas


@dataclass(frozen=True, slots=True)
class Kind:
    """A FINESS category the generator invents places of."""

    code: str
    called: str
    town: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An establishment (EGE)."""

    id: int
    finess: str
    kind: Kind
    name: str
    siret: str
    commune: int
    locality: Locality
    departement: str
    number: str
    way: tuple[str, str]
    street: str
    phones: tuple[str, ...]
    email: str
    opened: str
    closed: str
    #: Longitude and latitude, in degrees, or None.
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A legal entity (PMEJ) and its establishments."""

    id: int
    finess: str
    siren: str
    name: str
    legal: str
    places: tuple[Place, ...]

    @property
    def is_open(self) -> bool:
        return any(not place.closed for place in self.places)


class Staffed:
    """The open places, as the columns of RPPS rows, by category: where salaried people practise."""

    def __init__(self) -> None:
        self._columns: dict[str, list[str]] = defaultdict(list)
        self._departements: dict[str, list[str]] = defaultdict(list)
        self._near: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, kind: str, departement: str, columns: str) -> None:
        self._near[kind, departement].append(len(self._columns[kind]))
        self._columns[kind].append(columns)
        self._departements[kind].append(departement)

    def draw(self, kind: str, chance: float) -> tuple[str, str] | None:
        """(columns, département) of a place of this kind, the first ones being the largest; None without any."""
        if not (columns := self._columns.get(kind)):
            return None
        index = int(chance**1.5 * len(columns))
        return columns[index], self._departements[kind][index]

    def draw_in(self, departement: str, kind: str, chance: float) -> tuple[str, str] | None:
        if not (near := self._near.get((kind, departement))):
            return None
        return self._columns[kind][near[int(chance**1.5 * len(near))]], departement


class Invented:
    """The legal entities of France, in no order, `scale` being 1 for as many as in the whole country."""

    def __init__(
        self, communes: Communes, names: Names, words: dict[str, Any], *, seed: int, scale: float
    ) -> None:
        self._communes = communes
        self._names = names
        self._words = words
        self._scale = scale
        self._random = Random(f"{seed} places")  # noqa: S311 -- not a secret
        self._finess = FinessNumbers()
        self._ids = 0
        geography = atlas()
        self._points = geography.mesh.town_halls[[geography.names.index[each.code] for each in communes.all]]
        self._departements = {each.code: each.name for each in geography.departements()}
        self.staffed = Staffed()
        self.count = 0

    def entities(self) -> Iterator[Entity]:
        """Each entity once; `staffed` fills on the way."""
        waiting = [family for family in self._words["families"] for _ in range(1)]
        for family in waiting:
            yield from self._family(family)

    def _family(self, family: dict[str, Any]) -> Iterator[Entity]:
        queue = []
        for each in family["kinds"]:
            kind = Kind(each["code"], each["called"], each["town"])
            count = max(1, round(each["open"] * self._scale))
            queue += [(kind, False)] * count
            queue += [(kind, True)] * round(count * self._words["closed_per_open"])
        self._random.shuffle(queue)
        while queue:
            size = 1
            while self._random.random() > 1 / family["together"]:
                size += 1
            held, queue = queue[-size:], queue[:-size]
            yield self._entity(held, self._random.choice(family["legal"]))

    def _entity(self, held: list[tuple[Kind, bool]], legal: str) -> Entity:
        draw = self._random.random
        first = self._communes.draw(held[0][0].town, draw())
        departement = self._communes.all[first].departement
        self._ids += 1
        number, rank = siren(self._ids), self._ids
        finess = self._finess.next(departement)
        places = []
        for order, (kind, closed) in enumerate(held):
            commune = self._communes.draw_in(departement, kind.town, draw()) if order else first
            places.append(self._place(kind, commune, siret=siret(number, order + 1), closed=closed))
        entity = Entity(
            id=rank,
            finess=finess,
            siren=number,
            name=self._title(places[0]),
            legal=legal,
            places=tuple(places),
        )
        for place in places:
            self.count += 1
            if not place.closed:
                self.staffed.add(place.kind.code, departement, self._columns(place, entity))
        return entity

    def _title(self, place: Place) -> str:
        return place.name if self._random.random() < 0.6 else f"SELARL {self._names.family()}"

    def _place(self, kind: Kind, commune: int, *, siret: str, closed: bool) -> Place:
        chance = self._random.random
        self._ids += 1
        where = self._communes.all[commune]
        number = int(chance() * 10**9)
        opened = 1950 + number % 76
        return Place(
            id=self._ids,
            finess=self._finess.next(where.departement),
            kind=kind,
            name=self._name(kind, where.name, number),
            siret=siret if chance() < 0.8 else "",
            commune=commune,
            locality=self._communes.locality(commune, number),
            departement=where.departement,
            number=str(number % 190 + 1),
            way=self._words["ways"][number % len(self._words["ways"])],
            street=self._words["streets"][number % len(self._words["streets"])],
            phones=self._phones(where.departement, number),
            email=f"contact.{self._ids}@example.org" if chance() < 0.3 else "",
            opened=f"{opened}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            closed=f"{opened + number % (2026 - opened) if opened < 2026 else 2026}-06-30" if closed else "",
            point=self._point(commune) if chance() < 0.75 else None,
        )

    def _name(self, kind: Kind, commune: str, number: int) -> str:
        match number % 4:
            case 0:
                return f"{kind.called} {self._names.family()}"
            case 1:
                return f"{kind.called} DE {plain(commune)}"
            case _:
                return f"{kind.called} {self._words['spots'][number // 4 % len(self._words['spots'])]}"

    def _phones(self, departement: str, number: int) -> tuple[str, ...]:
        if number % 9 == 0:
            return ()
        first = phone(departement, number)
        return (first, phone(departement, number + 1)) if number % 17 == 0 else (first,)

    def _point(self, commune: int) -> tuple[float, float] | None:
        longitude, latitude = self._points[commune].tolist()
        if np.isnan(longitude):
            return None
        return longitude + self._random.gauss(0, 0.008), latitude + self._random.gauss(0, 0.006)

    def _columns(self, place: Place, entity: Entity) -> str:
        number = place.id
        code, way = place.way
        return str(
            Structure(
                siret=place.siret,
                siren=entity.siren,
                finess=place.finess,
                entity=entity.finess,
                technical=f"F{number:07d}",
                name=place.name,
                sign=place.name if number % 5 == 0 else "",
                number=place.number,
                way_code=code if number % 6 else "",
                way=way if number % 6 else "",
                street=place.street if number % 6 else f"{code} {place.street}",
                box="CS 90012" if number % 23 == 0 else "",
                cedex=f"{plain(place.locality.name)} CEDEX" if number % 23 == 0 else "",
                postal_code=place.locality.postal_code,
                commune=place.locality.code if number % 37 else "",
                commune_name=place.locality.name,
                country="99000",
                country_name="France",
                phone=place.phones[0] if place.phones else "",
                email=place.email if number % 2 else "",
                departement=place.departement if number % 3 else "",
                departement_name=self._departements[place.departement] if number % 3 else "",
                former=f"1{place.finess}",
                authority="ARS",
            )
        )
