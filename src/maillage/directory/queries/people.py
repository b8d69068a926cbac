"""What a page shows of the people and places found: one person once, with their activities grouped by place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from django.db.models import Q

from maillage.directory.models import Activity, Diploma, OptOut, Person, Place, Skill
from maillage.directory.queries.search.find import MOST_HITS, Hit
from maillage.directory.queries.search.question import Question
from maillage.directory.queries.search.words import NEAR
from maillage.geography import Commune, atlas
from maillage.kernel import plural, visible
from maillage.legislation import professions, professions_by_key
from maillage.registers import Genre, Mode, category_label

MODE_LABELS: dict[str, str] = {Mode.LIBERAL: "libéral", Mode.SALARIED: "salarié", Mode.VOLUNTARY: "bénévole"}
OUTSIDE_CARE: dict[str, str] = {Genre.REPLACES: "remplaçant", Genre.REPLACEMENT: "remplacement"}
SPOTS_SHOWN = 3
PAGE_SIZE = 20
#: A type of savoir-faire that a menu of specialties offers: ordinal specialties, and those that mark a profession.
ORDINAL = "S"
#: Its codes are one thing to whom looks for a doctor.
OF_ONE_PIECE = {"medecin_generaliste"}


def trade_label(activity: Activity) -> str:
    """Our word, else the file's."""
    known = professions_by_key().get(activity.trade)
    return known.label if known else activity.profession_label


def commune_of(code: str) -> Commune | None:
    try:
        return atlas().commune(code)
    except KeyError:
        return None


def practice_line(activity: Activity) -> str:
    """« Médecin d’une autre spécialité, Cardiologie, libéral, titulaire »: what the file says of one activity."""
    mode, genre = MODE_LABELS.get(activity.mode), OUTSIDE_CARE.get(activity.genre)
    parts = (trade_label(activity), activity.skill_label, mode, activity.role.lower(), genre)
    return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Located:
    """Where an activity or a place is, as its row says.

    `km`: between town halls, from the commune asked for; None without one, or when nobody knows.
    """

    place: Activity | Place
    km: float | None = None

    @property
    def commune(self) -> Commune | None:
        return commune_of(self.place.commune)

    @property
    def commune_code(self) -> str | None:
        return self.commune.code if self.commune else None

    @property
    def address(self) -> str:
        """« 128 QUAI DE LA PAIX, 97218 Basse-Pointe »; empty when the file has none."""
        town = f"{self.place.postcode} {self.commune.name if self.commune else ''}".strip()
        return ", ".join(filter(None, (self.place.address, town)))

    @property
    def km_words(self) -> str:
        """« à 12 km »; nothing for the commune asked for itself."""
        return f"à {max(1, round(self.km))}\N{NO-BREAK SPACE}km" if self.km else ""

    @property
    def phones(self) -> tuple[str, ...]:
        return phones_of([self.place])


@dataclass(frozen=True)
class Spot(Located):
    """Where one person practises: the activities of one structure at one address, `place` being the first."""

    place: Activity
    activities: tuple[Activity, ...] = ()

    @property
    def name(self) -> str:
        return self.place.structure_name

    @property
    def finess(self) -> str:
        return self.place.finess

    @property
    def title(self) -> str:
        return self.name or (f"À {self.commune.name}" if self.commune else "Lieu sans nom")

    @property
    def lines(self) -> tuple[str, ...]:
        """What is done there: « Médecin généraliste, libéral »."""
        return _distinct(map(practice_line, self.activities))

    @property
    def ways(self) -> str:
        """« libéral », « libéral, salarié »; empty when the file does not say."""
        return ", ".join(_distinct(MODE_LABELS.get(activity.mode, "") for activity in self.activities))

    @property
    def phones(self) -> tuple[str, ...]:
        return phones_of(self.activities)

    @property
    def emails(self) -> tuple[str, ...]:
        return _distinct(activity.email for activity in self.activities)


@dataclass(frozen=True)
class PlaceCard(Located):
    """One place."""

    place: Place
    apart: int = 0

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def is_near(self) -> bool:
        """Found a letter apart."""
        return self.apart == NEAR

    @property
    def label(self) -> str:
        return category_label(self.place.category)


@dataclass(frozen=True)
class Card:
    """One person, with what was asked about first: the nearest place, when a commune was asked for."""

    person: Person
    spots: tuple[Spot, ...]
    trades: tuple[str, ...]
    skills: tuple[str, ...]
    apart: int = 0

    @property
    def km(self) -> float | None:
        """To the nearest place."""
        return self.spots[0].km if self.spots else None

    @property
    def name(self) -> str:
        return f"{self.person.family} {self.person.given}".strip()

    @property
    def spots_words(self) -> str:
        return plural(len(self.spots), "lieu d’exercice", "lieux d’exercice")

    @property
    def rest_words(self) -> str:
        """« 2 autres lieux », those a list does not show; empty when it shows them all."""
        rest = len(self.spots) - SPOTS_SHOWN
        return plural(rest, "autre lieu", "autres lieux") if rest > 0 else ""

    @property
    def is_near(self) -> bool:
        """Found a letter apart."""
        return self.apart == NEAR


def phones_of(rows: Iterable[Activity | Place]) -> tuple[str, ...]:
    return tuple(map(_spaced, _distinct(number for row in rows for number in row.phones.split())))


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _spaced(phone: str) -> str:
    """« 05 63 00 00 00 » for ten digits, with no-break spaces; else as it is."""
    if len(phone) != 10 or not phone.isdigit():
        return phone
    return "\N{NO-BREAK SPACE}".join(phone[start : start + 2] for start in range(0, 10, 2))


# Lists


def page_of(count: int, page: int) -> tuple[int, int]:
    """The number of a page that exists, and how many there are."""
    pages = max(1, -(-count // PAGE_SIZE))
    return min(max(page, 1), pages), pages


def slice_of(hits: Sequence[Hit], number: int) -> Sequence[Hit]:
    return hits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def cards(hits: Sequence[Hit], question: Question) -> list[Card]:
    """The people of a page of results, in the order of the hits, with the activities that answer only."""
    wanted = Q() if question.number else question.practice
    near = frozenset(() if question.number else question.communes)
    rows = Activity.objects.filter(wanted, person_id__in=[hit.id for hit in hits]).order_by("id")
    practices = _by_person(activity for activity in rows if not near or activity.commune in near)
    return _cards(hits, practices, question)


def _cards(
    hits: Sequence[Hit], practices: Mapping[int, Sequence[Activity]], question: Question
) -> list[Card]:
    people = Person.objects.in_bulk([hit.id for hit in hits])
    gone = opted_out(person.national for person in people.values())
    return [
        _card(people[hit.id], practices.get(hit.id, []), question, apart=hit.apart)
        for hit in hits
        if hit.id in people and people[hit.id].national not in gone
    ]


def _by_person(activities: Iterable[Activity]) -> dict[int, list[Activity]]:
    found: dict[int, list[Activity]] = {}
    for activity in activities:
        found.setdefault(activity.person_id, []).append(activity)
    return found


def _card(person: Person, activities: Sequence[Activity], question: Question, *, apart: int = 0) -> Card:
    return Card(
        person=person,
        spots=spots_of(activities, question),
        trades=_distinct(map(trade_label, activities)),
        skills=_distinct(activity.skill_label for activity in activities),
        apart=apart,
    )


def spots_of(activities: Iterable[Activity], question: Question) -> tuple[Spot, ...]:
    """The nearest first, then in the order of the file; activities without any place are left out of it."""
    groups: dict[tuple[str, str, str], list[Activity]] = {}
    for activity in activities:
        place = (activity.structure or activity.structure_name, activity.address, activity.commune)
        if any(place):
            groups.setdefault(place, []).append(activity)
    spots = [Spot(group[0], _km(question, group[0].commune), tuple(group)) for group in groups.values()]
    return tuple(sorted(spots, key=lambda spot: inf if spot.km is None else spot.km))


def _km(question: Question, commune: str) -> float | None:
    """From the commune asked for; None without one, or when nobody knows."""
    return question.km_to(commune) if commune_of(commune) else None


def place_cards(hits: Sequence[Hit], question: Question) -> list[PlaceCard]:
    places = Place.objects.in_bulk([hit.id for hit in hits])
    return [
        PlaceCard(places[hit.id], _km(question, places[hit.id].commune), hit.apart)
        for hit in hits
        if hit.id in places
    ]


def opted_out(nationals: Iterable[str]) -> set[str]:
    """Those who asked not to be shown since the last import, which will leave them out."""
    return set(OptOut.objects.filter(national__in=list(nationals)).values_list("national", flat=True))


# One person, one place


@dataclass(frozen=True)
class PersonPage:
    card: Card
    skills: tuple[Skill, ...]
    diplomas: tuple[Diploma, ...]
    elsewhere: tuple[str, ...]  # what the file gives no place for
    places: frozenset[str]  # FINESS of the spots that have their page


def person_page(national: str) -> PersonPage | None:
    """Everything the file says of someone; None when it does not know them, or when they asked not to be shown."""
    national = visible(national)  # PostgreSQL takes no null character
    person = Person.objects.filter(number=national[1:], national=national).first()
    if person is None or opted_out([national]):
        return None
    activities = list(Activity.objects.filter(person=person).order_by("id"))
    card = _card(person, activities, Question())
    placed = {activity.id for spot in card.spots for activity in spot.activities}
    return PersonPage(
        card=card,
        skills=tuple(Skill.objects.filter(person=person).order_by("id")),
        diplomas=tuple(Diploma.objects.filter(person=person).order_by("id")),
        elsewhere=_distinct(practice_line(activity) for activity in activities if activity.id not in placed),
        places=frozenset(
            Place.objects.filter(finess__in={activity.finess for activity in activities} - {""}).values_list(
                "finess", flat=True
            )
        ),
    )


@dataclass(frozen=True)
class PlacePage:
    card: PlaceCard
    total: int  # people who practise there
    trades: tuple[tuple[str, int], ...]  # how many of each profession, the most first
    people: tuple[Card, ...]  # a page of them, by name
    number: int
    pages: int
    more: bool  # there are others than the last page shows


def place_page(finess: str, page: int = 1) -> PlacePage | None:
    """A place, and who practises there; None when the file does not know it."""
    place = Place.objects.filter(finess=visible(finess)).first()
    if place is None:
        return None
    rows = Activity.objects.filter(Question().practice, commune=place.commune, finess=finess)
    there = _by_person(rows.order_by("id"))
    counts = Counter(trade_label(activities[0]) for activities in there.values())
    names = Person.objects.filter(id__in=list(there)).order_by("sort", "id").values_list("sort", "id")
    hits = [Hit(0, 0, sort, key) for sort, key in names[:MOST_HITS]]
    number, pages = page_of(len(hits), page)
    return PlacePage(
        card=PlaceCard(place),
        total=len(there),
        trades=tuple(sorted(counts.items(), key=lambda trade: (-trade[1], trade[0]))),
        people=tuple(_cards(slice_of(hits, number), there, Question())),
        number=number,
        pages=pages,
        more=len(there) > MOST_HITS,
    )


# Menus


@lru_cache(maxsize=2)
def _skills(_vintage: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Profession code → its specialties (code, label), by label. Kept as long as the directory is the same."""
    rows = Skill.objects.filter(kind=ORDINAL).values_list("profession", "label", "code").distinct().order_by()
    found: dict[str, list[tuple[str, str]]] = {}
    for profession, label, code in sorted(rows):
        found.setdefault(profession, []).append((code, label))
    return {profession: tuple(skills) for profession, skills in found.items()}


def skills_of(trade: str, *, vintage: str) -> tuple[tuple[str, str], ...]:
    """The specialties one may ask for within a profession, (code, label); none when it has not several."""
    profession = professions_by_key().get(trade)
    if profession is None or not profession.rpps or trade in OF_ONE_PIECE:
        return ()
    same = [other for other in professions() if other.rpps == profession.rpps]
    marks = {code for other in same for code in other.skills}
    offered = _skills(vintage).get(profession.rpps, ())
    if profession.skills:
        offered = tuple(skill for skill in offered if skill[0] in profession.skills)
    else:
        offered = tuple(skill for skill in offered if skill[0] not in marks)
    return offered if len(offered) > 1 else ()
