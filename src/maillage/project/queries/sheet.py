"""The sheet of an action, as its page and its document show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting, Task
from maillage.kernel import date_in_french, visible
from maillage.legislation import professions_by_key
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.people.queries.naming import told_of_cards
from maillage.project.enums import OPEN, Part
from maillage.project.models import Action, ActionNote, ActionPartner, ActionStep, Evidence, Indicator
from maillage.structures.models import Structure
from maillage.structures.queries import together

#: Meetings, on the page of an action.
MEETINGS = 5
#: Columns of each part that are words, under their headings.
WORDS: dict[Part, tuple[tuple[str, str], ...]] = {
    Part.WHY: (
        ("statement", "Constat"),
        ("goal", "But général"),
        ("aims", "Objectifs mesurables"),
        ("public", "Public"),
        ("communes", "Communes"),
        ("existing", "Lien avec l’existant"),
    ),
    Part.MEANS: (
        ("roles", "Rôles par profession"),
        ("sought", "Partenaires à réunir"),
        ("hours", "Temps par profession"),
        ("coordination", "Coordination"),
        ("purchases", "Achats"),
        ("proofs", "Preuves à garder"),
        ("risks", "Risques"),
    ),
}
WHOLE_TERRITORY = "Tout le territoire"


@dataclass(frozen=True, slots=True)
class Step:
    step: ActionStep
    is_late: bool

    @property
    def by(self) -> str:
        return self.step.who.name if self.step.who else self.step.who_in_words or "à attribuer"

    @property
    def said_when(self) -> str:
        if self.step.done_on:
            return f"faite le {date_in_french(self.step.done_on)}"
        if self.step.due_on is None:
            return "sans date"
        return f"{'en retard depuis' if self.is_late else 'pour'} le {date_in_french(self.step.due_on)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    action: Action
    mission: str
    owner: str
    co_owner: str
    why: Sequence[tuple[str, str]]
    means: Sequence[tuple[str, str]]
    steps: Sequence[Step]

    @property
    def lacks(self) -> list[str]:
        """What the sheet does not say yet, and that is asked of every action that goes on."""
        if self.action.state not in OPEN:
            return []
        said = (
            ("de responsable", self.owner),
            ("d’étape", self.steps),
            ("d’objectif mesurable", self.action.aims),
            ("de besoin", self.action.needs.all() or self.action.objective_id),
            ("d’indicateur", self.action.indicators.all()),
        )
        return [words for words, known in said if not known]

    @property
    def lacks_in_words(self) -> str:
        """« de responsable, d’étape ni d’indicateur »."""
        *first, last = self.lacks
        return f"{', '.join(first)} ni {last}" if first else last

    @property
    def done(self) -> int:
        return sum(each.step.done_on is not None for each in self.steps)


def action_of(structure: Structure, number: int) -> Action:
    """By its number, which is its own for ever."""
    found: Action = get_object_or_404(
        structure.project_actions.select_related("owner", "co_owner", "instance", "objective"), number=number
    )
    found.structure = structure
    return found


@dataclass(frozen=True, slots=True)
class Around:
    """What the page of an action shows beside its sheet, read with it in one question."""

    partners: Sequence[ActionPartner]
    notes: Sequence[ActionNote]
    tasks: Sequence[Task]
    indicators: Sequence[Indicator]
    evidences: Sequence[Evidence]
    #: The last ones that are known to all, newest first.
    meetings: Sequence[Meeting]
    #: For who writes: the partners one may add, the cards one may name.
    known_partners: Sequence[Partner]
    cards: Sequence[Any]


def read_around(action: Action, *, writes: bool) -> Around:
    structure = action.structure
    partners = action.partner_roles.select_related("partner")
    tasks = action.tasks.select_related("owner")
    known = structure.partners.order_by("name", "pk") if writes else structure.partners.none()
    cards: QuerySet[Any, Any] = told_of_cards(structure)
    if not writes:
        cards = cards.none()
    steps, needs, notes = action.steps.select_related("who"), action.needs.all(), action.notes.all()
    measures, proofs = action.indicators.all(), action.evidences.all()
    meetings = meetings_of(action)
    together(partners, tasks, known, cards, steps, needs, notes, measures, proofs, meetings)
    kept = action.__dict__.setdefault("_prefetched_objects_cache", {})
    kept |= {"steps": steps, "needs": needs, "indicators": measures}
    return Around(
        list(partners), list(notes), list(tasks), list(measures), list(proofs), list(meetings), list(known), list(cards)
    )  # fmt: skip


def meetings_of(action: Action) -> QuerySet[Meeting]:
    """Those that were said to serve it; one that is prepared is nobody's to see yet."""
    served = Meeting.objects.filter(served__action=action).select_related("instance")
    told = served.exclude(state__in=(MeetingState.DRAFT, MeetingState.CANCELLED))
    return told.order_by("-starts_at", "-pk")[:MEETINGS]


def whole(actions: Any) -> Any:
    """With all that a sheet reads."""
    return actions.select_related("owner", "co_owner", "instance", "objective").prefetch_related(
        Prefetch("steps", ActionStep.objects.select_related("who")),
        "partner_roles__partner",
        "needs",
        "notes",
        "indicators",
    )


def sheet_of(action: Action, labels: dict[str, str], *, on: date) -> Sheet:
    steps = [Step(each, is_late(each, on)) for each in action.steps.all()]
    return Sheet(
        action,
        labels.get(action.mission, ""),
        named(action.owner),
        named(action.co_owner),
        _words(action, Part.WHY),
        _words(action, Part.MEANS),
        steps,
    )


def is_late(step: ActionStep, on: date) -> bool:
    return step.done_on is None and step.due_on is not None and step.due_on < on


def named(person: Person | None) -> str:
    """« Lou Fictif, sage-femme »."""
    if person is None:
        return ""
    trade = professions_by_key().get(person.profession)
    return f"{person.name}, {trade.label.lower()}" if trade else person.name


def _words(action: Action, part: Part) -> list[tuple[str, str]]:
    """Heading and words, of what was written; nothing said of communes is the whole territory."""
    rows = [(label, visible(getattr(action, name))) for name, label in WORDS[part]]
    return [
        (label, said or (WHOLE_TERRITORY if label == "Communes" and action.public else ""))
        for label, said in rows
        if said or (label == "Communes" and action.public)
    ]
