"""The rows of the rooms below that counters count, read in one question for a whole page."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from maillage.directory.queries.supply import Supply, supply_of
from maillage.directory.queries.vintages import vintages
from maillage.governance.enums import MeetingState
from maillage.governance.models import Decision, Meeting, Presence, RcpSession
from maillage.outreach.enums import Answer, EventState
from maillage.outreach.models import Call, Convention, Event, PartnerRequest, Registration
from maillage.people.models import Adhesion, InformationAttendance
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of
from maillage.surveys.models import SurveyAnswer

A_DAY = timedelta(days=1)
#: Nobody answered: an absence, a wrong number.
UNANSWERED = ("", Answer.WRONG, Answer.ABSENT)


class Read:
    """Lists by name, from a day to another, both included; what no counter wants is not read.

    Instants are read with a day more on each side: the clocks of the structure say which are inside.
    """

    def __init__(
        self, structure: Structure, names: Collection[str], first: date, last: date, *, today: date
    ) -> None:
        self.structure, self.today, self.last = structure, today, last
        self.days = (first, last)
        self.instants = tuple(datetime.combine(day, time(), UTC) for day in (first - A_DAY, last + 2 * A_DAY))
        self.lists: dict[str, QuerySet[Any, Any]] = {
            name: getattr(self, f"_{name}")() for name in dict.fromkeys(names) if hasattr(self, f"_{name}")
        }

    def rows(self, name: str) -> list[Any]:
        together(*self.lists.values())  # nothing when a page read them with its own lists
        return list(self.lists[name])

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @cached_property
    def zone(self) -> Any:
        return zone_of(self.structure)

    @cached_property
    def supply(self) -> dict[str, Supply] | None:
        """Who practises on the territory by profession; None without a directory."""
        return supply_of(self.structure.territory.codes) if vintages().rpps else None

    def _meetings(self) -> QuerySet[Any, Any]:
        held = Meeting.objects.filter(instance__structure=self.structure, state=MeetingState.HELD)
        told = ("pk", "title", "starts_at", "ends_at", "instance__kind", "instance_id")
        return held.filter(starts_at__range=self.instants).order_by("starts_at").values_list(*told)

    def _presences(self) -> QuerySet[Any, Any]:
        """Of meetings that are read beside: each is said once, not with each of those who were there."""
        held = Presence.objects.filter(
            is_pending=False, meeting__instance__structure=self.structure, meeting__state=MeetingState.HELD
        )
        told = ("pk", "meeting_id", "person_id", "person__profession", "arrived_at", "left_at")
        found = held.filter(meeting__starts_at__range=self.instants)
        return found.order_by("meeting__starts_at", "pk").values_list(*told)

    def _decisions(self) -> QuerySet[Any, Any]:
        found = Decision.objects.filter(structure=self.structure, decided_on__range=self.days)
        told = ("pk", "meeting_id", "year", "number", "title", "decided_on")
        return found.order_by("decided_on", "number").values_list(*told)

    def _rcp(self) -> QuerySet[Any, Any]:
        found = RcpSession.objects.filter(structure=self.structure, held_on__range=self.days)
        told = ("pk", "held_on", "ald", "over_75", "others", "theme")
        return found.order_by("held_on", "pk").values_list(*told)

    def _events(self) -> QuerySet[Any, Any]:
        found = Event.objects.filter(
            structure=self.structure, state=EventState.DONE, starts_at__range=self.instants
        )
        told = ("pk", "title", "starts_at", "kind", "mission")
        return found.order_by("starts_at").values_list(*told)

    def _registrations(self) -> QuerySet[Any, Any]:
        found = Registration.objects.filter(event__structure=self.structure, minutes__isnull=False)
        told = (
            "pk", "event_id", "event__title", "event__starts_at", "event__kind", "event__mission",
            "profession",
        )  # fmt: skip
        return (
            found.filter(event__starts_at__range=self.instants)
            .order_by("event__starts_at", "pk")
            .values_list(*told)
        )

    def _adhesions(self) -> QuerySet[Any, Any]:
        found = Adhesion.objects.filter(
            person__structure=self.structure, person__is_merged=False, since__lte=self.days[1]
        )
        told = ("pk", "person_id", "person__profession", "kind", "since", "until")
        return found.order_by("since", "pk").values_list(*told)

    def _informed(self) -> QuerySet[Any, Any]:
        found = InformationAttendance.objects.filter(
            meeting__structure=self.structure, meeting__held_on__range=self.days
        )
        told = ("pk", "profession", "count", "meeting__held_on", "meeting__subject", "meeting__channel")
        return found.order_by("meeting__held_on", "pk").values_list(*told)

    def _calls(self) -> QuerySet[Any, Any]:
        found = Call.objects.filter(campaign__structure=self.structure, answered_at__range=self.instants)
        told = ("pk", "campaign_id", "profession", "answered_at", "answer")
        return found.exclude(answer__in=UNANSWERED).order_by("answered_at", "pk").values_list(*told)

    def _conventions(self) -> QuerySet[Any, Any]:
        found = Convention.objects.filter(partner__structure=self.structure, signed_on__range=self.days)
        told = ("pk", "partner_id", "title", "partner__name", "signed_on")
        return found.order_by("signed_on", "pk").values_list(*told)

    def _requests(self) -> QuerySet[Any, Any]:
        found = PartnerRequest.objects.filter(partner__structure=self.structure, answered_on__range=self.days)
        told = ("pk", "partner_id", "partner__name", "answered_on")
        return found.order_by("answered_on", "pk").values_list(*told)

    def _answers(self) -> QuerySet[Any, Any]:
        found = SurveyAnswer.objects.filter(survey__structure=self.structure, given_on__range=self.days)
        told = ("pk", "survey_id", "survey__questionnaire", "survey__about", "given_on", "profession")
        return found.order_by("given_on", "pk").values_list(*told)
