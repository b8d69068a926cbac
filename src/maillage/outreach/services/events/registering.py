"""Registering to an event without account, saying that one comes no more, and finding whose card it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.links.services import open_link, renew
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.events import takes_registrations
from maillage.outreach.rules import same_name
from maillage.outreach.services.events import telling
from maillage.outreach.services.events.planning import locked
from maillage.outreach.services.events.seating import fill_seats, next_seat, take
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.structures.queries import sent_before

#: The purpose of the page of one registration (links.door_of).
OWN_DOOR = "inscription"
#: In all, and with one address, which may be that of a practice.
MOST_REGISTERED, MOST_BY_ADDRESS = 1_000, 10


@dataclass(frozen=True, slots=True)
class GivenRegistration:
    """What somebody says of themselves; the telephone is judged already."""

    name: str
    profession: str
    email: str = ""
    phone: str = ""
    rpps: str = ""


@transaction.atomic
def register(
    event: Event, given: GivenRegistration, *, key: UUID, at: datetime, by: User | None = None
) -> Registration:
    """A seat, or the next place of the waiting list; they are told by mail. The same key, or the same person, once.

    `by`: the organiser, who writes in whoever asked otherwise, even once registrations are closed. Raises BadInput.
    """
    kept = locked(event)
    if there := sent_before(kept.registrations, key):
        return there
    _refuse_if_closed(kept, at, by)
    email, called = given.email.strip().lower(), same_name(given.name)
    already = kept.registrations.filter(email=email, called=called).exclude(email="").first()
    if already:
        return _again(kept, already, at=at)
    _refuse_a_crowd(kept, email)
    invited = set(kept.invited.values_list("profession", flat=True))
    if by is None and invited and given.profession not in invited:
        raise BadInput("Cet événement est réservé à d’autres professions.", field="profession")
    made = write_in(kept, given, seat=next_seat(kept), key=key, at=at)
    telling.tell_seat(kept, made, at=at)
    if by:
        record(f"Inscription ajoutée à « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    return made


def _refuse_a_crowd(event: Event, email: str) -> None:
    """Nobody fills a room, nor the mailbox of somebody else, with names."""
    if event.registrations.count() >= MOST_REGISTERED:
        raise BadInput("Cet événement a déjà mille inscriptions : écrivez à l’organisateur.")
    if email and event.registrations.filter(email=email).count() >= MOST_BY_ADDRESS:
        raise BadInput(
            "Trop de personnes sont inscrites avec cette adresse. Donnez la vôtre, ou écrivez à l’organisateur.",
            field="email",
        )


def write_in(event: Event, given: GivenRegistration, *, seat: Seat, key: UUID, at: datetime) -> Registration:
    if given.email and not is_address(given.email.strip()):
        raise BadInput("Cette adresse n’est pas complète. Vérifiez-la : prenom@exemple.fr.", field="email")
    return Registration.objects.create(
        event=event,
        link=open_link(OWN_DOOR),
        key=key,
        person=card_of(event, given),
        name=given.name,
        called=same_name(given.name),
        profession=given.profession,
        email=given.email.strip().lower(),
        phone=given.phone,
        rpps=given.rpps,
        seat=seat,
        asked_at=at,
        told_at=at,
    )


def _again(event: Event, already: Registration, *, at: datetime) -> Registration:
    """Who registers twice has one seat, and the message again, once a day; who came no more comes back."""
    if already.seat == Seat.CANCELLED:
        already.asked_at = at
        take(already, next_seat(event), at=at)
        telling.tell_seat(event, already, at=at)
    else:
        telling.tell_seat(event, already, at=at, again=True)
    return already


def card_of(event: Event, given: GivenRegistration) -> Person | None:
    """The one card of the structure with this number, or this address, and this name.

    An address alone may be that of a practice, and anybody can type a number.
    """
    called, ours = same_name(given.name), Person.objects.filter(structure=event.structure_id)
    if given.rpps and (card := ours.filter(rpps=given.rpps).first()):
        return card if same_name(card.name) == called else None
    if not given.email:
        return None
    cards = ours.filter(email__iexact=given.email.strip())
    found = [card for card in cards if same_name(card.name) == called]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def say_coming(
    registration: Registration, *, comes: bool, at: datetime, by: User | None = None
) -> Registration:
    """Give one's seat back, or take one again; the first who waits is seated, and told.

    `by`: the organiser, for them. Raises BadInput when the event has begun, or its registrations are closed.
    """
    event = locked(registration.event)
    kept = get_object_or_404(Registration.objects.select_related("link"), pk=registration.pk)
    if event.state != EventState.OPEN or at >= event.starts_at:
        raise BadInput("Cet événement a commencé, ou il est annulé : cette inscription ne change plus.")
    if comes and kept.seat == Seat.CANCELLED:
        _refuse_if_closed(event, at, by)
        _again(event, kept, at=at)
    elif not comes and kept.seat in {Seat.SEATED, Seat.WAITING}:
        take(kept, Seat.CANCELLED, at=at)
        telling.give_up_reminders(event, kept, why="Cette personne ne vient plus.", at=at)
        telling.tell_not_coming(event, kept, at=at)
        fill_seats(event, at=at)
        if by:
            record(f"Inscription retirée de « {event.title} ».", by=by.pk, subject=event.structure_id)
    return kept


@transaction.atomic
def renew_own(event: Event, email: str, *, at: datetime) -> int:
    """Another link for each registration at this address, sent there; those before lead nowhere. How many.

    Nothing for an address that nobody gave: who asks learns nothing.
    """
    kept = locked(event)
    theirs = kept.registrations.filter(email=email.strip().lower(), link__isnull=False).exclude(email="")
    found = list(theirs.select_related("link"))
    for each in found:
        if each.link is not None and not telling.has_new_link(each, at=at):
            each.link = renew(each.link)
            telling.tell_new_link(kept, each, at=at)
    return len(found)


@transaction.atomic
def link_card(registration: Registration, person: Person | None, *, by: User) -> None:
    """Say whose card it is, or that it is of none. Raises BadInput for a card of another structure."""
    event = locked(registration.event)
    if person and person.structure_id != event.structure_id:
        raise BadInput("Cette fiche est celle d’une autre structure.", field="person")
    Registration.objects.filter(pk=registration.pk).update(person=person)
    record(
        f"Inscription à « {event.title} » : fiche {'choisie' if person else 'détachée'}.",
        by=by.pk,
        subject=event.structure_id,
    )


def _refuse_if_closed(event: Event, at: datetime, by: User | None) -> None:
    if event.state == EventState.OPEN and by and at < event.starts_at:
        return
    if not takes_registrations(event, at=at):
        raise BadInput("Les inscriptions sont fermées. Écrivez à l’organisateur.")
