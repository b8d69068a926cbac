"""Records of the atlas: a commune, an EPCI, a département, as the official code (COG) writes them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit of a territory: a commune in force, or an arrondissement of Paris, Lyon or Marseille.

    `population` (municipale) is None where none is published, `epci` where there is none; an arrondissement has
    the EPCI, the département and the region of its city.
    """

    code: str
    name: str
    population: int | None
    departement: str
    region: str
    epci: str | None
    postal_codes: tuple[str, ...]
    #: False for the few communes, and all overseas collectivities, whose own outline no source gives.
    has_shape: bool
    #: Of an arrondissement, the code of its city; empty for a commune.
    city: str = ""


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunalité à fiscalité propre. `kind` is CC, CA, CU, METRO or MET69; `members`, codes."""

    code: str
    name: str
    kind: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, or an overseas collectivity (975, 977, 978, 984, 986 to 989)."""

    code: str
    name: str
    region: str
    region_name: str


@dataclass(frozen=True, slots=True)
class Retired:
    """A code no longer in force. `old_name` is empty when the sources keep the code without its name."""

    code: str
    new_code: str
    new_name: str
    old_name: str = ""
