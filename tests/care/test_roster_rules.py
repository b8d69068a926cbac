"""A fair turn drawn from what was served, one answer to « who at this instant », wanted hours covered or listed as gaps."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.care.rules.duty_hours import part_of, read_hours, refuse_overlaps, stretch, wall
from maillage.care.rules.holidays import holidays_of
from maillage.care.rules.on_duty import Away, Given, Held, Lent, coverage, held, on_duty
from maillage.care.rules.roster import (
    HOLIDAY,
    Ledger,
    Member,
    Served,
    Slot,
    Weights,
    draw,
    ledger_of,
    wanted,
    weigh,
)
from maillage.kernel import BadInput

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
EQUAL = Weights()
DAYTIME = {day: [(time(9), time(19))] for day in range(5)}
NIGHTS = {day: [(time(20), time(8))] for day in range(7)}
A, B, C = 1, 2, 3


def holidays(first: date, last: date) -> frozenset[date]:
    return frozenset(holidays_of(["46042"], first, last))


def slots_of(
    week: dict[int, list[tuple[time, time]]], first: date, last: date, *, served: bool
) -> list[Slot]:
    return wanted(week, first, last, zone=PARIS, holidays=holidays(first, last), serves_holidays=served)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9-19", [(time(9), time(19))]),
        ("14h-19h, 9 h - 12 h 30", [(time(9), time(12, 30)), (time(14), time(19))]),
        ("de 9-12"[3:], [(time(9), time(12))]),
        ("20h30 à 8h", [(time(20, 30), time(8))]),
        ("13-24", [(time(13), time(0))]),
        ("", []),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, read: list[tuple[time, time]]) -> None:
    assert list(read_hours(typed)) == read


@pytest.mark.parametrize("typed", ["matin", "9", "9-25", "9-9", "9-19h61", "-3-4"])
def test_what_is_not_hours_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="9-19"):
        read_hours(typed)


def test_two_turns_never_meet_even_over_sunday_night() -> None:
    refuse_overlaps([(0, (time(8), time(20))), (6, (time(20), time(8)))])
    with pytest.raises(BadInput, match="dimanche et lundi"):
        refuse_overlaps([(0, (time(7), time(20))), (6, (time(20), time(8)))])


def test_a_night_roster_keeps_its_wall_clocks_when_clocks_change() -> None:
    spring = stretch(date(2027, 3, 27), (time(20), time(8)), PARIS)
    autumn = stretch(date(2027, 10, 30), (time(20), time(8)), PARIS)
    assert [end - start for start, end in (spring, autumn)] == [timedelta(hours=11), timedelta(hours=13)]
    assert {moment.astimezone(PARIS).hour for moment in (*spring, *autumn)} == {20, 8}
    # An hour that never comes is the instant when clocks jump: what touches on the wall touches that night too.
    assert wall(date(2027, 3, 28), time(2, 30), PARIS) == wall(date(2027, 3, 28), time(3), PARIS)
    assert wall(date(2027, 10, 31), time(2, 30), PARIS) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_part_is_within_its_turn_on_the_wall() -> None:
    evening = (time(13), time(1))
    start, end = part_of(date(2027, 3, 5), evening, (time(21), time(1)), PARIS)
    assert (end - start, start.astimezone(PARIS).hour) == (timedelta(hours=4), 21)
    start, _ = part_of(date(2027, 3, 5), evening, (time(0), time(1)), PARIS)
    assert start.astimezone(PARIS).day == 6
    for outside in [(time(12), time(14)), (time(21), time(2)), (time(21), time(21))]:
        with pytest.raises(BadInput):
            part_of(date(2027, 3, 5), evening, outside, PARIS)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.permutations(range(0, 24 * 60, 15)).map(sorted))
def test_later_on_the_wall_is_never_earlier(day: date, minutes: list[int]) -> None:
    instants = [wall(day, time(minute // 60, minute % 60), PARIS) for minute in minutes]
    assert all(one <= other for one, other in pairwise(instants))


# K08


def test_holidays_are_those_of_france_and_served_by_the_setting() -> None:
    first, last = date(2027, 5, 1), date(2027, 5, 31)
    named = holidays_of(["46042"], first, last)
    assert named[date(2027, 5, 17)] == "Lundi de Pentecôte"
    assert date(2027, 5, 1) in named
    assert date(2027, 3, 26) in holidays_of(["57463"], date(2027, 3, 1), date(2027, 3, 31))
    without = {slot.day for slot in slots_of(DAYTIME, first, last, served=False)}
    assert not without & named.keys()
    with_ = [slot for slot in slots_of(DAYTIME, first, last, served=True) if slot.day in named]
    assert {slot.day for slot in with_} == {date(2027, 5, 6), date(2027, 5, 17)}
    assert {slot.kind for slot in with_} == {HOLIDAY}


def test_three_dentists_share_served_turns_and_no_one_has_every_friday() -> None:
    """K08: Monday to Friday, 9 to 19, March to July 2027, one away without substitute over Whit Monday."""
    first, last = date(2027, 3, 1), date(2027, 7, 31)
    away = (wall(date(2027, 5, 10), time(0), PARIS), wall(date(2027, 5, 24), time(0), PARIS))
    team = [Member(A, LONG_AGO), Member(B, LONG_AGO, away=(away,)), Member(C, LONG_AGO)]
    slots = slots_of(DAYTIME, first, last, served=False)
    turns = draw(slots, Ledger(team), EQUAL, zone=PARIS, holidays=holidays(first, last))
    assert [turn.slot for turn in turns] == slots
    assert None not in {turn.who for turn in turns}
    assert not [turn for turn in turns if turn.who == B and away[0] <= turn.slot.start < away[1]]
    for weekday in range(5):
        held_by = Counter(turn.who for turn in turns if turn.slot.day.weekday() == weekday)
        assert max(held_by.values()) - min(held_by.values()) <= 2, (weekday, held_by)
    # Two weeks of absence are not caught up: what B did less is what the others did for him.
    whole = Counter(turn.who for turn in turns)
    assert whole[A] - whole[B] in range(1, 6)


def test_five_for_five_days_change_days() -> None:
    """One each day, five of them: without more, the first would have every Monday for ever."""
    first, last = date(2027, 1, 4), date(2027, 12, 31)
    team = [Member(key, LONG_AGO) for key in range(5)]
    turns = draw(slots_of(DAYTIME, first, last, served=True), Ledger(team), EQUAL, zone=PARIS, holidays=())
    for weekday in range(5):
        held_by = Counter(turn.who for turn in turns if turn.slot.day.weekday() == weekday)
        assert max(held_by.values()) - min(held_by.get(key, 0) for key in range(5)) <= 2


def test_hours_weigh_what_the_setting_says_and_only_those_that_pass() -> None:
    heavy = Weights(night=Fraction(3, 2), weekend=Fraction(2), holiday=Fraction(3))
    night = stretch(date(2027, 3, 27), (time(20), time(8)), PARIS)  # a Saturday, when clocks advance
    assert weigh(*night, EQUAL, zone=PARIS, holidays=()) == 11
    assert weigh(*night, heavy, zone=PARIS, holidays=()) == 22
    friday = stretch(date(2027, 3, 5), (time(18), time(1)), PARIS)
    assert weigh(*friday, heavy, zone=PARIS, holidays=()) == 2 + 4 * Fraction(3, 2) + 2
    assert weigh(*friday, heavy, zone=PARIS, holidays={date(2027, 3, 5)}) == 18 + 2


@st.composite
def histories(draw_: st.DrawFn) -> tuple[list[Member], list[Served]]:
    team = []
    for key in range(draw_(st.integers(1, 6))):
        since = LONG_AGO + timedelta(days=draw_(st.integers(0, 60)))
        days = draw_(st.lists(st.integers(0, 60), max_size=3))
        away = tuple((LONG_AGO + timedelta(days=day), LONG_AGO + timedelta(days=day + 5)) for day in days)
        team.append(Member(key, since, None, away))
    served = [
        Served(draw_(st.integers(0, 7)), start, start + timedelta(hours=draw_(st.integers(1, 14))), "0")
        for start in (LONG_AGO + timedelta(days=day) for day in range(draw_(st.integers(0, 60))))
    ]
    return team, served


@given(histories())
def test_balances_sum_to_nothing_and_the_same_history_gives_the_same_turn(
    history: tuple[list[Member], list[Served]],
) -> None:
    team, served = history
    slots = slots_of(DAYTIME, date(2020, 3, 2), date(2020, 3, 31), served=True)

    def drawn() -> tuple[list[int | None], Fraction]:
        ledger = ledger_of(team, served, EQUAL, zone=PARIS, holidays=())
        turns = draw(slots, ledger, EQUAL, zone=PARIS, holidays=())
        for turn in turns:
            able = {member.key for member in ledger.able(turn.slot.start, turn.slot.end)}
            assert turn.who in able if able else turn.who is None
        return [turn.who for turn in turns], sum(map(ledger.balance, range(len(team))), Fraction(0))

    first = drawn()
    assert first == drawn()
    assert first[1] == 0


@given(st.integers(1, 7), st.integers(1, 90))
def test_nobody_is_ever_two_turns_ahead_of_another(size: int, days: int) -> None:
    last = date(2027, 1, 1) + timedelta(days=days)
    ledger = Ledger([Member(key, LONG_AGO) for key in range(size)])
    slots = slots_of(NIGHTS, date(2027, 1, 1), last, served=True)
    draw(slots, ledger, EQUAL, zone=PARIS, holidays=())
    balances = [ledger.balance(key) for key in range(size)]
    assert max(balances) - min(balances) <= 2 * 13


# K06


EVENINGS = {day: [(time(9), time(13)), (time(13), time(1))] for day in range(7)}


def test_what_is_handed_over_holds_everywhere_until_its_last_hour() -> None:
    """13:00–01:00 published to A, 21:00–01:00 handed over to B."""
    whole = stretch(date(2027, 3, 5), (time(13), time(1)), PARIS)
    part = part_of(date(2027, 3, 5), (time(13), time(1)), (time(21), time(1)), PARIS)
    pieces = held([Given(9, *whole, A)], [Lent(9, *part, A, B)], [])
    assert [(piece.who, piece.start, piece.end) for piece in pieces] == [(A, whole[0], part[0]), (B, *part)]
    assert [piece.who for piece in on_duty(pieces, part[0])] == [B]
    assert [piece.who for piece in on_duty(pieces, part[0] - timedelta(seconds=1))] == [A]
    assert on_duty(pieces, whole[1]) == []


def test_an_absence_leaves_a_gap_unless_somebody_stands_in() -> None:
    whole = stretch(date(2027, 3, 5), (time(13), time(1)), PARIS)
    midnight = wall(date(2027, 3, 6), time(0), PARIS)
    days_off = (midnight, midnight + timedelta(days=3))
    (kept, left) = held([Given(9, *whole, A)], [], [Away(A, *days_off)])
    assert (kept.who, left.who, left.absent, left.start) == (A, None, A, midnight)
    (kept, stood_in) = held([Given(9, *whole, A)], [], [Away(A, *days_off, "Dr Imaginaire")])
    assert (stood_in.who, stood_in.stand_in) == (A, "Dr Imaginaire")


@st.composite
def rosters(draw_: st.DrawFn) -> tuple[list[Slot], list[Given], list[Lent], list[Away]]:
    first = draw_(st.sampled_from([date(2027, 3, 25), date(2027, 10, 29), date(2027, 5, 14)]))
    week = draw_(st.sampled_from([DAYTIME, NIGHTS, EVENINGS]))
    slots = slots_of(week, first, first + timedelta(days=6), served=draw_(st.booleans()))
    people = st.sampled_from([A, B, C, None])
    shown = [
        Given(number, slot.start, slot.end, draw_(people))
        for number, slot in enumerate(slots)
        if draw_(st.booleans())
    ]
    lent, away = [], []
    for given_ in shown:
        span = int((given_.end - given_.start).total_seconds()) // 900
        for _ in range(draw_(st.integers(0, 2))):
            low = draw_(st.integers(0, span - 1))
            high = draw_(st.integers(low + 1, span))
            part = (given_.start + timedelta(minutes=15 * low), given_.start + timedelta(minutes=15 * high))
            lent.append(Lent(given_.duty, *part, draw_(people), draw_(people)))
    for who in draw_(st.lists(st.sampled_from([A, B, C]), max_size=3)):
        begins = wall(first + timedelta(days=draw_(st.integers(0, 6))), time(0), PARIS)
        away.append(Away(who, begins, begins + timedelta(days=2), draw_(st.sampled_from(["", "Kim"]))))
    return slots, shown, lent, away


def told(piece: Held) -> tuple[int | None, str]:
    return piece.who, piece.stand_in


@given(rosters(), st.floats(0, 1))
def test_coverage_is_a_partition_of_the_wanted_hours_and_says_who_as_the_instant_does(
    roster: tuple[list[Slot], list[Given], list[Lent], list[Away]], share: float
) -> None:
    slots, shown, lent, away = roster
    pieces = held(shown, lent, away)
    for given_ in shown:
        mine = [piece for piece in pieces if piece.duty == given_.duty]
        assert (mine[0].start, mine[-1].end) == (given_.start, given_.end)
        assert all(one.end == other.start for one, other in pairwise(mine))
    for slot in slots:
        parts = coverage([(slot.start, slot.end)], pieces)
        assert (parts[0].start, parts[-1].end) == (slot.start, slot.end)
        assert all(one.end == other.start for one, other in pairwise(parts))
        at = slot.start + (slot.end - slot.start) * min(share, 0.999)
        (part,) = [each for each in parts if each.start <= at < each.end]
        now = on_duty(pieces, at)
        assert len(now) <= 1
        assert [told(each) for each in now] == ([told(part.held)] if part.held else [])
