"""Indemnities: dated rates, each minute once, a yearly ceiling, and nobody approves their own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.enums import CeilingLevel, IndemnityKind, RateUnit, RoundingWay
from maillage.funding.rules.indemnities import (
    approvable,
    approvers,
    ceiling_check,
    complement,
    lines_of,
    priced,
    rate_at,
    why_not_approve,
)
from maillage.funding.rules.time_given import counted_elsewhere, minutes_of, overlaps, paid_spans
from maillage.funding.types.indemnities import Claim, Presence, Rate, Received, Rounding, Span
from maillage.kernel import BadInput

PARIS = ZoneInfo("Europe/Paris")
QUARTERS = Rounding(15)


def at(hour: int, minute: int = 0, *, day: date = date(2026, 11, 12)) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


def present(starts: datetime, ends: datetime, **known: Any) -> Presence:
    return replace(Presence("Maud", "bureau", "bureau", "membre", Span(starts, ends)), **known)


def rate(amount: str, meeting_type: str = "", role: str = "", **known: Any) -> Rate:
    made = Rate(meeting_type, role, IndemnityKind.INDEMNITE, RateUnit.HOUR, Decimal(amount), date(2026, 1, 1))
    return replace(made, **known)


BUREAU = present(at(18), at(20))
GT = present(at(19, 30), at(21), meeting="gt", meeting_type="gt")


@pytest.mark.parametrize(
    ("lasts", "rounding", "expected"),
    [
        (67, QUARTERS, 60),
        (68, QUARTERS, 75),
        (67.5, QUARTERS, 75),
        (67, Rounding(15, RoundingWay.UP), 75),
        (74, Rounding(15, RoundingWay.DOWN), 60),
        (67, Rounding(), 67),
        (0, QUARTERS, 0),
    ],
)
def test_half_a_step_goes_up(lasts: float, rounding: Rounding, expected: int) -> None:
    assert minutes_of(present(at(18), at(18) + timedelta(minutes=lasts)), rounding) == expected


def test_an_evening_when_clocks_go_back_lasts_what_it_lasts() -> None:
    night = date(2026, 10, 25)
    assert minutes_of(present(at(1, 30, day=night), at(3, day=night)), QUARTERS) == 150


def test_a_presence_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="finit avant"):
        minutes_of(present(at(20), at(18)), QUARTERS)


def test_each_line_of_the_scale_rounds_its_own_way() -> None:
    scale = [rate("60", "bureau", rounding=QUARTERS), rate("60", "gt")]
    lasts = at(18) + timedelta(minutes=68)
    held = [present(at(18), lasts), present(at(18), lasts, person="Ilan", meeting_type="gt")]
    assert [(line.minutes, line.amount) for line in lines_of(held, scale, zone=PARIS)] == [
        (75, Decimal("75.00")),
        (68, Decimal("68.00")),
    ]


def test_the_most_precise_line_of_the_scale_speaks() -> None:
    scale = [rate("10"), rate("20", role="membre"), rate("30", "bureau"), rate("40", "bureau", "présidence")]
    assert rate_at(scale, "bureau", "présidence", date(2026, 5, 1)) == scale[3]
    assert rate_at(scale, "bureau", "membre", date(2026, 5, 1)) == scale[2]
    assert rate_at(scale, "gt", "membre", date(2026, 5, 1)) == scale[1]
    assert rate_at(scale, "gt", "invité", date(2026, 5, 1)) == scale[0]
    with pytest.raises(BadInput, match="barème"):
        rate_at([*scale, rate("50")], "gt", "invité", date(2026, 5, 1))


def test_a_year_without_its_rate_waits_and_is_never_zero() -> None:
    scale = [rate("60", until=date(2027, 1, 1))]
    new_year = date(2027, 1, 15)
    kept, waiting = lines_of(
        [BUREAU, present(at(18, day=new_year), at(20, day=new_year), meeting="CA")],
        scale,
        zone=PARIS,
    )
    assert kept.amount == Decimal("120.00")
    assert (waiting.amount, waiting.rate) == (None, None)
    assert "En attente du taux" in waiting.waits


def test_the_day_is_that_of_the_clocks_of_the_territory() -> None:
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already 2027 in Paris
    scale = [rate("60", until=date(2027, 1, 1)), rate("70", since=date(2027, 1, 1))]
    (line,) = lines_of([present(eve, eve + timedelta(hours=1))], scale, zone=PARIS)
    assert line.amount == Decimal("70.00")


def test_a_rate_by_meeting_pays_it_whole_to_whoever_came() -> None:
    scale = [rate("75.50", unit=RateUnit.MEETING)]
    short, absent = present(at(18), at(18, 20)), present(at(21), at(21), meeting="gt")
    lines = lines_of([short, absent], scale, zone=PARIS)
    assert [line.amount for line in lines] == [Decimal("75.50"), Decimal("0.00")]


def test_three_kilometres_are_rounded_to_the_cent() -> None:
    assert priced(Fraction(3), Decimal("0.357")) == Decimal("1.07")
    assert priced(Fraction(1), Decimal("0.005")) == Decimal("0.01")


def test_a_rate_corrected_afterwards_proposes_a_complement_and_takes_nothing_back() -> None:
    assert complement(Decimal(100), Decimal("106.50")) == Decimal("6.50")
    assert complement(Decimal(100), Decimal(90)) is None


def test_two_meetings_at_once_wait_for_a_choice() -> None:
    (found,) = overlaps([GT, BUREAU])
    assert (found.one, found.other) == (BUREAU, GT)
    assert found.span == Span(at(19, 30), at(20))
    lines = lines_of([BUREAU, GT], [rate("60")], zone=PARIS)
    assert [line.amount for line in lines] == [None, None]
    chosen = [BUREAU, counted_elsewhere(GT, BUREAU)]
    lines = lines_of(chosen, [rate("60")], zone=PARIS)
    assert [line.amount for line in lines] == [Decimal("120.00"), Decimal("60.00")]


@pytest.mark.parametrize(
    "other",
    [
        replace(GT, person="Ilan"),
        replace(GT, breaks=(Span(at(19, 30), at(20)),)),
        present(at(20), at(21), meeting="gt"),
    ],
)
def test_what_is_another_s_a_break_or_the_next_hour_overlaps_nothing(other: Presence) -> None:
    assert overlaps([BUREAU, other]) == []


def test_somebody_ticked_twice_at_one_meeting_is_paid_once() -> None:
    assert len(overlaps([BUREAU, present(at(18), at(20))])) == 1


def test_an_overlap_is_found_past_midnight() -> None:
    late = present(at(22), at(22) + timedelta(hours=3), meeting="AG")
    morning = present(at(23, 50) + timedelta(minutes=30), at(23, 50) + timedelta(hours=2), meeting="gt")
    assert len(overlaps([late, morning])) == 1


MINUTES = st.integers(0, 600).map(lambda minutes: timedelta(minutes=minutes))


@given(st.lists(st.tuples(MINUTES, MINUTES), max_size=6))
def test_a_minute_is_never_paid_twice(hours: list[tuple[timedelta, timedelta]]) -> None:
    chosen: list[Presence] = []
    for rank, (starts, lasts) in enumerate(hours):
        presence = present(at(8) + starts, at(8) + starts + lasts, meeting=str(rank))
        for kept in chosen:
            presence = counted_elsewhere(presence, kept)
        chosen.append(presence)
    assert overlaps(chosen) == []
    spans = sorted(span for each in chosen for span in paid_spans(each))
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(spans))


def received(amount: str, **known: Any) -> Received:
    made = Received("Maud", IndemnityKind.INDEMNITE, "Maud", date(2022, 6, 1), Decimal(amount))
    return replace(made, **known)


def test_every_kind_and_payee_counts_in_the_ceiling_of_a_civil_year() -> None:
    had = [
        received("20000"),
        received("10000", kind=IndemnityKind.REMUNERATION, payee="SELARL Escoffre"),
        received("9000", on=date(2021, 12, 31)),
        received("9000", person="Ilan"),
    ]
    most = ceiling_check(had, "Maud", Decimal(11136), year=2022)
    assert (most.level, most.total, most.refuses) == (CeilingLevel.NEAR, Decimal(41136), False)
    assert most.left.value == 0
    above = ceiling_check(had, "Maud", Decimal(11137), year=2022)
    assert above.refuses
    assert "de trop" in above.sentence


def test_a_total_is_told_from_four_fifths_of_the_ceiling_on() -> None:
    assert ceiling_check([], "Maud", Decimal("32908.79"), year=2022).level == CeilingLevel.FREE
    near = ceiling_check([], "Maud", Decimal("32908.80"), year=2022)
    assert near.level == CeilingLevel.NEAR
    assert "80\N{NO-BREAK SPACE}% du plafond" in near.sentence


def test_a_ceiling_not_published_refuses_nothing_and_says_where_to_read_it() -> None:
    unknown = ceiling_check([], "Maud", Decimal(90000), year=2027)
    assert (unknown.level, unknown.refuses) == (CeilingLevel.UNKNOWN, False)
    assert "Journal officiel" in unknown.sentence


OWN = Claim("Ilan", "Ilan")
ENTERED_FOR = Claim("Ilan", "Maud")
OF_COMPANY = Claim("SELARL Trébuchet", "Maud", frozenset({"Ilan"}))
OF_ANOTHER = Claim("Côme", "Côme")


@pytest.mark.parametrize(
    ("approver", "claim", "said"),
    [
        ("Ilan", OWN, "la vôtre"),
        ("Ilan", ENTERED_FOR, "la vôtre"),
        ("Maud", ENTERED_FOR, "saisi"),
        ("Ilan", OF_COMPANY, "société"),
        ("Ilan", OF_ANOTHER, ""),
    ],
)
def test_nobody_approves_their_own_claim(approver: str, claim: Claim, said: str) -> None:
    why = why_not_approve(approver, claim)
    assert said in why
    assert bool(why) == bool(said)


def test_approving_all_leaves_one_s_own_and_says_so() -> None:
    claims = [OF_ANOTHER] * 37 + [OWN]
    approved, left = approvable("Ilan", claims)
    assert len(approved) == 37
    assert [claim for claim, _ in left] == [OWN]
    assert approvers(OWN, ["Ilan", "Ségolène"]) == ["Ségolène"]
    assert approvers(ENTERED_FOR, ["Ilan", "Maud"]) == []
