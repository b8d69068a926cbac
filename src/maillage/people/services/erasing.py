"""Erasing somebody, at their request or when the time of the table is over: the books stay exact."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db import transaction
from django.db.models import Q

from maillage.accounts.models import User
from maillage.audit.services import erase_name, record
from maillage.kernel import plural
from maillage.links.services import close_links
from maillage.mail.services import forget_named, forget_recipient
from maillage.people.models import Absence, CardDoor, Fee, JoinRequest, Payment, Person
from maillage.people.queries.retention import cards_of_one, has_namesake, kept_in_books, kept_since, to_forget
from maillage.people.rules import name_key
from maillage.people.services.replaying import Erasure, came_back, remember
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Erased:
    number: int  # as the trail calls them
    fees: int  # kept in the books


@transaction.atomic
def erase_person(person: Person, *, by: User | None) -> Erased:
    """Let go of somebody in this structure, and in no other. Twice, it is done once.

    What was paid stays under the name alone: no list, no search has it. `by`: None for the person, or the passing of time.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    number = person.pk
    there = Person.everybody.filter(pk=number).first()
    if there is None:
        return Erased(number, 0)
    cards = cards_of_one(there)
    kept = _keep_books(there)
    _forget_messages(structure, cards)
    _forget_demands(structure, cards)
    doors = CardDoor.objects.filter(person__in=cards)
    links = list(filter(None, chain.from_iterable(doors.values_list("link", "diary"))))
    doors.delete()
    close_links(links)
    for card in cards:
        if not has_namesake(structure, card):
            erase_name(structure.pk, card.name, f"personne effacée n° {number}")
    remember(cards)
    Person.everybody.filter(pk__in=[card.pk for card in cards]).delete()
    stays = f" : {plural(kept, 'cotisation réglée reste', 'cotisations réglées restent')} dans les comptes"
    record(
        f"Personne effacée n° {number}{stays if kept else ''}.",
        by=by.pk if by else None,
        subject=structure.pk,
    )
    return Erased(number, kept)


def replay(erasures: Collection[Erasure]) -> int:
    """Erase again those whom a restored copy brought back; how many. What is doubtful is left as it is."""
    done = 0
    for each in came_back(erasures).back:
        if person := Person.everybody.filter(pk=each.card).first():
            erase_person(person, by=None)
            done += 1
    return done


def _keep_books(person: Person) -> int:
    """Fees that were paid keep the name and let go of the card; what is owed is owed no more."""
    kept = list(kept_in_books(person))
    for fee in kept:
        fee.name, fee.person = person.name, None
    Fee.objects.bulk_update(kept, ["name", "person"])
    Fee.objects.filter(person__in=cards_of_one(person)).delete()
    return len(kept)


def _forget_messages(structure: Structure, cards: Collection[Person]) -> None:
    """An address that others of the structure share stays theirs; under a name that nobody else bears, older ones go."""
    for card in cards:
        if not has_namesake(structure, card):
            forget_named(" ".join(card.name.split()), about=structure.pk)
    for address in {card.email.lower() for card in cards if card.email}:
        others = structure.people.filter(email__iexact=address).exclude(pk__in=[card.pk for card in cards])
        if not others.exists():
            forget_recipient(address, about=structure.pk)


def _forget_demands(structure: Structure, cards: Collection[Person]) -> None:
    """What they asked to join with: accepted on these cards, or of the same number, or of the same name and address."""
    theirs = Q(adhesion__person__in=cards) | Q(rpps__in=[card.rpps for card in cards if card.rpps])
    JoinRequest.objects.filter(theirs, structure=structure).delete()
    known = {(name_key(card.name), card.email.lower()) for card in cards}
    others = structure.join_requests.filter(adhesion=None)
    gone = [each.pk for each in others if (name_key(each.name), each.email.lower()) in known]
    JoinRequest.objects.filter(pk__in=gone).delete()


def erase_over(*, on: date) -> int:
    """What the table says is over: those who left long ago, demands, absences, names in old books. How many people."""
    JoinRequest.objects.filter(adhesion=None, settled_on__lte=kept_since("demand", on=on)).delete()
    Absence.objects.filter(last_day__lte=kept_since("absence", on=on)).delete()
    _forget_old_books(on)
    gone = 0
    for number in list(to_forget(on=on).values_list("pk", flat=True)):
        with transaction.atomic():
            someone = Person.objects.filter(pk=number).first()
            if someone is None:
                continue
            Structure.objects.select_for_update(of=("self",)).get(pk=someone.structure_id)
            if to_forget(on=on).filter(pk=number).exists():  # they may have come back meanwhile
                erase_person(someone, by=None)
                gone += 1
    return gone


def _forget_old_books(on: date) -> None:
    """Past the term of the books, the name of who was erased goes; the sums stay."""
    old = Payment.objects.filter(paid_on__lte=kept_since("fee", on=on))
    Fee.objects.filter(payment__in=old, person=None).exclude(name="").update(name="")
    alone = old.filter(fees__isnull=False).exclude(fees__person__isnull=False)
    alone.exclude(payer=UNNAMED).update(payer=UNNAMED)


#: Who paid, once nobody may know.
UNNAMED = "Personne effacée"
