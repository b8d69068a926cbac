"""A table of the pages, for a document."""

from maillage.documents import types as doc
from maillage.kernel import Answer, amount
from maillage.ui.types import Cell, Table

UNKNOWN = "inconnu"


def printed(table: Table, *, notes: tuple[str, ...] = ()) -> doc.Table:
    """The same table on paper: its units in the headers, what is unknown in a word."""
    return doc.Table(
        headers=tuple(
            f"{column.label} ({column.unit})" if column.unit else column.label for column in table.columns
        ),
        rows=tuple(tuple(map(cell, row)) for row in table.rows),
        align="".join("r" if column.number else "l" for column in table.columns),
        caption=table.caption,
        total=tuple(map(cell, table.total)),
        sources=(table.source,) if table.source else (),
        notes=(*table.notes, *notes),
    )


def cell(value: Cell) -> str:
    match value:
        case None:
            return UNKNOWN
        case str():
            return value
        case Answer():
            return value.in_french()
        case _:
            return amount(value)
