"""Communes, EPCI and départements by code, and the search by name: everything that needs no shape."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from maillage.geography.records import Commune, Departement, Epci, Retired
from maillage.kernel import folded

#: What people shorten when they type a name.
SHORT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def search_key(text: str) -> str:
    """A name as it is compared: « St-Étienne-de-Tulmont » → « saint etienne de tulmont »."""
    return " ".join(SHORT_WORDS.get(word, word) for word in folded(text).split())


class Names:
    """The compiled `names.json`, indexed."""

    def __init__(self, file: Path) -> None:
        content: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.communes: dict[str, Commune] = {}
        self.keys: list[str] = []  # search keys, in the order of `communes`
        for code, name, population, departement, region, epci, postal, key, shape in content["communes"]:
            self.communes[code] = Commune(
                code, name, population, departement, region, epci, tuple(postal.split()), bool(shape)
            )
            self.keys.append(key)
        self.index = {code: index for index, code in enumerate(self.communes)}
        self._population_years: dict[str, int] = content["population_years"]
        self._parts: list[tuple[str, str, str]] = content["parts"]
        self.codes = list(self.communes)
        self.epcis = {row[0]: Epci(row[0], row[1], row[2], tuple(row[3])) for row in content["epcis"]}
        self.departements = {row[0]: Departement(*row) for row in content["departements"]}
        self.retired = {
            old: Retired(old, new, self.communes[new].name, name)
            for old, (new, name) in content["retired"].items()
        }
        #: Arrondissement of Paris, Lyon or Marseille → its city, its name.
        self.arrondissements: dict[str, tuple[str, str]] = {
            code: (city, name) for code, (city, name) in content["arrondissements"].items()
        }

    def coded(self, indices: Iterable[int]) -> tuple[str, ...]:
        """The codes of numbered communes, sorted (numbers follow codes)."""
        return tuple(self.codes[index] for index in sorted(indices))

    def population_year(self, departements: Iterable[str]) -> int | None:
        """The vintage these départements have in common; None when several, or overseas (no source says)."""
        years = {self._population_years.get(code) for code in departements}
        return years.pop() if len(years) == 1 else None

    @cached_property
    def by_departement(self) -> dict[str, tuple[Commune, ...]]:
        groups: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            groups[commune.departement].append(commune)
        return {code: tuple(communes) for code, communes in groups.items()}

    @cached_property
    def by_postal_code(self) -> dict[str, tuple[Commune, ...]]:
        groups: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            for postal_code in commune.postal_codes:
                groups[postal_code].append(commune)
        return {code: tuple(communes) for code, communes in groups.items()}

    @cached_property
    def by_key(self) -> dict[str, tuple[Commune, ...]]:
        """Communes by search key; homonyms together."""
        groups: dict[str, list[Commune]] = defaultdict(list)
        for key, commune in zip(self.keys, self.communes.values(), strict=True):
            groups[key].append(commune)
        return {key: tuple(communes) for key, communes in groups.items()}

    @cached_property
    def by_former_key(self) -> dict[str, tuple[Commune, ...]]:
        """Communes in force by the search key of a commune they took in (déléguée or associée)."""
        groups: dict[str, dict[str, Commune]] = defaultdict(dict)
        for _, name, code in self._parts:
            groups[search_key(name)][code] = self.communes[code]
        return {key: tuple(group.values()) for key, group in groups.items()}

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted(self.by_key)

    def search(self, text: str, departement: str | None = None, limit: int = 20) -> tuple[Commune, ...]:
        """Communes by the beginning of their name, then by a word inside it, or by INSEE or postal code.

        An exact name comes first, then names that begin so, then the others; the most peopled first in each.
        """
        key = search_key(text)
        if not key:
            return ()
        ranks: dict[str, int] = {}
        if key[0].isdigit():
            self._rank_codes(key.replace(" ", "").upper(), ranks)
        else:
            self._rank_names(key, ranks)
        found = (self.communes[code] for code in ranks)
        kept = [commune for commune in found if departement in {None, commune.departement}]
        kept.sort(key=lambda commune: (ranks[commune.code], -(commune.population or 0), commune.code))
        return tuple(kept[:limit])

    def _rank_codes(self, code: str, ranks: dict[str, int]) -> None:
        for commune in self.communes.values():
            if commune.code.startswith(code):
                ranks[commune.code] = 0
            elif any(postal.startswith(code) for postal in commune.postal_codes):
                ranks[commune.code] = 1

    def _rank_names(self, key: str, ranks: dict[str, int]) -> None:
        inside = f" {key}"
        for name in self._sorted_keys[bisect_left(self._sorted_keys, key) :]:
            if not name.startswith(key):
                break
            ranks |= {commune.code: int(name != key) for commune in self.by_key[name]}
        for name, communes in self.by_key.items():
            if inside in name:
                ranks |= {commune.code: 2 for commune in communes if commune.code not in ranks}
