"""Communes that a name may mean, alone: of today, of before, begun, spoilt, or the nearest."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from maillage.geography.names import Names, search_key
from maillage.geography.place_words import ARTICLES, LOST
from maillage.geography.records import Commune
from maillage.geography.selection import listed, shortened

SUGGESTED = 3  # names offered for one that is not found
#: What is said of a commune that is not of the territory: « Albias (retirée) ».
LEFT_OUT = re.compile(
    r"\W*(?:(?:non|pas|plus|jamais) (?:retenu|membre|adh[ée]r|concern|inclu|couvert|compris|dans)"
    r"|(?:[àa] )?(?:retir|exclu|supprim|enlev|[ée]cart|ray)[ée]"
    r"|exclu|hors (?:cpts|msp|territoire|p[ée]rim[èe]tre|zone|secteur)|sauf$|except[ée]e?s?$)",
    re.IGNORECASE,
)

Communes = tuple[Commune, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """Communes kept for sure; else those one may choose from, even a single one."""

    kept: Communes = ()
    choices: Communes = ()
    note: str = ""  # in French, about what is kept
    question: str = ""  # in French, when choices call for another one than which name was meant

    @property
    def places(self) -> Communes:
        return self.kept or self.choices

    def __bool__(self) -> bool:
        return bool(self.places)


NOTHING = Sense()


class Named:
    """Looks names up, for someone who reads them in a `departement` first."""

    def __init__(self, names: Names, departement: str | None) -> None:
        self.names = names
        self.departement = departement

    def named(self, name: str) -> Communes:
        """Communes of exactly this name, of today or of before; homonyms together."""
        key = search_key(name)
        if found := self.names.by_key.get(key):
            return found
        if arrondissement := self.names.arrondissement(key):
            return (arrondissement,)
        keys = (f"{article} {key}" for article in ARTICLES)
        found = tuple(commune for with_article in keys for commune in self.names.by_key.get(with_article, ()))
        return found or self.names.by_former_key.get(key, ()) or self._article_last(key)

    def _article_last(self, key: str) -> Communes:
        """« FERTE BERNARD LA »."""
        name, _, article = key.rpartition(" ")
        return self.names.by_key.get(f"{article} {name}", ()) if article in ARTICLES else ()

    def begun(self, name: str, pool: Iterable[Commune]) -> Communes:
        """Those of the pool whose name, or that of a commune they took in, begins with these words."""
        key = search_key(name)
        starts = (f"{key} ", *(f"{article} {key} " for article in ARTICLES))
        return tuple(
            commune
            for commune in pool
            if key
            and any(other.startswith(starts) for other in (self._key(commune), *self._former_keys(commune)))
        )

    def _former_keys(self, commune: Commune) -> tuple[str, ...]:
        return self.names.former_keys.get(commune.code, ())

    def _key(self, commune: Commune) -> str:
        return self.names.keys[self.names.index[commune.code]]

    def _spoilt(self, name: str) -> Sense:
        """« Mon?auban »: the communes whose name has any letter there. What is lost is asked."""
        key = search_key(LOST.sub("0", name))  # no name has a figure
        mask = re.compile(key.replace("0", "[a-z]"))
        near = (
            commune
            for other in self._alike_keys.get((key[:1], len(key)), ())
            if mask.fullmatch(other)
            for commune in self.names.by_key[other]
        )
        choices = self._here_first(tuple(near))
        asked = (
            f"Une lettre de « {shortened(name)} » est perdue : est-ce {choices_of(choices, 'ou')} ?"
            if choices
            else ""
        )
        return Sense(choices=choices, question=asked)

    @cached_property
    def _alike_keys(self) -> dict[tuple[str, int], list[str]]:
        """The names by their first letter and their length."""
        keys: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in self.names.by_key:
            keys[key[:1], len(key)].append(key)
        return keys

    def _settled(self, communes: Communes, name: str) -> Sense:
        if len(communes) == 1:
            return Sense(kept=communes, note=self._former(communes[0], name))
        return Sense(choices=communes)

    def _former(self, commune: Commune, name: str) -> str:
        """A note, when the name is that of a commune taken in."""
        key = search_key(name)
        if key in self.names.by_key or commune not in self.names.by_former_key.get(key, ()):
            return ""
        return (
            f"« {shortened(name)} » n'est plus une commune seule : "
            f"{commune.name} ({commune.code}) compte à sa place."
        )

    @cached_property
    def _here(self) -> Communes:
        return self.names.by_departement.get(str(self.departement), ())

    def _here_first(self, communes: Communes) -> Communes:
        """Among homonyms, those of the département asked for, if any."""
        return tuple(commune for commune in communes if commune.departement == self.departement) or communes

    def _in_departements(self, departements: Iterable[str]) -> Communes:
        return tuple(
            commune for code in sorted(departements) for commune in self.names.by_departement.get(code, ())
        )

    def nearest(self, text: str) -> Communes:
        """The communes whose name holds these words, or looks like them."""
        if found := self.names.search(text, self.departement, SUGGESTED):
            return found
        key = search_key(text)
        pool = {
            other: here
            for other, communes in self.names.by_key.items()
            if other[:1] == key[:1] and abs(len(other) - len(key)) < 3
            if (here := [c for c in communes if self.departement in {None, c.departement}])
        }
        near = get_close_matches(key, pool, n=SUGGESTED, cutoff=0.75)
        return tuple(commune for match in near for commune in pool[match])[:SUGGESTED]


def choices_of(communes: Iterable[Commune], last: str) -> str:
    """« Parisot (81202) et Parisot (82137) »."""
    return listed([f"{commune.name} ({commune.code})" for commune in communes], last)
