"""Numbers as French says them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from maillage.kernel import APOSTROPHES, HYPHENS, all_folded, amount, doubtful_hours, folded


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (0, "personnes", "0 personne"),
        (1, "personnes", "1 personne"),
        (2, "personnes", "2 personnes"),
        (Decimal("1.5"), "points", "1,5 point"),
        (Decimal(-1), "points", "-1 point"),
        (Decimal(-2), "points", "-2 points"),
        (1, "person", "1 habitant"),
        (0, "professional", "0 professionnel"),
        (1, "month", "1 mois"),
        (12, "month", "12 mois"),
        (1, "year", "1 an"),
        (5, "year", "5 ans"),
        (1, "day", "1 jour"),
        (15, "day", "15 jours"),
        (1, "ans", "1 an"),
        (0, "currency-EUR", "0 €"),
        (1, "ESCAP", "1 ESCAP"),
        (0, "parcours", "0 parcours"),
        (1, "parcours écrits", "1 parcours écrit"),
        (Decimal("0.75"), "/1", "75 %"),
        (1, "non|oui", "oui"),
        (3, "", "3"),
    ],
)
def test_a_count_below_two_is_singular(number: int | Decimal, unit: str, text: str) -> None:
    assert amount(number, unit).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("sign", ["-", "'", " ", *HYPHENS, *APOSTROPHES], ids=ascii)
def test_what_a_word_processor_writes_between_two_words_parts_them(sign: str) -> None:
    assert folded(f"Jean{sign}Pierre D{sign}Aubigné") == "jean pierre d aubigne"
    assert all_folded([f"Jean{sign}Pierre", f"D{sign}Aubigné"]) == ["jean pierre", "d aubigne"]


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u2060", "\ufeff"], ids=ascii)
def test_what_nobody_sees_parts_no_word(unseen: str) -> None:
    assert folded(f"Mon{unseen}tauban") == "montauban"


def test_an_end_that_may_be_mistyped_is_doubted() -> None:
    begins = datetime(2027, 1, 5, 21, tzinfo=UTC)
    lasting = (2, 12, 13, 22, 24, 32)
    assert [doubtful_hours(begins, begins + timedelta(hours=each)) for each in lasting] == [
        0,
        0,
        13,
        22,
        0,
        0,
    ]
