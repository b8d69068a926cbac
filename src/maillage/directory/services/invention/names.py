"""Names of people who do not exist: syllables for the family name, a common given name."""

import unicodedata
from collections.abc import Callable
from math import exp, log
from typing import Any

#: How far the commonest names are from the others: the first is borne by one person in four hundred.
EVENNESS = 50


def plain(text: str) -> str:
    """« Éva » → « EVA », as most of the registry writes it."""
    text = text.replace("Œ", "OE").replace("œ", "oe")
    return unicodedata.normalize("NFKD", text.upper()).encode("ascii", "ignore").decode()


class Names:
    """Draws names; `draw` gives numbers of [0, 1[."""

    def __init__(self, words: dict[str, Any], draw: Callable[[], float]) -> None:
        self._draw = draw
        starts, middles, ends = words["starts"], words["middles"], words["ends"]
        self._plain = tuple([plain(part) for part in parts] for parts in (starts, middles, ends))
        self._accented = tuple([part.upper() for part in parts] for parts in (starts, middles, ends))
        self._count = len(starts) * len(middles) * len(ends)
        self._span = log((self._count + EVENNESS) / EVENNESS)
        self._stride = coprime(self._count)
        self._particles: list[str] = words["particles"]
        self._given: dict[bool, list[str]] = {True: words["women"], False: words["men"]}

    def family(self) -> str:
        """In capitals: mostly without accents, now and then double, or with a particle, or with a quote in it."""
        chance = self._draw()
        name = self.one(self._accented if chance < 0.15 else self._plain)
        if 0.2 < chance < 0.25:
            return f"{name}{'-' if chance < 0.24 else ' '}{self.one(self._plain)}"
        if 0.3 < chance < 0.32:
            return f"{self._particles[int(self._draw() * len(self._particles))]}{name}"
        if 0.4 < chance < 0.4005:
            return f'{name} "DIT" {self.one(self._plain)}'
        return name

    def one(self, parts: tuple[list[str], ...]) -> str:
        """The commonest names first, spread over the syllables by a stride."""
        starts, middles, ends = parts
        rank = int((exp(self._draw() * self._span) - 1) * EVENNESS)
        scattered = rank * self._stride % self._count
        scattered, end = divmod(scattered, len(ends))
        start, middle = divmod(scattered, len(middles))
        return starts[start] + middles[middle] + ends[end]

    def given(self, *, woman: bool) -> str:
        names = self._given[woman]
        chance = self._draw()
        name = names[int(chance * chance * len(names))]
        kind = self._draw()
        if kind < 0.05:
            return f"{name}-{names[int(self._draw() * len(names))]}"
        if kind > 0.93:
            return plain(name) if kind > 0.9303 else f'{name} "{names[0]}"'
        return name


def coprime(count: int) -> int:
    """A stride near the golden section that meets every number below `count`."""
    from math import gcd

    stride = int(count * 0.618)
    while gcd(stride, count) != 1:
        stride += 1
    return stride
