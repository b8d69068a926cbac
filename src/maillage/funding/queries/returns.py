"""What a civil year is told by: the budget held against what was spent, what came, the time given, the proofs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from maillage.funding.enums import ENGAGED, ExpenseKind
from maillage.funding.models import Claim, Expense, Receipt, TransparencyRule
from maillage.funding.queries.budget import YearOfBudget, budget_of, held_in
from maillage.funding.queries.expenses import parts_named
from maillage.funding.queries.hours import GRANTED, minutes_of, whose
from maillage.funding.queries.posts import posts_named
from maillage.funding.types.returns import Came, Piece, TimeGiven, total_of
from maillage.governance.enums import InstanceKind, MeetingState, Office
from maillage.governance.models import Mandate, Presence
from maillage.legislation import professions_by_key
from maillage.people.services.erasing import UNNAMED
from maillage.structures.models import LegalPerson, Structure
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
    pieces: Sequence[Piece]

    @property
    def received(self) -> Decimal:
        return sum((each.amount for each in self.came), Decimal())


def return_of(person: LegalPerson, year: int, *, on: date) -> YearlyReturn:
    """`person` with its structure."""
    given = Given(person, year)
    return YearlyReturn(
        person=person,
        year=year,
        budget=budget_of(person, year, on=on),
        came=came_in(person, year),
        by_office=given.by(given.office_of),
        by_profession=given.by(profession_of),
        meetings=meetings_in(person.structure, year),
        pieces=pieces_of(person, year),
    )


def came_in(person: LegalPerson, year: int) -> list[Came]:
    """What was received, in the order of its days; a receipt and what undoes it make zero together."""
    rows = Receipt.objects.filter(contract__legal_person=person, received_on__year=year)
    return [
        Came(each.received_on, each.contract.name, each.label, each.amount)
        for each in rows.select_related("contract").order_by("received_on", "pk")
    ]


def meetings_in(structure: Structure, year: int) -> list[tuple[str, int]]:
    counts: dict[str, int] = defaultdict(int)
    for meeting in held_in(structure, year):
        counts[meeting.instance.kind] += 1
    return [(InstanceKind(kind).label, counts[kind]) for kind in InstanceKind.values if counts[kind]]


class Given:
    """The time of a year: each presence, and the claim that asks for it; what was declared besides."""

    def __init__(self, person: LegalPerson, year: int) -> None:
        rows = Presence.objects.filter(
            is_pending=False, person__isnull=False, meeting__instance__structure=person.structure,
            meeting__state=MeetingState.HELD, meeting__starts_at__year__range=(year - 1, year + 1),
        )  # fmt: skip
        around = rows.select_related("person", "meeting__instance__structure__territory")
        self.presences = [each for each in around if each.meeting.day.year == year]
        claims = Claim.objects.filter(legal_person=person, held_on__year=year, state__in=GRANTED)
        self.claims = list(
            claims.select_related(
                "person", "presence__person", "presence__meeting__instance__structure__territory"
            )
        )
        instances = {each.meeting.instance_id for each in self.presences}
        self.mandates: dict[tuple[int, int], list[Mandate]] = defaultdict(list)
        for mandate in Mandate.objects.filter(instance__in=instances).order_by("-since"):
            self.mandates[mandate.instance_id, mandate.person_id].append(mandate)

    def office_of(self, presence: Presence | None, _claim: Claim | None) -> str:
        """The function held at this instance that day."""
        if presence is None or presence.person_id is None:
            return NO_OFFICE
        meeting = presence.meeting
        for each in self.mandates[meeting.instance_id, presence.person_id]:
            if each.since <= meeting.day and (each.until is None or meeting.day < each.until):
                return str(Office(each.office).label)
        return NO_OFFICE

    def by(self, group: Callable[[Presence | None, Claim | None], str]) -> list[TimeGiven]:
        """By what `group` says of each, the most granted first."""
        people: dict[str, set[str]] = defaultdict(set)
        minutes: dict[str, int] = defaultdict(int)
        paid: dict[str, int] = defaultdict(int)
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        for presence in self.presences:
            label = group(presence, None)
            if presence.person:
                people[label].add(whose(presence.person))
            minutes[label] += minutes_of(presence)
        for claim in self.claims:
            label = group(claim.presence, claim)
            people[label].add(whose(claim.person) if claim.person else f"claim:{claim.pk}")
            paid[label] += claim.minutes
            amounts[label] += claim.amount
            if claim.presence is None:  # declared besides, or its presence went
                minutes[label] += claim.minutes
        told = [
            TimeGiven(label, len(people[label]), minutes[label], paid[label], amounts[label])
            for label in people
        ]
        return sorted(told, key=lambda each: (-each.amount, -each.minutes, each.label))


def profession_of(presence: Presence | None, claim: Claim | None) -> str:
    card = (presence.person if presence else None) or (claim.person if claim else None)
    known = professions_by_key()
    if card is None or card.profession not in known:
        return "Autre"
    return known[card.profession].label


def name_of(presence: Presence | None, claim: Claim | None) -> str:
    if claim is not None and claim.person is None:
        return UNNAMED
    if claim is not None and claim.person:
        return claim.person.name
    return presence.person.name if presence and presence.person else NO_OFFICE


def proved_in(person: LegalPerson, year: int) -> QuerySet[Expense]:
    """What was spent in the year and is shown to who funds it: pay is told by its sum alone, its papers say too much."""
    spent = Expense.objects.filter(legal_person=person, dated_on__year=year, state__in=ENGAGED)
    return spent.exclude(kind=ExpenseKind.PAYROLL)


def pieces_of(person: LegalPerson, year: int) -> list[Piece]:
    """The papers of what was spent in the year, in the order of their days."""
    posts = posts_named(person)
    spent = proved_in(person, year)
    found: list[Piece] = []
    for each in spent.prefetch_related("papers__file", "parts").order_by("dated_on", "pk"):
        post = ", ".join(label for label, _ in parts_named(each, posts))
        files = [paper.file.name for paper in each.papers.all()] or [""]
        for file in files:
            said = f"{each.get_kind_display()} {each.number}, {each.name}".replace(" ,", ",")
            found.append(
                Piece(len(found) + 1, f"{said} : {each.label}", post, each.dated_on, each.amount, file)
            )
    return found


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
