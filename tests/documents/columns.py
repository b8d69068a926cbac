"""Are the words of the tables of a document whole, in the widest font a reader may have?"""

import json
import re
from collections.abc import Iterator
from itertools import chain

from maillage.documents.services.rich_text import Node
from maillage.documents.services.widths import CELL_SIZE, DENSE_SIZE, PADDING, PAGE

#: Advances of DejaVu Sans Bold, read in its file, in hundredths of an em.
DEJAVU = {
    31: "'", 34: "ijlîï", 35: " \u00a0\u202f", 37: "IJ/", 38: ".,’", 40: ";:", 42: "-", 44: "f", 46: "()", 48: "t",
    49: "r", 58: "z", 59: "cç", 60: "s", 64: "L", 65: "vxy«»", 67: "akà", 68: "eEFTéèêÉ", 69: "oô",
    70: "0123456789€", 71: "hnuùû", 72: "bdgpqSY", 73: "CPZ", 76: "B", 77: "AKRVXÀ", 81: "U", 82: "G", 83: "D",
    84: "HN×", 85: "OQ", 92: "w", 100: "M%", 104: "m", 109: "œ", 110: "W",
}  # fmt: skip
#: The plain face, to the bold one: digits. Letters are narrower.
PLAIN = 0.915
ADVANCES = {letter: width / 100 for width, letters in DEJAVU.items() for letter in letters}


def said(node: object) -> str:
    """The words of a part of the tree."""
    if isinstance(node, dict):
        return node["c"] if node["t"] == "Str" else said(node.get("c"))
    return "".join(map(said, node)) if isinstance(node, list | tuple) else ""


def tables_of(tree: Node) -> Iterator[tuple[float, list[tuple[float, list[Node]]]]]:
    """Each table: the size of its letters, and for each column its width in points and its cells."""
    for block in tree["blocks"]:
        if block["t"] == "Table":
            attr, _, columns, (_, head), [(_, _, _, body)], (_, foot) = block["c"]
            rows = [[cell[-1] for cell in row] for _, row in chain(head, body, foot)]
            widths = [column[1]["c"] * PAGE for column in columns]
            size = DENSE_SIZE if "dense" in attr[1] else CELL_SIZE
            yield size, list(zip(widths, map(list, zip(*rows, strict=True)), strict=True))


def face(cell: object) -> float:
    return 1 if '"Strong"' in json.dumps(cell) else PLAIN


def cut(tree: Node) -> list[str]:
    """What would not be whole in its column, in the widest font."""
    return [
        word
        for size, columns in tables_of(tree)
        for width, column in columns
        for cell in column
        for word in re.split(r"[ \n]|(?<=\w-)(?=[^\W\d])", said(cell))
        if sum(ADVANCES.get(letter, 1.15) for letter in word) * face(cell) * size > width - PADDING + 0.01
    ]
