"""Cabinets of liberals: not kept anywhere, each is computed again from its commune and its rank there."""

from typing import Any

from maillage.directory.services.invention.communes import Communes, scattered
from maillage.directory.services.invention.names import Names
from maillage.directory.services.invention.numbers import phone, siren, siret
from maillage.directory.services.invention.rows import Structure

INHABITANTS = 320  # per cabinet, when all of France is invented
SIRENS = 500_000  # the ranks above are those of the cabinets


class Cabinets:
    """The cabinets of communes, `scale` being 1 for as many as in the whole country."""

    def __init__(self, communes: Communes, names: Names, words: dict[str, Any], *, scale: float) -> None:
        self._communes = communes
        self._spots: list[str] = words["spots"]
        self._streets: list[str] = words["streets"]
        self._ways: list[tuple[str, str]] = words["ways"]
        self._titles = [names.family() for _ in range(4000)]
        self._scale = scale / INHABITANTS
        from maillage.geography import atlas

        self._departements = {each.code: each.name for each in atlas().departements()}

    def at(self, commune: int, chance: float, authority: str) -> str:
        """The columns of a cabinet of this commune. The same `chance` gives the same cabinet."""
        people = self._communes.all[commune].population or 0
        number = scattered(commune, int(chance * (1 + int(people * self._scale))))
        return str(self._structure(commune, number, authority))

    def _structure(self, commune: int, number: int, authority: str) -> Structure:
        rank, kind = number >> 8, number & 255
        legal = siren(SIRENS + rank % SIRENS) if kind % 10 < 7 else ""
        site = siret(legal, rank % 3 + 1) if legal else ""
        technical = f"R{rank % 10**7:07d}{authority[-1]}"
        name = (
            f"CABINET {self._titles[rank % 4000]}"
            if kind % 3
            else f"CABINET {self._spots[rank % len(self._spots)]}"
        )
        former = f"3{site}" if site else ""
        if kind % 29 == 28:  # no address at all
            return Structure(site, legal, technical=technical, name=name, former=former, authority=authority)
        place = self._communes.all[commune]
        locality = self._communes.locality(commune, number >> 16)
        code, way = self._ways[rank % len(self._ways)]
        street = self._streets[rank % len(self._streets)]
        return Structure(
            site,
            legal,
            technical=technical,
            name=name,
            point="BATIMENT B" if kind % 41 == 0 else "",
            number=str(rank % 140 + 1),
            repeat="B" if kind % 43 == 0 else "",
            way_code="" if kind % 5 == 0 else code,
            way="" if kind % 5 == 0 else way,
            street=f"{code} {street}" if kind % 5 == 0 else street,
            box="BP 12" if kind % 47 == 0 else "",
            cedex=f"{locality.name.upper()} CEDEX" if kind % 53 == 0 else "",
            postal_code=locality.postal_code,
            commune="" if kind % 61 == 0 else locality.code,
            commune_name=locality.name,
            country="99000" if kind % 2 else "",
            country_name="France" if kind % 2 else "",
            phone=phone(place.departement, rank) if kind % 4 else "",
            phone_2=phone(place.departement, rank + 1) if kind % 31 == 0 else "",
            fax=phone(place.departement, rank + 2) if kind % 13 == 0 else "",
            email=f"accueil.{rank % 10**6}@example.org" if kind % 19 == 0 else "",
            departement=place.departement if kind % 3 else "",
            departement_name=self._departements[place.departement] if kind % 3 else "",
            former=former,
            authority=authority,
        )
