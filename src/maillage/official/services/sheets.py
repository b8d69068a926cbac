"""A table someone gives us: the sheets of a workbook, or a CSV, as rows of cells with their line."""

import csv
import io
import math
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from maillage.kernel import BadInput, folded, integer, joined, plural

Cell = str | int | float | None
Named = Callable[[str], bool]  # whether a folded title is that of a column
Row = tuple[int, Sequence[Cell]]  # the line as the spreadsheet shows it, its cells

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
SEARCHED = 40  # lines in which a header is looked for


class Sheets:
    """The sheets of a file by title; a CSV is one sheet without a title."""

    def __init__(
        self, name: str, read: Mapping[str, Callable[[], Iterable[Sequence[Any]]]], note: str = ""
    ) -> None:
        self.name, self._read, self.note = name, read, note  # what was odd in the whole file, in French

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self._read)

    def rows(self, title: str) -> Iterator[Row]:
        """The rows of a sheet that hold something. Raises BadInput when there is no such sheet."""
        wanted = next((each for each in self._read if folded(each) == folded(title)), None)
        if wanted is None:
            raise BadInput(
                f"La feuille « {title} » n’est pas dans « {self.name} ». "
                f"Feuilles : {joined(self._read) or 'aucune'}.",
                field="sheet",
            )
        for line, cells in enumerate(self._read[wanted](), 1):
            if any(cell is not None and cell != "" for cell in cells):
                yield line, cells


@contextmanager
def opened(path: Path, *, csv_too: bool = True) -> Iterator[Sheets]:
    """Raises BadInput when the file is not there, is empty, or is no table we read."""
    try:
        content = path.read_bytes()
    except OSError:
        raise BadInput(f"Le fichier {path} ne se lit pas. Vérifiez son chemin.", field="file") from None
    if not content.strip():
        raise BadInput(f"« {path.name} » est vide. Téléchargez-le de nouveau.", field="file")
    if content.startswith(ZIP):
        with _workbook(path.name, content) as sheets:
            yield sheets
        return
    if content.startswith(OLD_EXCEL) or not csv_too:
        raise BadInput(
            f"« {path.name} » n’est pas un classeur XLSX. Ouvrez-le dans un tableur et enregistrez-le en XLSX.",
            field="file",
        )
    if content.lstrip().startswith(b"<"):
        raise BadInput(
            f"« {path.name} » est une page web, pas un tableau. Téléchargez le fichier lui-même.",
            field="file",
        )
    text, nulls = _text(content)
    note = f"{plural(nulls, 'caractère nul', 'caractères nuls')} dans le fichier : sans eux." if nulls else ""
    yield Sheets(path.name, {"": lambda: _csv_rows(path.name, text)}, note)


@contextmanager
def _workbook(name: str, content: bytes) -> Iterator[Sheets]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a style or a filter openpyxl does not know
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except Exception:  # whatever it stumbles on, in a file that may be anything
            raise _damaged(name) from None
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some writers give wrong ones, and rows are lost
            yield Sheets(
                name, {sheet.title: partial(_workbook_rows, name, sheet) for sheet in book.worksheets}
            )
        finally:
            book.close()


def _workbook_rows(name: str, sheet: Any) -> Iterator[Sequence[Any]]:
    """A sheet is inflated and parsed as it is read: it may be cut although the workbook opened."""
    rows = sheet.iter_rows(values_only=True)
    while True:
        try:
            row = next(rows, None)
        except Exception:
            raise _damaged(name) from None
        if row is None:
            return
        yield row


def _damaged(name: str) -> BadInput:
    return BadInput(
        f"« {name} » n’est pas un classeur XLSX, ou il est abîmé. Téléchargez-le de nouveau.", field="file"
    )


def _text(content: bytes) -> tuple[str, int]:
    """UTF-8 or Windows-1252, without its null characters, which PostgreSQL does not take; their number."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", ""), text.count("\0")


def _csv_rows(name: str, text: str) -> Iterator[list[str]]:
    """Separated by what its first line holds most. Raises BadInput for a cell without end."""
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        yield from rows
    except csv.Error:
        raise BadInput(
            f"« {name} » a une case de plus de {integer(csv.field_size_limit())} caractères, vers la ligne "
            f"{rows.line_num} : un guillemet ouvert n’est sans doute jamais refermé. Corrigez-le dans un tableur.",
            field="file",
        ) from None


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns are. `labels` are their titles as the file writes them."""

    line: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def text(self, cells: Sequence[Cell], column: str) -> str:
        """Empty when the file has no such column, or nothing in it."""
        index = self.columns.get(column)
        return text_of(cells[index]) if index is not None and index < len(cells) else ""

    def number(self, cells: Sequence[Cell], column: str) -> float | None:
        return number_of(self.text(cells, column))


def header_in(
    rows: Iterable[Row], named: Mapping[str, Named], *, needed: Iterable[str], alone: Collection[str] = ()
) -> Header | None:
    """The first line whose folded titles fill the needed columns; None when there is none at the top of the sheet.

    Each column takes the first title its test accepts. Raises BadInput when a column of `alone` has several.
    """
    for line, cells in rows:
        if line > SEARCHED:
            return None
        titles = [folded(text_of(cell)) for cell in cells]
        found = {
            column: [index for index, title in enumerate(titles) if title and accepts(title)]
            for column, accepts in named.items()
        }
        if not all(found[column] for column in needed):
            continue
        for column in alone:
            _refuse_several([text_of(cells[index]) for index in found[column]])
        columns = {column: indices[0] for column, indices in found.items() if indices}
        return Header(line, columns, {column: text_of(cells[index]) for column, index in columns.items()})
    return None


def starting(*words: str) -> Named:
    """Accepts a folded title that begins with one of these words."""
    return lambda title: title.startswith(words)


def among(*titles: str) -> Named:
    return lambda title: title in titles


def _refuse_several(titles: list[str]) -> None:
    if len(titles) > 1:
        quoted = joined(f"« {title} »" for title in titles)
        raise BadInput(
            f"Plusieurs colonnes conviennent : {quoted}. Gardez la bonne, retirez les autres.", field="file"
        )


def text_of(cell: Cell) -> str:
    """A cell as one reads it: no double blanks, no « .0 » after a code that became a number."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split()) if cell is not None else ""


def number_of(text: str) -> float | None:
    """« 1 234,5 » → 1234.5; None for anything that is not a number of something."""
    try:
        number = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
