"""Invented files: workbooks of each format, with what people do to them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Line = Sequence[Any]


def xlsx(
    sheets: Mapping[str, Sequence[Line]], *, merged: Sequence[str] = (), hidden: Sequence[str] = ()
) -> bytes:
    """`merged` ranges are those of the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods(sheets: Mapping[str, Sequence[Line]]) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for title, rows in sheets.items():
        table = Table(name=title)
        for row in rows:
            line = TableRow()
            for value in row:
                number = isinstance(value, int | float)
                cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
                cell.addElement(P(text=str(value)))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def plain(text: str) -> str:
    """French signs carry no-break spaces: compare with plain ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
