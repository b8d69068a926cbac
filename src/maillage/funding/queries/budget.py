"""The budget of a legal person, from what was voted, what was spent and what its contracts bring."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from maillage.funding.enums import ENGAGED, BudgetKind, ClaimState, ExpenseKind, ExpenseState
from maillage.funding.models import BudgetLine, Claim, Expense, ExpensePart
from maillage.funding.queries.calendar import ContractLines, calendar_of
from maillage.funding.queries.contracts import contracts_of, has_calendar
from maillage.funding.queries.posts import posts_of, unnamed
from maillage.funding.rules import budget as rules
from maillage.funding.rules.calendar import OVER
from maillage.funding.types.budget import RUNNING, Budget, Planned, Post, Spent, Taken, key_of
from maillage.funding.types.calendar import Line
from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting
from maillage.structures.models import LegalPerson, Structure
from maillage.tables import SheetCell

#: Claims that are asked, or granted.
ASKED = (ClaimState.ASKED, ClaimState.APPROVED, ClaimState.PAID)


@dataclass(frozen=True, slots=True)
class YearOfBudget:
    """A civil year: its budget, and what is said beside it.

    `late`: paid that year for expenses of years before; `waiting`: journeys whose amount nobody knows yet.
    """

    year: int
    budget: Budget
    lines: Sequence[BudgetLine]
    late: Decimal
    waiting: int
    meetings: int
    for_meetings: Decimal
    population: int | None

    @property
    def by_meeting(self) -> Decimal | None:
        """What a meeting held costs in time paid; None without one."""
        return _part(self.for_meetings, self.meetings)

    @property
    def by_inhabitant(self) -> Decimal | None:
        return _part(self.budget.total.committed, self.population)


def _part(amount: Decimal, among: int | None) -> Decimal | None:
    return (amount / among).quantize(Decimal("0.01")) if among else None


def budget_of(person: LegalPerson, year: int, *, on: date) -> YearOfBudget:
    """An expense counts in the year of its paper, a claim in that of its meeting: paid later, they stay there."""
    structure = person.structure
    contracts = [each for each in contracts_of(structure) if each.legal_person_id == person.pk]
    claims = list(Claim.objects.filter(legal_person=person, held_on__year=year, state__in=ASKED))
    lines = list(
        BudgetLine.objects.filter(legal_person=person, year=year).select_related(
            "decision", "contract", "undone_by"
        )
    )
    posts = posts_of(contracts, structure.form)
    planned = [Planned(each.post, BudgetKind(each.kind), each.amount) for each in lines]
    spent = [*spent_in(person, year), *map(spent_by, claims)]
    taken = taken_in(calendar_of(contracts, structure.form, on=on), structure.form, year)
    used = [*(each.post for each in planned), *(each.post for each in spent), *taken]
    made = rules.budget([*posts, *unnamed(used, posts, contracts)], planned, spent, taken)
    waiting = Expense.objects.filter(
        legal_person=person,
        dated_on__year=year,
        amount=None,
        kind=ExpenseKind.MILEAGE,
        state=ExpenseState.COMMITTED,
    )
    return YearOfBudget(
        year, made, lines, late_in(person, year), waiting.count(), len(held_in(structure, year)),
        sum((each.amount for each in claims if each.began_at is None), Decimal()), population_of(structure, contracts),
    )  # fmt: skip


def spent_in(person: LegalPerson, year: int) -> Iterator[Spent]:
    parts = ExpensePart.objects.filter(
        expense__legal_person=person, expense__dated_on__year=year, expense__state__in=ENGAGED
    ).select_related("expense")
    for each in parts:
        yield Spent(each.post, each.amount, is_paid=each.expense.state == ExpenseState.PAID)


def spent_by(claim: Claim) -> Spent:
    return Spent(claim.post, claim.amount, is_paid=claim.state == ClaimState.PAID)


def late_in(person: LegalPerson, year: int) -> Decimal:
    """Paid in the year for what counts in a year before."""
    expenses = Expense.objects.filter(legal_person=person, paid_on__year=year, dated_on__year__lt=year)
    claims = Claim.objects.filter(legal_person=person, paid_on__year=year, held_on__year__lt=year)
    return sum(
        (each.aggregate(sum=Sum("amount"))["sum"] or Decimal() for each in (expenses, claims)), Decimal()
    )


def held_in(structure: Structure, year: int) -> list[Meeting]:
    """Meetings held in a civil year, on the structure's clocks."""
    around = Meeting.objects.filter(
        instance__structure=structure, state=MeetingState.HELD, starts_at__year__range=(year - 1, year + 1)
    ).select_related("instance__structure__territory")
    return [each for each in around if each.day.year == year]


def population_of(structure: Structure, contracts: Iterable[object]) -> int | None:
    """Written in the contract; None when no contract says it."""
    written = [getattr(each, "population", None) for each in contracts]
    return next((each for each in reversed(written) if each), structure.contract_population)


def taken_in(shown: Iterable[ContractLines], form: str, year: int) -> dict[str, Taken]:
    """What came in the year, and what is awaited in it, by post; what funds running the structure is for that."""
    found: dict[str, Taken] = {}
    for each in shown:
        is_agreement = has_calendar(each.contract, form)
        for line in each.lines:
            post = post_paid(each.contract.pk, line, is_agreement=is_agreement)
            before, more = found.get(post, Taken()), taken_by(line, year)
            found[post] = Taken(
                before.received + more.received,
                before.awaited + more.awaited,
                before.has_unknown or more.has_unknown,
            )
    return {post: each for post, each in found.items() if each != Taken()}


def post_paid(contract: int, line: Line, *, is_agreement: bool) -> str:
    """A payment of the running part of an agreement is for running; one without a mission, for the contract as a whole."""
    expected = line.expected
    if is_agreement and expected.kind.startswith("running"):
        return RUNNING
    return key_of(contract, expected.mission)


def taken_by(line: Line, year: int) -> Taken:
    received = sum((each.amount for each in line.came if each.on.year == year), Decimal())
    day = line.expected.due_on or line.expected.not_before
    if day.year != year or line.arrival in OVER:
        return Taken(received)
    if line.gap is None:
        return Taken(received, has_unknown=True)
    return Taken(received, max(Decimal(), line.gap))


def budget_in_rows(shown: YearOfBudget) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Année", "Poste", "Contrat", "Prévu", "Reports", "Réserve", "Engagé", "Payé", "Reste", "Reçu", "Attendu",
        "Attendu, montant inconnu",
    )  # fmt: skip
    for row in (*shown.budget.rows, shown.budget.total):
        yield (
            shown.year,
            row.post.label,
            row.post.beside,
            row.planned,
            row.carried,
            row.reserved,
            row.committed,
            row.paid,
            row.left,
            row.taken.received,
            row.taken.awaited,
            "oui" if row.taken.has_unknown else "",
        )


def line_in(line: BudgetLine) -> dict[str, object]:
    """For an export: sums are in euros."""
    return {
        "year": line.year,
        "post": line.post,
        "kind": line.kind,
        "amount": line.amount,
        "words": line.words,
        "on": line.on,
        "undoes_another": line.undoes_id is not None,
    }


def years_of(person: LegalPerson, year: int) -> list[int]:
    """Years that say something, and those around the one that is shown."""
    known = set(person.budget_lines.values_list("year", flat=True).distinct())
    known |= {each.year for each in person.expenses.dates("dated_on", "year")}
    return sorted(known | {year - 1, year, year + 1})


def posts_in(budget: Budget) -> dict[str, Post]:
    return {row.post.key: row.post for row in budget.rows}
