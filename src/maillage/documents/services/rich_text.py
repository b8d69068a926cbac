"""Rich text read as pandoc's tree. A tag that is not named below keeps its words and loses its effect."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from maillage.kernel import visible, with_no_break_spaces

Node = dict[str, Any]
Attr = tuple[str, list[str], list[tuple[str, str]]]

#: Runs of white space that HTML shows as one space; no-break spaces are not among them.
SPACES = re.compile(r"[ \t\r\n\f]+")
LINE_END = re.compile(r"\r\n?|\n")
SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)[^\s]+", re.IGNORECASE)

SILENT = frozenset({"script", "style", "template", "title", "head", "iframe", "object", "svg", "math"})
PARAGRAPHS = frozenset({"p", "div", "section", "article", "tr", "pre"})
#: Titles of a text are under those of its document.
RANKS = {"h4": 4, "h5": 5, "h6": 6}
LISTS = {"ul": "BulletList", "ol": "OrderedList"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
EMPHASIS = {"strong": "Strong", "b": "Strong", "em": "Emph", "i": "Emph"}
BLOCKS = PARAGRAPHS | LISTS.keys() | HEADINGS | {"li", "blockquote", "table"}
NO_ATTR: Attr = ("", [], [])
#: A table of a text, as rows of plain words: who prints it knows how wide a page is.
GIVEN_TABLE = "GivenTable"
#: Deeper tags are read as plain text: nobody writes twenty lists inside one another.
DEEPEST = 20


def node(kind: str, content: Any = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def printable(words: str) -> str:
    """What a page can show of a text: no control character, single spaces, French no-break spaces."""
    return with_no_break_spaces(SPACES.sub(" ", visible(words)))


def text(words: str) -> list[Node]:
    """Plain text as inlines; a line break stays a line break."""
    first, *others = [node("Str", printable(line)) for line in LINE_END.split(words.strip())]
    return [first, *(inline for other in others for inline in (node("LineBreak"), other))]


@dataclass(slots=True)
class Element:
    tag: str
    href: str = ""
    children: "list[Element | str]" = field(default_factory=list)


class _Reader(HTMLParser):
    """Builds the elements; unclosed and crossed tags close with their parent, as in a browser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, href=dict(attrs).get("href") or "")
        self.open[-1].children.append(element)
        if tag not in {"br", "hr", "img", "input", "meta", "link"} and len(self.open) < DEEPEST:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_html(html: str) -> list[Node]:
    """The blocks of a rich text; none when it says nothing (`<p><br></p>`)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_blocks(reader.root.children))


def _blocks(children: Iterable[Element | str]) -> Iterator[Node]:
    """Blocks as they come; words between them become paragraphs."""
    pending: list[Element | str] = []
    for child in children:
        if isinstance(child, str) or child.tag not in BLOCKS:
            pending.append(child)
            continue
        yield from _paragraphs(pending)
        pending = []
        yield from _block(child)
    yield from _paragraphs(pending)


def _block(element: Element) -> Iterator[Node]:
    if element.tag in LISTS:
        items = [
            list(_blocks(child.children if isinstance(child, Element) and child.tag == "li" else [child]))
            for child in element.children
        ]
        yield from _list(element.tag, [_tight(_without_titles(item)) for item in items if item])
    elif element.tag in HEADINGS:
        inlines = _trimmed(_inlines(element.children))
        yield from [node("Header", [RANKS.get(element.tag, 3), NO_ATTR, inlines])] if inlines else []
    elif element.tag == "table":
        rows = list(_rows(element))
        yield from [node(GIVEN_TABLE, rows)] if any(map(any, rows)) else []
    elif element.tag == "blockquote":
        blocks = _without_titles(list(_blocks(element.children)))
        yield from [node("BlockQuote", blocks)] if blocks else []
    else:
        yield from _blocks(element.children)


def _rows(element: Element) -> Iterator[list[str]]:
    """The words of each cell, row by row."""
    for child in element.children:
        if isinstance(child, str):
            continue
        if child.tag == "tr":
            cells = [each for each in child.children if isinstance(each, Element)]
            yield [_words(each.children) for each in cells]
        elif child.tag not in SILENT:
            yield from _rows(child)


def _words(children: Iterable[Element | str]) -> str:
    """Plain text; what one reads on two lines stays on two."""
    said = ""
    for child in children:
        if isinstance(child, str):
            said += SPACES.sub(" ", child)
        elif child.tag == "br":
            said += "\n"
        elif child.tag not in SILENT:
            inside = _words(child.children)
            said += f"\n{inside}\n" if child.tag in BLOCKS else inside
    return "\n".join(line.strip() for line in said.split("\n") if line.strip())


def _list(tag: str, items: list[list[Node]]) -> Iterator[Node]:
    if not items:
        return
    if tag == "ul":
        yield node("BulletList", items)
    else:
        yield node("OrderedList", [[1, node("Decimal"), node("Period")], items])


def _tight(item: list[Node]) -> list[Node]:
    """An item of one paragraph is a plain line."""
    if sum(block["t"] == "Para" for block in item) > 1:
        return item
    return [node("Plain", block["c"]) if block["t"] == "Para" else block for block in item]


def _without_titles(blocks: list[Node]) -> list[Node]:
    """Inside a list or a quotation, a title is no part of the outline: it is printed as strong words; the rows of a
    table are lines."""
    return [inside for block in blocks for inside in _inside(block)]


def _inside(block: Node) -> list[Node]:
    if block["t"] == "Header":
        return [node("Para", [node("Strong", block["c"][2])])]
    if block["t"] == GIVEN_TABLE:
        return [node("Para", text(" | ".join(filter(None, row)))) for row in block["c"] if any(row)]
    return [block]


def _paragraphs(children: list[Element | str]) -> Iterator[Node]:
    """One paragraph, or several where the writer left an empty line (two line breaks)."""
    paragraph: list[Node] = []
    inlines = [*_inlines(children), node("LineBreak"), node("LineBreak")]
    for inline, following in zip(inlines, [*inlines[1:], node("LineBreak")], strict=True):
        if inline["t"] == following["t"] == "LineBreak":
            if trimmed := _trimmed(paragraph):
                yield node("Para", trimmed)
            paragraph = []
        else:
            paragraph.append(inline)


def _inlines(children: Iterable[Element | str]) -> list[Node]:
    inlines: list[Node] = []
    for child in children:
        if isinstance(child, str):
            inlines.append(node("Str", printable(child)))
        elif child.tag == "br":
            inlines.append(node("LineBreak"))
        elif child.tag not in SILENT:
            inlines += _inline(child)
    return inlines


def _inline(element: Element) -> list[Node]:
    inner = _inlines(element.children)
    if not inner:
        return []
    if element.tag in EMPHASIS:
        return [node(EMPHASIS[element.tag], inner)]
    if element.tag == "a" and SAFE_LINK.fullmatch(element.href):
        return [node("Link", [NO_ATTR, inner, (printable(element.href), "")])]
    return inner


def _trimmed(inlines: list[Node]) -> list[Node]:
    """Without the blanks at both ends; empty when nothing is left to read."""
    while inlines and _blank(inlines[0]):
        inlines = inlines[1:]
    while inlines and _blank(inlines[-1]):
        inlines = inlines[:-1]
    return inlines


def _blank(inline: Node) -> bool:
    if inline["t"] in {"Strong", "Emph"}:
        return all(_blank(inner) for inner in inline["c"])
    return inline["t"] == "LineBreak" or (inline["t"] == "Str" and not inline["c"].strip())
