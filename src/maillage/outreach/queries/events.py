"""Events as pages show them: what is to come, who has a seat, who waits, what leaves with an export."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from maillage.kernel import date_in_french, joined, plural, visible
from maillage.legislation import professions_by_key
from maillage.links.models import Link
from maillage.mail.models import Recipient
from maillage.outreach.enums import EventAbility, EventKind, EventState, Seat
from maillage.outreach.models import Event, EventDay, Registration
from maillage.outreach.rules import duration, same_name, when
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import missions_of, plain
from maillage.tables import SheetCell
from maillage.ui.slots import NewsItem, Task

MOST_SHOWN, MOST_MESSAGES = 100, 5  # events of a page, messages of a person
#: How long before it one prepares.
COMING = timedelta(days=14)
COLUMNS = (
    "Nom",
    "Profession",
    "Courriel",
    "Téléphone",
    "RPPS",
    "Place",
    "Présence (minutes)",
    "Attestation",
    "Inscrit le",
)
#: With its article, as a sentence says it.
THE: dict[str, str] = {
    EventKind.SOIREE: "La soirée",
    EventKind.FORMATION: "La formation",
    EventKind.WEBINAIRE: "Le webinaire",
    EventKind.OTHER: "La rencontre",
}


def counted(structure: Structure) -> QuerySet[Event]:
    """Each with how many have a seat, wait, and were there."""
    return structure.events.annotate(
        seated=Count("registrations", filter=Q(registrations__seat=Seat.SEATED)),
        waiting=Count("registrations", filter=Q(registrations__seat=Seat.WAITING)),
        came=Count("registrations", filter=Q(registrations__minutes__isnull=False)),
    )


def to_come(structure: Structure, *, at: datetime) -> QuerySet[Event]:
    return (
        counted(structure)
        .filter(state=EventState.OPEN, ends_at__gt=at)
        .order_by("starts_at", "pk")[:MOST_SHOWN]
    )


def drafts(structure: Structure) -> QuerySet[Event]:
    return structure.events.filter(state=EventState.DRAFT)[:MOST_SHOWN]


def past(structure: Structure, *, at: datetime) -> QuerySet[Event]:
    """Those that are over, said so or not, and those cancelled; the last first."""
    over = Q(state=EventState.OPEN, ends_at__lte=at) | Q(state__in=(EventState.DONE, EventState.CANCELLED))
    return counted(structure).filter(over).order_by("-starts_at", "-pk")


def takes_registrations(event: Event, *, at: datetime) -> bool:
    if event.state != EventState.OPEN or at >= event.starts_at:
        return False
    return event.closes_on is None or timezone.localdate(at) <= event.closes_on


def event_behind(link: Link) -> Event | None:
    """None for a draft: nobody knows of it yet."""
    found = Event.objects.filter(link=link).exclude(state=EventState.DRAFT)
    return found.select_related("structure", "link").prefetch_related("invited").first()


def registration_behind(link: Link) -> Registration | None:
    found = Registration.objects.filter(link=link)
    return found.select_related("event__structure", "event__link", "event__survey__link", "link").first()


def is_full(event: Event) -> bool:
    if event.capacity is None:
        return False
    return event.registrations.filter(seat=Seat.SEATED).count() >= event.capacity


def rank_of(registration: Registration) -> int:
    """Among those who wait: 1 is the first."""
    before = Q(asked_at__lt=registration.asked_at) | Q(asked_at=registration.asked_at, pk__lt=registration.pk)
    waiting = Registration.objects.filter(event=registration.event_id, seat=Seat.WAITING)
    return waiting.filter(before).count() + 1


def seat_in_words(registration: Registration) -> str:
    """« place retenue », « liste d’attente, rang 3 »."""
    rank = f", rang {rank_of(registration)}" if registration.seat == Seat.WAITING else ""
    return f"{registration.get_seat_display().lower()}{rank}"


def presence_in_words(registration: Registration) -> str:
    """« 13 h (3 novembre et 4 novembre), n° 18 »; empty: they were not seen there."""
    if not registration.is_present:
        return ""
    days = joined(date_format(each.day.on, "j F") for each in registration.days_there.all())
    of_days = f" ({days})" if days else ""
    number = f", n°\N{NO-BREAK SPACE}{registration.number}" if registration.number else ""
    return f"{duration(registration.minutes or 0)}{of_days}{number}"


def rank_told(event: Event, registration: Registration, key: UUID) -> int:
    """The rank on the waiting list that the page says to whom just sent the form with this key; 0: a seat.

    Of whom was registered already, it says what it would to anybody else: nobody learns there who comes.
    """
    if registration.key == key:
        return rank_of(registration) if registration.seat == Seat.WAITING else 0
    return event.registrations.filter(seat=Seat.WAITING).count() + 1 if is_full(event) else 0


def invited_words(event: Event) -> list[str]:
    """The professions it is for; none: everybody."""
    known = professions_by_key()
    return [known[each.profession].label for each in event.invited.all() if each.profession in known]


def mission_label(event: Event) -> str:
    known = {mission.key: mission.label for mission in missions_of(event.structure, on=timezone.localdate())}
    return known.get(event.mission, event.mission)


def named(event: Event, text: str = "") -> QuerySet[Registration]:
    """Those whose name holds these words, whatever their accents; by name."""
    rows = event.registrations.exclude(called="").order_by("called", "pk")
    for word in same_name(text).split() if text.strip() else ():
        rows = rows.filter(called__contains=word)
    return rows


def there_on(registrations: QuerySet[Registration], day: EventDay | None) -> QuerySet[Any]:
    """Each with `is_there`, on that day; None: of an event on one evening."""
    if day is None:
        return registrations.annotate(is_there=Q(minutes__isnull=False))
    return registrations.annotate(is_there=Exists(day.presences.filter(registration=OuterRef("pk"))))


def day_shown(days: Sequence[EventDay], asked: str, *, on: date) -> EventDay | None:
    """The one asked for, else the last that has come, else the first; None for an event on one evening."""
    come = [day for day in days if day.on <= on]
    chosen = [day for day in days if str(day.on) == asked]
    return next(iter([*chosen, *reversed(come), *days]), None)


def messages_to(registration: Registration) -> QuerySet[Recipient]:
    """What they were written of this structure's events, the last first, and how far it went."""
    rows = Recipient.objects.filter(
        sending__about=registration.event.structure_id,
        sending__key__startswith="outreach.",
        address=registration.email,
        name=" ".join(visible(registration.name).split()),
    )
    written = rows.exclude(sending__key__startswith="outreach.bulletin ").exclude(address="")
    return written.select_related("sending").order_by("-pk")[:MOST_MESSAGES]


def cards_for(registration: Registration) -> list[tuple[int, str]]:
    """(number, name) of those it may be of, by name."""
    cards = Person.objects.filter(structure=registration.event.structure_id).order_by("called", "pk")
    return list(cards.values_list("pk", "name"))


def in_rows(
    registrations: Iterable[Registration], days: Sequence[EventDay] = ()
) -> Iterator[tuple[SheetCell, ...]]:
    """Titles, then a line for each; a column more for each day of several, in minutes."""
    yield COLUMNS + tuple(f"{day.on:%d/%m/%Y}" for day in days)
    known = professions_by_key()
    for each in registrations:
        yield (
            each.name,
            known[each.profession].label if each.profession in known else each.profession,
            each.email,
            each.phone,
            each.rpps,
            each.get_seat_display(),
            each.minutes,
            each.number,
            f"{timezone.localtime(each.asked_at):%d/%m/%Y %H:%M}",
            *_minutes_on(each, days),
        )


def _minutes_on(registration: Registration, days: Sequence[EventDay]) -> list[int | None]:
    there = {each.day_id: each.minutes for each in registration.days_there.all()} if days else {}
    return [there.get(day.pk) for day in days]


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """What is to come, what is called off, and how many came: known from the day it was said, told by its own day."""
    today = timezone.localdate()
    for event in structure.events.exclude(state=EventState.DRAFT).select_related("link"):
        kind, title = THE[event.kind], f"« {event.title} »"
        day = event.settled_on or event.announced_on
        if day is None or not since <= day <= today:
            continue
        if event.state == EventState.OPEN and event.starts_at > timezone.now():
            told = f"{kind} {title} : {when(event.starts_at, event.ends_at)}."
            yield NewsItem(day, told, event.link.get_absolute_url())
        elif event.state == EventState.CANCELLED:
            yield NewsItem(day, f"{kind} {title} n’aura pas lieu.")
        elif event.state == EventState.DONE and (
            came := event.registrations.filter(minutes__isnull=False).count()
        ):
            yield NewsItem(
                timezone.localdate(event.ends_at), f"{kind} {title} a réuni {plural(came, 'personne')}."
            )


def coming(structure: Structure, soon: datetime) -> QuerySet[Event]:
    """What has begun and is not said over, then what comes before an instant."""
    near = Event.objects.filter(structure=structure, state=EventState.OPEN, starts_at__lte=soon)
    return near.order_by("starts_at").only("title", "starts_at")[:MOST_SHOWN]


def awaiting(structure: Structure, events: Iterable[Event]) -> Iterator[Task]:
    now = timezone.now()
    for event in events:
        day, title = timezone.localdate(event.starts_at), f"« {event.title} »"
        if event.starts_at <= now:
            yield Task(
                f"{title} : pointer les présents, puis terminer",
                reverse("outreach:attendance", args=[structure.slug, event.pk]),
                "Chaque présent reçoit alors son attestation.",
                EventAbility.RUN,
                day,
                Role.COORDINATION,
            )
        else:
            yield Task(
                f"{title}, le {date_in_french(day)}",
                reverse("outreach:event", args=[structure.slug, event.pk]),
                "Relire les inscrits, imprimer la feuille d’émargement.",
                EventAbility.RUN,
                day,
                Role.COORDINATION,
            )


def contents(structure: Structure) -> list[dict[str, Any]]:
    events = structure.events.prefetch_related("invited", "days", "registrations__days_there__day")
    return [
        {
            **plain(event),
            "invited": [each.profession for each in event.invited.all()],
            "days": [plain(each) for each in event.days.all()],
            "registrations": [
                plain(each)
                | {
                    "days_there": [
                        {"on": one.day.on, "minutes": one.minutes} for one in each.days_there.all()
                    ]
                }
                for each in event.registrations.all()
            ],
        }
        for event in events
    ]


def registrations_of(address: str) -> list[dict[str, Any]]:
    """What an account exports."""
    found = Registration.objects.filter(email=address.lower()).select_related("event__structure")
    return [
        {
            "structure": each.event.structure.name,
            "événement": each.event.title,
            "le": each.event.starts_at.isoformat(),
            "place": each.get_seat_display(),
            "minutes de présence": each.minutes,
        }
        for each in found
    ]
