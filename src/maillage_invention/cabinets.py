"""Where liberals practise: cabinets nobody keeps, each computed again from its commune and its rank there."""

from typing import Any

from maillage.geography import atlas
from maillage_invention.communes import Communes, scattered
from maillage_invention.names import Names, plain
from maillage_invention.numbers import phone, siren, siret
from maillage_invention.rows import Structure

INHABITANTS = 320  # for one cabinet, in a whole France
SIRENS = 500_000  # entities of FINESS take the ranks below
TITLES = 4_000


class Cabinets:
    """The cabinets of communes; `scale` is 1 for as many by inhabitant as in a whole France."""

    def __init__(self, communes: Communes, names: Names, words: dict[str, Any], *, scale: float) -> None:
        self._communes = communes
        self._per_inhabitant = scale / INHABITANTS
        self._titles = [
            *(f"CABINET {names.family()}" for _ in range(TITLES)),
            *(f"MAISON MEDICALE {spot}" for spot in words["spots"]),
        ]
        self._streets: list[str] = words["streets"]
        self._ways: list[tuple[str, str]] = words["ways"]
        self._departements = {departement.code: departement.name for departement in atlas().departements()}

    def at(self, commune: int, chance: float, authority: str) -> str:
        """The columns of a cabinet of this commune; colleagues met there share its address and its phone.

        Each order registers it apart: one SIRET, several technical identifiers.
        """
        people = self._communes.all[commune].population or 0
        rank = int(chance * (1 + int(people * self._per_inhabitant)))
        return str(self._structure(commune, scattered(commune, rank), authority))

    def _structure(self, commune: int, number: int, authority: str) -> Structure:
        rank, kind = divmod(number, 1_000)
        legal = siren(SIRENS + rank % SIRENS) if kind % 10 < 7 else ""
        site = siret(legal, 10 + rank % 3) if legal else ""
        unlocated = Structure(
            siret=site,
            siren=legal,
            technical=f"R{rank % 10**8:08d}{authority[-1]}",
            name=self._titles[rank % len(self._titles)],
            former=f"3{site}" if site else "",
            authority=authority,
        )
        return unlocated if kind % 29 == 28 else self._located(unlocated, commune, rank, kind)

    def _located(self, structure: Structure, commune: int, rank: int, kind: int) -> Structure:
        departement = self._communes.all[commune].departement
        locality = self._communes.locality(commune, rank)
        code, way = self._ways[rank // 11 % len(self._ways)]
        street = self._streets[rank // 7 % len(self._streets)]
        glued = kind % 5 == 0  # « R DENIS PAPIN »: the kind of way is inside its name
        said = kind % 3 > 0
        return structure._replace(
            point="BATIMENT B" if kind % 41 == 0 else "",
            number=str(rank % 140 + 1),
            repeat="B" if kind % 43 == 0 else "",
            way_code="" if glued else code,
            way="" if glued else way,
            street=f"{code} {street}" if glued else street,
            box="BP 12" if kind % 47 == 0 else "",
            cedex=f"{plain(locality.name)} CEDEX" if kind % 53 == 0 else "",
            postal_code=locality.postal_code,
            commune="" if kind % 61 == 0 else locality.code,
            commune_name=locality.name,
            country="99000" if said else "",
            country_name="France" if said else "",
            phone=phone(departement, rank) if kind % 4 else "",
            phone_2=phone(departement, rank + 1) if kind % 31 == 0 else "",
            fax=phone(departement, rank + 2) if kind % 13 == 0 else "",
            email=f"accueil.{rank % 10**6}@example.org" if kind % 19 == 0 else "",
            departement=departement if said else "",
            departement_name=self._departements[departement] if said else "",
        )
