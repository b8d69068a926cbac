"""A document as pandoc's tree, the one source of the three files.

User text enters it as `Str` leaves only: no markup is ever parsed again, and no raw node carries it.
`custom-style` names the look of a block in Word, in ODT and in `page.typ` alike.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import count
from typing import Any

from maillage.documents.services.rich_text import GIVEN_TABLE, NO_ATTR, Attr, Node, node, read_html, text
from maillage.documents.services.widths import DENSE_SIZE, PAGE, floors, pages_of, shares
from maillage.documents.types import (
    Block,
    Calendar,
    Document,
    Facts,
    Figure,
    Heading,
    Html,
    PageBreak,
    Paragraph,
    Questions,
    Section,
    Signatures,
    Table,
    ToComplete,
)
from maillage.kernel import date_in_french

PANDOC_API = [1, 23, 1]
ALIGNMENTS = {"l": "AlignLeft", "c": "AlignCenter", "r": "AlignRight"}
GAP = ToComplete().text
TEXT_WIDTH = 170.0  # millimetres
#: Lines of text. A taller row may break across pages; a shorter table stays in one piece.
TALL_ROW, SHORT_TABLE = 12, 18
#: Characters of a table's text across the page.
LINE_LENGTH = 100

Cell = list[Node]
Row = tuple[Attr, list[tuple[Any, ...]]]
Picture = Callable[[str], str]


def tree_of(document: Document, picture: Picture, *, contents: bool = False) -> Node:
    """The whole document; `picture` turns an SVG into what the printer wants as the address of an image.

    `contents` adds a table of contents made of links, for files whose pages only their reader can count.
    """
    writer = _Writer(picture, with_questions=bool(document.draft))
    opening = [_styled("Brouillon", document.draft)] if document.draft else []
    opening += writer.blocks(document.opening)
    sections = writer.sections(document.sections)
    if contents:
        opening.append(_contents(section[0] for section in sections))
    meta = {
        "title": _meta(document.title),
        "author": node("MetaList", [_meta(document.author)]),
        "date": _meta(date_in_french(document.date)),
        "lang": node("MetaString", "fr-FR"),
    }
    if document.subtitle:
        meta["subtitle"] = _meta(document.subtitle)
    blocks = _in_order([*opening, *(block for section in sections for block in section)])
    return {"pandoc-api-version": PANDOC_API, "meta": meta, "blocks": blocks}


class _Writer:
    """Writes blocks one after the other, counting tables and figures."""

    def __init__(self, picture: Picture, *, with_questions: bool) -> None:
        self.picture = picture
        self.with_questions = with_questions
        self.tables, self.figures = count(1), count(1)

    def sections(self, sections: Sequence[Section]) -> list[list[Node]]:
        numbers = count(1)
        return [
            self.section(section, f"{next(numbers)}. " if section.numbered else "", anchor=f"section-{place}")
            for place, section in enumerate(sections, 1)
        ]

    def section(self, section: Section, number: str, *, anchor: str) -> list[Node]:
        """Title, guiding questions in a draft, then what was written, or the gap."""
        said = self.blocks(block for block in section.blocks if not isinstance(block, Questions))
        questions = self.blocks(block for block in section.blocks if isinstance(block, Questions))
        title = node("Header", [1, (anchor, [], []), text(number + section.title)])
        return [title, *questions, *(said or [_styled("Lacune", GAP)])]

    def blocks(self, blocks: Iterable[Block]) -> list[Node]:
        return [written for block in blocks for written in self.block(block)]

    def block(self, block: Block) -> list[Node]:
        match block:
            case Heading():
                return [node("Header", [block.level, NO_ATTR, text(block.text)])]
            case Paragraph():
                return [_paragraph(block.text)] if block.text.strip() else []
            case Html():
                return [written for each in read_html(block.text) for written in self.given(each)]
            case Questions():
                return [_styled("Questions", *block.items)] if self.with_questions and block.items else []
            case ToComplete():
                return [_styled("Lacune", block.text)]
            case Facts():
                return [_facts(block)]
            case Table():
                return self.table(block)
            case Calendar():
                return self.table(_calendar(block))
            case Figure():
                return self.figure(block)
            case Signatures():
                return [_signatures(block)]
            case PageBreak():
                return [_styled("Saut", "")]

    def given(self, written: Node) -> list[Node]:
        """What a text holds; a table of it as ours, its first row for headers, rows as long as the longest."""
        if written["t"] != GIVEN_TABLE:
            return [written]
        columns = max(map(len, written["c"]))
        headers, *rows = [(*row, *[""] * (columns - len(row))) for row in written["c"]]
        return self.table(Table(headers=headers, rows=tuple(rows)))

    def table(self, table: Table) -> list[Node]:
        """In smaller letters when a word would be cut, then in several tables when one still would."""
        whole, strong = _grid(table)
        if sum(floors(whole, strong=strong)) <= PAGE:
            return [self._table(table), *_notes(table)]
        parts = [_part(table, columns) for columns in pages_of(floors(whole, strong=strong, size=DENSE_SIZE))]
        return [*(self._table(part, dense=True) for part in parts), *_notes(table)]

    def _table(self, table: Table, *, dense: bool = False) -> Node:
        caption = _caption("Tableau", next(self.tables), table.caption) if table.caption else []
        grid, strong = _grid(table)
        widths = shares(grid, strong=strong, **({"size": DENSE_SIZE} if dense else {}))
        heights = [_lines(row, widths) for row in table.rows]
        styles = [_dense(letter) if dense else "" for letter in table.align or "l" * len(widths)]

        def cells(row: Sequence[str], *, bold: bool = False) -> list[Cell]:
            return [_cell(cell, strong=bold, style=style) for cell, style in zip(row, styles, strict=True)]

        rows = [
            _row(cells(row), tall=height > TALL_ROW) for row, height in zip(table.rows, heights, strict=True)
        ]
        looks = [name for name, has in (("whole", sum(heights) <= SHORT_TABLE), ("dense", dense)) if has]
        return _table(
            _look("Tableau", *looks),
            widths,
            cells(table.headers, bold=True),
            rows,
            align=table.align,
            caption=caption,
            total=[_row(cells(table.total, bold=True))] if table.total else [],
        )

    def figure(self, figure: Figure) -> list[Node]:
        width = ("width", f"{_picture_width(figure.svg, figure.tallest):.0f}mm")
        image = node("Image", [("", [], [width]), text(figure.alt), (self.picture(figure.svg), "")])
        caption = [None, [node("Plain", _caption("Figure", next(self.figures), figure.caption))]]
        return [node("Figure", [NO_ATTR, caption, [node("Plain", [image])]]), *_notes(figure)]


# --- small parts -----------------------------------------------------------------------------------------


def _in_order(blocks: list[Node]) -> list[Node]:
    """No level skipped (1 then 3): a screen reader, and PDF/UA, would look for the missing one. Titles of one rank stay
    of one rank."""
    above: list[int] = []  # the ranks, as written, of the titles that a title stands under, and its own
    for block in blocks:
        if block["t"] == "Header":
            rank = block["c"][0]
            while above and above[-1] >= rank:
                above.pop()
            above.append(rank)
            block["c"][0] = len(above)
    return blocks


def _meta(words: str) -> Node:
    return node("MetaInlines", text(words))


def _paragraph(words: str) -> Node:
    return node("Para", text(words))


def _look(style: str, *classes: str) -> Attr:
    return ("", [*classes], [("custom-style", style)])


def _styled(style: str, *paragraphs: str) -> Node:
    return node("Div", [_look(style), [_paragraph(words) for words in paragraphs]])


def _contents(titles: Iterable[Node]) -> Node:
    links = [node("Link", [NO_ATTR, title["c"][2], (f"#{title['c'][1][0]}", "")]) for title in titles]
    lines = [node("Strong", text("Sommaire")), *links]
    return node("Div", [_look("Sommaire"), [node("Para", [line]) for line in lines]])


def _caption(kind: str, number: int, words: str) -> list[Node]:
    return [node("Strong", text(f"{kind}\N{NO-BREAK SPACE}{number}")), node("Str", " – "), *text(words)]


def _notes(block: Table | Figure) -> list[Node]:
    """Who says it, then what to know of it."""
    said = []
    if block.sources:
        said.append(f"{'Source' if len(block.sources) == 1 else 'Sources'} : {' ; '.join(block.sources)}")
    if block.notes:
        said.append(f"{'Note' if len(block.notes) == 1 else 'Notes'} : {' '.join(block.notes)}")
    return [_styled("Sources", *said)] if said else []


# --- tables ----------------------------------------------------------------------------------------------


def _grid(table: Table) -> tuple[list[tuple[str, ...]], list[int]]:
    """All its rows, and the numbers of the bold ones."""
    rows = [table.headers, *table.rows]
    return ([*rows, table.total], [0, len(rows)]) if table.total else (rows, [0])


def _part(table: Table, columns: Sequence[int]) -> Table:
    """A table of some of its columns, which says what it leaves when it leaves some."""
    if len(columns) == len(table.headers):
        return table

    def kept(row: Sequence[str]) -> tuple[str, ...]:
        return tuple(row[column] for column in columns) if row else ()

    return Table(
        headers=kept(table.headers),
        rows=tuple(map(kept, table.rows)),
        align="".join(kept(table.align)),
        caption=f"{table.caption} ({', '.join(kept(table.headers)[1:])})" if table.caption else "",
        total=kept(table.total),
    )


def _dense(alignment: str) -> str:
    """A paragraph style: pandoc loses the alignment of a cell that has one of its own in ODT."""
    return "Chiffres" if alignment == "r" else "Dense"


def _facts(facts: Facts) -> Node:
    rows = [
        _row([_cell(label, strong=True), _cell(value) if value.strip() else [_styled("Lacune", GAP)]])
        for label, value in facts.rows
    ]
    return _table(_look("Fiche", "whole"), [0.3, 0.7], (), rows)


def _calendar(calendar: Calendar) -> Table:
    with_notes = any(milestone.note for milestone in calendar.milestones)
    rows = []
    for step in calendar.milestones:
        when = date_in_french(step.when) if isinstance(step.when, date) else step.when
        rows.append((when, step.what, step.note) if with_notes else (when, step.what))
    headers = ("Échéance", "Étape", "Repère") if with_notes else ("Échéance", "Étape")
    return Table(headers=headers, rows=tuple(rows), caption=calendar.caption)


def _signatures(signatures: Signatures) -> Node:
    """An empty cell per person, tall enough to sign in."""
    said = (
        ("Nom", "Profession") if signatures.columns else ("Nom", "Profession", "Commune ou lieu d’exercice")
    )
    signed = signatures.columns or ("Date et signature",)
    people = [(person.name, person.profession, person.place)[: len(said)] for person in signatures.rows]
    people += [("",) * len(said)] * signatures.blank
    room = [_styled("Emplacement", "")]
    rows = [_row([*(_cell(words) for words in person), *([room] * len(signed))]) for person in people]
    headers = [_cell(title, strong=True) for title in (*said, *signed)]
    widths = (
        [0.2, 0.3, *([0.5 / len(signed)] * len(signed))] if signatures.columns else [0.2, 0.3, 0.25, 0.25]
    )
    return _table(_look("Signatures"), widths, headers, rows)


def _table(
    look: Attr,
    widths: Sequence[float],
    headers: Sequence[Cell],
    rows: Sequence[Row],
    *,
    align: str = "",
    caption: Sequence[Node] = (),
    total: Sequence[Row] = (),
) -> Node:
    columns = [
        (node(ALIGNMENTS[letter]), node("ColWidth", width))
        for letter, width in zip(align or "l" * len(widths), widths, strict=True)
    ]
    head = [_row(headers)] if headers else []
    title = [None, [node("Plain", caption)] if caption else []]
    body: list[tuple[Any, ...]] = [(NO_ATTR, 0, [], rows)]
    return node("Table", [look, title, columns, (NO_ATTR, head), body, (NO_ATTR, total)])


def _row(cells: Sequence[Cell], *, tall: bool = False) -> Row:
    attr: Attr = ("", ["tall"] if tall else [], [])
    return (attr, [(NO_ATTR, node("AlignDefault"), 1, 1, cell) for cell in cells])


def _cell(words: str, *, strong: bool = False, style: str = "") -> Cell:
    inlines = [node("Strong", text(words))] if strong else text(words)
    if style:
        return [node("Div", [_look(style), [node("Para", inlines)]])]
    return [node("Plain", inlines)]


def _lines(row: Sequence[str], widths: Sequence[float]) -> int:
    """Lines a row takes, about."""
    return max(1 + int(len(cell) / (width * LINE_LENGTH)) for cell, width in zip(row, widths, strict=True))


def _picture_width(svg: str, tallest: float) -> float:
    """In millimetres: the whole text width, less when the picture would be too tall."""
    box = re.search(r'viewBox="[\d.eE+-]+[ ,]+[\d.eE+-]+[ ,]+([\d.eE+]+)[ ,]+([\d.eE+]+)"', svg)
    if not box:
        return TEXT_WIDTH
    width, height = float(box[1]), float(box[2])
    return min(TEXT_WIDTH, tallest * width / height)
