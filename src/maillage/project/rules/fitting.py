"""Which indicators something of the structure proves by itself: those that count it, those of its mission."""

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

#: What each counter counts.
COUNTS = {
    "reunion": {"reunions_tenues", "professionnels_presents", "heures_de_reunion"},
    "decision": {"decisions_prises"},
    "evenement": {"evenements", "participants_evenements"},
    "enquete": {"reponses_enquete"},
}


class Followed(Protocol):
    @property
    def counter(self) -> str: ...
    @property
    def counter_of(self) -> str: ...
    @property
    def mission(self) -> str: ...


F = TypeVar("F", bound=Followed)


def fitting(indicators: Iterable[F], kind: str, about: Collection[str], mission: str = "") -> list[F]:
    """`about`: what it is one of (its instance, its kind), as counters may be narrowed to it."""
    counting = COUNTS.get(kind, set())
    return [
        each
        for each in indicators
        if (each.counter in counting and each.counter_of in {"", *about})
        or (mission and each.mission == mission)
    ]
