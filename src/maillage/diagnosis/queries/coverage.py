"""Which communes of a territory an imported file knows: what is said of the others is « inconnu », never zero."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
    #: City → « 12 personnes »: what the file has there without saying in which arrondissement, when some are asked for.
    adrift: Mapping[str, str] = field(default_factory=dict)

    @property
    def nothing(self) -> str:
        """Why nothing can be said; empty as soon as one commune is known."""
        if self.codes:
            return ""
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
        """Of the communes known."""
        return people_in(self.codes)

    @property
    def sentence(self) -> str:
        """What is known and what is not; empty when all is."""
        return " ".join(filter(None, (self._beyond, *self._adrift)))

    @property
    def _adrift(self) -> Iterable[str]:
        for city, count in self.adrift.items():
            yield (
                f"{self.file} situe {count} à {atlas().commune(city).name} sans dire dans quel arrondissement : on ne "
                "sait pas si c’est ici, et les chiffres ne les comptent pas."
            )

    @property
    def _beyond(self) -> str:
        """Of the communes that the file does not cover."""
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


def people_in(codes: Iterable[str]) -> int | None:
    """Inhabitants of communes, each whole, as those who practise there are counted; None when one is not published."""
    people = [atlas().commune(code).population for code in codes]
    return None if None in people else sum(each or 0 for each in people)


def departements_of(codes: Iterable[str]) -> list[str]:
    return sorted({atlas().commune(code).departement for code in codes})


def coverage(
    file: str,
    codes: Sequence[str],
    departements: Collection[str],
    *,
    counted: Callable[[Collection[str]], Mapping[str, int]],
    noun: tuple[str, str],  # in the singular, in the plural
) -> Coverage:
    """`departements`: those that the file covers; `counted`: what it has under a code, called `noun`."""
    units = [atlas().commune(code) for code in codes]
    cities = sorted({unit.city for unit in units if unit.city})
    return Coverage(
        file,
        codes=tuple(unit.code for unit in units if unit.departement in departements),
        unknown=tuple(unit.code for unit in units if unit.departement not in departements),
        adrift={city: plural(count, *noun) for city, count in counted(cities).items()} if cities else {},
    )
