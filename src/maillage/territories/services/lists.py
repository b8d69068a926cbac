"""A list of communes that someone gives, pasted or in a file: its codes, and the fate of each row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maillage.geography import Commune, Doubt, PlaceRow, atlas
from maillage.kernel import BadInput, integer, plural
from maillage.official.services.codes import COMMUNE, TAKEN, Communes, taken_of
from maillage.tables import Book, Preview, Row, RowFate, Sheet, Table, preview, table_of, tables_of

MOST_ROWS = 40_000  # all the communes of France, and some titles


@dataclass(frozen=True, slots=True)
class ListReading:
    """Units in force, each once, in the order of the list; `sentences` say in French what was odd.

    `doubts` are the rows or items that are not understood, as given, with the communes they may be; `remarks` are the
    sentences that choosing among those does not answer.
    """

    codes: tuple[str, ...]
    sentences: tuple[str, ...]
    remarks: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    preview: Preview


def read_list(
    book: Book,
    departement: str | None = None,
    *,
    sheet: str = "",
    choices: Mapping[str, str] | None = None,
) -> ListReading:
    """Communes by code or by name; `departement` settles homonyms. Raises BadInput when there is too much to read.

    Columns named by a line of titles are read alone: a population is no code. Without titles, all the cells are.
    `sheet` and `choices` (key → title of a column) say which, where several fit.
    """
    rows = sum(len(sheet.rows) for sheet in book.sheets)
    if rows > MOST_ROWS:
        raise BadInput(
            f"« {book.name} » a {integer(rows)} lignes ; une liste de communes en a {integer(MOST_ROWS)} au plus.",
            field="file",
        )
    if sheet or choices or any(_has_titles(each) for each in book.sheets):
        tables, notes = tables_of(book, (*COMMUNE, TAKEN), sheet=sheet, choices=choices)
        read = [answer for table in tables for answer in _titled(table, departement)]
        notes = (*notes, *_not_taken(fate for fate, _ in read))
        sentences = dict.fromkeys(fate.why for fate, _ in read if fate.why and not fate.apart)
        answered = {fate.why for fate, candidates in read if fate.lost and candidates}
        doubts = tuple(Doubt(fate.given, candidates) for fate, candidates in read if fate.lost)
        return _reading(
            preview(book, tables, [fate for fate, _ in read], notes),
            (*notes, *sentences),
            (*notes, *(why for why in sentences if why not in answered)),
            doubts,
        )
    return _untitled(book, departement)


def _not_taken(fates: Iterable[RowFate]) -> Iterator[str]:
    if count := sum(fate.apart for fate in fates):
        yield f"{plural(count, 'ligne dit qu’elle n’est pas retenue', 'lignes disent qu’elles ne sont pas retenues')}\N{NO-BREAK SPACE}: {'non comptée' if count == 1 else 'non comptées'}."


def _has_titles(sheet: Sheet) -> bool:
    """A line of titles as wide as the rows: « Communes » above a list parted by commas names no column."""
    table = table_of(sheet, COMMUNE)
    if table is None:
        return False
    return bool(table.entries) and all(len(entry.row.cells) <= table.width for entry in table.entries)


def _titled(table: Table, departement: str | None) -> Iterator[tuple[RowFate, tuple[Commune, ...]]]:
    """What became of each row, and the communes it may be when it is none for sure."""
    taken, left = taken_of(table)
    found = Communes().read(taken, departement)
    yield from ((fate, ()) for fate in left)
    for entry, communes in zip(taken, found, strict=True):
        fate = entry.fate(communes.units, communes.why, partial=communes.partial)
        yield fate, tuple(map(atlas().commune, communes.candidates))


def _untitled(book: Book, departement: str | None) -> ListReading:
    """Line by line, as people write lists, over all the sheets; geography parts the cells again."""
    separator = book.separator or ";"
    sheets = [sheet for sheet in book.sheets if sheet.rows and not sheet.hidden] or book.sheets
    rows = [(sheet, row) for sheet in sheets for row in sheet.rows]
    inside = "/" if separator == "," else ","  # in a cell it parts communes, never columns
    text = "\n".join(
        separator.join(" ".join(cell.replace(separator, inside).split()) for cell in row.cells)
        for _, row in rows
    )
    reading = atlas().read(text, departement)
    answers = {answer.line: answer for answer in reading.rows}
    fates = [
        _fate(row, answers[number], sheet.title)
        for number, (sheet, row) in enumerate(rows, 1)
        if number in answers
    ]
    notes = [
        f"Feuille masquée, laissée : « {sheet.title} »."
        for sheet in book.sheets
        if sheet.hidden and sheet not in sheets
    ]
    doubts = (*reading.missing, *reading.ambiguous)
    seen = preview(book, [], fates, notes)
    return _reading(seen, (*notes, *reading.sentences), (*notes, *reading.remarks), doubts)


def _fate(row: Row, answer: PlaceRow, sheet: str) -> RowFate:
    return RowFate(row.line, row.given, answer.kept, answer.why, sheet, answer.apart, answer.partial)


def _reading(
    seen: Preview, sentences: tuple[str, ...], remarks: tuple[str, ...], doubts: tuple[Doubt, ...]
) -> ListReading:
    codes = dict.fromkeys(code for fate in seen.fates for code in fate.kept)
    return ListReading(tuple(codes), sentences, remarks, doubts, seen)
