"""What the atlas answers with: a commune, an EPCI, a département, as the official code (COG) writes them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune in force. `population` (municipale) is None where nobody lives, `epci` where none is."""

    code: str
    name: str
    population: int | None
    departement: str
    region: str
    epci: str | None
    postal_codes: tuple[str, ...]
    #: False for the few communes, and all overseas collectivities, whose outline no source gives.
    has_shape: bool


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
