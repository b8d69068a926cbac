"""FINESS places that do not exist, and the legal entities that hold them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from random import Random
from typing import Any

from maillage.geography import atlas
from maillage_invention.communes import Communes, Locality
from maillage_invention.names import Names, plain
from maillage_invention.numbers import FinessNumbers, phone, siren, siret

LAST_YEAR = 2026
LOCATED = 0.75  # a quarter of the sites has no coordinates


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of TRE_R397, what its places are called, and the towns that attract them."""

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
    departement: str
    locality: Locality
    number: int
    way: tuple[str, str]
    street: str
    phones: tuple[str, ...]
    email: str
    opened: str
    #: Empty while it is open.
    closed: str
    #: Longitude and latitude, in degrees.
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A legal entity (PMEJ), and its establishments: one at least, all in one département."""

    id: int
    finess: str
    siren: str
    name: str
    legal: str
    places: tuple[Place, ...]

    @property
    def is_open(self) -> bool:
        return any(not place.closed for place in self.places)


class Founder:
    """Founds the legal entities of places.yaml; `scale` is 1 for as many as in a whole France."""

    def __init__(
        self, communes: Communes, names: Names, words: dict[str, Any], *, seed: int, scale: float
    ) -> None:
        self._communes = communes
        self._names = names
        self._words = words
        self._scale = scale
        self._random = Random(f"{seed} places")  # noqa: S311 -- no secret
        self._draw = self._random.random
        self._finess = FinessNumbers()
        self._ids = self._sirens = 0
        geography = atlas()
        indices = [geography.names.index[commune.code] for commune in communes.all]
        self._town_halls = geography.mesh.town_halls[indices]

    def entities(self) -> Iterator[Entity]:
        for family in self._words["families"]:
            queue = self._queue(family["kinds"])
            while queue:
                size = 1
                while self._draw() > 1 / family["together"]:
                    size += 1
                held, queue[-size:] = queue[-size:], []
                yield self._entity(held, family["legal"][int(self._draw() * len(family["legal"]))])

    def _queue(self, kinds: list[dict[str, Any]]) -> list[tuple[Kind, bool]]:
        """The places to found, in no order: each a kind, and whether it is closed. One open of each kind at least."""
        queue: list[tuple[Kind, bool]] = []
        for each in kinds:
            kind = Kind(each["code"], each["called"], each["town"])
            opened = max(1, round(each["open"] * self._scale))
            queue += [(kind, False)] * opened
            queue += [(kind, True)] * round(opened * self._words["closed_per_open"])
        self._random.shuffle(queue)
        return queue

    def _entity(self, held: list[tuple[Kind, bool]], legal: str) -> Entity:
        town = held[0][0].town
        communes = [self._communes.draw(town, self._draw())]
        departement = self._communes.all[communes[0]].departement
        communes += [self._communes.draw_in(departement, kind.town, self._draw()) for kind, _ in held[1:]]
        self._ids += 1
        self._sirens += 1
        identifier, number = self._ids, siren(self._sirens)
        finess = self._finess.next(departement)
        places = tuple(
            self._place(kind, commune, siret=siret(number, 10 + rank), closed=closed)
            for rank, ((kind, closed), commune) in enumerate(zip(held, communes, strict=True))
        )
        name = places[0].name if self._draw() < 0.6 else f"SOCIETE {self._names.family()}"
        return Entity(id=identifier, finess=finess, siren=number, name=name, legal=legal, places=places)

    def _place(self, kind: Kind, commune: int, *, siret: str, closed: bool) -> Place:
        words, where = self._words, self._communes.all[commune]
        self._ids += 1
        number = int(self._draw() * 10**9)
        opened = 1950 + number % (LAST_YEAR - 1950)
        return Place(
            id=self._ids,
            finess=self._finess.next(where.departement),
            kind=kind,
            name=self._name(kind, where.name),
            siret=siret if self._draw() < 0.8 else "",
            commune=commune,
            departement=where.departement,
            locality=self._communes.locality(commune, number),
            number=number % 190 + 1,
            way=words["ways"][number // 11 % len(words["ways"])],
            street=words["streets"][number // 7 % len(words["streets"])],
            phones=phones(where.departement, number),
            email=f"contact.{self._ids}@example.org" if self._draw() < 0.3 else "",
            opened=f"{opened}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            closed=f"{opened + 1 + number % (LAST_YEAR - opened)}-01-31" if closed else "",
            point=self._point(commune) if self._draw() < LOCATED else None,
        )

    def _name(self, kind: Kind, commune: str) -> str:
        chance = self._draw()
        if chance < 0.25:
            return f"{kind.called} {self._names.family()}"
        if chance < 0.5:
            return f"{kind.called} DE {plain(commune)}"
        spots = self._words["spots"]
        return f"{kind.called} {spots[int((chance - 0.5) * 2 * len(spots))]}"

    def _point(self, commune: int) -> tuple[float, float] | None:
        """A kilometre or so around the town hall; None where nobody knows where that is."""
        longitude, latitude = self._town_halls[commune].tolist()
        if isnan(longitude):
            return None
        return longitude + self._random.gauss(0, 0.006), latitude + self._random.gauss(0, 0.004)


def phones(departement: str, number: int) -> tuple[str, ...]:
    """None for some places, two for others."""
    if number % 9 == 0:
        return ()
    first = phone(departement, number)
    return (first, phone(departement, number + 1)) if number % 17 == 0 else (first,)
