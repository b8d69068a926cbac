"""What an indicator is worth: never a zero that nobody counted, never a rate that hides how far it went."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from maillage.project.rules.values import NO_DENOMINATOR, progress, ratio, said
from maillage.project.rules.years import next_due, periods_of, span_of, year_of

FIGURES = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


def test_a_share_of_nothing_is_unknown_with_its_reason() -> None:
    for numerator in (Decimal(0), Decimal(12)):
        found = ratio(numerator, Decimal(0), "%")
        assert (found.number, found.why) == (None, NO_DENOMINATOR)
    assert said(None, "%") == "inconnu"


@given(st.none() | FIGURES, st.none() | FIGURES)
def test_a_ratio_is_known_only_when_both_its_parts_are(
    numerator: Decimal | None, denominator: Decimal | None
) -> None:
    found = ratio(numerator, denominator, "%")
    assert (found.number is None) == bool(found.why)
    if found.number is None:
        assert numerator is None or not denominator or abs(numerator / denominator) >= 10**8
    else:
        assert (
            abs(found.number * (denominator or 0) / 100 - (numerator or 0)) <= abs(denominator or 0) / 10**6
        )


def test_beyond_its_target_is_said_and_not_clipped() -> None:
    found = progress(Decimal(150), Decimal(100))
    assert (found.percent, found.bar, found.is_reached) == (150, 100, True)
    assert found.said == "150\N{NO-BREAK SPACE}% de la cible, au-delà de la cible"


def test_what_went_back_from_its_base_is_said() -> None:
    found = progress(Decimal(40), Decimal(60), Decimal(50))
    assert (found.percent, found.bar) == (-100, 0)
    assert found.said.endswith("en recul depuis le point de départ")


def test_a_fall_is_a_progress_when_less_is_better() -> None:
    found = progress(Decimal(8), Decimal(6), Decimal(10), is_less_better=True)
    assert (found.percent, found.is_reached) == (50, False)
    assert progress(Decimal(8), Decimal(6), is_less_better=True).said == "cible non atteinte"


@given(FIGURES, FIGURES, st.none() | FIGURES, st.booleans())
def test_a_hundred_percent_is_said_of_a_reached_target_alone(
    value: Decimal, target: Decimal, base: Decimal | None, is_less_better: bool
) -> None:
    found = progress(value, target, base, is_less_better=is_less_better)
    if found.percent is not None:
        assert (found.percent >= 100) == found.is_reached
        assert 0 <= found.bar <= 100
        assert found.is_reached or not found.said.startswith("100\N{NO-BREAK SPACE}%")


def test_nothing_is_said_to_be_reached_without_a_value_or_a_target() -> None:
    assert progress(None, Decimal(3)).is_reached is None
    assert progress(Decimal(3), None).percent is None


@given(DAYS, st.none() | DAYS)
def test_each_day_is_in_one_year(day: date, begins: date | None) -> None:
    year = year_of(day, begins)
    assert [each for each in (year - 1, year, year + 1) if day in span_of(each, begins)] == [year]
    assert span_of(year, begins).last + timedelta(days=1) == span_of(year + 1, begins).first


@given(DAYS, st.sampled_from([1, 3, 6, 12]))
def test_the_periods_of_a_year_make_the_year(begins: date, months: int) -> None:
    span = span_of(2025, begins)
    parts = list(periods_of(span, months))
    assert (parts[0][0], parts[-1][1], len(parts)) == (span.first, span.last, 12 // months)
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in itertools.pairwise(parts))


def test_what_is_fed_waits_for_its_next_period() -> None:
    span = span_of(2025)
    assert next_due(span, 6, 31, None) == date(2025, 7, 31)
    assert next_due(span, 6, 31, date(2025, 6, 30)) == date(2026, 1, 31)
    assert next_due(span, 6, 31, span.last) is None
    assert next_due(span, 6, None, None) is None


def test_yes_and_no_are_said_in_words() -> None:
    assert [said(Decimal(each), "oui/non") for each in (1, 0)] == ["oui", "non"]
    assert said(Decimal("12.5000"), "%") == "12,5\N{NO-BREAK SPACE}%"
    assert said(Decimal(3), "a|b") == "3 a|b"
