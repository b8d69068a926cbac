"""Lists taken away: what a spreadsheet opens is what was written, and nothing in it runs."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from maillage.tables import SheetCell, csv_of, healed, read_bytes, read_text, workbook_of
from maillage.tables.text import MOJIBAKE

TITLES = ("Nom", "Depuis", "Parts", "Montant", "RPPS")
ROW = ("=HYPERLINK(A1)", date(2024, 2, 29), 12, Decimal("40.50"), "01000345678")
#: What a cell of people's lists holds: a control character is taken out before it is kept.
TEXTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)


def opened(rows: Sequence[Sequence[SheetCell]]) -> list[tuple[object, ...]]:
    sheet = load_workbook(io.BytesIO(workbook_of(rows))).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_a_workbook_holds_true_numbers_and_days_and_keeps_texts_as_they_are() -> None:
    titles, row = opened([TITLES, ROW])
    assert titles == TITLES
    assert row[0] == "=HYPERLINK(A1)"
    assert row[1].date() == date(2024, 2, 29)  # type: ignore[attr-defined]
    assert row[2:4] == (12, 40.5)
    assert row[4] == "01000345678"


def test_no_cell_of_a_workbook_is_a_formula_nor_a_link() -> None:
    content = workbook_of([TITLES, ("=1+1", "https://maillage.example", "@SUM(1)", "-2", "{=A1}")])
    for line in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows():
        assert {cell.data_type for cell in line} == {"s"}
        assert {cell.hyperlink for cell in line} == {None}


def test_what_is_not_known_is_an_empty_cell_in_both() -> None:
    rows = [("Nom", "Depuis"), ("Lou Fictif", None)]
    assert csv_of(rows) == "Nom;Depuis\r\nLou Fictif;\r\n"
    assert opened(rows)[1] == ("Lou Fictif", None)


def test_a_csv_is_written_as_french_spreadsheets_read_it() -> None:
    assert csv_of([ROW]) == "'=HYPERLINK(A1);29/02/2024;12;40,50;01000345678\r\n"
    assert csv_of([(Decimal("1E+3"),)]) == "1000\r\n"


def test_a_list_without_a_row_still_opens() -> None:
    assert opened([]) == []
    assert opened([TITLES]) == [TITLES]


#: « '0 » is read as 0: to a reader, it is the mark by which spreadsheets keep a zero or a formula. « Ã¡ » is read as « á ».
UNMARKED = TEXTS.filter(lambda text: bool(text) and healed(text) == text and not MOJIBAKE.search(text))


@given(st.lists(st.tuples(UNMARKED, UNMARKED), min_size=1, max_size=8))
def test_our_own_lists_are_read_again_as_they_were(rows: list[tuple[str, str]]) -> None:
    written = [("Nom", "Commune"), *rows]
    for book in (read_text(csv_of(written)), read_bytes("liste.xlsx", workbook_of(written))):
        assert [tuple(row.cells) for row in book.sheets[0].rows] == written
