"""What a page shows of the people and places found: one person once, with their activities grouped by place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby

from django.db.models import Q

from maillage.directory.enums import Mode
from maillage.directory.models import Activity, Diploma, OptOut, Person, Place, Skill
from maillage.directory.queries.asking import Asked
from maillage.directory.queries.categories import category_label
from maillage.directory.queries.search import MOST_HITS, Found, Hit
from maillage.geography import Commune, atlas
from maillage.legislation import Profession, professions

MODE_LABELS = {Mode.LIBERAL: "libéral", Mode.SALARIED: "salarié", Mode.VOLUNTARY: "bénévole"}
#: A type of savoir-faire that a menu of specialties offers: ordinal specialties, and those that mark a profession.
ORDINAL = "S"
#: Its codes are one thing to whom looks for a doctor.
OF_ONE_PIECE = {"medecin_generaliste"}


@cache
def trades() -> dict[str, Profession]:
    return {each.key: each for each in professions()}


def trade_label(activity: Activity) -> str:
    """Our word, else the file's."""
    known = trades().get(activity.trade)
    return known.label if known else activity.profession_label


def commune_of(code: str) -> Commune | None:
    try:
        return atlas().commune(code)
    except KeyError:
        return None


@dataclass(frozen=True)
class Spot:
    """Where one person practises: the activities of one structure at one address."""

    activities: tuple[Activity, ...]

    @cached_property
    def first(self) -> Activity:
        return self.activities[0]

    @property
    def name(self) -> str:
        return self.first.structure_name

    @property
    def commune(self) -> Commune | None:
        return commune_of(self.first.commune)

    @property
    def address(self) -> str:
        """« 128 QUAI DE LA PAIX, 97218 Basse-Pointe »; empty when the file has none."""
        town = f"{self.first.postcode} {self.commune.name if self.commune else ''}".strip()
        return ", ".join(part for part in (self.first.address, town) if part)

    @property
    def finess(self) -> str:
        return self.first.finess

    @property
    def ways(self) -> str:
        """« libéral », « libéral, salarié »; empty when the file does not say."""
        modes = dict.fromkeys(each.mode for each in self.activities)
        return ", ".join(MODE_LABELS[Mode(mode)] for mode in modes if mode in set(Mode))

    @property
    def roles(self) -> tuple[str, ...]:
        return _distinct(each.role for each in self.activities)

    @property
    def phones(self) -> tuple[str, ...]:
        return tuple(
            map(_spaced, _distinct(number for each in self.activities for number in each.phones.split()))
        )

    @property
    def emails(self) -> tuple[str, ...]:
        return _distinct(each.email for each in self.activities)


@dataclass(frozen=True)
class Card:
    """One person, with what was asked about first. `km`: from the commune asked for, None when it has no meaning."""

    person: Person
    spots: tuple[Spot, ...]
    trades: tuple[str, ...]
    skills: tuple[str, ...]
    apart: int = 0
    km: float | None = None

    @property
    def name(self) -> str:
        return f"{self.person.family} {self.person.given}".strip()


@dataclass(frozen=True)
class PlaceCard:
    place: Place
    apart: int = 0
    km: float | None = None

    @property
    def label(self) -> str:
        return category_label(self.place.category)

    @property
    def commune(self) -> Commune | None:
        return commune_of(self.place.commune)

    @property
    def address(self) -> str:
        town = f"{self.place.postcode} {self.commune.name if self.commune else ''}".strip()
        return ", ".join(part for part in (self.place.address, town) if part)

    @property
    def phones(self) -> tuple[str, ...]:
        return tuple(map(_spaced, _distinct(self.place.phones.split())))


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _spaced(phone: str) -> str:
    """« 05 63 00 00 00 » for ten digits, with no-break spaces; else as it is."""
    if len(phone) != 10 or not phone.isdigit():
        return phone
    return "\N{NO-BREAK SPACE}".join(phone[start : start + 2] for start in range(0, 10, 2))


# Lists


def cards(hits: Sequence[Hit], asked: Asked) -> list[Card]:
    """The people of a page of results, in the order of the hits, with the activities that answer only."""
    ids = [hit.id for hit in hits]
    people = Person.objects.in_bulk(ids)
    gone = opted_out(person.national for person in people.values())
    practices = _practices(ids, Q() if asked.number else asked.practice)
    near = frozenset(asked.communes)
    shown = []
    for hit in hits:
        person = people.get(hit.id)
        if person and person.national not in gone:
            answering = [each for each in practices.get(hit.id, []) if not near or each.commune in near]
            shown.append(_card(person, answering, asked, apart=hit.apart))
    return shown


def _practices(ids: Collection[int], wanted: Q) -> dict[int, list[Activity]]:
    rows = Activity.objects.filter(wanted, person_id__in=ids).order_by("person_id", "id")
    return {person: list(group) for person, group in groupby(rows, lambda each: each.person_id)}


def _card(person: Person, activities: Sequence[Activity], asked: Asked, *, apart: int = 0) -> Card:
    return Card(
        person=person,
        spots=spots_of(activities),
        trades=_distinct(map(trade_label, activities)),
        skills=_distinct(each.skill_label for each in activities),
        apart=apart,
        km=_nearest_km(asked, (each.commune for each in activities)),
    )


def spots_of(activities: Iterable[Activity]) -> tuple[Spot, ...]:
    """In the order of the file; activities without any place are left out of it."""
    groups: dict[tuple[str, str, str], list[Activity]] = {}
    for each in activities:
        if each.structure or each.structure_name or each.address or each.commune:
            groups.setdefault((each.structure or each.structure_name, each.address, each.commune), []).append(
                each
            )
    return tuple(Spot(tuple(group)) for group in groups.values())


def _nearest_km(asked: Asked, communes: Iterable[str]) -> float | None:
    """Between town halls; None without a distance asked for, or when nobody knows."""
    if not asked.km:
        return None
    found = (atlas().distance_km(asked.commune, code) for code in dict.fromkeys(communes) if commune_of(code))
    return min((km for km in found if km is not None), default=None)


def place_cards(hits: Sequence[Hit], asked: Asked) -> list[PlaceCard]:
    places = Place.objects.in_bulk([hit.id for hit in hits])
    return [
        PlaceCard(places[hit.id], hit.apart, _nearest_km(asked, [places[hit.id].commune]))
        for hit in hits
        if hit.id in places
    ]


def opted_out(nationals: Iterable[str]) -> set[str]:
    """Those who asked not to be shown since the last import, which will leave them out."""
    return set(OptOut.objects.filter(national__in=list(nationals)).values_list("national", flat=True))


def spread(found: Found, asked: Asked) -> dict[str, int]:
    """Commune → how many of the people found practise there, for the map; someone may be in several."""
    near = frozenset(asked.communes)
    rows = (
        Activity.objects.filter(
            Q() if asked.number else asked.practice, person_id__in=[hit.id for hit in found.hits]
        )
        .exclude(commune="")
        .values_list("commune", "person_id")
        .distinct()
    )
    counts: dict[str, int] = {}
    for commune, _ in rows:
        if not near or commune in near:
            counts[commune] = counts.get(commune, 0) + 1
    return counts


# One person, one place


@dataclass(frozen=True)
class PersonPage:
    card: Card
    skills: tuple[Skill, ...]
    diplomas: tuple[Diploma, ...]
    elsewhere: tuple[Activity, ...]  # activities the file gives no place for


def person_page(national: str) -> PersonPage | None:
    """Everything the file says of someone; None when it does not know them, or when they asked not to be shown."""
    person = Person.objects.filter(number=national[1:], national=national).first()
    if person is None or opted_out([national]):
        return None
    activities = list(Activity.objects.filter(person=person).order_by("id"))
    placed = {each.id for spot in spots_of(activities) for each in spot.activities}
    return PersonPage(
        card=_card(person, activities, Asked()),
        skills=tuple(Skill.objects.filter(person=person).order_by("id")),
        diplomas=tuple(Diploma.objects.filter(person=person).order_by("id")),
        elsewhere=tuple(each for each in activities if each.id not in placed),
    )


@dataclass(frozen=True)
class PlacePage:
    card: PlaceCard
    people: tuple[Card, ...]
    more: bool  # there are others than `people`


def place_page(finess: str) -> PlacePage | None:
    """A place, and who practises there, by name; None when the file does not know it."""
    place = Place.objects.filter(finess=finess).first()
    if place is None:
        return None
    rows = Activity.objects.filter(Asked().practice, commune=place.commune, finess=finess)
    there: dict[int, list[Activity]] = {}
    for each in rows.order_by("id"):
        there.setdefault(each.person_id, []).append(each)
    people = sorted(Person.objects.in_bulk(list(there)).values(), key=lambda each: (each.sort, each.id))
    gone = opted_out(each.national for each in people[:MOST_HITS])
    return PlacePage(
        card=PlaceCard(place),
        people=tuple(
            _card(each, there[each.id], Asked()) for each in people[:MOST_HITS] if each.national not in gone
        ),
        more=len(people) > MOST_HITS,
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
    profession = trades().get(trade)
    if profession is None or not profession.rpps or trade in OF_ONE_PIECE:
        return ()
    same = [each for each in professions() if each.rpps == profession.rpps]
    marks = {code for each in same for code in each.skills}
    offered = _skills(vintage).get(profession.rpps, ())
    if profession.skills:
        offered = tuple(each for each in offered if each[0] in profession.skills)
    else:
        offered = tuple(each for each in offered if each[0] not in marks)
    return offered if len(offered) > 1 else ()
