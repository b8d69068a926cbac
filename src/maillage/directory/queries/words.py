"""How a word that is typed may be read in the folded names: as it is, as a beginning, or one letter apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Concat

from maillage.directory.models import (
    Near,
    PersonNear,
    PersonPosting,
    PersonToken,
    PlaceNear,
    PlacePosting,
    PlaceToken,
    Posting,
    Token,
)
from maillage.directory.queries.spelling import keys_of, one_apart
from maillage.kernel import folded

#: More words than a name has.
MOST_WORDS = 6
#: One letter begins too many words.
SHORTEST_BEGINNING = 2
EVERYBODY = 10**9  # names that hold such a letter: not counted, only not the rarest
AFTER_Z = "{"  # comes just after « z » where text is compared byte by byte
#: What people put before a name, and no name is.
TITLES = {
    "dr",
    "docteur",
    "docteure",
    "mme",
    "madame",
    "m",
    "mr",
    "monsieur",
    "pr",
    "professeur",
    "professeure",
}
#: What people shorten, and the files too, now one way, now the other.
SHORT = {"st": "saint", "ste": "sainte", "phie": "pharmacie", "ctre": "centre"}
OTHERWISE = SHORT | {long: short for short, long in SHORT.items()}


@dataclass(frozen=True, slots=True)
class Index:
    """The three tables of the search, for people or for places."""

    token: type[Token]
    near: type[Near]
    posting: type[Posting]

    @property
    def postings(self) -> QuerySet[Any]:
        return self.posting._default_manager.all()

    @property
    def tokens(self) -> QuerySet[Any]:
        return self.token._default_manager.all()


PEOPLE = Index(PersonToken, PersonNear, PersonPosting)
PLACES = Index(PlaceToken, PlaceNear, PlacePosting)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: which tokens it stands for, and how many names hold them."""

    tokens: tuple[str, ...]
    begins: bool  # every token that begins so
    names: int

    @property
    def on_token(self) -> Q:
        if not self.begins:
            return Q(token__in=self.tokens)
        found = Q()
        for start in self.tokens:
            found |= Q(token__gte=start, token__lt=start + AFTER_Z)
        return found

    @property
    def on_sort(self) -> Q:
        """Judged on the words of the sort key."""
        found = Q()
        for token in self.tokens:
            if self.begins:
                found |= Q(sort__startswith=token) | Q(sort__contains=f" {token}")
            else:
                found |= Q(spaced__contains=f" {token} ")
        return found

    def reads(self, sort: str) -> bool:
        """What `on_sort` says, of one sort key at hand."""
        if self.begins:
            return any(f" {token}" in f" {sort}" for token in self.tokens)
        return not set(self.tokens).isdisjoint(sort.split())


def words_of(text: str) -> tuple[str, ...]:
    """The distinct words of what is typed, folded."""
    return tuple(dict.fromkeys(folded(text).split()))[:MOST_WORDS]


def without_titles(words: Sequence[str]) -> tuple[str, ...]:
    """« Dr Martin » → « martin »; a title alone is a name."""
    return tuple(word for word in words if word not in TITLES) or tuple(words)


def judged(names: QuerySet[Any], readings: Iterable[Reading]) -> QuerySet[Any]:
    """Those whose sort key reads so."""
    for each in readings:
        if not each.begins:  # between two spaces, each word has one on either side
            names = names.alias(spaced=Concat(Value(" "), F("sort"), Value(" "), output_field=TextField()))
        names = names.filter(each.on_sort)
    return names


def spellings(word: str) -> tuple[str, ...]:
    """« st » is also written « saint »."""
    return (word, OTHERWISE[word]) if word in OTHERWISE else (word,)


def exactly(index: Index, words: Sequence[str]) -> list[Reading]:
    asked = [token for word in words for token in spellings(word)]
    counts = dict(index.tokens.filter(token__in=asked).values_list("token", "names"))
    return [
        Reading(spellings(word), begins=False, names=sum(counts.get(token, 0) for token in spellings(word)))
        for word in words
    ]


def beginnings(index: Index, words: Sequence[str]) -> list[Reading]:
    """In one query: to write it takes Django longer than to answer it takes the database."""
    readings = [Reading(spellings(word), begins=True, names=EVERYBODY) for word in words]
    counted = {
        f"word{place}": reading.on_token
        for place, reading in enumerate(readings)
        if len(words[place]) >= SHORTEST_BEGINNING
    }
    if not counted:
        return readings
    held = index.tokens.filter(reduce(or_, counted.values())).aggregate(
        **{name: Sum("names", filter=on_token) for name, on_token in counted.items()}
    )
    return [
        replace(reading, names=held.get(f"word{place}", EVERYBODY) or 0)
        for place, reading in enumerate(readings)
    ]


def nearly(index: Index, word: str) -> Reading:
    """The tokens one letter apart, those most borne first."""
    keys = index.near._default_manager.filter(key__in=keys_of(word)).values_list("token", flat=True)
    near = [token for token in set(keys) if one_apart(word, token)]
    rows = index.tokens.filter(token__in=near).values_list("token", "names")
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))
    return Reading(tuple(token for token, _ in ranked), begins=False, names=sum(names for _, names in ranked))
