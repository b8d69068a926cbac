"""What events, bulletins and campaigns know of somebody: read on their card by who runs the structure."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import date_in_french, plural
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, DoNotContact, Registration
from maillage.outreach.queries.bulletins import subscriptions_of, wishes_in_words
from maillage.outreach.rules import duration, when
from maillage.people.models import Person
from maillage.people.queries.retention import cards_of_one
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.ui.slots import Lines, OwnLine, Wanted

#: What a national identification begins with, before an RPPS number.
OF_RPPS = "8"
#: The last ones alone: somebody may have come for years.
MOST_EVENTS = 20
EVENTS, BULLETINS, CALLS = "Événements", "Bulletins", "Campagnes"


def card_lines(person: Person) -> Lines:
    """`person` with its structure; nothing of a module that the structure switched off."""
    modules, structure = modules_of(person.structure), person.structure
    cards = cards_of_one(person)
    came = Registration.objects.filter(person__in=cards, event__structure=structure)
    last = came.select_related("event").order_by("-event__starts_at", "-pk")[: MOST_EVENTS + 1]
    counted = came.order_by().values_list("event__structure").annotate(count=Count("pk"))
    wishes = subscriptions_of(person)
    calling = Caller.objects.filter(person__in=cards).select_related("campaign")
    callers = calling.annotate(given=Sum("times__minutes")).order_by("-campaign__opened_on", "-pk")
    national = f"{OF_RPPS}{person.rpps}" if person.rpps else ""
    joined = Call.objects.filter(campaign__structure=structure, national=national, answer=Answer.JOINS)
    joins = joined.select_related("caller__person").order_by("-pk")[:1] if national else joined.none()
    refusals = DoNotContact.objects.filter(national=national)[:1] if national else DoNotContact.objects.none()
    yield Wanted([last, counted, wishes, callers, joins, refusals])
    if "evenements" in modules:
        yield from _events(last, sum(count for _, count in counted), structure)
    if "bulletins" in modules:
        for wish in wishes_in_words(wishes):
            yield OwnLine(BULLETINS, f"{wish['Courriel']} : {wish['Souhait']}, depuis {_since(wish)}.")
    if "campagnes" in modules:
        yield from _calling(callers, structure)
        yield from _called(joins, is_refused=bool(refusals))


def _since(wish: dict[str, str]) -> str:
    day = wish["Depuis le"]
    return day if day.startswith("le ") else f"le {day}"


def _events(last: QuerySet[Registration], count: int, structure: Structure) -> Iterator[OwnLine]:
    """The last first: their seat, whether they were there, their attestation."""
    for each in last[:MOST_EVENTS]:
        event = each.event
        state = each.get_seat_display().lower()
        if each.minutes is not None:
            state = f"était là {duration(each.minutes)}"
        if each.number:
            state = f"{state}, attestation n° {each.number}"
        path = reverse("outreach:event", args=[structure.slug, event.pk])
        yield OwnLine(
            EVENTS, f"{event.title}, {when(event.starts_at, event.ends_at)} : {state}.", path, "Ouvrir"
        )
    if len(last) > MOST_EVENTS:
        before = plural(count - MOST_EVENTS, "autre")
        yield OwnLine(EVENTS, f"Et {before}, avant.")


def _calling(callers: Iterable[Any], structure: Structure) -> Iterator[OwnLine]:
    """The campaigns where they call their peers. What each name answered is read by nobody but its caller."""
    for caller in callers:
        state = f"appelle depuis le {date_in_french(caller.added_on)}"
        if caller.withdrawn_on:
            state = f"{state}, jusqu’au {date_in_french(caller.withdrawn_on)}"
        if caller.given:
            state = f"{state}, {duration(caller.given)} données"
        path = reverse("outreach:campaign", args=[structure.slug, caller.campaign_id])
        yield OwnLine(CALLS, f"{caller.campaign.title} : {state}.", path, "Ouvrir")


def _called(joins: Iterable[Call], *, is_refused: bool) -> Iterator[OwnLine]:
    """That they joined by a peer, or want no call: the one answers that are told."""
    for joined in joins:
        day = f" le {date_in_french(timezone.localdate(joined.answered_at))}" if joined.answered_at else ""
        yield OwnLine(CALLS, f"A dit « adhère » à {joined.caller}{day}.")
    if is_refused:
        yield OwnLine(CALLS, "A demandé qu’on ne l’appelle plus pour l’inviter à adhérer.")
