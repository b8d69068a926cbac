"""The budget of a legal person, from what was voted, what was spent and what its contracts bring."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from maillage.funding.enums import NOTED, BudgetKind, ClaimState, ExpenseKind, ExpenseState
from maillage.funding.models import BudgetLine, Claim, Contract, Expense, ExpensePart
from maillage.funding.queries.calendar import ContractLines, calendar_of
from maillage.funding.queries.contracts import has_calendar, read_contracts, terms_at
from maillage.funding.queries.hours import around, on_clocks_of
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
    held: Sequence[Meeting]
    for_meetings: Decimal
    population: int | None

    @property
    def meetings(self) -> int:
        return len(self.held)

    @property
    def by_meeting(self) -> Decimal | None:
        """What a meeting held costs in time paid; None without one."""
        return _part(self.for_meetings, self.meetings)

    @property
    def by_inhabitant(self) -> Decimal | None:
        return _part(self.budget.total.committed, self.population)


def _part(amount: Decimal, among: int | None) -> Decimal | None:
    return (amount / among).quantize(Decimal("0.01")) if among else None


def budget_of(person: LegalPerson, year: int, *also: QuerySet[Any, Any], on: date) -> YearOfBudget:
    """An expense counts in the year of its paper, a claim in that of its meeting: paid later, they stay there.

    `also`: what else a page reads, in the same question.
    """
    structure = person.structure
    lines = BudgetLine.objects.filter(legal_person=person, year=year).select_related(
        "decision", "contract", "undone_by"
    )
    claims = Claim.objects.filter(legal_person=person, held_on__year=year, state__in=ASKED).order_by()
    spent, asked = spent_in(person, year), asked_in(claims)
    for_meetings, late = _sum_of(claims.filter(began_at=None)), late_in(person, year)
    waiting = Expense.objects.filter(
        legal_person=person,
        dated_on__year=year,
        amount=None,
        kind=ExpenseKind.MILEAGE,
        state=ExpenseState.COMMITTED,
    ).values_list("pk", flat=True)
    near = near_of(structure, year)
    contracts = read_contracts(
        structure, lines, spent, asked, for_meetings, *late, waiting, near, *also, legal_person=person
    )
    posts = posts_of(contracts, structure.form)
    planned = [Planned(each.post, BudgetKind(each.kind), each.amount) for each in lines]
    used_up = [*_spent(spent, ExpenseState.PAID, ExpenseState.COMMITTED)]
    used_up += _spent(asked, ClaimState.PAID, ClaimState.ASKED)
    taken = taken_in(calendar_of(contracts, structure.form, on=on), structure.form, year)
    used = [*(each.post for each in planned), *(each.post for each in used_up), *taken]
    made = rules.budget([*posts, *unnamed(used, posts, contracts)], planned, used_up, taken)
    return YearOfBudget(
        year, made, list(lines), sum(map(_told, late), Decimal()), len(waiting), held_in(structure, year, near),
        _told(for_meetings), population_of(structure, contracts, date(year, 12, 31)),
    )  # fmt: skip


#: (contract, mission, state, euros) of what is spent alike.
Alike = tuple[int | None, str, str, Decimal]


def _sum_of(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Their euros together, as a list of one row or none, to be read with others."""
    sums: QuerySet[Any, Any] = rows.order_by().values_list("legal_person").annotate(sum=Sum("amount"))
    return sums


def _told(sums: QuerySet[Any, Any]) -> Decimal:
    return sum((amount for _, amount in sums if amount), Decimal())


def spent_in(person: LegalPerson, year: int) -> QuerySet[ExpensePart, Alike]:
    """Sums of expenses, by post and state."""
    parts = ExpensePart.objects.filter(
        expense__legal_person=person, expense__dated_on__year=year, expense__state__in=NOTED
    ).order_by()
    return parts.values_list("contract", "mission", "expense__state").annotate(sum=Sum("amount"))


def asked_in(claims: QuerySet[Claim]) -> QuerySet[Claim, Alike]:
    """Sums of claims, by post and state."""
    return claims.order_by().values_list("contract", "mission", "state").annotate(sum=Sum("amount"))


def _spent(sums: Iterable[Alike], paid: str, waiting: str) -> Iterator[Spent]:
    for contract, mission, state, amount in sums:
        yield Spent(key_of(contract, mission), amount, is_paid=state == paid, is_waiting=state == waiting)


def late_in(person: LegalPerson, year: int) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Paid in the year for what counts in a year before."""
    expenses = Expense.objects.filter(legal_person=person, paid_on__year=year, dated_on__year__lt=year)
    claims = Claim.objects.filter(legal_person=person, paid_on__year=year, held_on__year__lt=year)
    return _sum_of(expenses), _sum_of(claims)


def near_of(structure: Structure, year: int) -> QuerySet[Meeting]:
    """Meetings held about a civil year: `held_in` says which are of it."""
    held = Meeting.objects.filter(instance__structure=structure, state=MeetingState.HELD)
    return held.filter(starts_at__range=around(year)).select_related("instance")


def held_in(structure: Structure, year: int, near: Iterable[Meeting]) -> list[Meeting]:
    """Those of a civil year, on the structure's clocks."""
    return [each for each in on_clocks_of(structure, near) if each.day.year == year]


def population_of(structure: Structure, contracts: Sequence[Contract], on: date) -> int | None:
    """Written in the contract, or in the avenant in force that day; None when no contract says it."""
    written = [terms_at(each, on).population for each in contracts]
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
        "Année", "Poste", "Contrat", "Prévu", "Reports", "Réserve", "En attente d’accord", "Engagé", "Payé", "Reste", "Reçu", "Attendu",
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
            row.waiting,
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
