"""A program: reads a workbook on its standard input, writes its sheets as JSON. Killed when it wants too much.

Alone in its process because a workbook of a few kilobytes may ask for all the memory there is, and the reader
then aborts. Each sheet is {"title", "hidden", "rows": [[line, cells], …]}; a failure is {"error": …}.
"""

import datetime
import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY, SECONDS = 1 << 30, 30
MOST_CELLS = 4_000_000


def main() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # a system that does not bound it
            continue
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        with load_workbook(io.BytesIO(sys.stdin.buffer.read())) as book:
            found: Any = [_sheet(book, sheet) for sheet in book.sheets_metadata]
    except PasswordError:
        found = {"error": "password"}
    except CalamineError:
        found = {"error": "damaged"}
    except (OverflowError, MemoryError):
        found = {"error": "large"}
    json.dump(found, sys.stdout)


def _sheet(book: Any, description: Any) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(description.name)
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            merged.setdefault(left, []).append((top, bottom))
    return {
        "title": description.name,
        "hidden": not str(description.visible).endswith(".Visible"),
        "rows": list(_rows(sheet, merged)) if sheet.end else [],
    }


def _rows(sheet: Any, merged: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something; what is merged downwards stands in each of its rows."""
    blank = [""] * (sheet.start[1])  # iter_rows starts at the first column that holds something
    above: dict[tuple[int, int, int], str] = {}
    count = 0
    for number, values in enumerate(sheet.iter_rows()):
        cells = blank + [_text(value) for value in values]
        if not any(cells):
            continue
        for column, ranges in merged.items():
            for top, bottom in ranges:
                if column < len(cells) and top <= number <= bottom:
                    cells[column] = above.setdefault((column, top, bottom), cells[column])
        while not cells[-1]:
            cells.pop()
        count += len(cells)
        if count > MOST_CELLS:
            raise OverflowError
        yield number + 1, cells


def _text(value: Any) -> str:
    """A value as a person writes it: no « .0 » after an integer, a day without its hour."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and not value.time():
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value).strip()


if __name__ == "__main__":
    main()
