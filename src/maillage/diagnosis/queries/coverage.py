"""Which communes of a territory an imported file knows: what is said of the others is « inconnu », never zero."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from maillage.geography import atlas
from maillage.kernel import integer, joined, plural

#: Communes that a sentence names.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """The communes that a file knows, and those it does not, by their codes."""

    file: str  # « Le fichier FINESS »
    codes: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def nothing(self) -> str:
        """Why nothing can be said; empty as soon as one commune is known."""
        if self.codes:
            return ""
        if cities := {city for code in self.unknown if (city := atlas().commune(code).city)}:
            names = [atlas().commune(city).name for city in sorted(cities)]
            return f"{self.file} compte {joined(names)} en entier\N{NO-BREAK SPACE}: on ne sait rien de ses arrondissements."
        names = [atlas().departement(code).name for code in departements_of(self.unknown)]
        these = "ce département" if len(names) == 1 else "ces départements"
        return f"{self.file} importé sur cette instance ne couvre pas {these} : {joined(names)}."

    @property
    def in_short(self) -> str:
        """« 25 communes sur 26 »; empty when all are known."""
        if not self.unknown:
            return ""
        return f"{plural(len(self.codes), 'commune')} sur {integer(len(self.codes) + len(self.unknown))}"

    @property
    def population(self) -> int | None:
        """Of the communes known; None when one has no published population."""
        people = [atlas().commune(code).population for code in self.codes]
        return None if None in people else sum(each or 0 for each in people)

    @property
    def sentence(self) -> str:
        """What is known and what is not; empty when all is."""
        if not self.unknown:
            return ""
        names = [_named(code) for code in self.unknown[:NAMED]]
        missing = joined(names) if len(self.unknown) <= NAMED else f"{', '.join(names)}…"
        people = "" if self.population is None else f" ({integer(self.population)} habitants)"
        return (
            f"{self.file} importé ici connaît {self.in_short}. Il ne couvre pas {missing} : on ne sait rien de ce "
            f"qui s’y trouve. Les chiffres portent sur ce qui est connu{people} ; pour l’ensemble, les nombres sont "
            "des minimums."
        )


def _named(code: str) -> str:
    """« Lyon (Rhône) »."""
    commune = atlas().commune(code)
    return f"{commune.name} ({atlas().departement(commune.departement).name})"


def departements_of(codes: Iterable[str]) -> list[str]:
    return sorted({atlas().commune(code).departement for code in codes})


def coverage(file: str, codes: Sequence[str], departements: Collection[str]) -> Coverage:
    """`departements`: those that the file covers. The directory is kept by city: of an arrondissement, nobody knows."""
    communes = [atlas().commune(code) for code in codes]
    known = tuple(each.code for each in communes if each.departement in departements and not each.city)
    return Coverage(file, known, tuple(code for code in codes if code not in set(known)))
