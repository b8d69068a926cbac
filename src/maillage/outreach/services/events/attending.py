"""Who was there, and for how long: time is noted once, for all that counts it later."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.rules import duration, same_name
from maillage.outreach.services.events import telling
from maillage.outreach.services.events.planning import locked
from maillage.outreach.services.events.registering import MOST_REGISTERED, GivenRegistration, write_in
from maillage.outreach.services.events.seating import number_those_who_came


@transaction.atomic
def note_presence(registration: Registration, *, is_there: bool, by: User, at: datetime) -> Registration:
    """Tick somebody, for the whole of the event, or take it back. Twice, it is ticked once. Raises BadInput."""
    event = locked(registration.event)
    _refuse_before_the_day(event, at)
    kept = get_object_or_404(Registration.objects.select_related("link"), pk=registration.pk)
    if is_there != kept.is_present:
        kept.minutes = event.minutes if is_there else None
        kept.save(update_fields=["minutes"])
        _correct(event, kept, by=by, at=at)
    return kept


@transaction.atomic
def note_minutes(registration: Registration, minutes: int, *, by: User, at: datetime) -> None:
    """Who came late or left early was there for less. Raises BadInput for none, or for more than it lasted."""
    event = locked(registration.event)
    _refuse_before_the_day(event, at)
    if not 1 <= minutes <= event.minutes:
        raise BadInput(
            with_no_break_spaces(
                f"Cet événement dure {duration(event.minutes)} : de 1 à {event.minutes} minutes, pas davantage."
            ),
            field="minutes",
        )
    kept = get_object_or_404(Registration.objects.select_related("link"), pk=registration.pk)
    kept.minutes = minutes
    kept.save(update_fields=["minutes"])
    _correct(event, kept, by=by, at=at)


@transaction.atomic
def walk_in(event: Event, given: GivenRegistration, *, key: UUID, by: User, at: datetime) -> Registration:
    """Somebody came without having registered: written in, and there. The same key, once. Raises BadInput."""
    kept = locked(event)
    _refuse_before_the_day(kept, at)
    if there := kept.registrations.filter(key=key).first():
        return there
    if kept.registrations.count() >= MOST_REGISTERED:
        raise BadInput("Cet événement a déjà mille inscriptions : notez cette personne sur la feuille.")
    if known := same_person(kept, given):
        return note_presence(known, is_there=True, by=by, at=at)
    made = write_in(kept, given, seat=Seat.WALK_IN, key=key, at=at)
    made.minutes = kept.minutes
    made.save(update_fields=["minutes"])
    _correct(kept, made, by=by, at=at)
    return made


def same_person(event: Event, given: GivenRegistration) -> Registration | None:
    """Who registered with this address and this name, and is written in again at the door."""
    email = given.email.strip().lower()
    found = event.registrations.filter(email=email, called=same_name(given.name)).exclude(email="")
    return found.first()


def _correct(event: Event, registration: Registration, *, by: User, at: datetime) -> None:
    """Once it is said over, whoever is added has an attestation as the others, and the history says so."""
    if event.state != EventState.DONE:
        return
    if registration.is_present:
        number_those_who_came(event)
        registration.refresh_from_db()
        telling.thank(event, registration, at=at)
    record(f"Présence corrigée : « {event.title} ».", by=by.pk, subject=event.structure_id)


def _refuse_before_the_day(event: Event, at: datetime) -> None:
    if event.state not in {EventState.OPEN, EventState.DONE}:
        raise BadInput("Cet événement n’est pas annoncé, ou il est annulé : personne n’y est pointé.")
    if timezone.localdate(at) < timezone.localdate(event.starts_at):
        raise BadInput("Le pointage s’ouvre le jour de l’événement.")
