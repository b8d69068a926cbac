"""Who has a seat, who waits for one, and the numbers of the attestations. The structure's row is locked by who calls."""

from datetime import datetime

from django.db.models import Max

from maillage.outreach.enums import Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.services.events import telling


def seats_left(event: Event) -> int | None:
    """None: as many as come. Those whom the host seated on the day take none of them."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - event.registrations.filter(seat=Seat.SEATED).count())


def next_seat(event: Event) -> Seat:
    return Seat.WAITING if seats_left(event) == 0 else Seat.SEATED


def fill_seats(event: Event, *, at: datetime) -> list[Registration]:
    """Give the seats that are free to those who wait, in order, and tell them. Nobody is seated once it has begun."""
    if at >= event.starts_at:
        return []
    left = seats_left(event)
    waiting = event.registrations.filter(seat=Seat.WAITING).select_related("link").order_by("asked_at", "pk")
    seated = list(waiting if left is None else waiting[:left])
    for each in seated:
        take(each, Seat.SEATED, at=at)
        telling.tell_seat(event, each, at=at)
    return seated


def take(registration: Registration, seat: Seat, *, at: datetime) -> None:
    registration.seat, registration.told_at = seat, at
    registration.turn += 1
    registration.save(update_fields=["seat", "told_at", "turn", "asked_at"])


def number_those_who_came(event: Event) -> list[Registration]:
    """Those who were there, by name, each with a number that no other attestation of the structure has or had."""
    came = event.registrations.filter(minutes__isnull=False).select_related("link").order_by("called", "pk")
    known = Registration.objects.filter(event__structure=event.structure_id)
    last = known.aggregate(last=Max("number"))["last"] or 0
    found = list(came)
    for each in found:
        if each.number is None:
            last += 1
            each.number = last
            each.save(update_fields=["number"])
    return found
