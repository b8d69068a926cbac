"""An answer that is kept is read again as it was: what a payment rests on does not change under it."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import Answer, Missing, Source

TEXTS = st.text(max_size=20)
DAYS = st.none() | st.dates()
NUMBERS = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
SOURCES = st.builds(Source, TEXTS, TEXTS, TEXTS, DAYS, TEXTS)
GAPS = st.builds(Missing, TEXTS, TEXTS, TEXTS, st.booleans())
ANSWERS = st.builds(
    Answer,
    value=NUMBERS,
    low=NUMBERS,
    high=NUMBERS,
    unit=TEXTS,
    missing=st.lists(GAPS, max_size=3).map(tuple),
    sources=st.lists(SOURCES, max_size=3).map(tuple),
    why=TEXTS,
    on=DAYS,
)


@given(ANSWERS)
def test_an_answer_kept_as_json_is_read_again_equal(answer: Answer) -> None:
    kept = json.loads(json.dumps(answer.to_json()))
    read = Answer.from_json(kept)
    assert read == answer
    assert hash(read) == hash(answer)
    assert read.to_json() == kept
    for name in ("value", "low", "high"):  # 12.50 stays 12.50, never 12.5
        assert str(getattr(read, name)) == str(getattr(answer, name))


def test_the_path_to_an_answer_is_not_kept_with_it() -> None:
    answer = Answer(Decimal(1), Decimal(1), Decimal(1), trace=object())
    assert Answer.from_json(answer.to_json()).trace is None


@pytest.mark.parametrize(
    "kept",
    [{}, {"value": "NaN"}, {"value": "Infinity"}, {"value": 0.1}, {"value": None, "guess": 1}, [], None],
)
def test_what_is_no_answer_is_not_read_as_one(kept: object) -> None:
    with pytest.raises(ValueError, match="Not an answer"):
        Answer.from_json(kept)


def test_an_answer_says_of_which_day_it_is() -> None:
    assert Answer(None, on=date(2024, 3, 1)) != Answer(None, on=date(2024, 3, 2))
