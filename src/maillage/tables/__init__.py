"""Tables that people give: any text or workbook as rows, columns found by name, the fate of each row. No Django."""

from maillage.tables.books import MOST_BYTES, MOST_ROWS, read_bytes, read_file, read_text
from maillage.tables.cells import code_of, codes_in, healed, number_of
from maillage.tables.columns import (
    Column,
    Entry,
    SeveralFit,
    Table,
    Title,
    beginning,
    exactly,
    in_this_order,
    preview,
    table_by_position,
    table_of,
    tables_of,
)  # fmt: skip
from maillage.tables.text import decoded, encoding_of
from maillage.tables.types import Book, Preview, Row, RowFate, Sheet, first_lost
from maillage.tables.writing import SheetCell, csv_of, workbook_of

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Book",
    "Column",
    "Entry",
    "Preview",
    "Row",
    "RowFate",
    "SeveralFit",
    "Sheet",
    "SheetCell",
    "Table",
    "Title",
    "beginning",
    "code_of",
    "codes_in",
    "csv_of",
    "decoded",
    "encoding_of",
    "exactly",
    "first_lost",
    "healed",
    "in_this_order",
    "number_of",
    "preview",
    "read_bytes",
    "read_file",
    "read_text",
    "table_by_position",
    "table_of",
    "tables_of",
    "workbook_of",
]
