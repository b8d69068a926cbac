"""A delay counts working days of the French calendar, or the clock for what is urgent, and says so."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.care.rules.due import Clocks, Delay, due, may_write, not_worked
from maillage.care.rules.holidays import calendar_of

PARIS = ZoneInfo("Europe/Paris")
HERE = Clocks(PARIS)
FRIDAY = datetime(2027, 5, 14, 17, 50, tzinfo=PARIS)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_asked_on_a_friday_evening_before_whit_monday_it_is_due_on_wednesday_and_says_why() -> None:
    found = due(FRIDAY, Delay(days=2), HERE)
    assert found.at == datetime(2027, 5, 19, 17, 50, tzinfo=PARIS)
    assert plain(found.words) == "avant mercredi 19 mai à 17 h 50"
    assert plain(found.why) == "Le week-end et lundi 17 mai (lundi de Pentecôte) ne comptent pas."


def test_what_is_urgent_runs_by_the_clock_at_night_and_on_sunday() -> None:
    late = datetime(2027, 5, 16, 23, 30, tzinfo=PARIS)
    found = due(late, Delay(hours=2), HERE)
    assert found.at == datetime(2027, 5, 17, 1, 30, tzinfo=PARIS)
    assert found.why == ""


def test_two_hours_are_two_hours_when_the_clocks_change() -> None:
    start = datetime(2027, 3, 28, 1, 30, tzinfo=PARIS)
    assert due(start, Delay(hours=2), HERE).at == start.astimezone(UTC) + timedelta(hours=2)


@pytest.mark.parametrize(
    ("at", "may"),
    [
        (datetime(2027, 5, 14, 8, tzinfo=PARIS), True),
        (datetime(2027, 5, 14, 7, 59, tzinfo=PARIS), False),
        (datetime(2027, 5, 14, 19, tzinfo=PARIS), False),
        (datetime(2027, 5, 16, 12, tzinfo=PARIS), False),  # a Sunday
        (datetime(2027, 5, 17, 12, tzinfo=PARIS), False),  # Whit Monday
    ],
)
def test_nobody_is_written_to_at_night_nor_on_days_off(at: datetime, may: bool) -> None:
    assert may_write(at, HERE) == may
    assert may_write(at.astimezone(UTC), HERE) == may


def test_each_place_has_its_own_holidays() -> None:
    good_friday = date(2027, 3, 26)
    assert not_worked(good_friday, calendar_of(["46042"])) == ""
    assert not_worked(good_friday, calendar_of(["67482"])) == "vendredi saint"
    assert calendar_of(["97411"]) == "974"


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.times(), st.integers(1, 30))
def test_so_many_working_days_lie_between_asking_and_the_deadline(day: date, clock: time, days: int) -> None:
    start = datetime.combine(day, clock.replace(fold=0), PARIS)
    found = due(start, Delay(days=days), HERE)
    span = (found.at.date() - start.date()).days
    between = [start.date() + timedelta(days=each) for each in range(1, span + 1)]
    assert sum(not not_worked(day) for day in between) == days
    assert [day for day, _ in found.left_out] == [day for day in between if not_worked(day)]
    assert found.at.time() == start.time()
    assert not not_worked(found.at.date())


def test_hours_of_the_structure_are_its_own() -> None:
    early = Clocks(PARIS, opens=time(6), closes=time(7))
    assert may_write(datetime(2027, 5, 14, 6, 30, tzinfo=PARIS), early)
    assert not may_write(datetime(2027, 5, 14, 8, tzinfo=PARIS), early)
