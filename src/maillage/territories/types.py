"""What the territories room hands around."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import date_in_french, folded, integer


@dataclass(frozen=True, slots=True)
class CommunePart:
    """A part of a commune (quartier, set of IRIS): its figures are those somebody typed or imported, and say so."""

    pk: int
    commune: str  # INSEE code
    name: str
    population: int | None
    source: str
    dated_on: date
    iris: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """« Quartier Nord (12 000 habitants, Insee, IRIS, au 1er janvier 2021) »."""
        people = "population inconnue" if self.population is None else f"{integer(self.population)} habitants"
        return f"{self.name} ({people}, {self.source}, au {date_in_french(self.dated_on)})"

    def shares(self, other: "CommunePart") -> bool:
        """Whether both hold the same people: IRIS in common, else the same name."""
        if self.commune != other.commune:
            return False
        if self.iris and other.iris:
            return bool(self.iris & other.iris)
        return folded(self.name) == folded(other.name)


#: What a drawing is for, when it is to found a form: « nouvelle_ess ». No address of a structure begins so.
TO_FOUND = "nouvelle_"
