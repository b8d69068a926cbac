"""A figure of a diagnosis as a need keeps it, and how densities are said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maillage.kernel import decimal_in_french, integer
from maillage.territories.queries.supply import PER, Offer

#: What is ours is never called by the name of an official figure.
ESTIMATE = "estimation Maillage"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure one can turn into a need: as it is read today, with its source and the date of its source."""

    key: str
    label: str
    value: str
    beside: str
    source: str
    on: date
    aim: str = ""  # what one would ask for: the start of the need, to be reworded

    @property
    def sentence(self) -> str:
        """« Attirer des infirmiers. Infirmiers en ville : 6,2 pour 10 000 habitants (8,1 en France). »"""
        aim = f"{self.aim}. " if self.aim else ""
        beside = f" ({self.beside})" if self.beside else ""
        colon = "" if self.label.endswith("?") else "\N{NO-BREAK SPACE}:"
        return f"{aim}{self.label}{colon} {self.value}{beside}."


def density_words(density: float | None) -> str:
    """« 6,2 pour 10 000 habitants »."""
    if density is None:
        return "densité inconnue"
    return f"{decimal_in_french(density)} pour {integer(PER)} habitants"


def beside_words(offer: Offer) -> Iterable[str]:
    if offer.france is not None:
        yield offer.beside_france
    if offer.rank is not None:
        yield f"{offer.rank.words} parmi {integer(offer.rank.out_of)} intercommunalités"
