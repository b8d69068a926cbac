"""The columns of an activity that say where one practises, in the order of `maillage.registers`."""

from typing import NamedTuple


class Structure(NamedTuple):
    """Columns 20 (Numéro SIRET site) to 48 (Autorité d'enregistrement)."""

    siret: str = ""
    siren: str = ""
    finess: str = ""
    entity: str = ""
    technical: str = ""
    name: str = ""
    sign: str = ""
    addressee: str = ""
    point: str = ""
    number: str = ""
    repeat: str = ""
    way_code: str = ""
    way: str = ""
    street: str = ""
    box: str = ""
    cedex: str = ""
    postal_code: str = ""
    commune: str = ""
    commune_name: str = ""
    country: str = ""
    country_name: str = ""
    phone: str = ""
    phone_2: str = ""
    fax: str = ""
    email: str = ""
    departement: str = ""
    departement_name: str = ""
    former: str = ""
    authority: str = ""

    def __str__(self) -> str:
        return "|".join(self)


NOWHERE = str(Structure())
