"""FINESS places as employers see their staff: the columns of an activity, drawn by category and département."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from maillage.geography import atlas
from maillage_invention.communes import Communes
from maillage_invention.names import plain
from maillage_invention.places import Entity, Place
from maillage_invention.rows import Structure

#: The larger, the more the first places of a category have more staff than the last.
UNEVENNESS = 1.5


class Staffed:
    """Where salaried people practise. What is kept of a place is its columns: 300 bytes."""

    def __init__(self, communes: Communes) -> None:
        self._communes = communes
        self._names = {departement.code: departement.name for departement in atlas().departements()}
        self._columns: dict[str, list[str]] = defaultdict(list)
        self._departements: dict[str, list[str]] = defaultdict(list)
        self._near: dict[tuple[str, str], list[int]] = defaultdict(list)

    def by(self, entities: Iterable[Entity]) -> Iterator[Entity]:
        """The same entities; their open places are staffed, and one closed in a hundred: the registry is late."""
        for entity in entities:
            for place in entity.places:
                if not place.closed or place.id % 100 == 0:
                    self._add(place, entity)
            yield entity

    def draw(self, kind: str, chance: float) -> tuple[str, str] | None:
        """The columns and the département of a place of this category; None when there is none."""
        if kind not in self._columns:
            return None
        index = int(chance**UNEVENNESS * len(self._columns[kind]))
        return self._columns[kind][index], self._departements[kind][index]

    def draw_in(self, departement: str, kind: str, chance: float) -> tuple[str, str] | None:
        """The same, in one département."""
        if (kind, departement) not in self._near:
            return None
        near = self._near[kind, departement]
        return self._columns[kind][near[int(chance**UNEVENNESS * len(near))]], departement

    def _add(self, place: Place, entity: Entity) -> None:
        kind = place.kind.code
        self._near[kind, place.departement].append(len(self._columns[kind]))
        self._departements[kind].append(place.departement)
        self._columns[kind].append(str(self._structure(place, entity)))

    def _structure(self, place: Place, entity: Entity) -> Structure:
        code, way = place.way
        glued = place.id % 6 == 0
        said = place.id % 3 > 0
        boxed = place.id % 23 == 0
        locality = place.locality
        if place.id % 500 == 0:  # the two registries do not say the same commune
            other = self._communes.draw_in(place.departement, 0, 0.5)
            locality = self._communes.locality(other, place.id)
        return Structure(
            siret=place.siret,
            siren=entity.siren,
            finess=place.finess,
            entity=entity.finess,
            technical=f"F{place.id:08d}",
            name=place.name,
            sign=place.name if place.id % 5 == 0 else "",
            number=str(place.number),
            way_code="" if glued else code,
            way="" if glued else way,
            street=f"{code} {place.street}" if glued else place.street,
            box="CS 90012" if boxed else "",
            cedex=f"{plain(locality.name)} CEDEX" if boxed else "",
            postal_code=locality.postal_code,
            commune=locality.code if place.id % 37 else "",
            commune_name=locality.name,
            country="99000",
            country_name="France",
            phone=place.phones[0] if place.phones else "",
            email=place.email if place.id % 2 else "",
            departement=place.departement if said else "",
            departement_name=self._names[place.departement] if said else "",
            former=f"1{place.finess}",
            authority="ARS",
        )
