"""Where invented people practise: real communes, drawn by their population.

A commune of P inhabitants weighs P × P / (P + town): as its population, less in villages that are small beside `town`, the
size of what attracts a profession. Luck, drawn for each département and each commune, makes deserts and plenty.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from random import Random

from maillage.geography import Commune, atlas
from maillage.kernel import BadInput

#: How far from 1 luck multiplies, at most, either way.
DEPARTEMENT_LUCK, COMMUNE_LUCK = 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Locality:
    """The last line of an address."""

    postal_code: str
    code: str
    name: str


class Communes:
    """The inhabited communes of some départements, of all when none is named; numbered in the order of codes."""

    def __init__(self, departements: Collection[str], *, seed: int) -> None:
        names = atlas().names
        self._seed = seed
        self.all: list[Commune] = [
            commune
            for code in sorted(departements or names.by_departement)
            for commune in names.by_departement.get(code, ())
            if commune.population
        ]
        self.population = sum(commune.population or 0 for commune in self.all)
        self.whole_population = sum(commune.population or 0 for commune in names.communes.values())
        self._cumulated: dict[int, array[float]] = {}
        self._arrondissements: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, (city, name) in names.arrondissements.items():
            self._arrondissements[city].append((code, name))
        self._former: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for old in names.retired.values():
            if old.old_name:
                self._former[old.new_code].append((old.code, old.old_name))

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Département → its first commune, and the one after its last."""
        spans, start = {}, 0
        for code, group in groupby(self.all, key=lambda commune: commune.departement):
            end = start + sum(1 for _ in group)
            spans[code] = (start, end)
            start = end
        return spans

    def draw(self, town: int, chance: float) -> int:
        """The number of a commune; `chance` is in [0, 1[."""
        weights = self._weights(town)
        return bisect_right(weights, chance * weights[-1])

    def draw_in(self, departement: str, town: int, chance: float) -> int:
        """The same, in one département."""
        weights = self._weights(town)
        start, end = self.spans[departement]
        low = weights[start - 1] if start else 0.0
        return min(bisect_right(weights, low + chance * (weights[end - 1] - low), start, end), end - 1)

    def locality(self, commune: int, number: int) -> Locality:
        """The last line of an address there, one of many by `number`.

        In Paris, Lyon and Marseille most give the arrondissement, some the city; elsewhere a few a commune déléguée.
        """
        where = self.all[commune]
        postal_codes = where.postal_codes
        if arrondissements := self._arrondissements.get(where.code):
            code, name = arrondissements[number % len(arrondissements)]
            postal_code = f"{postal_codes[0][:3]}{int(code[-2:]) % 80:02d}"  # Lyon counts from 81
            return (
                Locality(postal_code, code, name)
                if number % 7
                else Locality(postal_code, where.code, where.name)
            )
        postal_code = postal_codes[number % len(postal_codes)] if postal_codes else ""
        if number % 11 == 0 and (former := self._former.get(where.code)):
            return Locality(postal_code, *former[number % len(former)])
        return Locality(postal_code, where.code, where.name)

    def _weights(self, town: int) -> "array[float]":
        """Sums of the weights of the communes up to each."""
        if town not in self._cumulated:
            draw = Random(f"{self._seed} luck {town}").random  # noqa: S311 -- no secret
            luck = {code: 1 + DEPARTEMENT_LUCK * (2 * draw() - 1) for code in self.spans}
            weights = (
                people
                * people
                / (people + town)
                * luck[commune.departement]
                * (1 + COMMUNE_LUCK * (2 * draw() - 1))
                for commune in self.all
                if (people := commune.population)
            )
            self._cumulated[town] = array("d", accumulate(weights))
        return self._cumulated[town]


def communes_of(departements: Collection[str], *, seed: int) -> Communes:
    """The communes to draw from. Raises BadInput for a département that does not exist or where nobody lives."""
    known = {departement.code for departement in atlas().departements()}
    for code in departements:
        if code not in known:
            raise BadInput(
                f"Le département {code} n’existe pas. Écrivez son code, comme 82, 2A ou 974.",
                field="departement",
            )
        if not any(commune.population for commune in atlas().communes_of(code)):
            raise BadInput(
                f"Personne n’habite le département {code}. Choisissez-en un autre.", field="departement"
            )
    return Communes(set(departements), seed=seed)


def scattered(first: int, second: int) -> int:
    """Two numbers made one of 62 bits that looks like chance, always the same (the mixer of SplitMix64)."""
    number = (first * 1_000_003 + second + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return (number ^ number >> 31) >> 2
