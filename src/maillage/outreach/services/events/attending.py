"""Who was there, and for how long: time is noted once, for all that counts it later."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, hour, with_no_break_spaces
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, EventDay, Registration
from maillage.outreach.rules import day_in_words, duration, same_name, ticked_from
from maillage.outreach.services.events import telling
from maillage.outreach.services.events.planning import add_days_up, locked
from maillage.outreach.services.events.registering import MOST_REGISTERED, GivenRegistration, write_in
from maillage.outreach.services.events.seating import number_those_who_came
from maillage.structures.queries import sent_before


@transaction.atomic
def note_presence(
    registration: Registration, *, is_there: bool, by: User, at: datetime, on: date | None = None
) -> Registration:
    """Tick somebody, for the whole of the event, or take it back. Twice, it is ticked once. Raises BadInput.

    `on`: the day, of an event over several; that of `at` without it.
    """
    event = locked(registration.event)
    day = _day_of(event, on or timezone.localdate(at))
    _refuse_too_early(event, day, at)
    kept = get_object_or_404(Registration.objects.select_related("link"), pk=registration.pk)
    was_there = kept.days_there.filter(day=day).exists() if day else kept.is_present
    if is_there == was_there:
        return kept
    if day is None:
        kept.minutes = event.minutes if is_there else None
        kept.save(update_fields=["minutes"])
    else:
        if is_there:
            kept.days_there.create(day=day, minutes=day.minutes)
        else:
            kept.days_there.filter(day=day).delete()
        add_days_up(kept)
    _correct(event, kept, by=by, at=at)
    return kept


@transaction.atomic
def note_minutes(
    registration: Registration, minutes: int, *, by: User, at: datetime, on: date | None = None
) -> None:
    """Who came late or left early was there for less. Raises BadInput for none, or for more than it lasted.

    `on`: as for note_presence; they are there that day.
    """
    event = locked(registration.event)
    day = _day_of(event, on or timezone.localdate(at))
    _refuse_too_early(event, day, at)
    most, what = (day.minutes, "Ce jour") if day else (event.minutes, "Cet événement")
    if not 1 <= minutes <= most:
        raise BadInput(
            with_no_break_spaces(f"{what} dure {duration(most)} : de 1 à {most} minutes, pas davantage."),
            field=f"minutes_{day.on:%Y%m%d}" if day else "minutes",
        )
    kept = get_object_or_404(Registration.objects.select_related("link"), pk=registration.pk)
    if day is None:
        kept.minutes = minutes
        kept.save(update_fields=["minutes"])
    else:
        kept.days_there.update_or_create(day=day, defaults={"minutes": minutes})
        add_days_up(kept)
    _correct(event, kept, by=by, at=at)


@transaction.atomic
def walk_in(
    event: Event,
    given: GivenRegistration,
    *,
    key: UUID,
    by: User,
    at: datetime,
    on: date | None = None,
) -> Registration:
    """Somebody came without having registered: written in, and there. The same key, once. Raises BadInput."""
    kept = locked(event)
    _refuse_too_early(kept, _day_of(kept, on or timezone.localdate(at)), at)
    if there := sent_before(kept.registrations, key):
        return there
    if kept.registrations.count() >= MOST_REGISTERED:
        raise BadInput("Cet événement a déjà mille inscriptions : notez cette personne sur la feuille.")
    if known := same_person(kept, given):
        return note_presence(known, is_there=True, by=by, at=at, on=on)
    made = write_in(kept, given, seat=Seat.WALK_IN, key=key, at=at)
    return note_presence(made, is_there=True, by=by, at=at, on=on)


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


def _day_of(event: Event, on: date) -> EventDay | None:
    """None for an event on one evening. Raises BadInput for a day that it has not."""
    days = list(event.days.all())
    if not days:
        return None
    found = next((day for day in days if day.on == on), None)
    if found is None:
        raise BadInput("Choisissez l’un des jours de l’événement.")
    return found


def _refuse_too_early(event: Event, day: EventDay | None, at: datetime) -> None:
    if event.state not in {EventState.OPEN, EventState.DONE}:
        raise BadInput("Cet événement n’est pas annoncé, ou il est annulé : personne n’y est pointé.")
    opens = timezone.localtime(ticked_from(event.starts_at, day.on if day else None))
    if at < opens:
        raise BadInput(f"Le pointage s’ouvre le {day_in_words(opens.date())} à {hour(opens)}.")
