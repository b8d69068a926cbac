"""Invented official files: workbooks of the DREES, lists of an ARS."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from maillage.kernel import BadInput

Line = Sequence[Any]


def workbook(folder: Path, sheets: dict[str, Sequence[Line]], name: str = "apl.xlsx") -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def text_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "zonage.csv"
    path.write_bytes(text.encode(encoding))
    return path


def refusal(call: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The sentence, with plain spaces."""
    with pytest.raises(BadInput) as refused:
        call(*given, **named)
    return str(refused.value).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
