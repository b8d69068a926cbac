"""Who, or which place, answers to a question: the same SQL on both databases, the order of the list computed here.

A name is read word by word: exactly, then as beginnings, then with one word one letter apart. The rarest word gives
the candidates, from an index that also holds their sort key, on which the other words are judged. In a commune
where fewer people practise than bear the name, the people of the commune are the candidates.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, product
from typing import Any, Literal

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from maillage.directory.models import Activity, Person, Place
from maillage.directory.queries.asking import Asked
from maillage.directory.queries.words import (
    PEOPLE,
    PLACES,
    SHORTEST_BEGINNING,
    Index,
    Reading,
    beginnings,
    exactly,
    judged,
    nearly,
)

#: Nobody reads further, and nobody may copy the whole: more is « plus de 200 ».
MOST_HITS = 200
#: Fewer answers than this to a word alone, and looser readings are tried too; a whole name that is borne was meant.
ENOUGH = 20
#: From here on a crowd is so large that a list is full long before all the bearers of a name are looked at.
CROWDED = 15_000
#: Rows in communes whose list is surely long, unless a specialty or a way to practise is asked for.
MANY = 3_000
#: To judge the other words of a name costs this many times less than to look at what someone does.
JUDGED_QUICKLY = 10
#: Rows of communes that are read in one query, when no name is given.
RING = 500
MOST_WAYS = 3
AS_TYPED, BEGINS, NEAR = range(3)

What = Literal["people", "places"]


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A person or a place found. The order of the fields is the order of the list."""

    apart: int  # AS_TYPED, BEGINS (names that begin so) or NEAR (one letter is not the same)
    ring: int  # rank of the commune, nearest first, when no name is given
    sort: str
    id: int


@dataclass(frozen=True, slots=True)
class Found:
    """At most MOST_HITS, best first; `more` when there are others."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is searched."""

    index: Index
    table: type[Model]
    number: str  # column that holds its number
    rows: type[Model]  # where it is and what it does
    key: str  # column of those rows that names it
    sort: str  # its sort key, seen from those rows
    indexed: Callable[[Asked], Q]  # the filters that the index by commune holds
    wanted: Callable[[Asked], Q]  # all filters, communes apart


SUBJECTS: Mapping[What, Subject] = {
    "people": Subject(
        PEOPLE, Person, "number", Activity, "person_id", "person__sort",
        indexed=lambda asked: Q(trade=asked.trade) if asked.trade else Q(),
        wanted=lambda asked: asked.practice,
    ),
    "places": Subject(
        PLACES, Place, "finess", Place, "id", "sort",
        indexed=lambda asked: Q(kind=asked.kind) if asked.kind else Q(),
        wanted=lambda asked: Q(kind=asked.kind) if asked.kind else Q(),
    ),
}  # fmt: skip


def find(what: What, asked: Asked) -> Found:
    """Those who answer, the best first."""
    subject = SUBJECTS[what]
    if asked.number:
        return _by_number(subject, asked)
    if asked.words:
        return _by_name(subject, asked)
    return _by_commune(subject, asked)


def _ranked(hits: Mapping[int, Hit], *, more: bool = False) -> Found:
    ranked = sorted(hits.values())
    return Found(tuple(ranked[:MOST_HITS]), more or len(ranked) > MOST_HITS)


def _all(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()


# By number


def _by_number(subject: Subject, asked: Asked) -> Found:
    """Whatever the filters: a number names one thing.

    A national identification is the number after a digit that says of which register.
    """
    known = _all(subject.table).filter(**{subject.number: asked.number})
    if subject.table is Person and not known:
        known = Person.objects.filter(number=asked.number[1:], national=asked.number)
    named = known.values_list("id", "sort")
    return _ranked({key: Hit(0, 0, sort, key) for key, sort in named[:MOST_HITS]})


# By name


def _by_name(subject: Subject, asked: Asked) -> Found:
    hits: dict[int, Hit] = {}
    more = False
    people = _Candidates(subject, asked)
    enough = ENOUGH if len(asked.words) == 1 else 1
    for apart, readings in _readings(subject.index, asked.words):
        found = people.reading(readings)
        more = more or len(found) > MOST_HITS
        for sort, key in found:
            hits.setdefault(key, Hit(apart, 0, sort, key))
        if apart < NEAR and len(hits) >= enough:
            break
    return _ranked(hits, more=more)


def _readings(index: Index, words: Sequence[str]) -> Iterator[tuple[int, list[Reading]]]:
    """Each way to read all the words that may lead to someone, the strictest first; at most one word is misspelt."""
    exact = exactly(index, words)
    if all(each.names for each in exact):
        yield AS_TYPED, exact
    if max(map(len, words)) < SHORTEST_BEGINNING:
        return
    begun = beginnings(index, words)
    if all(each.names for each in begun) and _adds(begun, exact):
        yield BEGINS, begun
    for place, word in enumerate(words):
        others = [*begun[:place], *begun[place + 1 :]]
        if all(each.names for each in others) and (near := nearly(index, word)).names:
            yield NEAR, [near, *others]


def _adds(begun: Sequence[Reading], exact: Sequence[Reading]) -> bool:
    """Whether names begin so that are not already the words themselves."""
    return any(one.names > other.names for one, other in zip(begun, exact, strict=True))


class _Candidates:
    """Those whom the filters keep, by name."""

    def __init__(self, subject: Subject, asked: Asked) -> None:
        self.subject, self.asked = subject, asked
        self.communes = asked.communes
        self.rows = _all(subject.rows).filter(subject.wanted(asked))
        if self.communes:
            self.rows = self.rows.filter(commune__in=self.communes)

    @cached_property
    def crowd(self) -> int:
        """How many rows there are in the communes, counted up to CROWDED."""
        there = _all(self.subject.rows).filter(self.subject.indexed(self.asked), commune__in=self.communes)
        return there.values("pk")[:CROWDED].count()

    @cached_property
    def there(self) -> list[tuple[str, int]]:
        """(sort key, id) of everyone in the communes: judged here, because a planner might start from the names."""
        return sorted(self.rows.values_list(self.subject.sort, self.subject.key).distinct())

    def reading(self, readings: Sequence[Reading]) -> list[tuple[str, int]]:
        """(sort key, id) of those whose name reads so, one more than a list holds at most."""
        rarest = min(readings, key=lambda each: each.names)
        looked_at = rarest.names if len(readings) == 1 else rarest.names / JUDGED_QUICKLY
        if self.communes and self.crowd < min(looked_at, CROWDED):
            named = (each for each in self.there if all(reading.reads(each[0]) for reading in readings))
            return list(islice(named, MOST_HITS + 1))
        bearers = self.subject.index.postings.filter(rarest.on_token)
        names = judged(bearers, (each for each in readings if each is not rarest))
        kept = names.filter(Exists(self.rows.filter(**{self.subject.key: OuterRef("subject")})))
        return list(kept.order_by("token", "sort", "subject").values_list("sort", "subject")[: MOST_HITS + 1])


# By commune


def _by_commune(subject: Subject, asked: Asked) -> Found:
    """The nearest commune first, then by name."""
    communes = asked.communes
    rank = {code: place for place, code in enumerate(communes)}
    hits: dict[int, Hit] = {}
    for ring in _rings(subject, asked, communes):
        for code, key, sort in _people_of(subject, asked, ring):
            hit = Hit(0, rank[code], sort, key)
            hits[key] = min(hit, hits.get(key, hit))
        if len(hits) > MOST_HITS:
            break
    return _ranked(hits)


def _rings(subject: Subject, asked: Asked, communes: Sequence[str]) -> Iterator[list[str]]:
    """Communes where there is someone, nearest first, some at a time; a large one is alone."""
    there = _all(subject.rows).filter(subject.indexed(asked), commune__in=communes)
    crowds = dict(there.order_by().values_list("commune").annotate(rows=Count("*")))
    ring: list[str] = []
    for code in filter(crowds.get, communes):
        if ring and sum(crowds[each] for each in ring) + crowds[code] > RING:
            yield ring
            ring = []
        ring.append(code)
    if ring:
        yield ring


def _people_of(subject: Subject, asked: Asked, ring: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """(commune, id, sort key); of a single commune, no more than a list holds."""
    rows = _all(subject.rows).filter(subject.wanted(asked), commune__in=ring)
    if len(ring) > 1:
        yield from rows.values_list("commune", subject.key, subject.sort).distinct()
        return
    there = _all(subject.table).filter(id__in=rows.values(subject.key)).order_by("sort", "id")
    for key, sort in there.values_list("id", "sort")[: MOST_HITS + 1]:
        yield ring[0], key, sort


# Nothing found


def is_crowded(what: What, asked: Asked) -> bool:
    """Whether so many are in the communes that their list is long: counted no further, and not read."""
    subject = SUBJECTS[what]
    there = _all(subject.rows).filter(subject.indexed(asked), commune__in=asked.communes)
    return there.values("pk")[:MANY].count() == MANY


def ways_out(what: What, asked: Asked) -> tuple[tuple[str, ...], bool]:
    """When nothing was found: names to ask for instead, and whether the name alone, without filters, finds someone.

    Each name leads somewhere under the same filters. A word that nobody bears is replaced by one a letter apart;
    when each word is somebody's, each is offered alone.
    """
    index = SUBJECTS[what].index
    begun = beginnings(index, asked.words)
    choices = [
        [word] if reading.names else list(nearly(index, word).tokens[:MOST_WAYS]) or [""]
        for word, reading in zip(asked.words, begun, strict=True)
    ]
    offered: list[tuple[str, ...]]
    if all(reading.names for reading in begun):
        offered = [
            (word,) for word in asked.words if len(asked.words) > 1 and len(word) >= SHORTEST_BEGINNING
        ]
    else:
        offered = [tuple(filter(None, words)) for words in islice(product(*choices), MOST_WAYS)]
    leads = [each for each in offered if each and find(what, replace(asked, words=each)).hits]
    bare = Asked(words=asked.words, beyond_care=True)
    freely = bool(asked.words) and bare != asked and bool(find(what, bare).hits)
    return tuple(" ".join(words) for words in leads), freely
