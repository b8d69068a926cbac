"""What changed between two versions of a section, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Literal

Change = Literal["same", "added", "removed"]
#: A word with what follows it, or the end of a paragraph.
PIECES = re.compile(r"\n|[^\s]+[^\S\n]*")
#: Beyond, paragraphs are compared whole: comparing words takes the square of their number.
MOST_WORDS = 6_000


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Change
    text: str


def differences(old: str, new: str) -> list[list[Piece]]:
    """Paragraph by paragraph; pieces of one kind that follow each other are one."""
    before, after = _pieces(old), _pieces(new)
    if len(before) + len(after) > MOST_WORDS:
        before, after = _lines(old), _lines(new)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(after[c:d])))
    return _paragraphs(pieces)


def _paragraphs(pieces: list[Piece]) -> list[list[Piece]]:
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        if first:
            paragraphs[-1].append(Piece(piece.kind, first))
        paragraphs.extend([Piece(piece.kind, line)] if line else [] for line in others)
    return [paragraph for paragraph in paragraphs if paragraph]


def readable(html: str) -> str:
    """The words of a text, one paragraph a line."""
    html = re.sub(r"\s+", " ", html)
    lines = re.sub(r"<br>|</(?:p|li|h\d|tr|blockquote)>", "\n", html)
    lines = re.sub(r"<li>", "- ", re.sub(r"</t[dh]>", " | ", lines))
    text = unescape(re.sub(r"<[^>]*>", "", lines))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _pieces(html: str) -> list[str]:
    return PIECES.findall(readable(html))


def _lines(html: str) -> list[str]:
    return readable(html).splitlines(keepends=True)
