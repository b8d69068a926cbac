"""Shapes of a table someone gives: its sheets, their rows, and the fate of each row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from maillage.kernel import BadInput, folded, joined, plural

LONGEST_GIVEN = 200  # characters of a row that are shown


@dataclass(frozen=True, slots=True)
class Row:
    """A line that holds something. `line` is the number a spreadsheet or an editor shows beside it."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""  # why its cells cannot be told apart, in French

    @property
    def given(self) -> str:
        """Its cells as a person recognises them."""
        cells = (" ".join(cell.split()) for cell in self.cells)
        return " ; ".join(cell for cell in cells if cell)[:LONGEST_GIVEN]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; a text is one sheet without a title."""

    title: str
    rows: tuple[Row, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file once read. `encoding` and `separator` are those of a text; `notes` are French sentences."""

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""
    notes: tuple[str, ...] = ()

    def sheet(self, title: str) -> Sheet:
        """The sheet of that title, whatever its case and signs. Raises BadInput when there is none."""
        for sheet in self.sheets:
            if folded(sheet.title) == folded(title):
                return sheet
        titles = joined(f"« {sheet.title} »" for sheet in self.sheets if sheet.title)
        raise BadInput(
            f"La feuille « {title} » n’est pas dans « {self.name} ». Feuilles : {titles or 'aucune'}.",
            field="sheet",
        )


@dataclass(frozen=True, slots=True)
class RowFate:
    """What became of a row. `kept` holds what was understood of it: codes of communes, most often.

    `apart` tells a line that is no data (titles, total, note): it is not lost. `partial` tells that something of it is.
    """

    line: int
    given: str
    kept: tuple[str, ...] = ()
    why: str = ""
    sheet: str = ""
    apart: bool = False
    partial: bool = False

    @property
    def lost(self) -> bool:
        return self.partial or not (self.kept or self.apart)

    def as_json(self) -> dict[str, Any]:
        where = {"sheet": self.sheet} if self.sheet else {}
        return {"line": self.line, "given": self.given, "kept": list(self.kept), "why": self.why} | where


def first_lost(fates: Iterable[RowFate]) -> str:
    """« Ligne 2 : pourquoi. », of the first row that is lost; empty when none is."""
    lost = (fate for fate in fates if fate.lost and fate.why)
    return next((f"Ligne {fate.line} : {fate.why}" for fate in lost), "")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give, before anything is saved: the fate of each row, and what was chosen to read it."""

    name: str
    fates: tuple[RowFate, ...]
    sheets: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)  # key → title, as the file writes it
    encoding: str = ""
    separator: str = ""
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        return sum(bool(fate.kept) for fate in self.fates)

    @property
    def lost(self) -> tuple[RowFate, ...]:
        return tuple(fate for fate in self.fates if fate.lost)

    def first(self, most: int) -> tuple[RowFate, ...]:
        """All in their order; when there are more than this, those that are lost come first."""
        fates = self.fates
        if len(fates) > most:
            fates = tuple(sorted(fates, key=lambda fate: not fate.lost))
        return fates[:most]

    @property
    def apart(self) -> int:
        return sum(fate.apart for fate in self.fates)

    @property
    def sentence(self) -> str:
        """« 12 lignes gardées, 1 perdue, 2 qui ne sont pas des données. »"""
        parts = [plural(self.kept, "ligne gardée", "lignes gardées")]
        if self.lost:
            parts.append(plural(len(self.lost), "ligne perdue", "lignes perdues"))
        if self.apart:
            parts.append(f"{plural(self.apart, 'autre ligne', 'autres lignes')} (titres, totaux, notes)")
        return f"{joined(parts)}."

    def as_json(self) -> dict[str, Any]:
        """Counts, choices and rows, for a machine."""
        return {
            "sheets": list(self.sheets),
            "columns": dict(self.columns),
            "encoding": self.encoding,
            "rows_kept": self.kept,
            "rows_lost": len(self.lost),
            "rows": [fate.as_json() for fate in self.fates],
        }
