"""A convention stands as its dates say: coming, running, to renew, ended; no day is lost (M14)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.outreach.enums import ConventionState
from maillage.outreach.models import Convention
from maillage.outreach.rules import period_of, said_of, standing_of
from tables.books import plain

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
ONE_DAY = timedelta(days=1)


def convention(starts_on: date, ends_on: date | None = None, **columns: object) -> Convention:
    return Convention(title="Sorties", starts_on=starts_on, ends_on=ends_on, **columns)


def state(each: Convention, on: date) -> str:
    return standing_of(each, on).state


def test_its_state_follows_its_dates() -> None:
    each = convention(date(2026, 1, 1), date(2026, 12, 31), notice_months=3)
    assert state(each, date(2025, 12, 31)) == ConventionState.COMING
    assert state(each, date(2026, 1, 1)) == ConventionState.RUNNING
    # Three months of notice: 30 September is the last day; two months before it, one is told.
    assert standing_of(each, date(2026, 1, 1)).notice == date(2026, 9, 30)
    assert state(each, date(2026, 7, 29)) == ConventionState.RUNNING
    assert state(each, date(2026, 7, 30)) == ConventionState.TO_RENEW
    assert state(each, date(2026, 12, 31)) == ConventionState.TO_RENEW
    assert state(each, date(2027, 1, 1)) == ConventionState.ENDED


def test_without_an_end_it_runs_and_nothing_is_asked() -> None:
    each = convention(date(2026, 1, 1))
    assert state(each, date(2090, 1, 1)) == ConventionState.RUNNING
    assert said_of(each, date(2026, 2, 1)) == "Sans terme."


def test_renewed_tacitly_it_asks_before_the_notice_then_goes_on() -> None:
    each = convention(date(2026, 1, 1), date(2026, 12, 31), renewed_months=12, notice_months=3)
    assert state(each, date(2026, 9, 30)) == ConventionState.TO_RENEW
    assert state(each, date(2026, 10, 1)) == ConventionState.RUNNING
    assert standing_of(each, date(2027, 1, 1)).last_day == date(2027, 12, 31)
    assert state(each, date(2027, 8, 1)) == ConventionState.TO_RENEW
    assert "au plus tard le 30\N{NO-BREAK SPACE}septembre" in said_of(each, date(2027, 8, 1))


def test_once_the_notice_is_passed_a_tacit_renewal_is_said_as_done() -> None:
    each = convention(date(2026, 1, 1), date(2026, 12, 31), renewed_months=12, notice_months=3)
    assert "Préavis" not in said_of(each, date(2026, 9, 30))
    for day in (date(2026, 10, 1), date(2026, 12, 31)):
        assert plain(said_of(each, day)) == (
            "Préavis passé depuis le 30 septembre 2026 : reconduite jusqu’au 31 décembre 2027."
        )
    assert "Préavis" not in said_of(each, date(2027, 1, 1))


@pytest.mark.parametrize(
    "told",
    [
        {"renewed_months": 12},  # no notice is written
        {"notice_months": 3},  # nothing renews it
        {"renewed_months": 12, "notice_months": 3, "stops_on": date(2026, 12, 31)},
    ],
)
def test_nothing_is_said_of_a_notice_that_no_rule_typed(told: dict[str, object]) -> None:
    each = convention(date(2026, 1, 1), date(2026, 12, 31), **told)
    for day in (date(2026, 10, 1), date(2026, 12, 31)):
        assert "Préavis passé" not in said_of(each, day)
        assert "2027" not in said_of(each, day)


def test_once_its_end_is_decided_nothing_is_asked_and_it_ends_that_day() -> None:
    each = convention(date(2026, 1, 1), date(2026, 12, 31), renewed_months=12, stops_on=date(2026, 12, 31))
    assert state(each, date(2026, 12, 31)) == ConventionState.RUNNING
    assert state(each, date(2027, 1, 1)) == ConventionState.ENDED


@pytest.mark.parametrize(
    ("ends_on", "months", "next_ends_on"),
    [
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 28), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 5, 30), 1, date(2026, 6, 30)),
    ],
)
def test_a_period_is_never_a_day_short(ends_on: date, months: int, next_ends_on: date) -> None:
    each = convention(date(2020, 1, 1), ends_on, renewed_months=months)
    assert standing_of(each, ends_on + ONE_DAY).last_day == next_ends_on


def test_the_notice_of_29_february_is_the_day_before() -> None:
    each = convention(date(2027, 3, 1), date(2028, 2, 29), notice_months=12)
    assert standing_of(each, date(2027, 3, 1)).notice == date(2027, 2, 28)


@given(DAYS, st.integers(0, 900), st.integers(1, 36), DAYS)
def test_periods_follow_one_another_without_a_gap(start: date, length: int, months: int, on: date) -> None:
    each = convention(start, start + timedelta(days=length), renewed_months=months)
    period = period_of(each, on)
    assert period is not None
    since, until = period
    assert since < until
    assert on < until
    assert on < start or since <= on
    following = period_of(each, until)
    assert following is not None
    assert following[0] == until


@given(DAYS, st.integers(0, 900), st.none() | st.integers(1, 36), st.integers(0, 24), DAYS)
def test_each_day_has_a_state_and_its_notice_is_before_the_end(
    start: date, length: int, months: int | None, notice: int, on: date
) -> None:
    each = convention(start, start + timedelta(days=length), renewed_months=months, notice_months=notice)
    standing = standing_of(each, on)
    assert (standing.state == ConventionState.COMING) == (on < start)
    assert said_of(each, on).endswith(".")
    if standing.notice and standing.last_day:
        assert standing.notice <= standing.last_day
