"""Time that nobody is paid for, at the meetings that serve an action or in its calls: counted in minutes, beside what is paid, never in euros."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from maillage.funding.enums import ClaimState, IndemnityKind
from maillage.funding.models import Claim, ScaleLine
from maillage.funding.queries.hours import minutes_of, on_clocks_of, payers_of, rate_in
from maillage.funding.rules.indemnities import rate_at
from maillage.governance.enums import MeetingState
from maillage.governance.models import Mandate, Meeting, Presence
from maillage.project.models import Action
from maillage.project.queries.meetings import carried_in, judged, said_among
from maillage.structures.models import Structure


class Volunteered:
    """A presence that the scale of its day says bénévole or does not price, and one whose person gave its claim up; a
    time of calls asked for an action, then given up.

    What the scale pays and nobody asked for yet is not here: it is to be confirmed. Its `lists` are read with others
    (`together`), then `read`.
    """

    def __init__(self, structure: Structure, meetings: QuerySet[Meeting]) -> None:
        self.structure = structure
        held = meetings.filter(instance__structure=structure, state=MeetingState.HELD).order_by("pk")
        among = held.order_by().values("pk")
        self._meetings = held.select_related("instance")
        self._said, self._carried = said_among(among), carried_in(structure)
        unpaid = Q(claim=None) | Q(claim__state=ClaimState.WAIVED)
        there = Presence.objects.filter(unpaid, meeting__in=among, is_pending=False, person__isnull=False)
        self._there = there.select_related("claim").order_by("pk")
        self._mandates = Mandate.objects.filter(instance__in=held.order_by().values("instance"))
        self._scale = ScaleLine.objects.filter(legal_person__in=payers_of(structure))
        # A campaign serves no action: its calls are of the one that was said when their time was asked for.
        self._called = Claim.objects.filter(
            legal_person__structure=structure, state=ClaimState.WAIVED, call_time__isnull=False,
            action__isnull=False,
        ).select_related("action")  # fmt: skip

    @property
    def lists(self) -> tuple[QuerySet[Any], ...]:
        return (
            self._meetings,
            self._said,
            self._carried,
            self._there,
            self._mandates,
            self._scale,
            self._called,
        )

    def read(self) -> Self:
        self._scaled = [rate_in(each) for each in self._scale]
        self._held = defaultdict[tuple[int, int | None], list[Mandate]](list)
        for each in self._mandates:
            self._held[each.instance_id, each.person_id].append(each)
        said = {each.meeting_id: each for each in self._said}
        carried = defaultdict[int | None, list[Action]](list)
        for action in self._carried:
            carried[action.instance_id].append(action)
        meetings = on_clocks_of(self.structure, self._meetings) if self._meetings else []
        self._known = {each.pk: each for each in meetings}
        self._served = {
            each.pk: judged(
                each, [said[each.pk]] if each.pk in said else [], carried[each.instance_id]
            ).action
            for each in meetings
        }
        return self

    def by_action(self, since: date = date.min, until: date = date.max) -> dict[Action, int]:
        """Minutes given to each action by the meetings and the calls of these days, both included."""
        given = defaultdict[Action, int](int)
        for presence in self._there:
            presence.meeting = meeting = self._known[presence.meeting_id]
            action = self._served[meeting.pk]
            if action is not None and since <= meeting.day <= until and self._is_volunteer(presence):
                given[action] += minutes_of(presence)
        for claim in self._called:
            if claim.action is not None and since <= claim.held_on <= until:
                given[claim.action] += claim.minutes
        return {action: minutes for action, minutes in given.items() if minutes}

    def _is_volunteer(self, presence: Presence) -> bool:
        if hasattr(presence, "claim"):  # given up
            return True
        meeting = presence.meeting
        held = [
            each
            for each in self._held[meeting.instance_id, presence.person_id]
            if each.since <= meeting.day and (each.until is None or meeting.day < each.until)
        ]
        last = max(held, key=lambda each: (each.since, -each.pk), default=None)
        rate = rate_at(self._scaled, meeting.instance.kind, last.office if last else "", meeting.day)
        return rate is None or rate.kind == IndemnityKind.BENEVOLE


def between(since: date, until: date) -> QuerySet[Meeting]:
    """Meetings of these days on any clocks, and some beside: `by_action` says which are of them."""
    first, last = (make_aware(datetime.combine(day, time())) for day in (since, until))
    return Meeting.objects.filter(starts_at__range=(first - timedelta(days=1), last + timedelta(days=2)))


def for_action(action: Action) -> QuerySet[Meeting]:
    """Those that may serve it: said, or of the group that carries it."""
    may = Q(served__action=action)
    if action.instance_id:
        may |= Q(served=None, instance=action.instance_id)
    return Meeting.objects.filter(may)
