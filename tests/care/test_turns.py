"""A fair turn is read of what happened: nobody above what they said, and who was away keeps their rank."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from maillage.care.enums import AgeBand, Beyond, Flag
from maillage.care.rules.turns import Doctor, Past, Turn, Wanted, comes_before, taken_by, turn

MONDAY = date(2027, 3, 1)
MONTH = (date(2027, 3, 1), date(2027, 3, 31))
A, B, C, D = 1, 2, 3, 4


def doctors(*, a: int = 0) -> list[Doctor]:
    """A is away for the first week; the capacities are those of the trap."""
    away = [(MONDAY, MONDAY + timedelta(days=6))]
    return [Doctor(A, a, *MONTH, rank=1, away=away), *(Doctor(key, most, *MONTH, rank=key) for key, most in ((B, 2), (C, 1), (D, 1)))]  # fmt: skip


def offered(key: int, request: int, on: date, *, takes_place: bool = True) -> Past:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC) + timedelta(minutes=request)
    return Past(key, request, at, on, takes_place)


def play(given_doctors: list[Doctor], requests: range, on: date, past: list[Past]) -> list[Turn]:
    found = []
    for request in requests:
        each = turn(given_doctors, past, Wanted(request, "46042"), on=on)
        found.append(each)
        if each.next is not None:
            past.append(offered(each.next, request, on))
    return found


def test_the_turn_goes_to_b_c_d_then_b_then_says_that_nobody_has_any_capacity_left() -> None:
    past: list[Past] = []
    week = play(doctors(), range(3), MONDAY, past)
    assert [each.next for each in week] == [B, C, D]
    assert [each.key for each in week[0].skipped] == [A]
    following = play(doctors(), range(3, 6), MONDAY + timedelta(days=7), past)
    assert [each.next for each in following] == [B, None, None]
    whys = {each.key: each.why for each in following[1].skipped}
    assert whys[A] == "aucune capacité déclarée"
    assert {whys[key] for key in (C, D)} == {"plus de capacité (1 sur 1)"}
    assert whys[B] == "plus de capacité (2 sur 2)"


def test_who_comes_back_has_kept_their_rank() -> None:
    past: list[Past] = []
    week = play(doctors(a=2), range(3), MONDAY, past)
    assert [each.next for each in week] == [B, C, D]
    assert week[0].skipped[0].why.startswith("absence jusqu’au 7")
    back = play(doctors(a=2), range(3, 6), MONDAY + timedelta(days=7), past)
    assert [each.next for each in back] == [A, B, A]


def test_to_refuse_is_to_have_had_one_s_turn_and_to_be_outrun_is_not() -> None:
    refused = [offered(B, 0, MONDAY, takes_place=False)]
    assert turn(doctors(), refused, Wanted(1, "46042"), on=MONDAY).order == (C, D, B)
    outrun = [Past(B, 0, datetime(2027, 3, 1, 9, tzinfo=UTC), MONDAY, takes_place=False, had_turn=False)]
    assert turn(doctors(), outrun, Wanted(1, "46042"), on=MONDAY).next == B


def test_a_request_is_offered_to_whom_takes_its_commune_and_its_kind() -> None:
    near = Doctor(A, 5, *MONTH, communes={"46001"}, beyond={Beyond.HOME})
    far, moved = Wanted(1, "46042"), Wanted(2, "46001", flags={Flag.HOUSEBOUND})
    assert turn([near], [], far, on=MONDAY).skipped[0].why == "ne prend pas dans cette commune"
    assert turn([near], [], moved, on=MONDAY).skipped[0].why.startswith("ne prend pas : les visites")
    assert turn([near], [], Wanted(3, "46001", AgeBand.OLD), on=MONDAY).next == A


def test_more_fragilities_come_first_and_then_the_oldest() -> None:
    early, late = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 3, 9, tzinfo=UTC)
    waiting = [
        (AgeBand.ADULT, (), early),
        (AgeBand.OLD, (Flag.ALD,), late),
        (AgeBand.OLD, (), late),
        (AgeBand.OLD, (), early),
    ]
    ranked = sorted(waiting, key=lambda each: comes_before(is_urgent=False, age=each[0], flags=each[1], asked_at=each[2]))  # fmt: skip
    assert ranked == [waiting[1], waiting[3], waiting[2], waiting[0]]


@st.composite
def territories(draw: st.DrawFn) -> list[Doctor]:
    def one(key: int) -> Doctor:
        first = draw(st.integers(0, 20))
        away = [(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + draw(st.integers(0, 9))))]
        return Doctor(
            key, draw(st.integers(0, 4)), *MONTH, rank=key, away=away if draw(st.booleans()) else ()
        )

    return [one(key) for key in range(draw(st.integers(1, 6)))]


@given(territories(), st.lists(st.tuples(st.integers(0, 29), st.booleans()), max_size=25), st.randoms())
def test_nobody_is_above_what_they_said_and_the_turn_is_a_function_of_what_happened(
    everybody: list[Doctor], asked: list[tuple[int, bool]], shuffle: Random
) -> None:
    past: list[Past] = []
    for request, (day, accepts) in enumerate(sorted(asked, key=lambda each: each[0])):
        on = MONDAY + timedelta(days=day)
        found = turn(everybody, past, Wanted(request, "46042"), on=on)
        assert {*found.order, *(each.key for each in found.skipped)} == {each.key for each in everybody}
        mixed, other = list(past), list(everybody)
        shuffle.shuffle(mixed)
        shuffle.shuffle(other)
        assert turn(other, mixed, Wanted(request, "46042"), on=on) == found
        if found.next is not None:
            past.append(offered(found.next, request, on, takes_place=accepts))
    for each in everybody:
        assert taken_by(each, past) <= each.most
        for row in past:
            assert row.key != each.key or not any(first <= row.on <= last for first, last in each.away)


@given(territories(), st.integers(0, 29))
def test_who_was_never_offered_anything_passes_before_who_was(everybody: list[Doctor], day: int) -> None:
    on = MONDAY + timedelta(days=day)
    first = turn(everybody, [], Wanted(0, "46042"), on=on)
    if len(first.order) > 1:
        after = turn(
            everybody, [offered(first.order[0], 0, on, takes_place=False)], Wanted(1, "46042"), on=on
        )
        assert after.order == (*first.order[1:], first.order[0])
