"""What is offered on the pages where the work is: joining it as a proof, in one tap when one indicator alone fits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from maillage.governance.enums import MeetingState
from maillage.governance.models import Decision, Meeting
from maillage.outreach.enums import EventState
from maillage.outreach.models import Event
from maillage.project.enums import BROUGHT, Ability, EvidenceKind
from maillage.project.models import Action, Evidence, Indicator
from maillage.project.queries.evidence import Choices
from maillage.project.rules.fitting import fitting
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import day_in
from maillage.surveys.models import Survey
from maillage.surveys.queries.questionnaires import questionnaires
from maillage.ui.queries import provable
from maillage.ui.slots import ProofThing

Thing = Meeting | Decision | Event | Survey | int


@dataclass(frozen=True, slots=True)
class Found:
    """Something of the structure, as a piece tells it: what counters may be narrowed to (`about`), its mission."""

    thing: Thing
    title: str
    on: date
    about: Sequence[str] = ()
    mission: str = ""

    @property
    def number(self) -> int:
        return self.thing if isinstance(self.thing, int) else self.thing.pk


def thing_of(structure: Structure, kind: str, pk: int, abilities: Collection[str]) -> Found | None:
    """None when there is no such thing in this structure, when it was not held, when one may not read it."""
    if kind in BROUGHT:
        brought = provable(structure, {kind: [pk]}).get((kind, pk))
        return of_brought(pk, brought) if brought and brought.ability in abilities else None
    match kind:
        case EvidenceKind.MEETING | EvidenceKind.PRESENCES:
            held = Meeting.objects.filter(instance__structure=structure, state=MeetingState.HELD)
            meeting = held.select_related("instance").filter(pk=pk).first()
            return of_meeting(structure, meeting, kind) if meeting else None
        case EvidenceKind.DECISION:
            decision = Decision.objects.filter(structure=structure, pk=pk).first()
            return of_decision(decision) if decision else None
        case EvidenceKind.EVENT:
            event = Event.objects.filter(structure=structure, state=EventState.DONE, pk=pk).first()
            return of_event(structure, event) if event else None
        case EvidenceKind.SURVEY:
            survey = Survey.objects.filter(structure=structure, pk=pk).first()
            return of_survey(survey) if survey else None
    return None


def local_day(structure: Structure, at: datetime) -> date:
    return day_in(structure, at)


def of_meeting(structure: Structure, meeting: Meeting, kind: str = EvidenceKind.MEETING) -> Found:
    title = f"Feuille de présence, {meeting.title}" if kind == EvidenceKind.PRESENCES else meeting.title
    about = (meeting.instance.kind, str(meeting.instance_id))
    return Found(meeting, title, local_day(structure, meeting.starts_at), about)


def of_decision(decision: Decision) -> Found:
    return Found(decision, f"Décision {decision.reference}, {decision.title}", decision.decided_on)


def of_event(structure: Structure, event: Event) -> Found:
    about = [event.kind, *([event.mission] if event.mission else [])]
    return Found(event, event.title, local_day(structure, event.starts_at), about, event.mission)


def of_survey(survey: Survey) -> Found:
    known = questionnaires().get(survey.questionnaire)
    title = survey.about or (known.title if known else survey.questionnaire)
    return Found(survey, f"Enquête, {title}", survey.opened_on, (survey.questionnaire,))


def of_brought(pk: int, thing: ProofThing) -> Found:
    return Found(pk, thing.title, thing.day)


def choices_of(structure: Structure) -> Choices:
    """Read once for a page: a meeting shows itself and each of its decisions."""
    held: Choices | None = structure.__dict__.get("_provable")
    if held is None:
        counting = ("name", "mission", "counter", "counter_of")
        indicators = Indicator.objects.filter(structure=structure, archived_on=None).only(*counting)
        actions = Action.objects.filter(structure=structure).only("number", "title")
        kept = Evidence.objects.filter(structure=structure).exclude(kind__in=("piece", "dehors"))
        joined = kept.only("number", "kind", "meeting", "decision", "event", "survey")
        together(indicators, actions, joined)
        held = structure.__dict__["_provable"] = Choices(list(indicators), list(actions), list(joined))
    return held


def offer(page: Mapping[str, Any], found: Found, kind: str) -> Mapping[str, Any]:
    """Nothing for whom may not write, or where there is nothing to prove."""
    if Ability.WRITE not in page.get("abilities", ()) or page.get("is_visit"):
        return {}
    structure = page["structure"]
    choices = choices_of(structure)
    if not choices.indicators and not choices.actions:
        return {}
    fits = fitting(choices.indicators, kind, found.about, found.mission)
    return {
        "structure": structure,
        "kind": kind,
        "thing": found.number,
        "id": f"joindre-{kind}-{found.number}",
        "title": found.title,
        "number": choices.number_of(kind, found.number),
        "presences": choices.number_of(EvidenceKind.PRESENCES, found.number) if kind == "reunion" else None,
        "is_meeting": kind == EvidenceKind.MEETING,
        "only": fits[0] if len(fits) == 1 else None,
        "fits": fits,
        "others": choices.beside(fits),
        "actions": choices.action_options,
        "back": page["request"].path,
        "list": reverse("project:evidences", args=[structure.slug]),
    }


def on_meeting(page: Mapping[str, Any], meeting: Meeting) -> Mapping[str, Any]:
    if meeting.state != MeetingState.HELD:
        return {}
    return offer(page, of_meeting(page["structure"], meeting), EvidenceKind.MEETING)


def on_decision(page: Mapping[str, Any], decision: Decision) -> Mapping[str, Any]:
    return offer(page, of_decision(decision), EvidenceKind.DECISION)


def on_event(page: Mapping[str, Any], event: Event) -> Mapping[str, Any]:
    if event.state != EventState.DONE:
        return {}
    return offer(page, of_event(page["structure"], event), EvidenceKind.EVENT)


def on_survey(page: Mapping[str, Any], survey: Survey) -> Mapping[str, Any]:
    return offer(page, of_survey(survey), EvidenceKind.SURVEY)


def on_brought(page: Mapping[str, Any], kind: str, pk: int, thing: ProofThing) -> Mapping[str, Any]:
    """On the page of an upper room, which calls it for what it brings; nothing for whom may not read it."""
    if thing.ability not in page.get("abilities", ()):
        return {}
    return offer(page, of_brought(pk, thing), kind)
