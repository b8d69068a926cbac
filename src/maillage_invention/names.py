"""Names of people who do not exist: syllables for the family name, a common given name."""

import unicodedata
from collections.abc import Callable
from math import exp, gcd, log, prod
from typing import Any

#: The greater, the nearer the commonest names are to the others; here the first is borne by one person in 400.
EVENNESS = 50

Parts = tuple[list[str], list[str], list[str]]


def plain(text: str) -> str:
    """« Éva » → « EVA », as most of the registry writes it."""
    text = text.upper().replace("Œ", "OE")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


class Names:
    """Draws names; `draw` gives numbers of [0, 1[, `words` is names.yaml."""

    def __init__(self, words: dict[str, Any], draw: Callable[[], float]) -> None:
        self._draw = draw
        self._plain = syllables(words, plain)
        self._accented = syllables(words, str.upper)
        self._count = prod(map(len, self._plain))
        self._span = log((self._count + EVENNESS) / EVENNESS)
        self._stride = stride_over(self._count)
        self._particles: list[str] = words["particles"]
        self._women: list[str] = words["women"]
        self._men: list[str] = words["men"]
        self._plain_given = {name: plain(name) for name in (*self._women, *self._men)}

    def family(self) -> str:
        """In capitals, mostly without accents; now and then double, with a particle, with quotes in it."""
        chance = self._draw()
        name = self._one(self._accented if chance < 0.15 else self._plain)
        if chance < 0.95:
            return name
        if chance < 0.98:
            return f"{name}{'-' if chance < 0.973 else ' '}{self._one(self._plain)}"
        if chance < 0.9995:
            return f"{self._particles[int(self._draw() * len(self._particles))]}{name}"
        return f'{name} "DIT" {self._one(self._plain)}'

    def given(self, *, woman: bool) -> str:
        """As « Marie », « Marie-Lou », more rarely « MARIE », hardly ever « Marie "Lou" »."""
        names = self._women if woman else self._men
        name = names[int(self._draw() ** 1.5 * len(names))]
        chance = self._draw()
        if chance < 0.88:
            return name
        if chance < 0.93:
            return f"{name}-{names[int(self._draw() * len(names))]}"
        return self._plain_given[name] if chance < 0.9997 else f'{name} "{names[0]}"'

    def _one(self, parts: Parts) -> str:
        """A rank, the first ones being the commonest, that a stride spreads over the syllables."""
        starts, middles, ends = parts
        rank = int((exp(self._draw() * self._span) - 1) * EVENNESS)
        rest, end = divmod(rank * self._stride % self._count, len(ends))
        start, middle = divmod(rest, len(middles))
        return f"{starts[start]}{middles[middle]}{ends[end]}"


def syllables(words: dict[str, Any], how: Callable[[str], str]) -> Parts:
    starts, middles, ends = ([how(part) for part in words[key]] for key in ("starts", "middles", "ends"))
    return starts, middles, ends


def stride_over(count: int) -> int:
    """A stride near the golden section that meets every number below `count`."""
    stride = int(count * 0.618)
    while gcd(stride, count) != 1:
        stride += 1
    return stride
