"""Who, or which place, answers to a question, in the order of the list.

Names are in a full-text index, numbered in the order lists are shown in, each beside the communes and the professions
of whoever bears it: the index gives the first who may answer, and their activities say whether they do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from maillage.directory.models import (
    Activity,
    Name,
    Near,
    Person,
    PersonName,
    PersonNear,
    Place,
    PlaceName,
    PlaceNear,
)
from maillage.directory.queries.search.question import Question
from maillage.directory.queries.search.words import NEAR, any_of, every, readings

#: Nobody reads further, and nobody may copy the whole: more is « plus de 200 ».
MOST_HITS = 200
#: Fewer answers than this to a word alone, and looser readings are tried too; a whole name that is borne was meant.
ENOUGH = 20
#: Communes looked for one by one in the index; more of them are looked for by their départements.
MOST_COMMUNES = 60
#: When no name is given: people, or rows of communes, that are read at once; rows are fewer when most of them answer.
FEW, MOST_ANSWER = 2_000, 500

What = Literal["people", "places"]


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A person or a place found. The order of the fields is the order of the list."""

    apart: int  # words.AS_TYPED, BEGINS (names that begin so) or NEAR (one letter is not the same)
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
    """People or places, as they are searched."""

    names: type[Name]
    near: type[Near]
    table: type[Model]
    number: str  # column that holds its number
    rows: type[Model]  # where it is and what it does
    key: str  # column of those rows that names it
    sort: str  # its sort key, seen from those rows
    wanted: Callable[[Question], Q]  # what those rows must be, communes apart
    indexed: Callable[[Question], Q]  # as far as their index by commune tells
    #: The same as words that the index has beside the names: one of each group, when it is not empty.
    beside: Callable[[Question], Iterable[Sequence[str]]]

    def all(self) -> QuerySet[Any]:
        return self.rows._default_manager.all()

    def answering(self, question: Question, communes: Sequence[str]) -> QuerySet[Any]:
        """Rows that answer."""
        rows = self.all().filter(self.wanted(question))
        return rows.filter(commune__in=communes) if communes else rows


SUBJECTS: Mapping[What, Subject] = {
    "people": Subject(
        PersonName, PersonNear, Person, "number", Activity, "person_id", "person__sort",
        wanted=lambda question: question.practice,
        indexed=lambda question: Q(trade__in=question.trades) if question.trades else Q(),
        beside=lambda question: (question.trades, [question.skill] if question.skill.isalnum() else ()),
    ),
    "places": Subject(
        PlaceName, PlaceNear, Place, "finess", Place, "id", "sort",
        wanted=lambda question: Q(kind=question.kind) if question.kind else Q(),
        indexed=lambda question: Q(kind=question.kind) if question.kind else Q(),
        beside=lambda question: ([question.kind] if question.kind else (),),
    ),
}  # fmt: skip


def find(what: What, question: Question) -> Found:
    """Find those who answer, the best first."""
    subject = SUBJECTS[what]
    if question.number:
        return _by_number(subject, question)
    if question.words:
        return _by_name(subject, question)
    return _by_commune(subject, question) if question.communes else Found()


def _ranked(hits: Mapping[int, Hit], *, more: bool = False) -> Found:
    ranked = sorted(hits.values())
    return Found(tuple(ranked[:MOST_HITS]), more or len(ranked) > MOST_HITS)


def _by_number(subject: Subject, question: Question) -> Found:
    """Whatever the filters: a number names one thing.

    A national identification is the number after a digit that says of which register.
    """
    known = subject.table._default_manager.filter(**{subject.number: question.number})
    if subject.table is Person and not known:
        known = Person.objects.filter(number=question.number[1:], national=question.number)
    named = known.values_list("id", "sort")
    return _ranked({key: Hit(0, 0, sort, key) for key, sort in named[:MOST_HITS]})


def _by_name(subject: Subject, question: Question) -> Found:
    hits: dict[int, Hit] = {}
    more = False
    enough = ENOUGH if len(question.words) == 1 else 1
    for apart, match in readings(subject.near, question.words):
        found = _first(subject, question, question.communes, match)
        more = more or len(found) > MOST_HITS
        for key, sort in found:
            hits.setdefault(key, Hit(apart, 0, sort, key))
        if apart < NEAR and len(hits) >= enough:
            break
    return _ranked(hits, more=more)


def _first(
    subject: Subject, question: Question, communes: Sequence[str], match: str = ""
) -> QuerySet[Any, tuple[int, str]]:
    """(id, sort key) of those who answer in these communes, one more than a list holds at most."""
    rows = subject.answering(question, communes).filter(**{subject.key: OuterRef("subject")})
    names = _maybe(subject, question, communes, match).filter(Exists(rows))
    return names.order_by("pk").values_list("subject", "name")[: MOST_HITS + 1]


def _maybe(subject: Subject, question: Question, communes: Sequence[str], match: str = "") -> QuerySet[Any]:
    """Names of those who may answer, as far as the index tells."""
    areas = communes if len(communes) <= MOST_COMMUNES else {code[:2] for code in communes}
    names = subject.names._default_manager.all()
    if match:
        names = names.filter(name__match=match)
    if beside := [any_of(words) for words in (*subject.beside(question), areas) if words]:
        names = names.filter(practice__match=every(beside))
    return names


def _by_commune(subject: Subject, question: Question) -> Found:
    """The nearest commune first, then by name."""
    rank = {code: place for place, code in enumerate(question.communes)}
    hits: dict[int, Hit] = {}
    for people in _rings(subject, question, question.communes):
        for code, key, sort in people:
            hit = Hit(0, rank[code], sort, key)
            hits[key] = min(hit, hits.get(key, hit))
        if len(hits) > MOST_HITS:
            break
    return _ranked(hits)


def _rings(
    subject: Subject, question: Question, communes: Sequence[str]
) -> Iterator[Iterable[tuple[str, int, str]]]:
    """(commune, id, sort key) of those who answer, the nearest communes first; of a crowd, as many as a list holds."""
    maybe = _maybe(subject, question, communes)
    if len(communes) == 1 or maybe.values("pk")[: FEW + 1].count() > FEW:
        yield from _halved(subject, question, communes)
    else:
        few = list(maybe.values_list("subject", flat=True))
        rows = subject.answering(question, communes).filter(**{f"{subject.key}__in": few})
        yield rows.values_list("commune", subject.key, subject.sort)


def _halved(
    subject: Subject, question: Question, communes: Sequence[str]
) -> Iterator[Iterable[tuple[str, int, str]]]:
    """The same, some communes at a time."""
    half, at_once = len(communes) // 2, FEW if question.skill else MOST_ANSWER
    rows = subject.all().filter(subject.indexed(question), commune__in=communes)
    if not half:
        yield ((communes[0], key, sort) for key, sort in _first(subject, question, communes))
    elif rows.values("pk")[: at_once + 1].count() <= at_once:
        yield subject.answering(question, communes).values_list("commune", subject.key, subject.sort)
    else:
        yield from _halved(subject, question, communes[:half])
        yield from _halved(subject, question, communes[half:])
