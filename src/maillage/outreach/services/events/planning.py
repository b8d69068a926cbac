"""Preparing an event, announcing it, moving it, calling it off, saying that it is over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, date_in_french, plural, with_no_break_spaces
from maillage.links.services import close_links, open_link
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import DayPresence, Event, EventDay, InvitedProfession, Registration
from maillage.outreach.rules import day_in_words
from maillage.outreach.services.events import telling
from maillage.outreach.services.events.seating import fill_seats, number_those_who_came
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.surveys.services import open_survey

#: The purpose of the public page of an event (links.door_of).
DOOR = "evenement"
MOST_DRAFTS = 50
#: Minutes that one may be there without a night between: beyond, how long one is there must be said.
LONGEST_AT_ONCE = 24 * 60
#: The questionnaire of those who came, and how long it takes answers.
QUESTIONNAIRE, ASKED_FOR = "evenement", timedelta(days=30)


@dataclass(frozen=True, slots=True)
class GivenEvent:
    """What the organiser writes of an event."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    access_url: str = ""
    words: str = ""
    capacity: int | None = None
    closes_on: date | None = None
    days: Mapping[date, int] = field(default_factory=dict)  # of what lasts several: minutes of presence
    mission: str = ""
    remind_days: int = 2
    invited: Collection[str] = ()

    @property
    def columns(self) -> dict[str, object]:
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        del kept["invited"], kept["days"]
        return kept | {"presence_minutes": sum(self.days.values()) or None}


@transaction.atomic
def plan_event(structure: Structure, given: GivenEvent, *, by: User) -> Event:
    """A draft, which nobody else sees. Raises BadInput."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if structure.events.filter(state=EventState.DRAFT).count() >= MOST_DRAFTS:
        raise BadInput("Vous avez déjà cinquante brouillons. Annoncez-en un, ou effacez-en un.")
    _refuse_what_cannot_be(given)
    event = Event.objects.create(structure=structure, link=open_link(DOOR), written_by=by, **given.columns)
    _invite(event, given)
    EventDay.objects.bulk_create(
        EventDay(event=event, on=on, minutes=each) for on, each in given.days.items()
    )
    record(f"Événement préparé : « {event.title} ».", by=by.pk, subject=structure.pk)
    return event


@transaction.atomic
def change_event(event: Event, given: GivenEvent, *, version: int, by: User, at: datetime) -> Event:
    """Write it again; who has a seat or waits for one is told when the date, the hours or the place change.

    More seats go to those who wait, in order. Raises BadInput: saved by somebody since `version`, over, or fewer seats
    than are held.
    """
    kept = locked(event)
    if kept.version != version:
        raise BadInput(
            "Quelqu’un a modifié cet événement pendant que vous écriviez. Ouvrez-le de nouveau, puis recommencez."
        )
    if kept.state not in {EventState.DRAFT, EventState.OPEN}:
        raise BadInput("Cet événement est terminé ou annulé : il ne change plus.")
    _refuse_what_cannot_be(given)
    _refuse_too_few_seats(kept, given.capacity)
    _refuse_to_lose_a_presence(kept, given)
    before = Event.objects.get(pk=kept.pk)
    for name, value in given.columns.items():
        setattr(kept, name, value)
    kept.version, kept.written_by = version + 1, by
    if kept.state == EventState.OPEN:
        _follow_the_change(before, kept, at=at)
    kept.save()
    kept.invited.all().delete()
    _invite(kept, given)
    _keep_days(kept, given)
    if kept.state == EventState.OPEN:
        fill_seats(kept, at=at)
    record(f"Événement modifié : « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    return kept


def _follow_the_change(before: Event, kept: Event, *, at: datetime) -> None:
    """Tell it as long as it is to come; once it has begun, presence for the whole of it follows its hours."""
    moved = (before.starts_at, before.ends_at) != (kept.starts_at, kept.ends_at)
    if kept.starts_at <= at:
        if before.starts_at > at:
            raise BadInput(
                "Cette date est passée : choisissez un jour à venir, ou annulez l’événement.", field="day"
            )
        if not kept.days.exists():
            kept.registrations.filter(minutes=before.minutes).update(minutes=kept.minutes)
        return
    if moved:
        kept.announced_on = timezone.localdate(at)
    if moved or (before.place, before.access_url) != (kept.place, kept.access_url):
        telling.tell_change(before, kept, at=at)


@transaction.atomic
def open_event(event: Event, *, by: User, at: datetime, site: str) -> Event:
    """Announce it: its page takes registrations. Twice, it is announced once. Raises BadInput."""
    kept = locked(event)
    if kept.state == EventState.OPEN:
        return kept
    if kept.state != EventState.DRAFT:
        raise BadInput("Cet événement est terminé ou annulé : préparez-en un autre.")
    kept.state, kept.site, kept.announced_on = EventState.OPEN, site, timezone.localdate(at)
    kept.save(update_fields=["state", "site", "announced_on"])
    record(f"Événement annoncé : « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def cancel_event(event: Event, reason: str, *, by: User, at: datetime) -> Event:
    """Call it off, and tell those who have a seat or wait for one. Twice, they are told once. Raises BadInput."""
    kept = locked(event)
    if kept.state == EventState.CANCELLED:
        return kept
    if kept.state != EventState.OPEN:
        raise BadInput("Seul un événement annoncé s’annule.")
    if not reason.strip():
        raise BadInput("Dites pourquoi : les inscrits le liront.", field="reason")
    kept.state, kept.reason, kept.settled_on = EventState.CANCELLED, reason.strip(), timezone.localdate(at)
    kept.version += 1
    kept.save()
    if at < kept.starts_at:
        telling.tell_cancellation(kept, at=at)
    record(f"Événement annulé : « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def finish_event(event: Event, *, by: User, at: datetime) -> Event:
    """It is over: those who came have an attestation, and are asked what they think. Twice, once. Raises BadInput."""
    kept = locked(event)
    if kept.state == EventState.DONE:
        return kept
    if kept.state != EventState.OPEN:
        raise BadInput("Cet événement n’a pas été annoncé, ou il est annulé.")
    if at < kept.starts_at:
        raise BadInput("Cet événement n’a pas commencé. S’il n’a pas lieu, annulez-le.")
    on, last = timezone.localdate(at), kept.days.last()
    if last and on < last.on:
        raise BadInput(
            f"Il reste le {day_in_words(last.on)} : terminez ce jour-là, ou changez le dernier jour de l’événement."
        )
    kept.state, kept.settled_on = EventState.DONE, on
    came = number_those_who_came(kept)
    if came and "enquetes" in modules_of(kept.structure):
        kept.survey = open_survey(
            kept.structure,
            QUESTIONNAIRE,
            asked_by=kept.structure.name,
            about=kept.title,
            by=by,
            on=on,
            closed_on=on + ASKED_FOR,
        )
    kept.save()
    for each in came:
        telling.thank(kept, each, at=at)
    people = plural(len(came), "présent")
    record(f"Événement terminé : « {kept.title} », {people}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def drop_event(event: Event, *, by: User) -> None:
    """Erase a draft. Raises BadInput for what was announced: people know of it."""
    kept = locked(event)
    if kept.state != EventState.DRAFT:
        raise BadInput("Cet événement a été annoncé : annulez-le plutôt, il reste dans la liste.")
    record(f"Événement effacé : « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    _let_go([kept])


@transaction.atomic
def erase_events(structure: Structure) -> None:
    """A structure is erased: its events, and the doors to them."""
    _let_go(list(structure.events.all()))


def _let_go(events: list[Event]) -> None:
    registrations = Registration.objects.filter(event__in=events, link__isnull=False)
    links = [each.link_id for each in events]
    links += [pk for pk in registrations.values_list("link", flat=True) if pk]
    Event.objects.filter(pk__in=[each.pk for each in events]).delete()
    close_links(links)


def locked(event: Event) -> Event:
    """As it stands, with the row of its structure as the lock. Raises Http404 when it was erased meanwhile."""
    get_object_or_404(Structure.objects.select_for_update(of=("self",)), pk=event.structure_id)
    return get_object_or_404(Event.objects.select_related("structure", "link"), pk=event.pk)


def _invite(event: Event, given: GivenEvent) -> None:
    InvitedProfession.objects.bulk_create(
        InvitedProfession(event=event, profession=key) for key in dict.fromkeys(given.invited)
    )


def _refuse_to_lose_a_presence(event: Event, given: GivenEvent) -> None:
    """A day on which somebody was ticked stays; an evening with somebody there does not become several days."""
    if event.days.exists():
        gone = event.days.exclude(on__in=given.days).filter(presences__isnull=False).first()
        if gone:
            raise BadInput(
                f"Des personnes sont pointées le {day_in_words(gone.on)} : gardez ce jour, ou retirez d’abord leur présence.",
                field="presence_hours",
            )
    elif given.days and event.registrations.filter(minutes__isnull=False).exists():
        raise BadInput(
            "Des personnes sont déjà pointées : retirez leur présence, puis dites les jours.",
            field="last_day",
        )


def _keep_days(event: Event, given: GivenEvent) -> None:
    """Presence for the whole of a day follows its hours; what was noted as less stays."""
    event.days.exclude(on__in=given.days).delete()
    for on, minutes in given.days.items():
        day = event.days.filter(on=on).first()
        if day is None:
            event.days.create(on=on, minutes=minutes)
        elif day.minutes != minutes:
            day.presences.filter(Q(minutes=day.minutes) | Q(minutes__gt=minutes)).update(minutes=minutes)
            day.minutes = minutes
            day.save(update_fields=["minutes"])
    for each in event.registrations.filter(days_there__isnull=False).distinct():
        add_days_up(each)


def add_days_up(registration: Registration) -> None:
    """The time of somebody over several days is that of the days they were there; None: on none."""
    there = DayPresence.objects.filter(registration=registration).aggregate(sum=Sum("minutes"))
    registration.minutes = there["sum"]
    registration.save(update_fields=["minutes"])


def _refuse_what_cannot_be(given: GivenEvent) -> None:
    if given.ends_at <= given.starts_at:
        raise BadInput("Cet événement finirait avant de commencer. Vérifiez les heures.", field="ends")
    lasts = round((given.ends_at - given.starts_at).total_seconds() / 60)
    if not given.days and lasts > LONGEST_AT_ONCE:
        raise BadInput(
            "Pour plusieurs jours, dites les heures de présence de chacun : l’attestation les compte.",
            field="presence_hours",
        )
    first, last = timezone.localdate(given.starts_at), timezone.localdate(given.ends_at)
    for on, minutes in given.days.items():
        if not first <= on <= last or minutes > _minutes_on(on, given):
            raise BadInput(
                f"Ces heures de présence dépassent ce que l’événement dure le {day_in_words(on)}.",
                field="presence_hours",
            )
    if given.closes_on and given.closes_on > first:
        raise BadInput(
            f"Les inscriptions fermeraient après l’événement. Choisissez le {date_in_french(first)} au plus tard.",
            field="closes_on",
        )


def _minutes_on(on: date, given: GivenEvent) -> int:
    """How long it may last that day, from midnight to midnight."""
    zone = timezone.get_default_timezone()
    midnight, next_one = (datetime.combine(each, time(), zone) for each in (on, on + timedelta(days=1)))
    # In UTC: the day when clocks change has 23 hours, or 25.
    begun, over = max(midnight.astimezone(UTC), given.starts_at), min(next_one.astimezone(UTC), given.ends_at)
    return round((over - begun).total_seconds() / 60)


def _refuse_too_few_seats(event: Event, capacity: int | None) -> None:
    held = event.registrations.filter(seat=Seat.SEATED).count()
    if capacity is not None and capacity < held:
        raise BadInput(
            with_no_break_spaces(
                f"{plural(held, 'personne a', 'personnes ont')} déjà une place : gardez-en {held} au moins. "
                "Pour en accueillir moins, ouvrez d’abord la liste et retirez des inscriptions."
            ),
            field="capacity",
        )
