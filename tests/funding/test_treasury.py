"""The treasury: nothing of it is made or lost between what was and what is to come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.models import BankAccount, BankLine, Claim, Expense
from maillage.funding.queries.treasury import treasury_of
from maillage.funding.rules.treasury import ahead, month_of, past
from maillage.funding.types.treasury import Treasury
from maillage.kernel import add_months
from maillage.structures.models import Structure

TODAY = date(2026, 4, 15)
EUROS = st.decimals(min_value=-10_000, max_value=10_000, places=2)
MONTHS = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(month_of)


@given(st.dictionaries(MONTHS.filter(lambda month: month <= month_of(TODAY)), EUROS))
def test_what_is_held_today_is_all_that_moved(moved: dict[date, Decimal]) -> None:
    months = past(moved, until=TODAY, months=12)
    assert (len(months), months[-1].first) == (12, month_of(TODAY))
    assert months[-1].held == sum(moved.values(), Decimal())


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
