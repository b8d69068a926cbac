"""Whom no message reaches, and why: they stay on every list, and are told otherwise."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Lower

from maillage.mail.models import FailingAddress
from maillage.mail.queries import stopped_about, why, written_at
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.structures.queries import together

NOTHING = FailingAddress.objects.none()


@dataclass(frozen=True, slots=True)
class Stopped:
    """An address that sends back what it is written, and the cards that have it today."""

    failing: FailingAddress
    cards: tuple[Person, ...]
    name: str  # without card: as it was written to
    why: str


def stopped_in(structure: Structure, failing: Collection[FailingAddress] | None = None) -> list[Stopped]:
    """The last first; `failing`: what stops, when it was read. One that was corrected on its card is no news: it is not
    there."""
    if failing is None:
        failing = list(stopped_about(structure.pk))
    if not failing:
        return []
    addresses = [each.address for each in failing]
    bearers: dict[str, list[Person]] = {}
    theirs = structure.people.annotate(address=Lower("email")).filter(address__in=addresses)
    cards, every = theirs.order_by("name", "pk"), structure.people.order_by().values_list("name", flat=True)
    written_to = written_at(structure.pk, addresses)
    together(cards, every, written_to)
    for card in cards:
        bearers.setdefault(card.address, []).append(card)
    names = {address: name for _, address, name in written_to}
    known = {" ".join(name.split()) for name in every}
    found = []
    for each in failing:
        name = names.get(each.address, "")
        if each.address in bearers or name not in known:
            found.append(Stopped(each, tuple(bearers.get(each.address, ())), name, why(each)))
    return found


def stops_at(person: Person) -> QuerySet[FailingAddress]:
    """What stops the address of a card: one row, or none."""
    address = person.email.strip().lower()
    return stopped_about(person.structure_id).filter(address=address)[:1] if address else NOTHING


def stopped_at(person: Person, stops: Collection[FailingAddress]) -> Stopped | None:
    """What is said of the address of a card, by `stops_at`."""
    return next((Stopped(each, (person,), person.name, why(each)) for each in stops), None)


def without_address(structure: Structure, *, on: date) -> list[int]:
    """The cards of those who belong that day and have no address that is one, by name."""
    people = structure.people.filter(belongs(on)).order_by("name", "pk")
    return [pk for pk, email in people.values_list("pk", "email") if not is_address(email.strip())]
