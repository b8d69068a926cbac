"""Who is told next: the usual one alone, the nearest first, nobody twice, nobody outside of their hours."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.care.rules.holidays import calendar_of
from maillage.care.rules.rings import Pace, Ring, Watcher, is_awake, median_minutes, next_ring, wakes_at
from maillage.geography import clocks_of

PARIS = clocks_of(["46042"])
#: Friday 4 December 2026, ten to six in the evening.
FRIDAY = datetime(2026, 12, 4, 17, 50, tzinfo=PARIS)
PACE = Pace(timedelta(minutes=10), 2, timedelta(minutes=15))
HOURS = st.integers(0, 22)


@st.composite
def watchers(draw: st.DrawFn) -> list[Watcher]:
    people = draw(st.lists(st.integers(1, 60), unique=True, max_size=12))
    return [
        Watcher(
            person,
            draw(st.one_of(st.none(), st.floats(0, 80))),
            time(opens := draw(HOURS)),
            time(draw(st.integers(opens + 1, 23))),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for person in people
    ]


def told_in_turn(known: list[Watcher], *, is_urgent: bool, usual: Watcher | None = None) -> list[Ring]:
    """Ring after ring, at the hours that each says, until nobody is left."""
    rings, told, here = [], set[int](), FRIDAY
    for _ in range(200):
        ring = next_ring(known, told=told, usual=usual, here=here, is_urgent=is_urgent, pace=PACE)
        rings.append(ring)
        assert not told & set(ring.people)
        for person in ring.people:
            who = next(each for each in [*known, *filter(None, [usual])] if each.person == person)
            assert is_awake(who, here, is_urgent=is_urgent)
        told |= set(ring.people)
        if ring.next_at is None:
            return rings
        assert ring.next_at > here or ring.people
        here = ring.next_at.astimezone(PARIS)
    raise AssertionError("it never ends")


@given(watchers(), st.booleans())
def test_everybody_is_told_once_at_their_hours_and_it_ends(known: list[Watcher], is_urgent: bool) -> None:
    rings = told_in_turn(known, is_urgent=is_urgent)
    told = [person for ring in rings for person in ring.people]
    assert sorted(told) == sorted(each.person for each in known)
    assert all(len(ring.people) <= PACE.size for ring in rings)


@given(watchers())
def test_of_those_awake_the_nearest_are_told_first(known: list[Watcher]) -> None:
    ring = next_ring(known, told=(), usual=None, here=FRIDAY, is_urgent=True, pace=PACE)
    far = float("inf")
    kms = {each.person: far if each.km is None else each.km for each in known}
    others = [
        each.person
        for each in known
        if is_awake(each, FRIDAY, is_urgent=True) and each.person not in ring.people
    ]
    assert all(kms[one] <= kms[other] for one in ring.people for other in others)


@given(watchers())
def test_the_usual_one_is_told_alone_then_the_others(known: list[Watcher]) -> None:
    usual = Watcher(99, 0, time(8), time(19))
    first, *_ = rings = told_in_turn(known, is_urgent=False, usual=usual)
    assert first == Ring((99,), FRIDAY + PACE.alone)
    assert [person for ring in rings for person in ring.people].count(99) == 1


def test_nobody_is_woken_on_friday_night_for_what_can_wait_until_monday() -> None:
    nurse = Watcher(1, 3, time(8), time(17))
    ring = next_ring([nurse], told=(), usual=None, here=FRIDAY, is_urgent=False, pace=PACE)
    assert ring == Ring((), datetime(2026, 12, 7, 8, tzinfo=PARIS))
    assert next_ring([nurse], told=(), usual=None, here=FRIDAY, is_urgent=True, pace=PACE) == ring


def test_an_hour_that_clocks_skip_wakes_somebody_all_the_same() -> None:
    early = Watcher(1, 3, time(2, 30), time(12), on_weekends=True)
    eve = datetime(2027, 3, 27, 20, tzinfo=PARIS)
    assert wakes_at(early, eve, is_urgent=False).date() == datetime(2027, 3, 28, tzinfo=PARIS).date()


@pytest.mark.parametrize("on_weekends", [True, False])
def test_a_public_holiday_is_as_a_sunday(on_weekends: bool) -> None:
    """Whit Monday; and Good Friday at Strasbourg alone."""
    whit_monday, good_friday = (
        datetime(2027, month, day, 10, tzinfo=PARIS) for month, day in ((5, 17), (3, 26))
    )
    here = Watcher(1, 3, time(8), time(19), on_weekends=on_weekends)
    there = replace(here, holidays=calendar_of(["67482"]))
    assert is_awake(here, whit_monday, is_urgent=False) == on_weekends
    assert is_awake(here, good_friday, is_urgent=False)
    assert is_awake(there, good_friday, is_urgent=False) == on_weekends
    assert wakes_at(there, good_friday, is_urgent=False).day == (26 if on_weekends else 30)
    assert is_awake(replace(here, at_any_hour=True), whit_monday, is_urgent=True)


@pytest.mark.parametrize(("delays", "middle"), [([], None), ([3], 3), ([9, 1, 5], 5), ([1, 2, 3, 4], 2)])
def test_the_median_is_a_delay_that_somebody_knew(delays: list[int], middle: int | None) -> None:
    assert median_minutes([timedelta(minutes=each) for each in delays]) == middle
