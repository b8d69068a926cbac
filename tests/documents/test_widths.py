"""No word and no number of a table is cut, whatever the font of who reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.columns import cut, said, tables_of
from documents.samples import document
from maillage.documents.services.rich_text import Node
from maillage.documents.services.tree import tree_of
from maillage.documents.services.widths import CELL_SIZE, DENSE_SIZE, LONGEST_WORD, PADDING
from maillage.documents.types import Section, Table

words = st.text(alphabet="aàbdeéfgilmnoœprstuvwxAEIMNOSTWÉ0123456789,./’-", min_size=1, max_size=14)
cells = st.lists(words, min_size=1, max_size=6).map(" ".join)
tables = st.integers(1, 12).flatmap(
    lambda columns: st.lists(
        st.lists(cells, min_size=columns, max_size=columns).map(tuple), min_size=2, max_size=5
    )
)
NUMBERS = Table(
    headers=(
        "Profession",
        "personnes",
        "en ville",
        "lieux",
        "pour 10\u00a0000 hab.",
        "département",
        "région",
        "Annuaire",
        "rang",
    ),
    rows=(
        ("Masseurs-kinésithérapeutes", "37,2", "18", "7", "12,4", "9,9", "10,8", "10,9", "18/27"),
        (
            "Médecins généralistes",
            "1\u202f237",
            "718",
            "703",
            "112,4",
            "99,9",
            "100,8",
            "100,9",
            "1\u202f128/1\u202f254",
        ),
    ),
    align="lrrrrrrrr",
    caption="Professionnels",
)


def tree(table: Table) -> Node:
    return tree_of(document(Section("A", (table,))), picture=str)


@given(tables)
def test_a_column_holds_its_longest_word(rows: list[tuple[str, ...]]) -> None:
    assert cut(tree(Table(headers=rows[0], rows=tuple(rows[1:])))) == []


def test_a_wide_table_is_printed_smaller_before_it_is_printed_twice() -> None:
    narrow = Table(headers=NUMBERS.headers[:5], rows=tuple(row[:5] for row in NUMBERS.rows))
    assert [size for size, _ in tables_of(tree(narrow))] == [CELL_SIZE]
    assert [size for size, _ in tables_of(tree(NUMBERS))] == [DENSE_SIZE]
    assert cut(tree(NUMBERS)) == []


def test_a_table_too_wide_for_any_letters_is_several_that_repeat_the_names_of_rows() -> None:
    wide = Table(
        headers=(*NUMBERS.headers, *(f"{header}s" for header in NUMBERS.headers[1:])),
        rows=tuple((*row, *row[1:]) for row in NUMBERS.rows),
        align="l" + "r" * 16,
        caption="Deux années",
    )
    parts = list(tables_of(tree(wide)))
    assert len(parts) > 1
    assert {said(columns[0][1][0]) for _, columns in parts} == {"Profession"}
    headers = [said(column[0]) for _, columns in parts for _, column in columns[1:]]
    assert headers == list(wide.headers[1:])
    assert cut(tree(wide)) == []


def test_a_date_kept_together_has_its_place() -> None:
    day = "17\N{NO-BREAK SPACE}septembre\N{NO-BREAK SPACE}2026"
    prose = "Un texte assez long pour prendre deux ou trois lignes de la page " * 3
    assert cut(tree(Table(headers=("Jour", "Quoi"), rows=((day, prose),)))) == []


@pytest.mark.parametrize("address", ["https://example.org/" + "a" * 200])
def test_a_word_longer_than_any_leaves_the_others_theirs(address: str) -> None:
    [(size, columns)] = tables_of(tree(Table(headers=("Adresse", "FINESS"), rows=((address, "829003300"),))))
    assert columns[1][0] - PADDING >= 0.7 * 9 * size
    assert columns[0][0] >= LONGEST_WORD * size * 0.9
