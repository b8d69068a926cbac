"""A column never cuts into its neighbour."""

from hypothesis import given
from hypothesis import strategies as st

from maillage.documents.services.tree import LINE_LENGTH, _widths

words = st.text(alphabet="abcdefghij\N{NO-BREAK SPACE}", min_size=1, max_size=14)
cells = st.lists(words, min_size=1, max_size=8).map(" ".join)
tables = st.integers(2, 5).flatmap(
    lambda columns: st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=1, max_size=6)
)


@given(tables)
def test_a_column_holds_its_longest_word(rows: list[list[str]]) -> None:
    for column, share in zip(zip(*rows, strict=True), _widths(rows), strict=True):
        longest = max(len(word) for cell in column for word in cell.split(" "))
        assert longest <= share * LINE_LENGTH


def test_a_date_kept_together_has_its_place() -> None:
    day = "17\N{NO-BREAK SPACE}septembre\N{NO-BREAK SPACE}2026"
    first, second = _widths([[day, "Un texte assez long pour prendre deux ou trois lignes de la page " * 3]])
    assert len(day) < first * LINE_LENGTH < second * LINE_LENGTH
