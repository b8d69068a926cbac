"""Columns are bound by name, what is odd in a line is told, what is not the file is refused."""

import gzip
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.kernel import BadInput
from maillage.registers import ACTIVITY_COLUMNS, RemarkKind, Remarks, Source
from maillage.registers.files import BLOCK
from maillage.registers.table import Line, Table
from registers.files import ADA, MAX, someone, text_of

WANTED = ("Identifiant PP", "Prénom d'exercice", "Libellé genre activité")
TWO = [someone(ADA, "Ada"), someone(MAX, "Zoé")]
Read = Callable[[bytes], list[Line]]


@pytest.fixture
def remarks() -> Remarks:
    return Remarks()


@pytest.fixture
def read(tmp_path: Path, remarks: Remarks) -> Read:
    """The lines of a file that holds these bytes."""

    def lines(content: bytes, name: str = "fichier.txt") -> list[Line]:
        (tmp_path / name).write_bytes(content)
        table = Table(Source(tmp_path / name), expected=ACTIVITY_COLUMNS, wanted=WANTED, remarks=remarks)
        return list(table)

    return lines


def given(lines: list[Line]) -> list[tuple[int, str]]:
    """Number of the line, first name."""
    return [(number, cells[1]) for number, _, cells in lines]


def reasons(remarks: Remarks) -> list[tuple[RemarkKind, str, str]]:
    return [(each.kind, each.reason, each.lines) for each in remarks]


BOTH = [(2, "Ada"), (3, "Zoé")]


def test_the_lines_are_those_of_the_file(read: Read, remarks: Remarks) -> None:
    assert given(read(text_of(TWO).encode())) == BOTH
    assert reasons(remarks) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.removesuffix("\n"),
        lambda text: text + "\n\n",
        lambda text: text.replace("\n", "|\n"),
        lambda text: "|\n".join(text.split("\n", 1)),
        lambda text: text.split("\n", 1)[0] + "\n" + text.split("\n", 1)[1].replace("\n", "|\n"),
    ],
    ids=[
        "CRLF",
        "BOM",
        "no last newline",
        "blank lines",
        "57 columns",
        "57 in the header",
        "57 in the lines",
    ],
)
def test_what_changes_nothing_changes_nothing(
    change: Callable[[str], str], read: Read, remarks: Remarks
) -> None:
    assert given(read(change(text_of(TWO)).encode())) == BOTH
    assert reasons(remarks) == []


def test_columns_are_bound_by_name_whatever_their_order(read: Read) -> None:
    assert given(read(text_of(TWO, ACTIVITY_COLUMNS[::-1]).encode())) == BOTH


def test_quotes_are_data(read: Read) -> None:
    assert given(read(text_of([someone(ADA, '"Ada'), someone(MAX, 'l"as"')]).encode())) == [
        (2, '"Ada'),
        (3, 'l"as"'),
    ]


def test_a_compressed_file_reads_as_the_other(read: Read, tmp_path: Path) -> None:
    text = text_of(TWO).encode()
    assert given(read(gzip.compress(text))) == BOTH
    archive = tmp_path / "fichier.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("dedans.txt", text)
    table = Table(Source(archive, "dedans.txt"), expected=ACTIVITY_COLUMNS, wanted=WANTED, remarks=Remarks())
    assert given(list(table)) == BOTH


def test_a_file_longer_than_a_block_keeps_its_numbers(read: Read) -> None:
    many = [someone(ADA, f"Ada {rank}") for rank in range(BLOCK // 100)]
    found = given(read(text_of(many).encode()))
    assert found == [(rank + 2, f"Ada {rank}") for rank in range(len(many))]


def test_the_older_encoding_is_read_and_said(read: Read, remarks: Remarks) -> None:
    assert given(read(text_of(TWO).encode("cp1252"))) == BOTH
    (warning,) = remarks
    assert "Windows-1252" in warning.reason


def test_a_line_badly_encoded_is_refused_alone(read: Read, remarks: Remarks) -> None:
    content = text_of([TWO[0], someone(MAX, "BAD"), TWO[1]]).encode().replace(b"BAD", b"\xe9")
    assert given(read(content)) == [(2, "Ada"), (4, "Zoé")]
    assert reasons(remarks) == [(RemarkKind.REFUSED, "Ligne mal encodée.", "3")]


def test_a_line_of_another_shape_is_refused_alone(read: Read, remarks: Remarks) -> None:
    header, ada, zoe = text_of(TWO).splitlines()
    content = "\n".join((header, ada, "8|trop|court", f"{ada}|de|trop", zoe, ""))
    assert given(read(content.encode())) == [(2, "Ada"), (5, "Zoé")]
    assert reasons(remarks) == [
        (RemarkKind.REFUSED, "Ligne de 3\u00a0colonnes au lieu de 56.", "3"),
        (RemarkKind.REFUSED, "Ligne de 58\u00a0colonnes au lieu de 56.", "4"),
    ]


def test_lost_characters_are_told_and_kept(read: Read, remarks: Remarks) -> None:
    assert given(read(text_of([someone(ADA, "Zo\ufffd")]).encode())) == [(2, "Zo\ufffd")]
    assert [each.kind for each in remarks] == [RemarkKind.WARNING]


def test_a_null_character_is_refused(read: Read, remarks: Remarks) -> None:
    assert given(read(text_of([someone(ADA, "A\0da"), TWO[1]]).encode())) == [(3, "Zoé")]
    assert [each.kind for each in remarks] == [RemarkKind.REFUSED]


def test_a_column_more_is_told(read: Read, remarks: Remarks) -> None:
    rows = [{**row, "Code nouveau": "1"} for row in TWO]
    assert given(read(text_of(rows, ("Code nouveau", *ACTIVITY_COLUMNS)).encode())) == BOTH
    assert "« Code nouveau »" in next(iter(remarks)).reason


def without(*names: str) -> bytes:
    return text_of(TWO, [name for name in ACTIVITY_COLUMNS if name not in names]).encode()


WHOLE = text_of(TWO).encode()
PACKED = gzip.compress(text_of([someone(ADA, str(rank)) for rank in range(999)]).encode())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide (0 octet)"),
        (gzip.compress(b""), "est vide (0 octet)"),
        (b"<!DOCTYPE html><html>503</html>", "est une page web"),
        (b"\n\n<HTML>", "est une page web"),
        (without("Code profession"), "n’a pas la colonne « Code profession »"),
        (without("Code profession", "Code commune (coord. structure)"), "Code profession et Code commune"),
        (WHOLE.replace(b"Code mode exercice", b"Mode exercice"), "« Code mode exercice »"),
        (text_of(TWO, delimiter=";").encode(), "par des points-virgules"),
        (text_of(TWO, delimiter="\t").encode(), "par des tabulations"),
        (text_of(TWO, delimiter=",").encode(), "par des virgules"),
        (WHOLE[:-60], "est coupé : sa dernière ligne"),
        (PACKED[:-200], "est coupé ou abîmé"),
        (PACKED[:600] + b"xxxx" + PACKED[604:], "est coupé ou abîmé"),
        (b"PK\x03\x04 rien", "est coupé ou abîmé"),
    ],
)
def test_what_is_not_the_file_is_refused_whole(content: bytes, sentence: str, read: Read) -> None:
    with pytest.raises(BadInput) as refusal:
        read(content)
    said = str(refusal.value).replace("\u00a0", " ")
    assert sentence in said
    assert "fichier.txt" in said


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "rien", tmp_path):
        table = Table(Source(path), expected=ACTIVITY_COLUMNS, wanted=WANTED, remarks=Remarks())
        with pytest.raises(BadInput, match="Vérifiez le chemin"):
            list(table)


@pytest.mark.parametrize("filling", ["x", "\n", " \n"])
def test_a_line_or_blanks_without_end_are_refused_early(tmp_path: Path, filling: str) -> None:
    """A few kilobytes of ZIP swell to thousands of millions of characters: the memory stays what it was."""
    path = tmp_path / "fichier.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("fichier.txt", "w") as member,
    ):
        member.write(text_of(TWO).encode())
        for _ in range(64):
            member.write(filling.encode() * ((1 << 20) // len(filling)))
    table = Table(Source(path, "fichier.txt"), expected=ACTIVITY_COLUMNS, wanted=WANTED, remarks=Remarks())
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match="plus d’un million"):
            for _ in table:
                pass
        assert tracemalloc.get_traced_memory()[1] < 32 << 20
    finally:
        tracemalloc.stop()
