"""Communes, EPCI and départements by code, and the search by name: everything that needs no shape."""

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from maillage.geography.characters import plain
from maillage.geography.records import Commune, Departement, Epci, Retired
from maillage.kernel import folded

#: Words people shorten when they type a name.
SHORT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "nd": "notre dame"}
OUR_LADY = re.compile(r"\bN\. ?D\.", re.IGNORECASE)
#: « Châteauneuf s/ Loire », « Ste Livrade s/Lot », « Villeneuve s/s Lot »
ON, UNDER = re.compile(r"\bs/(?!s\b)\s*", re.IGNORECASE), re.compile(r"\bs/s\b\.?\s*", re.IGNORECASE)

NUMBER = r"(?P<number>\d{1,2}|[ivx]{1,5})"
RANK = r" ?(?:er|ere|e|eme|ieme|nd|nde|d)"
WORD = r" ?(?:arrondissements?|arrond|arrdt|ardt|arrt|arr)"
ROMAN = {"i": 1, "v": 5, "x": 10}


def search_key(text: str) -> str:
    """A name as it is compared: « St-Étienne-de-Tulmont » → « saint etienne de tulmont »."""
    text = plain(text)
    if "." in text:
        text = OUR_LADY.sub("ND ", text)
    if "/" in text:
        text = ON.sub("sur ", UNDER.sub("sous ", text))
    return " ".join(SHORT_WORDS.get(word, word) for word in folded(text).split())


class Names:
    """The compiled `names.json`, indexed. A unit is a commune in force, or an arrondissement of a city."""

    def __init__(self, file: Path) -> None:
        content: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.units: dict[str, Commune] = {}
        #: City → its arrondissements; each arrondissement → its city, its name.
        self.cities: dict[str, tuple[str, ...]] = {}
        self.arrondissements: dict[str, tuple[str, str]] = {}
        self.keys: list[str] = []  # search keys, in the order of `units`
        for code, name, population, departement, region, epci, postal, key, city, shape in content["units"]:
            self.units[code] = Commune(
                code, name, population, departement, region, epci, tuple(postal.split()), bool(shape), city
            )
            self.keys.append(key)
            if city:
                self.cities[city] = (*self.cities.get(city, ()), code)
                self.arrondissements[code] = (city, name)
        #: Communes in force alone; they come first among the units.
        self.communes = {code: unit for code, unit in self.units.items() if not unit.city}
        self.index = {code: index for index, code in enumerate(self.units)}
        self._population_years: dict[str, int] = content["population_years"]
        self._parts: list[tuple[str, str, str]] = content["parts"]
        self.codes = list(self.units)
        self.epcis = {row[0]: Epci(row[0], row[1], row[2], tuple(row[3])) for row in content["epcis"]}
        self.departements = {row[0]: Departement(*row) for row in content["departements"]}
        self.retired = {
            old: Retired(old, new, self.communes[new].name, name)
            for old, (new, name) in content["retired"].items()
        }

    def coded(self, indices: Iterable[int]) -> tuple[str, ...]:
        """The codes of numbered units, sorted."""
        return tuple(sorted(self.codes[index] for index in indices))

    def smallest(self, codes: Iterable[str]) -> frozenset[str]:
        """The same ground with each city as its arrondissements: sets that can be compared."""
        return frozenset(part for code in codes for part in self.cities.get(code, (code,)))

    def whole(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The same ground, each place once, sorted: a city by its one code when all of it is there."""
        kept = set(self.smallest(codes))
        for city, parts in self.cities.items():
            if kept.issuperset(parts):
                kept = kept.difference(parts) | {city}
        return tuple(sorted(kept))

    def doubles(self, codes: Iterable[str]) -> frozenset[str]:
        """Units that cover the ground of others of the list: a city begun by its parts, else the parts."""
        begun = {self.units[code].city for code in codes}
        return frozenset(
            code for city, parts in self.cities.items() for code in ((city,) if city in begun else parts)
        )

    def population_year(self, departements: Iterable[str]) -> int | None:
        """The vintage these départements have in common; None when several, or overseas (no source says)."""
        years = {self._population_years.get(code) for code in departements}
        return years.pop() if len(years) == 1 else None

    @cached_property
    def by_departement(self) -> dict[str, tuple[Commune, ...]]:
        return _grouped(self.communes.values(), lambda commune: (commune.departement,))

    @cached_property
    def by_postal_code(self) -> dict[str, tuple[Commune, ...]]:
        """Units by postal code; that of a city with arrondissements is theirs."""
        places = (unit for unit in self.units.values() if unit.code not in self.cities)
        return _grouped(places, lambda unit: unit.postal_codes)

    @cached_property
    def by_key(self) -> dict[str, tuple[Commune, ...]]:
        """Units by search key; homonyms together."""
        return _grouped(self.units.values(), lambda unit: (self.keys[self.index[unit.code]],))

    @cached_property
    def by_former_key(self) -> dict[str, tuple[Commune, ...]]:
        """Communes in force by the search key of a commune they took in (déléguée or associée)."""
        groups: dict[str, dict[str, Commune]] = defaultdict(dict)
        for _, name, code in self._parts:
            groups[search_key(name)][code] = self.communes[code]
        return {key: tuple(group.values()) for key, group in groups.items()}

    @cached_property
    def former_keys(self) -> dict[str, tuple[str, ...]]:
        """The search keys of the communes that each commune in force took in."""
        keys: dict[str, tuple[str, ...]] = {}
        for key, communes in self.by_former_key.items():
            for commune in communes:
                keys[commune.code] = (*keys.get(commune.code, ()), key)
        return keys

    @cached_property
    def epci_keys(self) -> frozenset[str]:
        """The search keys of all EPCI."""
        return frozenset(search_key(epci.name) for epci in self.epcis.values())

    @cached_property
    def wider(self) -> dict[str, frozenset[str]]:
        """Search key of a département or of a region → the codes of its départements."""
        found, regions = dict[str, frozenset[str]](), dict[str, set[str]]()
        for departement in self.departements.values():
            regions.setdefault(search_key(departement.region_name), set()).add(departement.code)
            found[search_key(departement.name)] = frozenset({departement.code})
        return {name: frozenset(codes) for name, codes in regions.items()} | found

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted(self.by_key)

    @cached_property
    def city_words(self) -> str:
        """The names of the cities that have arrondissements, as a pattern."""
        return "|".join(search_key(self.communes[code].name) for code in self.cities)

    @cached_property
    def _city_patterns(self) -> tuple[re.Pattern[str], ...]:
        city = self.city_words
        after = rf"(?P<city>{city}) (?:le |la )?{NUMBER}(?:{RANK})?(?:{WORD})?"
        before = rf"(?:le |la )?{NUMBER}(?:{RANK}(?:{WORD})?|{WORD})(?: de| d| a)? (?P<city>{city})"
        roman = rf"(?P<number>[ivx]{{1,5}}) (?P<city>{city})"
        return tuple(map(re.compile, (after, before, roman)))

    def arrondissement(self, key: str) -> Commune | None:
        """The one a search key names: « marseille 13 », « 13e arrondissement de marseille », « paris xi »."""
        found = next(filter(None, (pattern.fullmatch(key) for pattern in self._city_patterns)), None)
        if found is None:
            return None
        number = number_of(found["number"])
        (city,) = (each for each in self.by_key[found["city"]] if each.code in self.cities)
        parts = self.cities[city.code]
        return self.units[parts[number - 1]] if 0 < number <= len(parts) else None

    def search(self, text: str, departement: str | None = None, limit: int = 20) -> tuple[Commune, ...]:
        """Units by the beginning of their name, then by a word inside it, or by INSEE or postal code.

        An exact name comes first, then names that begin so, then the others; the most peopled first in each.
        The arrondissements of a city come after all, unless more than its name is asked for.
        """
        key = search_key(text)
        if not key:
            return ()
        ranks: dict[str, int] = {}
        if arrondissement := self.arrondissement(key):
            ranks[arrondissement.code] = 0
        elif key[0].isdigit():
            self._rank_codes(key.replace(" ", "").upper(), ranks)
        else:
            self._rank_names(key, ranks)
        found = (self.units[code] for code in ranks)
        kept = [unit for unit in found if departement in {None, unit.departement}]
        kept.sort(key=lambda unit: (ranks[unit.code], -(unit.population or 0), unit.code))
        return tuple(kept[:limit])

    def _rank_codes(self, code: str, ranks: dict[str, int]) -> None:
        for unit in self.units.values():
            if unit.code.startswith(code):
                ranks[unit.code] = 0
            elif any(postal.startswith(code) for postal in unit.postal_codes):
                ranks[unit.code] = 1
        for city, parts in self.cities.items():
            if ranks.get(city) == 1 and any(part in ranks for part in parts):
                del ranks[city]

    def _rank_names(self, key: str, ranks: dict[str, int]) -> None:
        inside = f" {key}"
        for name in self._sorted_keys[bisect_left(self._sorted_keys, key) :]:
            if not name.startswith(key):
                break
            ranks |= {unit.code: int(name != key) for unit in self.by_key[name]}
        for name, units in self.by_key.items():
            if inside in name:
                ranks |= {unit.code: 2 for unit in units if unit.code not in ranks}
        for city, parts in self.cities.items():
            if city in ranks:
                ranks |= dict.fromkeys(parts, 3)


def _grouped(
    units: Iterable[Commune], keys: Callable[[Commune], Iterable[str]]
) -> dict[str, tuple[Commune, ...]]:
    groups: dict[str, list[Commune]] = defaultdict(list)
    for unit in units:
        for key in keys(unit):
            groups[key].append(unit)
    return {key: tuple(group) for key, group in groups.items()}


def number_of(text: str) -> int:
    """« 13 » or « xiii » → 13; 0 when it is no number."""
    if text.isdigit():
        return int(text)
    values = [ROMAN[letter] for letter in text]
    total = sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
    return total if _roman(total) == text else 0


def _roman(number: int) -> str:
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + units[number % 10]
