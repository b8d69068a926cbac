"""The answer to a question, a page at a time, and where on the map those who answer are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan

from django.db.models import Q

from maillage.directory.models import Activity, Place
from maillage.directory.queries.people import (
    PAGE_SIZE,
    Card,
    PlaceCard,
    cards,
    commune_of,
    page_of,
    place_cards,
    slice_of,
)
from maillage.directory.queries.places import departements_with_places, has_point
from maillage.directory.queries.search.find import MOST_HITS, Found, What, find
from maillage.directory.queries.search.question import Question
from maillage.directory.queries.search.words import NEAR
from maillage.directory.queries.supply import covered_departements
from maillage.directory.queries.vintages import Vintages
from maillage.geography import atlas
from maillage.kernel import joined, plural, with_no_break_spaces

LAST_PAGE = MOST_HITS // PAGE_SIZE
#: A map of more départements than these shows one dot for each.
MOST_DEPARTEMENTS = 3
#: More départements than these are not listed; a map of more communes says their names when one points at them only.
MOST_NAMES = 8
NOUNS: Mapping[What, tuple[str, str]] = {"people": ("personne", "personnes"), "places": ("lieu", "lieux")}


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what answers to a question, and how many answer in all."""

    question: Question
    what: What
    counts: Mapping[What, Found]  # what was searched; only people when the question is about a practice
    number: int
    pages: int
    cards: tuple[Card, ...] | tuple[PlaceCard, ...]

    @property
    def found(self) -> Found:
        return self.counts[self.what]

    @property
    def bears_name(self) -> bool:
        """True when they are of the name asked for, not only of those that look like it."""
        return bool(self.found.hits) and self.found.hits[0].apart < NEAR

    @property
    def first(self) -> int:
        """Rank of the first card."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def count_words(self) -> str:
        return count_words(self.what, self.found)


def count_words(what: What, found: Found) -> str:
    """« 34 personnes », « plus de 200 lieux »."""
    one, many = NOUNS[what]
    counted = plural(len(found.hits), one, many)
    return f"plus de {counted}" if found.more else counted


def results_of(question: Question, *, view: str = "", page: int = 1, places: bool = True) -> Results:
    """`view` says what is shown, « people » or « places »; otherwise people, unless only places answer."""
    counts: dict[What, Found] = {}
    if not question.kind:
        counts["people"] = find("people", question)
    if places and not (question.trades or question.skill or question.mode):
        counts["places"] = find("places", question)
    counts = counts or {"people": Found()}  # a trade and a kind of place: nothing is both
    shown = _shown(view, counts)
    found = counts[shown]
    number, pages = page_of(len(found.hits), page)
    hits = slice_of(found.hits, number)
    drawn = tuple(cards(hits, question)) if shown == "people" else tuple(place_cards(hits, question))
    return Results(question, shown, counts, number, pages, drawn)


def narrower(results: Results, *, has_skills: bool) -> str:
    """Words for what would show the end of too long a list: « un nom, une sorte de lieu »."""
    question, people = results.question, results.what == "people"
    ways = (
        (not question.words, "un nom"),
        (people and len(question.words) == 1, "un prénom"),
        (people and not question.trades, "une profession"),
        (people and has_skills and not question.skill, "une spécialité"),
        (not people and not question.kind, "une sorte de lieu"),
        (not question.towns, "une commune"),
        (bool(question.km and question.towns), "un rayon plus court"),
    )
    return ", ".join(way for holds, way in ways if holds)


def uncovered(what: What, question: Question, read: Vintages) -> str:
    """A sentence when nothing is known around the commune: no line of the imported file is of its département. Else empty."""
    if not question.commune or question.number:
        return ""
    covered = departements_with_places(read.key) if what == "places" else covered_departements(read.key)
    here = atlas().departement(atlas().commune(question.commune).departement)
    if here.code in covered:
        return ""
    others = sorted(atlas().departement(code).name for code in covered)
    only = f" Il ne couvre que ceux-ci : {joined(others)}." if 0 < len(others) <= MOST_NAMES else ""
    return with_no_break_spaces(
        f"L’annuaire importé sur ce site ne couvre pas le département {here.code} ({here.name}).{only}"
    )


def _shown(view: str, counts: Mapping[What, Found]) -> What:
    answering: list[What] = [what for what, found in counts.items() if found.hits]
    return next((what for what in counts if what == view), next(iter(answering or counts)))


# The map


@dataclass(frozen=True, slots=True)
class Dot:
    """`count` people or places at a point; `commune` is empty for the dot of a département."""

    name: str
    count: int
    latitude: float | None  # None: nobody knows where, the list says it all the same
    longitude: float | None
    commune: str = ""
    is_place: bool = False  # at its own address, under its own name


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the answers are: the largest dots first, and the départements to draw under them (none: France)."""

    dots: tuple[Dot, ...]
    departements: tuple[str, ...]

    @property
    def is_by_departement(self) -> bool:
        return bool(self.dots) and not self.departements

    @property
    def is_named(self) -> bool:
        """True when the map has room for the names of its communes."""
        return sum(not dot.is_place for dot in self.dots) <= MOST_NAMES


def spread(results: Results) -> Spread:
    """By commune, a place at its own point; by département when there are more than a few."""
    ids, people = [hit.id for hit in results.found.hits], results.what == "people"
    places = (
        [] if people else [place for place in Place.objects.filter(id__in=ids) if commune_of(place.commune)]
    )
    counts = _people_by_commune(ids, results.question) if people else _by_commune(places)
    departements = tuple(sorted({atlas().commune(code).departement for code in counts}))
    if len(departements) > MOST_DEPARTEMENTS:
        return Spread(_by_departement(counts), ())
    placed = list(filter(has_point, places))
    dots = [
        Dot(place.name, 1, place.latitude, place.longitude, place.commune, is_place=True) for place in placed
    ] + [
        Dot(atlas().commune(code).name, count, *_town_hall(code), commune=code)
        for code, count in (counts - _by_commune(placed)).items()
    ]
    return Spread(tuple(sorted(dots, key=_largest_first)), departements)


def _largest_first(dot: Dot) -> tuple[int, str, str]:
    return -dot.count, dot.name, dot.commune


def _people_by_commune(ids: Iterable[int], question: Question) -> Counter[str]:
    """Someone who practises in two communes is in both."""
    rows = Activity.objects.filter(Q() if question.number else question.practice, person_id__in=list(ids))
    near = frozenset(() if question.number else question.communes)
    pairs = set(rows.values_list("commune", "person_id"))
    return Counter(code for code, _ in pairs if commune_of(code) and (not near or code in near))


def _by_commune(places: Iterable[Place]) -> Counter[str]:
    return Counter(place.commune for place in places)


def _by_departement(counts: Mapping[str, int]) -> tuple[Dot, ...]:
    """At the middle of the communes where someone is."""
    groups: dict[str, list[str]] = defaultdict(list)
    for code in counts:
        groups[atlas().commune(code).departement].append(code)
    dots = []
    for departement, codes in groups.items():
        halls = [(hall[0], hall[1]) for code in codes if (hall := _town_hall(code))[0] is not None]
        middle = [sum(axis) / len(halls) for axis in zip(*halls, strict=True)] if halls else (None, None)
        name = atlas().departement(departement).name
        dots.append(Dot(name, sum(counts[code] for code in codes), *middle))
    return tuple(sorted(dots, key=_largest_first))


def _town_hall(code: str) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, or neither."""
    longitude, latitude = atlas().mesh.town_halls[atlas().names.index[code]].tolist()
    return (None, None) if isnan(longitude) else (latitude, longitude)
