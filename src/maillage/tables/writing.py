"""Rows as files that spreadsheets open, titles first: CSV as French ones read it, XLSX with true numbers and days."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from maillage.kernel import inert

#: None: nothing is known.
SheetCell = str | int | Decimal | date | None


def csv_of(rows: Iterable[Sequence[SheetCell]]) -> str:
    """Semicolons, a comma for decimals, and nothing that a spreadsheet would run."""
    out = StringIO()
    csv.writer(out, delimiter=";").writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue()


def _written(cell: SheetCell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return inert(cell)
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case date():
            return f"{cell:%d/%m/%Y}"
    return str(cell)


def workbook_of(rows: Iterable[Sequence[SheetCell]]) -> bytes:
    """One sheet, its titles in sight and ready to be filtered. A text stays a text: no formula, no link, no zero lost."""
    from xlsxwriter import Workbook

    out = BytesIO()
    as_they_are = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, {"in_memory": True, **as_they_are}) as book:
        sheet = book.add_worksheet("Liste")
        title, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        width = height = 0
        for height, row in enumerate(rows, start=1):
            width = max(width, len(row))
            for column, cell in enumerate(row):
                match cell:
                    case date():
                        sheet.write_datetime(height - 1, column, cell, day)
                    case str():
                        sheet.write_string(height - 1, column, cell, title if height == 1 else None)
                    case int() | Decimal():
                        sheet.write_number(height - 1, column, cell)
        if height:
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, height - 1, width - 1)
            sheet.autofit(max_width=400)
    return out.getvalue()
