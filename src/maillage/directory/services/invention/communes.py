"""Where invented people practise: real communes, drawn by their population, and made-up addresses in them.

A commune of P inhabitants weighs P × P / (P + town): in proportion to its population, less in the villages than what is `town`
inhabitants strong attracts. A luck of its own (one for the département, one for the commune) makes deserts and plenty.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from math import exp
from random import Random

from maillage.geography import Commune, atlas
from maillage.kernel import BadInput

DEPARTEMENT_LUCK, COMMUNE_LUCK = 0.16, 0.25  # standard deviations of a logarithm


@dataclass(frozen=True, slots=True)
class Locality:
    """What the last line of an address says."""

    postal_code: str
    code: str
    name: str


class Communes:
    """The inhabited communes of some départements (all when none is named), by code."""

    def __init__(self, departements: Collection[str], *, seed: int) -> None:
        names = atlas().names
        if unknown := sorted(set(departements) - names.by_departement.keys()):
            raise BadInput(
                f"Le département {unknown[0]} n’existe pas. Écrivez son code, comme 82, 2A ou 974.",
                field="departement",
            )
        self._seed = seed
        self.all: list[Commune] = [
            commune
            for commune in sorted(names.communes.values(), key=lambda commune: commune.code)
            if commune.population and (not departements or commune.departement in departements)
        ]
        self.population = sum(commune.population or 0 for commune in self.all)
        self.everywhere = sum(commune.population or 0 for commune in names.communes.values())
        self._cumulated: dict[int, array[float]] = {}
        self._parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for old in names.retired.values():
            if old.old_name:
                self._parts[old.new_code].append((old.code, old.old_name))
        for code, (city, name) in names.arrondissements.items():
            self._parts[city].append((code, name))
        self._cities = {city for city, _ in names.arrondissements.values()}

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Département → first and last (excluded) of its communes."""
        spans, start = {}, 0
        for code, group in groupby(self.all, key=lambda commune: commune.departement):
            end = start + sum(1 for _ in group)
            spans[code] = (start, end)
            start = end
        return spans

    def cumulated(self, town: int) -> "array[float]":
        if town not in self._cumulated:
            draw = Random(f"{self._seed} luck {town}")  # noqa: S311 -- not a secret
            luck = {code: draw.gauss(0, DEPARTEMENT_LUCK) for code in self.spans}
            self._cumulated[town] = array(
                "d",
                accumulate(
                    people
                    * people
                    / (people + town)
                    * exp(luck[commune.departement] + draw.gauss(0, COMMUNE_LUCK))
                    for commune in self.all
                    if (people := commune.population)
                ),
            )
        return self._cumulated[town]

    def draw(self, town: int, chance: float) -> int:
        """A commune, by its index; `chance` in [0, 1[."""
        weights = self.cumulated(town)
        return bisect_right(weights, chance * weights[-1])

    def draw_in(self, departement: str, town: int, chance: float) -> int:
        weights = self.cumulated(town)
        start, end = self.spans[departement]
        low = weights[start - 1] if start else 0.0
        return min(bisect_right(weights, low + chance * (weights[end - 1] - low), start, end), end - 1)

    def locality(self, index: int, number: int) -> Locality:
        """The last line of an address there: `number` chooses the postal code, an arrondissement, a commune déléguée."""
        commune = self.all[index]
        codes = commune.postal_codes
        postal_code = codes[number % len(codes)] if codes else ""
        parts = self._parts.get(commune.code)
        if not parts:
            return Locality(postal_code, commune.code, commune.name)
        code, name = parts[number % len(parts)]
        if commune.code in self._cities:
            postal_code = next((each for each in codes if each[-2:] == code[-2:]), postal_code)
            if commune.code == "69123":
                postal_code = f"6900{code[-1]}"
            return Locality(postal_code, *((code, name) if number % 7 else (commune.code, commune.name)))
        if number % 11:
            return Locality(postal_code, commune.code, commune.name)
        return Locality(postal_code, code, name)


def scattered(first: int, second: int) -> int:
    """Two numbers made one of 62 bits that looks like chance, always the same."""
    number = (first * 1_000_003 + second + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    number ^= number >> 29
    number = number * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return (number ^ number >> 32) >> 2
