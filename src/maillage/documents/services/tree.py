"""A document as pandoc's tree, the one source of the three files.

User text enters it as `Str` leaves only: no markup is ever parsed again, and no raw node carries it.
`custom-style` names the look of a block in Word, in ODT and in `page.typ` alike.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import count

from maillage.documents.models import (
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
from maillage.documents.services.rich_text import NO_ATTR, Node, node, read_html, text
from maillage.kernel import date_in_french

PANDOC_API = [1, 23, 1]
ALIGNMENTS = {"l": "AlignLeft", "c": "AlignCenter", "r": "AlignRight"}
#: The text is 170 mm wide; a taller picture would leave no room for its caption and its section's title.
TEXT_WIDTH, TALLEST = 170.0, 180.0
#: A row this long may break across pages; a shorter one never does.
LONG_CELL = 400

Cell = list[Node]
Picture = Callable[[str], str]


def tree_of(document: Document, picture: Picture) -> Node:
    """The whole document; `picture` turns an SVG into what the printer wants as the address of an image."""
    writer = _Writer(picture, with_questions=bool(document.draft))
    blocks = [_styled("Brouillon", document.draft)] if document.draft else []
    blocks += writer.blocks(document.opening)
    numbers = count(1)
    for section in document.sections:
        blocks += writer.section(section, f"{next(numbers)}. " if section.numbered else "")
    meta = {
        "title": _meta(document.title),
        "author": node("MetaList", [_meta(document.author)]),
        "date": _meta(date_in_french(document.date)),
        "lang": node("MetaString", "fr-FR"),
    }
    if document.subtitle:
        meta["subtitle"] = _meta(document.subtitle)
    return {"pandoc-api-version": PANDOC_API, "meta": meta, "blocks": blocks}


class _Writer:
    """Writes blocks one after the other, counting tables and figures."""

    def __init__(self, picture: Picture, *, with_questions: bool) -> None:
        self.picture = picture
        self.with_questions = with_questions
        self.tables, self.figures = count(1), count(1)

    def section(self, section: Section, number: str) -> list[Node]:
        said = self.blocks(block for block in section.blocks if not isinstance(block, Questions))
        questions = self.blocks(block for block in section.blocks if isinstance(block, Questions))
        title = node("Header", [1, NO_ATTR, text(number + section.title)])
        return _in_order([title, *questions, *(said or self.block(ToComplete()))])

    def blocks(self, blocks: Iterable[Block]) -> list[Node]:
        return [written for block in blocks for written in self.block(block)]

    def block(self, block: Block) -> list[Node]:
        match block:
            case Heading():
                return [node("Header", [block.level, NO_ATTR, text(block.text)])]
            case Paragraph():
                return [_paragraph(block.text)] if block.text.strip() else []
            case Html():
                return read_html(block.text)
            case Questions():
                return [_styled("Questions", item) for item in block.items if self.with_questions]
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
                return [_styled("Saut", " ")]

    def table(self, table: Table) -> list[Node]:
        caption = _caption("Tableau", next(self.tables), table.caption) if table.caption else []
        rows = [[_cell(cell) for cell in row] for row in table.rows]
        total = [[_cell(cell, strong=True) for cell in table.total]] if table.total else []
        widths = _widths([table.headers, *table.rows, table.total])
        look = _look("Tableau")
        return [
            _table(look, table.align, widths, caption, table.headers, rows, total),
            *_sources(table.sources),
        ]

    def figure(self, figure: Figure) -> list[Node]:
        width = ("width", f"{_picture_width(figure.svg):.0f}mm")
        image = node("Image", [("", [], [width]), text(figure.alt), (self.picture(figure.svg), "")])
        caption = [None, [node("Plain", _caption("Figure", next(self.figures), figure.caption))]]
        return [node("Figure", [NO_ATTR, caption, [node("Plain", [image])]]), *_sources(figure.sources)]


def _in_order(blocks: list[Node]) -> list[Node]:
    """No level skipped (1 then 3): a screen reader, and PDF/UA, would look for the missing one."""
    level = 0
    for block in blocks:
        if block["t"] == "Header":
            level = block["c"][0] = min(block["c"][0], level + 1)
    return blocks


def _meta(words: str) -> Node:
    return node("MetaInlines", text(words))


def _paragraph(words: str) -> Node:
    return node("Para", text(words))


def _look(style: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    return ("", [], [("custom-style", style)])


def _styled(style: str, words: str) -> Node:
    return node("Div", [_look(style), [_paragraph(words)]])


def _caption(kind: str, number: int, words: str) -> list[Node]:
    return [node("Strong", text(f"{kind}\N{NO-BREAK SPACE}{number}")), node("Str", " – "), *text(words)]


def _sources(sources: Sequence[str]) -> list[Node]:
    if not sources:
        return []
    word = "Source" if len(sources) == 1 else "Sources"
    return [_styled("Sources", f"{word} : {' ; '.join(sources)}")]


def _cell(words: str, *, strong: bool = False) -> Cell:
    inlines = text(words)
    return [node("Plain", [node("Strong", inlines)] if strong else inlines)]


def _facts(facts: Facts) -> Node:
    rows = [
        [_cell(label, strong=True), _cell(value) if value.strip() else [_styled("Lacune", ToComplete().text)]]
        for label, value in facts.rows
    ]
    return _table(_look("Fiche"), "", [0.3, 0.7], [], (), rows, [])


def _calendar(calendar: Calendar) -> Table:
    with_notes = any(milestone.note for milestone in calendar.milestones)
    rows = [
        (
            date_in_french(milestone.when) if isinstance(milestone.when, date) else milestone.when,
            milestone.what,
        )
        + ((milestone.note,) if with_notes else ())
        for milestone in calendar.milestones
    ]
    headers = ("Échéance", "Étape", "Repère") if with_notes else ("Échéance", "Étape")
    return Table(headers=headers, rows=tuple(rows), caption=calendar.caption)


def _signatures(signatures: Signatures) -> Node:
    """An empty cell per person, tall enough to sign in."""
    people = [(person.name, person.profession, person.place) for person in signatures.rows]
    people += [("", "", "")] * signatures.blank
    rows = [
        [*(_cell(words) for words in person), [_styled("Emplacement", "\N{NO-BREAK SPACE}")]]
        for person in people
    ]
    headers = ("Nom", "Profession", "Commune ou lieu d’exercice", "Date et signature")
    return _table(_look("Signatures"), "", [0.25, 0.22, 0.25, 0.28], [], headers, rows, [])


def _table(
    look: tuple[str, list[str], list[tuple[str, str]]],
    align: str,
    widths: Sequence[float],
    caption: list[Node],
    headers: Sequence[str],
    rows: list[list[Cell]],
    total: list[list[Cell]],
) -> Node:
    columns = [
        (node(ALIGNMENTS[letter]), node("ColWidth", width))
        for letter, width in zip(align or "l" * len(widths), widths, strict=True)
    ]
    head = [_row([_cell(header, strong=True) for header in headers])] if headers else []
    body = (NO_ATTR, 0, [], [_row(row) for row in rows])
    foot = [_row(row) for row in total]
    title = [None, [node("Plain", caption)] if caption else []]
    return node("Table", [look, title, columns, (NO_ATTR, head), [body], (NO_ATTR, foot)])


def _row(cells: list[Cell]) -> tuple[object, list[object]]:
    long = any(len(str(cell)) > LONG_CELL for cell in cells)
    attr = ("", ["long"] if long else [], [])
    return (attr, [(NO_ATTR, node("AlignDefault"), 1, 1, cell) for cell in cells])


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the page by the longest text of each column: short columns get what they need, long ones the rest."""
    columns = zip(*(row for row in rows if row), strict=True)
    longest = [min(max(max(map(len, column)), 8), 60) for column in columns]
    return [length / sum(longest) for length in longest]


def _picture_width(svg: str) -> float:
    """In millimetres: the whole text width, less when the picture would be too tall."""
    box = re.search(r'viewBox="[\d.eE+-]+[ ,]+[\d.eE+-]+[ ,]+([\d.eE+]+)[ ,]+([\d.eE+]+)"', svg)
    if not box:
        return TEXT_WIDTH
    width, height = float(box[1]), float(box[2])
    return min(TEXT_WIDTH, TALLEST * width / height)
