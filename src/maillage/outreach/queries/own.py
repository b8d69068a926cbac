"""What events and bulletins bring to the home of somebody who belongs, by the link of their card."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.kernel import date_in_french
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Bulletin, Event, Registration
from maillage.outreach.queries.audience import groups_of, keys_of
from maillage.outreach.queries.events import seat_in_words, takes_registrations
from maillage.outreach.rules import when
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Lines, OwnLine, Wanted

MOST_EVENTS, MOST_BULLETINS, LOOKED_AT = 5, 2, 50
EVENTS, BULLETINS = "Prochains événements", "Derniers bulletins"


def own_lines(person: Person) -> Lines:
    """`person` with its structure; nothing of a module that the structure switched off."""
    modules, now = modules_of(person.structure), timezone.now()
    coming, mine, sent = lists = _lists(person, person.structure, person.profession, now)
    yield Wanted(lists)
    if "evenements" in modules:
        yield from _events(coming, {each.event_id: each for each in mine}, now)
    if "bulletins" in modules:
        yield from _bulletins(person, sent)


@prepared
def _lists(
    person: Person, structure: Structure, profession: str, now: datetime
) -> tuple[QuerySet[Event], QuerySet[Registration], QuerySet[Bulletin]]:
    """The next events they are invited to, or registered to; their seats; the last bulletins."""
    theirs = Registration.objects.filter(person=person, event__structure=structure)
    mine = Q(pk__in=theirs.values("event"))
    for_them = Q(invited=None) | Q(invited__profession=profession) | mine
    coming = Event.objects.filter(for_them, structure=structure, state=EventState.OPEN, ends_at__gt=now)
    sent = Bulletin.objects.filter(structure=structure, sent_at__isnull=False)
    return (
        coming.select_related("link").distinct().order_by("starts_at", "pk")[:MOST_EVENTS],
        theirs.filter(event__ends_at__gt=now).select_related("link"),
        sent.only("structure", "title", "body", "audience", "sent_at")[:LOOKED_AT],
    )


def _events(coming: Iterable[Event], mine: Mapping[int, Registration], now: datetime) -> Iterator[OwnLine]:
    """The next first."""
    for event in coming:
        said = f"{event.title}, {when(event.starts_at, event.ends_at)}"
        own = mine.get(event.pk)
        if own and own.link and own.seat != Seat.CANCELLED:
            seat = (
                f"vous êtes en {seat_in_words(own)}"
                if own.seat == Seat.WAITING
                else "votre place est retenue"
            )
            yield OwnLine(EVENTS, f"{said} : {seat}.", own.link.get_absolute_url(), "Votre inscription")
        else:
            verb = "S’inscrire" if takes_registrations(event, at=now) else "Lire"
            yield OwnLine(EVENTS, f"{said}.", event.link.get_absolute_url(), verb)


def _bulletins(person: Person, sent: Iterable[Bulletin]) -> Iterator[OwnLine]:
    """The last that were written to them, among the last that left: to all who belong, or to a part that they are in."""
    today = timezone.localdate()
    if not belongs_then(person, on=today):
        return
    asked = {bulletin.pk: keys_of(bulletin.audience) for bulletin in sent}
    groups = groups_of(person, on=today) if any(asked.values()) else frozenset()  # most are for everybody
    theirs = [bulletin for bulletin in sent if asked[bulletin.pk] <= groups]
    for bulletin in theirs[:MOST_BULLETINS]:
        day = date_in_french(timezone.localdate(bulletin.sent_at))
        yield OwnLine(BULLETINS, f"{bulletin.title}, le {day}", words=bulletin.body)
