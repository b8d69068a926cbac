"""What a civil year is told by: the budget held against what was spent, what came, the time given, the proofs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.db.models import Q, QuerySet

from maillage.funding.enums import NOTED, ContractPaperKind, ExpenseKind, ExpenseState
from maillage.funding.models import Claim, ContractPaper, Expense, Receipt, TransparencyRule
from maillage.funding.queries.budget import YearOfBudget, budget_of
from maillage.funding.queries.calls import unpaid_in
from maillage.funding.queries.expenses import parts_named
from maillage.funding.queries.hours import GRANTED, around, key_of_card, on_clocks_of
from maillage.funding.queries.posts import posts_named
from maillage.funding.types.money import ZERO
from maillage.funding.types.returns import Came, Piece, TimeGiven, total_of
from maillage.governance.enums import InstanceKind, MeetingState, Office
from maillage.governance.models import Mandate, Meeting, Presence
from maillage.legislation import professions_by_key
from maillage.people.services.erasing import UNNAMED
from maillage.structures.models import LegalPerson
from maillage.tables import SheetCell

#: Those who sit at nothing that day, or whose card went.
NO_OFFICE = "Sans fonction"


@dataclass(frozen=True, slots=True)
class YearlyReturn:
    """Sums in euros. `by_office` names nobody; `meetings`: how many were held, by kind of instance."""

    person: LegalPerson
    year: int
    budget: YearOfBudget
    came: Sequence[Came]
    by_office: Sequence[TimeGiven]
    by_profession: Sequence[TimeGiven]
    meetings: Sequence[tuple[str, int]]

    @property
    def pieces(self) -> list[Piece]:
        """Read when they are asked: a page needs none of them."""
        return pieces_of(self.person, self.year)

    @property
    def received(self) -> Decimal:
        return sum((each.amount for each in self.came), Decimal())


def return_of(person: LegalPerson, year: int, *also: QuerySet[Any, Any], on: date) -> YearlyReturn:
    """`person` with its structure; `also`: what else a page reads, in the same question."""
    given, came = Given(person, year), came_in(person, year)
    budget = budget_of(person, year, *given.lists, came, *also, on=on)
    given.read(budget.held)
    return YearlyReturn(
        person=person,
        year=year,
        budget=budget,
        came=[Came(each.received_on, each.contract.name, each.label, each.amount) for each in came],
        by_office=given.by(given.office_of),
        by_profession=given.by(profession_of),
        meetings=meetings_in(budget.held),
    )


def came_in(person: LegalPerson, year: int) -> QuerySet[Receipt]:
    """What was received, in the order of its days; a receipt and what undoes it make zero together."""
    rows = Receipt.objects.filter(contract__legal_person=person, received_on__year=year)
    return rows.select_related("contract").order_by("received_on", "pk")


def meetings_in(held: Iterable[Meeting]) -> list[tuple[str, int]]:
    counts = Counter(meeting.instance.kind for meeting in held)
    return [(InstanceKind(kind).label, counts[kind]) for kind in InstanceKind.values if counts[kind]]


class There(NamedTuple):
    """A presence, as thousands are read: `person` with what its card says."""

    pk: int
    meeting: int
    arrived_at: datetime
    left_at: datetime | None
    person: int
    rpps: str
    name: str
    profession: str


class Asked(NamedTuple):
    """A claim granted, or what a caller gave and is not paid for; the card is gone when `person` is None."""

    pk: int
    presence: int | None
    label: str
    minutes: int
    amount: Decimal
    person: int | None
    rpps: str | None
    name: str | None
    profession: str | None


#: What is read of a card, among thousands.
OF_A_CARD = ("person", "person__rpps", "person__name", "person__profession")
#: What is told of a presence, of a claim, or of both.
Group = Callable[[There | None, Asked | None], str]


class Given:
    """The time of a year: each presence, and the claim that asks for it; what was declared, or given to calls, besides.

    Its `lists` are read with others (`together`), then `read` with the meetings held in the year.
    """

    def __init__(self, person: LegalPerson, year: int) -> None:
        self.structure = person.structure
        claims = Claim.objects.filter(legal_person=person, held_on__year=year, state__in=GRANTED)
        held = Q(meeting__state=MeetingState.HELD, meeting__starts_at__range=around(year))
        self._there = Presence.objects.filter(
            held | Q(pk__in=claims.order_by().values("presence")),
            is_pending=False, person__isnull=False, meeting__instance__structure=person.structure,
        ).order_by("pk").values_list("pk", "meeting", "arrived_at", "left_at", *OF_A_CARD)  # fmt: skip
        self._asked = claims.order_by("pk").values_list(
            "pk", "presence", "name", "minutes", "amount", *OF_A_CARD
        )
        self._mandates = Mandate.objects.filter(instance__structure=person.structure).order_by("-since", "pk")
        self._called = unpaid_in(person.structure, year)

    @property
    def lists(self) -> tuple[QuerySet[Any, Any], ...]:
        return self._there, self._asked, self._mandates, self._called

    def read(self, held: Iterable[Meeting]) -> Self:
        self.meetings = {each.pk: each for each in held}
        self.claims = [Asked(*row) for row in self._asked]
        self.called = [
            Asked(caller, None, name or "", minutes, ZERO, card, rpps, name, profession)
            for caller, card, rpps, name, profession, minutes in self._called
        ]
        known, asked = [There(*row) for row in self._there], {each.presence for each in self.claims}
        self.presences = {each.pk: each for each in known if each.meeting in self.meetings}
        # Of a meeting called off since, or moved: what was granted for it keeps its function.
        self.asked = self.presences | {each.pk: each for each in known if each.pk in asked}
        if beside := {each.meeting for each in self.asked.values()} - self.meetings.keys():
            others = Meeting.objects.filter(pk__in=beside).select_related("instance")
            self.meetings |= {each.pk: each for each in on_clocks_of(self.structure, others)}
        self.mandates: dict[tuple[int, int], list[Mandate]] = defaultdict(list)
        for mandate in self._mandates:
            self.mandates[mandate.instance_id, mandate.person_id].append(mandate)
        return self

    def office_of(self, presence: There | None, _claim: Asked | None) -> str:
        """The function held at this instance that day."""
        if presence is None:
            return NO_OFFICE
        meeting = self.meetings[presence.meeting]
        for each in self.mandates.get((meeting.instance_id, presence.person), ()):
            if each.since <= meeting.day and (each.until is None or meeting.day < each.until):
                return str(Office(each.office).label)
        return NO_OFFICE

    def by(self, group: Group) -> list[TimeGiven]:
        """By what `group` says of each, the most granted first."""
        people: dict[str, set[str]] = defaultdict(set)
        minutes: dict[str, int] = defaultdict(int)
        paid: dict[str, int] = defaultdict(int)
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        for presence in self.presences.values():
            label = group(presence, None)
            people[label].add(key_of_card(presence.person, presence.rpps))
            minutes[label] += minutes_between(presence, self.meetings[presence.meeting])
        for claim in self.claims:
            label = group(self.asked.get(claim.presence or 0), claim)
            people[label].add(
                key_of_card(claim.person, claim.rpps or "") if claim.person else f"claim:{claim.pk}"
            )
            paid[label] += claim.minutes
            amounts[label] += claim.amount
            if claim.presence is None:  # declared besides, or its presence went
                minutes[label] += claim.minutes
        for call in self.called:
            label = group(None, call)
            key = key_of_card(call.person, call.rpps or "") if call.person else f"caller:{call.pk}"
            people[label].add(key)
            minutes[label] += call.minutes
        told = [
            TimeGiven(label, len(people[label]), minutes[label], paid[label], amounts[label])
            for label in people
        ]
        return sorted(told, key=lambda each: (-each.amount, -each.minutes, each.label))


def minutes_between(presence: There, meeting: Meeting) -> int:
    spent = (presence.left_at or meeting.ends_at) - presence.arrived_at
    return max(0, int(spent.total_seconds() // 60))


def profession_of(presence: There | None, claim: Asked | None) -> str:
    key = (presence.profession if presence else claim.profession if claim else None) or ""
    known = professions_by_key()
    return known[key].label if key in known else "Autre"


def name_of(presence: There | None, claim: Asked | None) -> str:
    if claim is not None:
        return UNNAMED if claim.person is None else claim.name or UNNAMED
    return presence.name if presence else NO_OFFICE


def proved_in(person: LegalPerson, year: int) -> QuerySet[Expense]:
    """What was spent in the year and is shown to who funds it: pay is told by its sum alone, its papers say too much."""
    spent = Expense.objects.filter(legal_person=person, dated_on__year=year, state__in=NOTED)
    return spent.exclude(kind=ExpenseKind.PAYROLL)


def pieces_of(person: LegalPerson, year: int) -> list[Piece]:
    """The papers of what was spent in the year, in the order of their days, then those of its contracts."""
    posts = posts_named(person)
    spent = proved_in(person, year)
    found: list[Piece] = []
    for each in spent.prefetch_related("papers__file", "parts").order_by("dated_on", "pk"):
        post = ", ".join(label for label, _ in parts_named(each, posts))
        files = [paper.file.name for paper in each.papers.all()] or [""]
        for file in files:
            said = f"{each.get_kind_display()} {each.number}, {each.name}".replace(" ,", ",")
            waits = ", en attente d’accord" if each.state == ExpenseState.COMMITTED else ""
            found.append(
                Piece(len(found) + 1, f"{said} : {each.label}{waits}", post, each.dated_on, each.amount, file)
            )
    for paper in contract_papers_in(person, year):
        label = f"{ContractPaperKind(paper.kind).label}, {paper.contract.name}"
        found.append(
            Piece(len(found) + 1, label, "", paper.dated_on, None, paper.file.name, is_contract=True)
        )
    return found


def contract_papers_in(person: LegalPerson, year: int) -> QuerySet[ContractPaper]:
    """What was signed or notified in the year."""
    mine = ContractPaper.objects.filter(contract__legal_person=person, dated_on__year=year)
    return mine.select_related("file", "contract").order_by("dated_on", "pk")


def shown_to_members(given: Given, rule: TransparencyRule | None) -> list[TimeGiven]:
    """As it was voted, by name or by function; without a vote, no group is so small that it names somebody."""
    if rule is None or rule.decision_id is None:
        return unnamed(given.by(given.office_of))
    return given.by(name_of if rule.names_people else given.office_of)


#: Fewer people than that are told with others: a function that one holds is a name.
FEWEST = 3


def unnamed(lines: Sequence[TimeGiven]) -> list[TimeGiven]:
    """Small groups are one, with the next smallest when it would still be small."""
    large = sorted((each for each in lines if each.people >= FEWEST), key=lambda each: each.people)
    small = [each for each in lines if each.people < FEWEST]
    while small and large and sum(each.people for each in small) < FEWEST:
        small.append(large.pop(0))
    if not small:
        return list(lines)
    others = replace(total_of(small), label=OTHERS, people=sum(each.people for each in small))
    return [*(each for each in lines if each in large), others]


#: Who is told together.
OTHERS = "Autres"


def return_report(told: YearlyReturn) -> dict[str, object]:
    """For a machine, to compare structures: sums are texts, nobody is named."""
    structure, shown = told.person.structure, told.budget
    return {
        "form": structure.form,
        "year": told.year,
        "population": shown.population,
        "received": str(told.received),
        "posts": [
            {
                "mission": row.post.mission or None,
                "label": row.post.label,
                "planned": str(row.planned),
                "carried": str(row.carried),
                "reserved": str(row.reserved),
                "waiting": str(row.waiting),
                "committed": str(row.committed),
                "paid": str(row.paid),
                "left": str(row.left),
                "received": str(row.taken.received),
                "awaited": None if row.taken.has_unknown else str(row.taken.awaited),
            }
            for row in shown.budget.rows
        ],
        "meetings": dict(told.meetings),
        "by_function": [time_report(each) for each in unnamed(told.by_office)],
        "by_profession": [time_report(each) for each in unnamed(told.by_profession)],
    }


def time_report(told: TimeGiven) -> dict[str, object]:
    return {
        "label": told.label,
        "people": told.people,
        "minutes": told.minutes,
        "paid_minutes": told.paid,
        "volunteer_minutes": told.volunteered,
        "amount": str(told.amount),
    }


def time_in_rows(lines: Iterable[TimeGiven], of: str) -> Iterator[Sequence[SheetCell]]:
    yield (of, "Personnes", "Minutes", "Minutes payées", "Minutes bénévoles", "Montant")
    for each in lines:
        yield (each.label, each.people, each.minutes, each.paid, each.volunteered, each.amount)
