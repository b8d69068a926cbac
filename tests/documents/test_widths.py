"""No word and no number of a table is cut, whatever the font of who reads it."""

import json
import re
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.samples import document
from maillage.documents.models import Section, Table
from maillage.documents.services.rich_text import Node
from maillage.documents.services.tree import tree_of
from maillage.documents.services.widths import CELL_SIZE, DENSE_SIZE, LONGEST_WORD, PADDING, PAGE

#: Advances of DejaVu Sans Bold, read in its file, in hundredths of an em.
DEJAVU = {
    31: "'", 34: "ijlîï", 35: " \u00a0\u202f", 37: "IJ/", 38: ".,’", 40: ";:", 42: "-", 44: "f", 46: "()", 48: "t",
    49: "r", 58: "z", 59: "cç", 60: "s", 64: "L", 65: "vxy«»", 67: "akà", 68: "eEFTéèêÉ", 69: "oô",
    70: "0123456789€", 71: "hnuùû", 72: "bdgpqSY", 73: "CPZ", 76: "B", 77: "AKRVXÀ", 81: "U", 82: "G", 83: "D",
    84: "HN×", 85: "OQ", 92: "w", 100: "M%", 104: "m", 109: "œ", 110: "W",
}  # fmt: skip
#: The plain face, to the bold one: digits. Letters are narrower.
PLAIN = 0.915
ADVANCES = {letter: width / 100 for width, letters in DEJAVU.items() for letter in letters}

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


def said(node: object) -> str:
    """The words of a part of the tree."""
    if isinstance(node, dict):
        return node["c"] if node["t"] == "Str" else said(node.get("c"))
    return "".join(map(said, node)) if isinstance(node, list | tuple) else ""


def tables_of(tree: Node) -> Iterator[tuple[float, list[tuple[float, list[Node]]]]]:
    """Each table: the size of its letters, and for each column its width in points and its cells."""
    for block in tree["blocks"]:
        if block["t"] == "Table":
            attr, _, columns, (_, head), [(_, _, _, body)], (_, foot) = block["c"]
            rows = [[cell[-1] for cell in row] for _, row in chain(head, body, foot)]
            widths = [column[1]["c"] * PAGE for column in columns]
            size = DENSE_SIZE if "dense" in attr[1] else CELL_SIZE
            yield size, list(zip(widths, map(list, zip(*rows, strict=True)), strict=True))


def face(cell: object) -> float:
    return 1 if '"Strong"' in json.dumps(cell) else PLAIN


def cut(tree: Node) -> list[str]:
    """What would not be whole in its column, in the widest font."""
    return [
        word
        for size, columns in tables_of(tree)
        for width, column in columns
        for cell in column
        for word in re.split(r"[ \n]|(?<=\w-)(?=[^\W\d])", said(cell))
        if sum(ADVANCES[letter] for letter in word) * face(cell) * size > width - PADDING + 0.01
    ]


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
