"""How wide the words of a table are, in any font its reader may have: columns that cut none of them.

Word and LibreOffice show another font where ours is missing, often a wider one. Widths are those of the widest in
common use, DejaVu Sans and Verdana in bold, rounded up: what holds them holds Arial, Liberation Sans and Calibri.
"""

import re
from collections.abc import Sequence

from maillage.documents.services.rich_text import printable

PAGE = 170 * 72 / 25.4  # points between the margins
PADDING = 2 * 72 / 25.4  # points: a millimetre on each side of a cell
CELL_SIZE, DENSE_SIZE = 9.5, 8.0  # points

#: Letters by width, in ems of the bold face.
_LETTERS = {
    0.40: "'’.,/|ijlîïIJÎÏ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}",
    0.50: "-;:!()[]ftr",
    0.60: "cçsz",
    0.70: "aàâäeéèêëkoôövxyLEFTÉÈÊË«»0123456789€?",
    0.74: "bdghnpquùûüCÇPSYZ",
    0.86: "ABDGHKNOQRUVXÀÂÔÙ×",
}
_WIDTH = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_WIDEST = 1.15
#: Of the plain face, to the bold one.
_PLAIN = 0.92
#: Ems. A longer word, an address for instance, may be cut: it would leave the other columns nothing.
LONGEST_WORD = 18.0
#: Ems of a line of text: a longer cell asks for no more room.
LONGEST_TEXT = 36.0
#: Where every font goes to the next line: after a space, and after a hyphen between letters.
BREAKS = re.compile(r"[ \n]|(?<=\w-)(?=[^\W\d])")


def ems(words: str, *, strong: bool = False) -> float:
    """The width of a line of text, in ems."""
    return sum(_WIDTH.get(letter, _WIDEST) for letter in words) * (1 if strong else _PLAIN)


def floors(
    rows: Sequence[Sequence[str]], *, strong: Sequence[int] = (), size: float = CELL_SIZE
) -> list[float]:
    """Points each column takes at least, its padding included; `strong` are the numbers of the bold rows."""
    return [
        PADDING
        + size
        * max(
            min(LONGEST_WORD, ems(word, strong=number in strong))
            for number, cell in enumerate(column)
            for word in BREAKS.split(printable(cell))
        )
        for column in zip(*rows, strict=True)
    ]


def shares(
    rows: Sequence[Sequence[str]], *, strong: Sequence[int] = (), size: float = CELL_SIZE
) -> list[float]:
    """Of the page: each column holds its longest word, then those with long texts share what is left."""
    least = floors(rows, strong=strong, size=size)
    wanted = [
        max(
            floor,
            PADDING + size * max(min(LONGEST_TEXT, ems(printable(cell), strong=True)) for cell in column),
        )
        for floor, column in zip(least, zip(*rows, strict=True), strict=True)
    ]
    if sum(wanted) > PAGE:
        left = max(0, PAGE - sum(least))
        asked = [want - floor for want, floor in zip(wanted, least, strict=True)]
        wanted = [floor + left * ask / (sum(asked) or 1) for floor, ask in zip(least, asked, strict=True)]
    return [width / sum(wanted) for width in wanted]


def pages_of(widths: Sequence[float]) -> list[list[int]]:
    """Columns, by number, for as many tables as it takes: the first one, which names the rows, opens each."""
    tables = [[0]]
    room = widths[0]
    for column, width in enumerate(widths[1:], 1):
        if room + width > PAGE and len(tables[-1]) > 1:
            tables.append([0])
            room = widths[0]
        tables[-1].append(column)
        room += width
    return tables
