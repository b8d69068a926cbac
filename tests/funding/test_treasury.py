"""The treasury: nothing of it is made or lost between what was and what is to come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.funding.models import BankAccount, BankLine, Claim, Expense
from maillage.funding.queries.awaiting import awaiting
from maillage.funding.queries.contracts import contracts_of
from maillage.funding.queries.treasury import last_days, treasury_of
from maillage.funding.rules.treasury import ahead, known_since, month_of, past
from maillage.funding.services import contracts
from maillage.funding.types.treasury import Month, Opening, Treasury
from maillage.kernel import add_months
from maillage.legislation import deadlines
from maillage.structures.models import Structure

TODAY = date(2026, 4, 15)
EUROS = st.decimals(min_value=-10_000, max_value=10_000, places=2)
MONTHS = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(month_of)


GONE_BY = MONTHS.filter(lambda month: month <= month_of(TODAY))
SUMS = st.decimals(min_value=0, max_value=10_000, places=2)


@given(st.dictionaries(GONE_BY, EUROS), st.dictionaries(GONE_BY, st.tuples(SUMS, SUMS)))
def test_what_is_held_today_is_all_that_moved(
    opened: dict[date, Decimal], moved: dict[date, tuple[Decimal, Decimal]]
) -> None:
    months = past(opened, moved, until=TODAY, months=12)
    assert (len(months), months[-1].first) == (12, month_of(TODAY))
    assert months[-1].held == sum(opened.values(), Decimal()) + sum(
        (come - leave for come, leave in moved.values()), Decimal()
    )


@given(st.dictionaries(GONE_BY, st.tuples(SUMS, SUMS)))
def test_a_month_gone_by_says_what_came_and_what_left(moved: dict[date, tuple[Decimal, Decimal]]) -> None:
    before, *months = past({}, moved, until=TODAY, months=12)
    for each in months:
        assert (each.comes, each.leaves) == moved.get(each.first, (0, 0))
        assert each.held == before.held + each.comes - each.leaves
        before = each


@given(EUROS, st.dictionaries(MONTHS, EUROS), st.dictionaries(MONTHS, EUROS))
def test_months_to_come_follow_one_another_to_the_cent(
    held: Decimal, comes: dict[date, Decimal], leaves: dict[date, Decimal]
) -> None:
    months = ahead(held, comes, leaves, since=TODAY, months=12)
    before = held
    for each in months:
        assert each.comes is not None
        assert each.leaves is not None
        assert each.held == before + each.comes - each.leaves
        before = each.held
    last = months[-1].first
    assert sum((each.comes or 0 for each in months), Decimal()) == sum(
        (amount for month, amount in comes.items() if month <= last), Decimal()
    )


def test_months_of_pay_are_unknown_without_pay() -> None:
    assert Treasury(Decimal(100), None, []).lasts is None
    assert Treasury(Decimal(100), Decimal(40), []).lasts == Decimal("2.5")


@pytest.mark.django_db
def test_it_starts_from_the_bank_and_counts_what_is_owed(structure: Structure) -> None:
    told = treasury_of(structure, on=TODAY)
    assert told.held == BankAccount.objects.get().opening + BankLine.objects.get().amount
    first = next(each for each in told.months if each.is_to_come)
    owed = Claim.objects.get().amount + (Expense.objects.get().amount or 0)
    assert (first.first, first.leaves) == (add_months(month_of(TODAY), 1), owed)


@pytest.mark.django_db
def test_pay_goes_on_as_lately_and_tells_how_long_it_lasts(structure: Structure, founder: User) -> None:
    made, today = Expense.objects.get(), timezone.localdate()
    Expense.objects.filter(pk=made.pk).update(
        kind="paie", supplier=None, amount=Decimal(900), dated_on=month_of(today) - timedelta(days=10)
    )
    told = treasury_of(structure, on=today)
    assert told.payroll == Decimal("900.00")
    assert {each.leaves for each in told.months[-6:]} == {Decimal("900.00")}
    assert told.below is not None
    page = client_of(founder).get(f"/s/{structure.slug}/argent/tresorerie/").content.decode()
    assert "sous zéro" in page


OPENINGS = st.lists(st.builds(Opening, st.dates(date(2024, 1, 1), TODAY), EUROS), min_size=1, max_size=4)


@given(OPENINGS)
def test_months_before_an_account_was_opened_are_unknown_and_never_zero(openings: list[Opening]) -> None:
    since = known_since(openings)
    moved: dict[date, Decimal] = {}
    for each in openings:
        moved[month_of(each.on)] = moved.get(month_of(each.on), Decimal()) + each.amount
    months = past(moved, {}, until=TODAY, months=30, since=since)
    for month in months:
        lacks = [each for each in openings if each.amount and month_of(each.on) > month.first]
        is_known = not lacks and any(month_of(each.on) <= month.first for each in openings)
        assert (month.held is not None) == is_known
    assert months[-1].held == sum((each.amount for each in openings), Decimal())


def test_without_an_account_nothing_is_known_since_a_day() -> None:
    assert known_since([]) is None


@given(st.lists(EUROS, min_size=1, max_size=6), st.none() | st.decimals(0, 10_000, places=2))
def test_a_month_is_thin_or_below_and_never_both(held: list[Decimal], monthly: Decimal | None) -> None:
    months = [
        Month(add_months(TODAY, rank), each, Decimal(), Decimal(), is_to_come=True)
        for rank, each in enumerate(held)
    ]
    told = Treasury(Decimal(), None, [Month(TODAY, None), *months], monthly)
    assert (told.below is None) == all(each >= 0 for each in held)
    if told.thin:
        assert monthly is not None
        assert told.thin.held is not None
        assert 0 <= told.thin.held < monthly
        assert told.below is None or told.thin.first < told.below.first


@pytest.mark.django_db
def test_the_page_says_what_is_late_what_ends_and_what_is_unknown(
    structure: Structure, founder: User
) -> None:
    today = timezone.localdate()
    contract = structure.legal_persons.get().contracts.get()
    contract.ends_on = today + timedelta(days=20)
    contract.save()
    late_since = today - timedelta(days=45)
    contract.planned.update(due_on=late_since)
    BankAccount.objects.update(opened_on=add_months(today, -2))
    page = client_of(founder).get(f"/s/{structure.slug}/argent/tresorerie/").content.decode()
    assert "45 jours</strong> de retard" in page or "45\xa0jours de retard" in page
    assert "Le contrat finit ce jour-là" in page
    assert page.count('class="number"><span class="unknown">inconnu</span>') == 27  # nine months, three sums
    told = [each.text for each in tasks_of(awaiting(structure))]
    assert any("Un contrat finit le" in each for each in told)
    assert any("45 jours de retard" in each.detail for each in tasks_of(awaiting(structure)))


@pytest.mark.django_db
def test_the_week_tells_a_month_that_the_accounts_do_not_carry(structure: Structure) -> None:
    def told() -> list[str]:
        return [each.text for each in tasks_of(awaiting(structure)) if "Trésorerie" in each.text]

    BankAccount.objects.update(opening=Decimal(100_000))
    assert not told()
    today = timezone.localdate()
    Expense.objects.update(
        kind="paie", supplier=None, amount=Decimal(9_000), dated_on=month_of(today) - timedelta(days=10)
    )
    BankAccount.objects.update(opening=Decimal(30_000))
    assert "à moins d’un mois de dépenses" in told()[0]
    BankAccount.objects.update(opening=Decimal(0))
    assert "sous zéro" in told()[0]


@pytest.mark.django_db
def test_a_mission_without_a_start_is_told_before_its_last_day(structure: Structure, founder: User) -> None:
    contract = structure.legal_persons.get().contracts.get()
    contracts.write_mission(contract, "parcours", None, {}, by=founder)
    found = list(contracts_of(structure))
    starts = [each.start_by for each in deadlines("cpts", contract.signed_on) if each.mission == "parcours"]
    assert starts[0] is not None
    assert [each.day for each in last_days(found, "cpts", on=starts[0] - timedelta(days=10))] == starts
    assert last_days(found, "cpts", on=starts[0] - timedelta(days=200)) == []


@pytest.mark.django_db
def test_the_week_asks_the_database_as_often_with_the_treasury(structure: Structure) -> None:
    """What an account holds is read with the other lists of the room."""
    with CaptureQueriesContext(connection) as asked:
        [*tasks_of(awaiting(structure))]
    read = [each["sql"] for each in asked if "funding_bankaccount" in each["sql"]]
    assert len([each for each in read if "funding_transferbatch" in each]) == 1
    assert len(read) == 2  # the other counts the lines that the books wait for
