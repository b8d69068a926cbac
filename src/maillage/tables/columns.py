"""Columns recognised by their titles, the lines that are no data told apart, blanks under a value filled."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from maillage.kernel import BadInput, folded, joined
from maillage.tables.cells import code_of, codes_in
from maillage.tables.types import Book, Preview, Row, RowFate, Sheet

Title = Callable[[str], bool]  # whether a folded title is that of a column

SEARCHED = 40  # rows in which the titles are looked for
SHOWN = 12  # titles that a refusal names
TOTAL = re.compile(
    r"(?:sous )?tota(?:l|ux)\b.*|ensemble|moyenne\b.*|france(?: entiere| metropolitaine)?"
    r"|(?:soit |nombre de communes )?\d+ communes?"
)
#: With its sign: « Champ-sur-Drac » and « Source-Seine » are communes.
NOTE = re.compile(
    r"[*(]*\s*(?:sources?|notes?|champ|lecture|avertissement|d[ée]finitions?|l[ée]gende|donn[ée]es?)\s*(?::|$)"
    r"|[*(]*\s*sources? +(?:insee|drees|ars|ign|dgcl|atlas|donn[ée]es|www|http)\b",
    re.IGNORECASE,
)
#: Titles under titles: « Code » and « Nom » under « Commune ».
UNDER_TITLES = frozenset(
    [
        "code",
        "codes",
        "nom",
        "noms",
        "libelle",
        "code insee",
        "insee",
        "code postal",
        "cp",
        "nombre",
        "nb",
        "effectif",
    ]
)
YEAR = re.compile(r"(?:19|20)\d\d")
CODED = re.compile(r"\b\d[\dABab]\d{3}\b")  # « Insee 82121 » is data, « Insee 2024 » a title
LONGEST_LONE_CELL = 80  # characters: beyond, a cell alone in its row is a sentence


def exactly(*titles: str) -> Title:
    return lambda title: title in titles


def beginning(*words: str) -> Title:
    """Accepts a folded title that begins with one of these words."""
    return lambda title: title.startswith(words)


def in_this_order(*titles: str) -> tuple[Title, ...]:
    """One test for each title: the first one that a file has is read."""
    return tuple(exactly(title) for title in titles)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a caller wants. `titles` go from the surest to the loosest, `label` names it in French.

    Columns of one `need` are alternatives: a table has one of them at least. Of a `loose` column, the first title that
    fits is read; of another, two that fit are for a person to choose. A blank cell of a `filled` column takes the value above it, as cells merged downwards do.
    """

    key: str
    label: str
    titles: tuple[Title, ...]
    need: str = ""
    filled: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of data: what it holds under each column, empty where it holds nothing."""

    row: Row
    values: Mapping[str, str]
    note: str = ""  # what was taken from another line, in French
    sheet: str = ""

    @property
    def line(self) -> int:
        return self.row.line

    def text(self, key: str) -> str:
        """On one line."""
        return " ".join(self.values.get(key, "").split())

    def codes(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return codes_in(self.values.get(key, ""))

    def fate(
        self, kept: Iterable[str] = (), why: str = "", *, apart: bool = False, partial: bool = False
    ) -> RowFate:
        """`why` it is not kept, or kept otherwise than written."""
        kept = tuple(kept)
        why = " ".join(filter(None, (self.row.fault or why, self.note if kept else "")))
        return RowFate(self.line, self.row.given, kept, why, self.sheet, apart, partial)


class SeveralFit(BadInput):
    """Sheets, or columns of the key `field`, of which somebody is to choose one: `titles`, as written, on one line."""

    def __init__(self, message: str, *, field: str, titles: Iterable[str]) -> None:
        super().__init__(message, field=field)
        self.titles = tuple(dict.fromkeys(map(_one_line, titles)))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are known. `columns` are their titles as written, `apart` the lines that are no data."""

    sheet: Sheet
    columns: Mapping[str, str]
    entries: tuple[Entry, ...]
    apart: tuple[RowFate, ...] = ()
    left: tuple[str, ...] = ()  # titles of the columns that nobody asked for
    width: int = 0  # cells of the line of titles


def tables_of(
    book: Book, columns: Sequence[Column], *, sheet: str = "", choices: Mapping[str, str] | None = None
) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The sheet asked for, else all those that have the columns; then what was left, in French.

    A hidden sheet is read only when it is asked for, or alone. Raises BadInput when no sheet has the columns.
    """
    asked = [book.sheet(sheet)] if sheet else list(book.sheets)
    found = [table for each in asked if (table := table_of(each, columns, choices))]
    shown = [table for table in found if not table.sheet.hidden] or found
    if not shown:
        raise _no_columns(book, asked, columns, choices or {})
    read = [table.sheet.title for table in shown]
    if len({YEAR.sub("", title) for title in read}) < len(read):
        raise SeveralFit(
            f"Plusieurs feuilles conviennent, d’années différentes : {quoted(read)}. Choisissez-en une.",
            field="sheet",
            titles=read,
        )
    left = [
        each.title + (" (masquée)" if each.hidden else "") for each in book.sheets if each.title not in read
    ]
    return tuple(shown), (f"Feuilles lues : {quoted(read)} ; laissées : {quoted(left)}.",) if left else ()


def table_of(
    sheet: Sheet, columns: Sequence[Column], choices: Mapping[str, str] | None = None
) -> Table | None:
    """None when no row at the top of the sheet has the titles of the needed columns.

    `choices` gives the title of a column, where several fit. Raises BadInput when they do and none is chosen.
    """
    for position, row in enumerate(sheet.rows[:SEARCHED]):
        titles = ["" if CODED.search(cell) else folded(cell) for cell in row.cells]
        fitting = {column.key: _fitting(column, titles, choices or {}) for column in columns}
        needs = {column.need for column in columns if column.need}
        met = {column.need for column in columns if fitting[column.key]}
        if needs <= met:
            body = sheet.rows[position + 1 :]
            at = {
                column.key: _only(column, fitting[column.key], row, body)
                for column in columns
                if fitting[column.key]
            }
            return _table(sheet, position, columns, at)
    return None


def table_by_position(sheet: Sheet, columns: Sequence[Column]) -> Table:
    """A sheet without titles, whose columns come in this order."""
    return _table(sheet, -1, columns, {column.key: index for index, column in enumerate(columns)})


def preview(
    book: Book, tables: Sequence[Table], fates: Sequence[RowFate], notes: Sequence[str] = ()
) -> Preview:
    """The fates of all rows, in the order of the file."""
    rank = {table.sheet.title: index for index, table in enumerate(tables)}
    apart = [fate for table in tables for fate in table.apart]
    return Preview(
        name=book.name,
        fates=tuple(sorted([*fates, *apart], key=lambda fate: (rank.get(fate.sheet, 0), fate.line))),
        sheets=tuple(table.sheet.title for table in tables if table.sheet.title),
        columns=tables[0].columns if tables else {},
        encoding=book.encoding,
        separator=book.separator,
        notes=(*book.notes, *notes),
    )


def _fitting(column: Column, titles: Sequence[str], choices: Mapping[str, str]) -> list[int]:
    """The columns that fit best: those of the first test that accepts a title."""
    if chosen := folded(choices.get(column.key, "")):
        return [index for index, title in enumerate(titles) if title == chosen]
    for accepts in column.titles:
        if found := [index for index, title in enumerate(titles) if title and accepts(title)]:
            return found
    return []


def _only(column: Column, found: Sequence[int], titles: Row, body: Sequence[Row]) -> int:
    """The one column that fits. Two that hold the same are one; two that differ are for a person to choose."""
    contents = {tuple(_cell(row, index) for row in body) for index in found if not column.loose}
    if len(contents) > 1:
        several = [titles.cells[index] for index in found]
        raise SeveralFit(
            f"Plusieurs colonnes conviennent pour {column.label} : {quoted(several)}. Choisissez-en une, ou retirez les autres.",
            field=column.key,
            titles=several,
        )
    return found[0]


def _table(sheet: Sheet, position: int, columns: Sequence[Column], at: Mapping[str, int]) -> Table:
    """`position` is that of the titles; -1 without titles."""
    titles = sheet.rows[position] if position >= 0 else Row(0, ())
    filled = [column for column in columns if column.filled and column.key in at]
    coded = [at[column.key] for column in columns if column.need == "commune" and column.key in at]
    body = _Body(sheet.title, titles, at, filled, coded)
    for row in sheet.rows[: position + 1]:
        body.leave(row, "Titres des colonnes." if row is titles else "Au-dessus des titres.")
    rows = sheet.rows[position + 1 :]
    for row, after in zip_longest(rows, rows[1:]):
        body.take(row, after)
    written = list(map(_one_line, titles.cells))
    return Table(
        sheet,
        {key: written[index] for key, index in at.items()} if written else {},
        tuple(body.entries),
        tuple(body.apart),
        tuple(title for index, title in enumerate(written) if title and index not in at.values()),
        len(titles.cells),
    )


class _Body:
    """The rows under the titles, one after the other."""

    def __init__(
        self,
        title: str,
        titles: Row,
        at: Mapping[str, int],
        filled: Sequence[Column],
        coded: Sequence[int],  # columns that may hold the code of a commune
    ) -> None:
        self.title, self.titles, self.at, self.filled, self.coded = title, titles, at, filled, coded
        self.entries: list[Entry] = []
        self.apart: list[RowFate] = []
        self._above: dict[str, tuple[int, str]] = {}  # column → line and value that blanks under it take

    def leave(self, row: Row, why: str) -> None:
        self.apart.append(RowFate(row.line, row.given, why=why, sheet=self.title, apart=True))

    def take(self, row: Row, after: Row | None) -> None:
        if why := self._no_data(row):
            self._above.clear()
            self.leave(row, why)
            return
        values = {key: _cell(row, index) for key, index in self.at.items()}
        notes = []
        for column in self.filled:
            if values[column.key]:
                self._above[column.key] = row.line, values[column.key]
            elif column.key in self._above and not row.fault:
                line, values[column.key] = self._above[column.key]
                notes.append(f"{column.label[:1].upper()}{column.label[1:]} : repris de la ligne {line}.")
        if after and self._is_heading(row, after):
            self.leave(row, "Intitulé des lignes qui suivent.")
        else:
            self.entries.append(Entry(row, values, " ".join(notes), self.title))

    def _no_data(self, row: Row) -> str:
        """Why a row is no data; empty when it is."""
        held = [folded(cell) for cell in row.cells if cell]
        if self.titles.cells and held == [folded(cell) for cell in self.titles.cells if cell]:
            return "Titres répétés."
        if self.titles.cells and not self.entries and UNDER_TITLES.issuperset(held):
            return "Titres des colonnes."
        if not any(map(str.isalnum, "".join(held))):
            return "Trait."
        if TOTAL.fullmatch(held[0]) and not any(code_of(_cell(row, index)) for index in self.coded):
            return "Total."
        if len(held) == 1:
            (cell,) = filter(None, row.cells)
            if NOTE.match(cell) or (len(self.at) > 1 and len(held[0]) > LONGEST_LONE_CELL):
                return "Note sous le tableau."
        return ""

    def _is_heading(self, row: Row, after: Row) -> bool:
        """A value alone in its row, that the rows under it take."""
        columns = [self.at[column.key] for column in self.filled]
        return any(
            _cell(row, index) and not _cell(after, index) and sum(map(bool, row.cells)) == 1
            for index in columns
        )


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) and not row.fault else ""


def quoted(titles: Iterable[str]) -> str:
    return joined(f"« {_one_line(title)[:40]} »" for title in titles)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _no_columns(
    book: Book, sheets: Sequence[Sheet], columns: Sequence[Column], choices: Mapping[str, str]
) -> BadInput:
    """Names what is wanted, and the first titles that the file has."""
    wanted = dict.fromkeys(choices.get(column.key) or column.need for column in columns)
    rows = [row for sheet in sheets for row in sheet.rows[:SEARCHED] if len(row.cells) > 1]
    titles = [cell for cell in rows[0].cells if cell][:SHOWN] if rows else ()
    held = f" Sa première ligne dit : {quoted(titles)}." if titles else ""
    return BadInput(
        f"« {book.name} » n’a pas les colonnes {quoted(filter(None, wanted))}.{held} Nommez-les ainsi sur une ligne, "
        "puis une ligne par commune.",
        field="file",
    )
