"""Any table that people have is read, or refused in one sentence; no row is lost on the way."""

import codecs
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.tables import (
    MOST_ROWS,
    Row,
    code_of,
    codes_in,
    healed,
    number_of,
    read_bytes,
    read_file,
    read_text,
)
from tables.books import ods, plain, xlsx

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
SEPARATORS = [";", ",", "\t", "|"]
BOMS = {"utf-16-be": codecs.BOM_UTF16_BE, "utf-16-le": codecs.BOM_UTF16_LE}
FRENCH = "Nègrepelisse;Forêt d’à côté\nÉpinal;Hôpital ça"


def rows_of(content: bytes, name: str = "a.csv") -> tuple[Row, ...]:
    (sheet,) = read_bytes(name, content).sheets
    return sheet.rows


def cells_of(text: str) -> list[tuple[str, ...]]:
    (sheet,) = read_text(text).sheets
    return [row.cells for row in sheet.rows]


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read_bytes("fichier", content)
    assert refused.value.field == "file"
    return plain(str(refused.value))


# Texts


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_is_recognised_without_being_told(encoding: str) -> None:
    rows = rows_of(FRENCH.encode(encoding))
    assert [row.cells for row in rows] == [("Nègrepelisse", "Forêt d’à côté"), ("Épinal", "Hôpital ça")]


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        ("PHARMACIE DE L’ÉGLISE – CŒUR".encode("cp1252"), "Windows-1252", "PHARMACIE DE L’ÉGLISE – CŒUR"),
        ("Sœur André : 12 €".encode("iso-8859-15"), "ISO-8859-15", "Sœur André : 12 €"),
        ("Dépôt à Évry".encode("latin-1"), "Windows-1252", "Dépôt à Évry"),
        ("Hôpital d’été".encode("mac_roman"), "Mac", "Hôpital d’été"),
        ("Hôpital d’été".encode("utf-16"), "UTF-16", "Hôpital d’été"),
        (b"plain", "UTF-8", "plain"),
    ],
)
def test_the_encoding_is_named(content: bytes, name: str, text: str) -> None:
    book = read_bytes("a.csv", content)
    assert (book.encoding, book.sheets[0].rows[0].cells) == (name, (text,))


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_that_of_the_lines_not_of_a_title_above_them(separator: str) -> None:
    text = f"Périmètres, CPTS d’Occitanie\nnom{separator}commune\nAlpha{separator}82121\nBeta{separator}82002"
    assert cells_of(text)[1:] == [("nom", "commune"), ("Alpha", "82121"), ("Beta", "82002")]


def test_a_decimal_comma_and_what_is_between_quotes_separate_nothing() -> None:
    assert cells_of("82121;12,5\n82025;3,5") == [("82121", "12,5"), ("82025", "3,5")]
    assert cells_of('"a; b",c\n"d; e",f') == [("a; b", "c"), ("d; e", "f")]


def test_the_mark_of_a_spreadsheet_is_no_row_and_lines_keep_their_number() -> None:
    (sheet,) = read_text("sep=|\n\na|b;c\r\n;;\rd|e").sheets
    assert sheet.rows == (Row(3, ("a", "b;c")), Row(4, (";;",)), Row(5, ("d", "e")))


def test_a_cell_may_hold_several_lines() -> None:
    (sheet,) = read_text('code;zone\n"82121\n82002";ZIP\n82025;ZAC').sheets
    assert sheet.rows[1:] == (Row(2, ("82121\n82002", "ZIP")), Row(4, ("82025", "ZAC")))


def test_a_quote_that_never_closes_spoils_its_own_line_only() -> None:
    (sheet,) = read_text('a;b\n"82121;Nord\n82025;Sud\n82001;Est').sheets
    assert [row.line for row in sheet.rows] == [1, 2, 3, 4]
    assert [bool(row.fault) for row in sheet.rows] == [False, True, False, False]
    assert sheet.rows[1].given == '"82121;Nord'


PLAIN_CELLS = st.text(
    st.characters(
        codec="cp1252", exclude_categories=["Cc"], exclude_characters="\xa0\xad\x81\x8d\x8f\x90\x9d"
    ),
    max_size=12,
).map(str.strip)
TABLES = st.lists(st.lists(PLAIN_CELLS, min_size=2, max_size=5), min_size=1, max_size=8)


def written(table: list[list[str]], separator: str) -> str:
    import csv

    content = io.StringIO(newline="")
    csv.writer(content, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table)
    return f"sep={separator}\r\n{content.getvalue()}"


@settings(deadline=None)
@given(table=TABLES, separator=st.sampled_from(SEPARATORS), encoding=st.sampled_from(ENCODINGS[:5]))
def test_any_cells_come_back_whatever_the_encoding_and_the_separator(
    table: list[list[str]], separator: str, encoding: str
) -> None:
    expected = [[healed(cell) for cell in row] for row in table]
    if not any(map(any, expected)):
        return
    content = BOMS.get(encoding, b"") + written(table, separator).encode(encoding)
    kept = {row.line: list(row.cells) for row in rows_of(content)}
    for line, cells in enumerate(expected, 2):
        while cells and not cells[-1]:
            cells.pop()
        assert kept.pop(line, []) == cells
    assert kept == {}


@settings(deadline=None)
@given(text=st.text(alphabet=st.sampled_from('8a;,\t|"\n\ré '), max_size=120))
def test_no_line_that_holds_something_is_lost(text: str) -> None:
    """Every character but blanks, separators and quotes is in a row."""
    try:
        book = read_text(text)
    except BadInput:
        assert not text.strip(' ;,\t|"\n\r')
        return
    held = "".join(cell for row in book.sheets[0].rows for cell in row.cells)
    assert [held.count(sign) for sign in "8aé"] == [text.count(sign) for sign in "8aé"]


# Workbooks

ROWS = [("nom", "code"), ("Alpha", 82121), ("Beta", "01004"), ("Gamma", 2.5)]
READ = [("nom", "code"), ("Alpha", "82121"), ("Beta", "01004"), ("Gamma", "2.5")]


@pytest.mark.parametrize("content", [xlsx({"CPTS": ROWS}), ods({"CPTS": ROWS})], ids=["xlsx", "ods"])
def test_a_workbook_is_read_whatever_its_format(content: bytes) -> None:
    (sheet,) = read_bytes("classeur", content).sheets
    assert (sheet.title, [row.cells for row in sheet.rows]) == ("CPTS", READ)


def test_lines_of_a_workbook_are_those_the_spreadsheet_shows() -> None:
    content = xlsx({"A": [(), (None, "nom"), (), (None, "Alpha", None)]})
    assert rows_of(content) == (Row(2, ("", "nom")), Row(4, ("", "Alpha")))


def test_values_of_a_workbook_are_written_as_people_read_them() -> None:
    day = datetime(2026, 3, 1)  # noqa: DTZ001
    (row,) = rows_of(xlsx({"A": [(82121.0, date(2026, 3, 1), day, True, 0.1, "'82002")]}))
    assert row.cells == ("82121", "2026-03-01", "2026-03-01", "VRAI", "0.1", "82002")


def test_what_is_merged_downwards_stands_in_each_row() -> None:
    rows = [("nom", "code"), ("Alpha", 82121), (None, 82002), (None, 82025), ("Beta", 82125)]
    kept = rows_of(xlsx({"A": rows}, merged=["A2:A4"]))
    assert [row.cells[0] for row in kept] == ["nom", "Alpha", "Alpha", "Alpha", "Beta"]


def test_a_hidden_sheet_is_said_to_be_hidden() -> None:
    book = read_bytes("a.xlsx", xlsx({"A": ROWS, "B": ROWS}, hidden=["B"]))
    assert [(sheet.title, sheet.hidden) for sheet in book.sheets] == [("A", False), ("B", True)]


# What is no table


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "« fichier » est vide"),
        (b" \r\n", "est vide"),
        (b";;\n", "n’a aucune ligne à lire"),
        (b"<!DOCTYPE html>", "est une page web"),
        (b"\xef\xbb\xbf\n <html>", "est une page web"),
        (b"%PDF-1.7 etc", "n’est pas un tableau"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "n’est pas un tableau"),
        (bytes(range(32)) * 9, "n’est pas un tableau"),
        (b"PK\x03\x04 broken", "n’est pas un classeur, ou il est abîmé"),
        (b"\xd0\xcf\x11\xe0 old", "n’est pas un classeur, ou il est abîmé"),
        (xlsx({"A": ROWS})[:3000], "abîmé"),
        (b"a\n" * (MOST_ROWS + 1), "200 000 au plus"),
        (b"a;" * 3000 + b"a", "plus de 2 000 colonnes"),
        (b"a" * 30_000_001, "dépasse 30 Mo"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="ne se lit pas"):
        read_file(tmp_path / "absent.csv")
    with pytest.raises(BadInput, match="ne se lit pas"):
        read_file(tmp_path)


def with_sheet(content: bytes, sheet: bytes) -> bytes:
    """The same workbook with another XML for its first sheet."""
    copy = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, sheet if "sheet1.xml" in name else source.read(name))
    return copy.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
CELL = b'<row r="%d"><c r="%s%d"><v>1</v></c></row>'


def a_far_cell() -> bytes:
    return SHEET % (CELL % (1, b"A", 1) + CELL % (1048576, b"XFD", 1048576))


def a_bomb() -> bytes:
    return SHEET % (b'<row r="1"><c r="A1" t="str"><v>' + b"a" * (1 << 30) + b"</v></c></row>")


@pytest.mark.parametrize("sheet", [a_far_cell, a_bomb])
def test_a_small_workbook_that_asks_for_all_the_memory_is_refused(sheet: Callable[[], bytes]) -> None:
    """The reader aborts: the process that reads is not the one that answers."""
    assert "est trop grand" in refusal(with_sheet(xlsx({"A": ROWS}), sheet()))


def test_a_sheet_cut_inside_its_workbook_is_refused() -> None:
    whole = xlsx({"A": ROWS})
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    assert "abîmé" in refusal(with_sheet(whole, sheet[: len(sheet) * 2 // 3]))


# Cells


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("82121", "82121"), ("82121.0", "82121"), ("1004,00", "01004"), ("1004", "01004"), ('="01004"', "01004"),
        ("'82002", "82002"), ("82 121", "82121"), ("82\u00a0121", "82121"), ("2a004", "2A004"), ("COM82025", "82025"),
        ("2024-COM-82025", "82025"), ("82121.5", ""), ("821210", ""), ("Montauban", ""), ("", ""), ("82", ""),
    ],
)  # fmt: skip
def test_a_code_is_healed_when_it_is_certain(cell: str, code: str) -> None:
    assert code_of(cell) == code


@pytest.mark.parametrize(
    ("cell", "codes", "rest"),
    [
        ("82121\n82002", ("82121", "82002"), ()),
        ("82025/82125", ("82025", "82125"), ()),
        ("82124 82144", ("82124", "82144"), ()),
        ("82101, 82102 ; 82101", ("82101", "82102"), ()),
        ("82 121 | 2A004", ("82121", "2A004"), ()),
        ("1001.0+1002.0", ("01001", "01002"), ()),
        ("82121, 82002 (en partie)", ("82121",), ("82002 (en partie)",)),
        ("Montauban", (), ("Montauban",)),
        ("", (), ()),
    ],
)
def test_several_codes_of_a_cell_are_parted_and_the_rest_is_told(
    cell: str, codes: tuple[str, ...], rest: tuple[str, ...]
) -> None:
    assert codes_in(cell) == (codes, rest)


def test_a_number_is_read_as_french_and_machines_write_it() -> None:
    assert [number_of(text) for text in ("1 234,5", "1234.5", "0")] == [1234.5, 1234.5, 0]
    assert [number_of(text) for text in ("", "n.d.", "-1", "nan", "inf")] == [None] * 5


ACCENTED = "Commune;Médecins\nLéojac;à l’hôpital\nNègrepelisse;être né, reçu\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ACCENTED.replace("’", "'").encode("cp850"), id="DOS"),
        pytest.param(ACCENTED.encode().decode("latin1").encode(), id="UTF-8 read as ISO-8859-1"),
        pytest.param(ACCENTED.encode().decode("cp1252", "ignore").encode(), id="UTF-8 read as Windows-1252"),
        pytest.param(
            ACCENTED.replace("é", "&eacute;").replace("’", "&#8217;").encode(), id="written by a page"
        ),
    ],
)
def test_accents_are_found_again(content: bytes) -> None:
    (sheet,) = read_bytes("a.csv", content).sheets
    cells = [cell.replace("’", "'") for row in sheet.rows for cell in row.cells]
    assert cells == [
        "Commune", "Médecins", "Léojac", "à l'hôpital", "Nègrepelisse", "être né, reçu",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Ã", "Â", "SÃO PAULO;Ãlvaro", "l’été à 3 €", "Médecins & infirmiers;R&D"])
def test_what_is_not_spoilt_stays(text: str) -> None:
    (sheet,) = read_text(text).sheets
    assert ";".join(sheet.rows[0].cells) == text
