"""Cards beside the national directory: what its file says otherwise. It is proposed, and never written by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from maillage.directory.models import Activity, OptOut
from maillage.directory.models import Person as Known
from maillage.directory.queries.people import Spot, opted_out, spots_of
from maillage.directory.queries.search.question import Question
from maillage.directory.queries.supply import covered_departements
from maillage.directory.queries.vintages import INVENTED, vintages
from maillage.geography import atlas
from maillage.kernel import folded
from maillage.legislation import professions_by_key
from maillage.people.models import Person
from maillage.people.queries.joining import Territory
from maillage.people.queries.members import Roll
from maillage.people.rules import NOT_PRACTISING, name_key
from maillage.registers import nationals_of
from maillage.structures.models import Structure

#: Numbers asked of the directory at once.
AT_ONCE = 500
#: Card → its RPPS number, and what the file said when it was last answered.
Watched = Mapping[int, tuple[str, int | None]]
#: What is seen of somebody who is no more in the file.
GONE = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of a card, and what the file says of it."""

    column: str
    label: str
    before: str  # in words, as the card says it; empty when it says nothing
    after: str
    value: str  # what would be written


@dataclass(frozen=True, slots=True)
class Rereading:
    """A card to read again: what differs, or nothing when the file has this person no more."""

    person: Person
    seen: int  # what the file said, to answer that and nothing else
    differences: tuple[Difference, ...] = ()

    @property
    def is_gone(self) -> bool:
        return not self.differences


def rereadings(structure: Structure, cards: Iterable[tuple[int, str, int | None]]) -> list[Rereading]:
    """The cards that the file says otherwise since somebody last answered, by name; of those `watched`."""
    found = compared(structure, seen_of(cards))
    said = (each for each in found if each.differences or each.seen == GONE)
    return sorted(said, key=lambda each: (each.person.called, each.person.pk))


def rereading_of(person: Person) -> Rereading | None:
    """The same of one card."""
    one = {person.pk: (person.rpps, person.directory_seen)} if person.rpps else {}
    return next(
        (each for each in compared(person.structure, one) if each.differences or each.seen == GONE), None
    )


def practised_by(person: Person) -> tuple[Spot, ...]:
    """Where the directory says that the bearer of the number of a card practises, and as what; empty when it does not."""
    national = national_of(person.rpps) if person.rpps else ""
    told = Activity.objects.filter(person__number=national[1:], person__national=national).order_by("id")
    spots = spots_of(told, Question()) if national else ()
    return () if spots and opted_out([national]) else spots


def watched(roll: Roll) -> QuerySet[Person, tuple[int, str, int | None]]:
    """Cards with a number, but for those of people who left: (pk, number, what the file said)."""
    return roll.remaining().exclude(rpps="").order_by().values_list("pk", "rpps", "directory_seen")


def seen_of(cards: Iterable[tuple[int, str, int | None]]) -> Watched:
    return {pk: (rpps, seen) for pk, rpps, seen in cards}


def compared(structure: Structure, seen: Watched) -> Iterator[Rereading]:
    """Those of whom the file changed since it was last answered, each with what differs now, even nothing."""
    prints = fingerprints(rpps for rpps, _ in seen.values())
    changed = {pk for pk, (rpps, last) in seen.items() if prints.get(rpps, GONE) != last}
    if not changed or (not prints and vintages().rpps is None):
        return
    cards = _in_bulk(changed)
    gone = {pk for pk in changed if seen[pk][0] not in prints}
    yield from (Rereading(cards[pk], GONE) for pk in _said_gone([cards[pk] for pk in gone]))
    here = [cards[pk] for pk in changed - gone]
    known = records(card.rpps for card in here)
    territory = Territory(structure.territory.codes)
    codes = territory.codes_of({card.commune for card in here})
    for card in here:
        differences = _differences(card, known[card.rpps], codes[card.commune], territory.codes)
        yield Rereading(card, prints[card.rpps], tuple(differences))


def _in_bulk(numbers: set[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    every = sorted(numbers)
    for start in range(0, len(every), AT_ONCE):
        found |= Person.objects.in_bulk(every[start : start + AT_ONCE])
    return found


def national_of(rpps: str) -> str:
    """As the file identifies its bearer."""
    return nationals_of(rpps)[-1]


def _by_batches(numbers: Iterable[str]) -> Iterator[list[str]]:
    nationals = sorted(map(national_of, set(numbers)))
    for start in range(0, len(nationals), AT_ONCE):
        yield nationals[start : start + AT_ONCE]


def fingerprints(numbers: Iterable[str]) -> dict[str, int]:
    """RPPS number → what changes with anything the file says of this person; who is not in it is absent."""
    return {
        national[1:]: print_
        for some in _by_batches(numbers)
        for national, print_ in Known.objects.filter(national__in=some).values_list("national", "fingerprint")
    }


def records(numbers: Iterable[str]) -> dict[str, Known]:
    """RPPS number → somebody of the directory, with what they do."""
    activities = Prefetch("activity_set", Activity.objects.order_by("pk"))
    return {
        known.number: known
        for some in _by_batches(numbers)
        for known in Known.objects.filter(national__in=some).prefetch_related(activities)
    }


def _said_gone(cards: Iterable[Person]) -> Iterator[int]:
    """Those who may be said to have left the file: it covers where they practise, and they did not ask to be out of it."""
    practising = [card for card in cards if card.practice not in NOT_PRACTISING]
    read = vintages() if practising else None
    if read is None or read.rpps is None:
        return
    covered = covered_departements(read.key)
    asked = {
        national
        for some in _by_batches(card.rpps for card in practising)
        for national in OptOut.objects.filter(national__in=some).values_list("national", flat=True)
    }
    meant = atlas().meanings({card.commune for card in practising if card.commune})
    for card in practising:
        where = {commune.departement for commune in meant.get(card.commune, ())}
        is_of_it = card.rpps.startswith(INVENTED) == read.rpps.is_invented
        if where and where <= covered and is_of_it and national_of(card.rpps) not in asked:
            yield card.pk


def _differences(card: Person, known: Known, code: str, here: frozenset[str]) -> Iterator[Difference]:
    """Name, profession and commune; the place comes with another commune, as people say it better than the file."""
    name = f"{known.given} {known.family}".strip()
    if name_key(name) != name_key(card.name):
        yield Difference("name", "Nom", card.name, name, name)
    activities = list(known.activity_set.all())
    trades = professions_by_key()
    practised = list(dict.fromkeys(each.trade for each in activities if each.trade in trades))
    if practised and not _practises(card, practised):
        label = trades[card.profession].label if card.profession in trades else card.profession
        yield Difference("profession", "Profession", label, trades[practised[0]].label, practised[0])
    yield from _moved(card, [each for each in activities if each.commune], code, here)


def _practises(card: Person, practised: list[str]) -> bool:
    """« Médecin », said without more, is any of them."""
    is_vague = card.profession == "medecin"
    return any(trade == card.profession or (is_vague and trade.startswith("medecin_")) for trade in practised)


def _moved(card: Person, activities: list[Activity], code: str, here: frozenset[str]) -> Iterator[Difference]:
    communes = _names(activities)
    same = set(atlas().with_parts([code])) if code else set()
    if not communes or same & communes.keys() or folded(card.commune) in map(folded, communes.values()):
        return
    place = next((each for each in activities if each.commune in communes and each.commune in here), None)
    place = place or next(each for each in activities if each.commune in communes)
    name = communes[place.commune]
    yield Difference("commune", "Commune", card.commune, name, name)
    if place.structure_name and folded(place.structure_name) != folded(card.workplace):
        workplace = place.structure_name[: Person._meta.get_field("workplace").max_length]
        yield Difference("workplace", "Lieu d’exercice", card.workplace, workplace, workplace)


def _names(activities: Iterable[Activity]) -> Mapping[str, str]:
    """Code → name, of the communes that we know."""
    found = {}
    for code in dict.fromkeys(each.commune for each in activities):
        try:
            found[code] = atlas().commune(code).name
        except KeyError:
            continue
    return found
