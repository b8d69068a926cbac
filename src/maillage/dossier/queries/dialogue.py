"""A *dialogue de gestion*, mission by mission: what the contract says, what was done, counted, proved, spent and kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse

from maillage.dossier.enums import Ability
from maillage.dossier.models import Dialogue, DisputeStep, MissionSheet, Position, PreparationDone
from maillage.dossier.rules.timetable import Planned, next_step, timetable
from maillage.funding.models import Contract, Indicator
from maillage.funding.queries.accord import FORMS
from maillage.funding.queries.contracts import read_contracts, terms_at, year_days
from maillage.funding.queries.followed import Proposed, proposed_for
from maillage.funding.queries.means import Means, means_of
from maillage.funding.queries.posts import label_of
from maillage.funding.queries.results import WHOLE, rate_of_all, weighed_in
from maillage.funding.types.annex import MissionTerms
from maillage.kernel import amount, joined
from maillage.project.models import Action, ContextEvent, Evidence
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.hanging import hang
from maillage.ui.slots import Task


def rate_said(rate: Decimal | None) -> str:
    """« 62,5 % »; empty while unknown."""
    return "" if rate is None else amount(rate * 100, "%")


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator in its year, or, without one, a mission judged as a whole. `value` is None while unknown."""

    label: str
    mission: str
    indicator: Indicator | None
    value: Decimal | None
    #: Where the value comes from, when the project says it.
    source: str
    estimated: Decimal | None
    position: Position

    @property
    def proposed(self) -> Decimal | None:
        """What the team says; else what it noted that the indicator reached."""
        return self.estimated if self.position.proposed is None else self.position.proposed

    @property
    def kept(self) -> Decimal | None:
        return self.position.kept

    @property
    def proposed_said(self) -> str:
        return rate_said(self.proposed)

    @property
    def kept_said(self) -> str:
        return rate_said(self.kept)

    @property
    def is_settled(self) -> bool:
        """Kept, or known not to be agreed."""
        return self.position.is_disputed or self.kept is not None

    @property
    def dispute(self) -> Sequence[DisputeStep]:
        """What was tried about it."""
        return list(self.position.dispute.all()) if self.position.pk else []

    @property
    def unit(self) -> str:
        return self.indicator.unit if self.indicator else ""

    def said(self, value: Decimal | None) -> str:
        """« 62 % », « 12 patients »; empty while unknown."""
        return "" if value is None else amount(value, self.unit)


@dataclass(frozen=True, slots=True)
class Thread:
    """A mission in the year: everything that is said of it, in one place."""

    key: str
    label: str
    starts_on: date | None
    fixed: Decimal | None
    variable: Decimal | None
    rows: Sequence[Row]
    actions: Sequence[Action]
    events: Sequence[ContextEvent]
    evidences: Sequence[Evidence]
    means: Means
    sheet: MissionSheet

    @property
    def unproved(self) -> int:
        return 0 if self.evidences else len([row for row in self.rows if row.indicator])

    @property
    def judged(self) -> Sequence[Row]:
        """The rows that make its rate: the mission as a whole when its indicators cannot, else each indicator."""
        return [row for row in self.rows if row.indicator is None] or self.rows

    @property
    def rate(self) -> Decimal | None:
        """Of its variable part, of 1, as it is kept; None while one misses."""
        return self._rate(lambda row: row.kept)

    @property
    def proposed_rate(self) -> Decimal | None:
        return self._rate(lambda row: row.proposed)

    def _rate(self, rate_of: Callable[[Row], Decimal | None]) -> Decimal | None:
        first = self.judged[0]
        if first.indicator is None:
            return rate_of(first)
        return rate_of_all((row.indicator, rate_of(row)) for row in self.judged if row.indicator)

    @property
    def is_disputed(self) -> bool:
        return any(row.position.is_disputed for row in self.judged)

    @property
    def rate_said(self) -> str:
        return rate_said(self.rate)

    @property
    def variable_kept(self) -> Decimal | None:
        return None if self.rate is None or self.variable is None else self.rate * self.variable


@dataclass(frozen=True, slots=True)
class Told:
    """A dialogue and all that is known for it. `days`: the first and the last day of the contract year."""

    dialogue: Dialogue
    contract: Contract
    days: tuple[date, date]
    steps: Sequence[Planned]
    threads: Sequence[Thread]

    @property
    def next_step(self) -> Planned | None:
        return next_step(list(self.steps))

    @property
    def unsettled(self) -> list[Row]:
        return [row for thread in self.threads for row in thread.judged if not row.is_settled]

    @property
    def disputed(self) -> list[Row]:
        return [row for thread in self.threads for row in thread.rows if row.position.is_disputed]

    @property
    def unsettled_said(self) -> str:
        return joined(row.label for row in self.unsettled)


def has_dialogue(form: str) -> bool:
    """Not of a form whose agreement is declared by civil year."""
    return form not in FORMS


def dialogues_of(structure: Structure) -> QuerySet[Dialogue]:
    """The newest first, each with its contract."""
    held = Dialogue.objects.filter(contract__legal_person__structure=structure)
    return held.select_related("contract__legal_person").order_by("-number", "-pk")


def years_to_open(
    contracts: Iterable[Contract], opened: Iterable[Dialogue], *, on: date
) -> list[tuple[Contract, int, date, date]]:
    """Contract years that began and have no dialogue yet, the latest first."""
    taken = {(each.contract_id, each.number) for each in opened}
    free = [
        (contract, number, first, last)
        for contract in contracts
        for number, (first, last) in year_days(contract).items()
        if first <= on and (contract.pk, number) not in taken
    ]
    return sorted(free, key=lambda each: each[2], reverse=True)


def told_of(dialogue: Dialogue, structure: Structure, *, today: date) -> Told:
    """Everything, in few questions."""
    first, last = year_days(dialogue.contract)[dialogue.number]
    positions = Position.objects.filter(dialogue=dialogue)
    disputes = DisputeStep.objects.filter(position__dialogue=dialogue)
    sheets = MissionSheet.objects.filter(dialogue=dialogue)
    done = PreparationDone.objects.filter(dialogue=dialogue)
    actions = in_year(Action.objects.filter(structure=structure).select_related("owner"), first, last)
    events = ContextEvent.objects.filter(structure=structure, on__lte=last).filter(
        Q(until=None, on__gte=first) | Q(until__gte=first)
    )
    evidences = Evidence.objects.filter(structure=structure, dated_on__range=(first, last))
    lists = (positions, disputes, sheets, done, actions, events, evidences)
    (contract,) = read_contracts(structure, *lists, pk=dialogue.contract_id)
    dialogue.contract = contract
    hang(positions, "dispute", "position", disputes)
    contract.legal_person.structure = structure
    proposed = proposed_for(contract, list(contract.indicators.all()), dialogue.number, today=today)
    means = means_of(contract, first, last)
    by_mission = missions_of_evidence(structure, first, last)
    of_events = missions_of_events(structure)
    terms = terms_at(contract, last).missions
    threads = [
        Thread(
            key,
            label,
            terms[key].starts_on if key in terms else None,
            *envelopes(terms.get(key), dialogue.number),
            rows,
            [each for each in actions if each.mission == key],
            [each for each in events if key in of_events.get(each.pk, {key})],
            [each for each in evidences if key in by_mission.get(each.pk, set())],
            means.get(key, Means()),
            next(
                (each for each in sheets if each.mission == key), MissionSheet(dialogue=dialogue, mission=key)
            ),
        )
        for key, label, rows in grouped(contract, dialogue, list(positions), proposed)
    ]
    return Told(dialogue, contract, (first, last), steps_of(dialogue, done), threads)


def steps_of(dialogue: Dialogue, done: Iterable[PreparationDone]) -> list[Planned]:
    """Every step of its preparation, in order."""
    return timetable(
        dialogue.meets_on, {each.step: each.done_on for each in done if each.dialogue_id == dialogue.pk}
    )


def in_year(actions: QuerySet[Action], first: date, last: date) -> QuerySet[Action]:
    """Begun before its end and not over before its beginning; without a day, those nobody dated yet are left out."""
    return actions.filter(Q(starts_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=first)))


def envelopes(terms: MissionTerms | None, number: int) -> tuple[Decimal | None, Decimal | None]:
    if terms is None:
        return None, None
    return terms.fixed.get(number), terms.variable.get(number)


def grouped(
    contract: Contract,
    dialogue: Dialogue,
    positions: Sequence[Position],
    proposed: Mapping[int, Proposed],
) -> list[tuple[str, str, list[Row]]]:
    """(key, label, rows) of each mission of the annex, and of each group of indicators besides."""
    by_indicator = {each.indicator_id: each for each in positions if each.indicator_id}
    whole = {each.mission: each for each in positions if each.indicator_id is None}
    found: dict[str, list[Row]] = {each.mission: [] for each in contract.missions.all()}
    for indicator in contract.indicators.all():
        key = indicator.mission
        position = by_indicator.get(indicator.pk) or Position(
            dialogue=dialogue, mission=key, indicator=indicator
        )
        found.setdefault(key, []).append(
            row_of(indicator, dialogue.number, position, proposed.get(indicator.pk))
        )
    unweighed = {each.mission for each in weighed_in(contract) if each.said}
    for key, rows in found.items():
        if not rows or key in unweighed:
            position = whole.get(key) or Position(dialogue=dialogue, mission=key)
            rows.append(Row(mission_label(key), key, None, None, "", None, position))
    return [(key, mission_label(key), rows) for key, rows in found.items()]


def row_of(indicator: Indicator, number: int, position: Position, proposed: Proposed | None) -> Row:
    """What the contract holds of its year; else what the project follows."""
    reached = next((each for each in indicator.reached.all() if each.number == number), None)
    value, rate = (reached.value, reached.rate) if reached else (None, None)
    source = ""
    if value is None and proposed is not None:
        value, source = proposed.value, proposed.said
    return Row(indicator.name, indicator.mission, indicator, value, source, rate, position)


def mission_label(key: str) -> str:
    return label_of(key) if key else WHOLE


def missions_of_evidence(structure: Structure, first: date, last: date) -> Mapping[int, set[str]]:
    """Evidence → the missions of what it proves."""
    mine = {"evidence__structure": structure, "evidence__dated_on__range": (first, last)}
    indicators = Evidence.indicators.through.objects.filter(**mine).values_list(
        "evidence_id", "indicator__mission"
    )
    actions = Evidence.actions.through.objects.filter(**mine).values_list("evidence_id", "action__mission")
    together(indicators, actions)
    told: dict[int, set[str]] = defaultdict(set)
    for evidence, mission in (*indicators, *actions):
        told[evidence].add(mission)
    return told


def missions_of_events(structure: Structure) -> Mapping[int, set[str]]:
    """Event → the missions of the indicators it bears on; one that bears on none is for all."""
    rows = ContextEvent.indicators.through.objects.filter(contextevent__structure=structure)
    told: dict[int, set[str]] = defaultdict(set)
    for event, mission in rows.values_list("contextevent_id", "indicator__mission"):
        told[event].add(mission)
    return told


def being_prepared(structure: Structure) -> tuple[QuerySet[Dialogue], QuerySet[PreparationDone]]:
    """Dialogues that are not closed, and the steps that were done of them."""
    opened = Dialogue.objects.filter(contract__legal_person__structure=structure, closed_on=None)
    done = PreparationDone.objects.filter(dialogue__in=opened.order_by().values("pk"))
    return opened.select_related("contract"), done


def next_steps(
    opened: Iterable[Dialogue], done: Iterable[PreparationDone], structure: Structure
) -> Iterator[Task]:
    """The next step of each."""
    marked = list(done)
    for dialogue in opened:
        if following := next_step(steps_of(dialogue, marked)):
            yield Task(
                f"Dialogue de gestion, année {dialogue.number} : {following.label.lower()}",
                reverse("dossier:dialogue", args=[structure.slug, dialogue.pk]),
                dialogue.contract.name,
                Ability.WRITE,
                due=following.due_on,
            )


def contents_of_dialogues(structure: Structure) -> list[dict[str, object]]:
    """For an export: rates are of 1."""
    held = dialogues_of(structure).prefetch_related(
        "done", "positions__indicator", "positions__dispute", "sheets"
    )
    return [
        {
            "contract": each.contract.name,
            "year": each.number,
            "meets_on": each.meets_on,
            "place": each.place,
            "participants": each.participants,
            "conclusions": each.conclusions,
            "avenant": each.avenant,
            "next_dates": each.next_dates,
            "agreed_by": each.agreed_by,
            "closed_on": each.closed_on,
            "done": {step.step: step.done_on for step in each.done.all()},
            "positions": [
                {
                    "mission": one.mission,
                    "indicator": one.indicator.name if one.indicator else None,
                    "proposed": one.proposed,
                    "kept": one.kept,
                    "reason": one.reason,
                    "is_disputed": one.is_disputed,
                    "next_target": one.next_target,
                    "dispute": [{"on": step.on, "words": step.words} for step in one.dispute.all()],
                }
                for one in each.positions.all()
            ],
            "sheets": [
                {
                    "mission": one.mission,
                    "difficulties": one.difficulties,
                    "asks": one.asks,
                    "next_year": one.next_year,
                }
                for one in each.sheets.all()
            ],
        }
        for each in held
    ]
