"""Words as people type them: a blank line parts paragraphs, « - » begins an item, an address of the web is a link."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What begins an item: a hyphen, a dash or a bullet, then a space.
ITEM = re.compile(r"[-–—•]\s+(?=\S)")
#: An address of the web, or of somebody; what closes a sentence or a parenthesis after it is not of it.
LINK = re.compile(
    r"https?://[^\s<>«»“”\"]+|[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.IGNORECASE
)
CLOSES = ".,;:!?…'’"
PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, of lines; or a list, of items, whose other lines come after `\\n`."""

    is_list: bool
    lines: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    found: list[tuple[bool, list[str]]] = []
    is_apart = True
    for line in text.splitlines():
        words = line.strip()
        if not words:
            is_apart = True
            continue
        mark = ITEM.match(words)
        of_item = not is_apart and found[-1][0] and not mark and line[:1].isspace()
        if of_item:
            found[-1][1][-1] += f"\n{words}"
        elif not is_apart and found[-1][0] == bool(mark):
            found[-1][1].append(words[mark.end() :] if mark else words)
        else:
            found.append((bool(mark), [words[mark.end() :] if mark else words]))
        is_apart = False
    return [Block(is_list, tuple(lines)) for is_list, lines in found]


def pieces_of(line: str) -> Iterator[tuple[str, str]]:
    """(words, where they lead: nowhere, or an address), whose words make the line again."""
    start = 0
    for found in LINK.finditer(line):
        address = _trimmed(found[0])
        if address.endswith("//"):
            continue
        end = found.start() + len(address)
        yield line[start : found.start()], ""
        yield address, address if "://" in address else f"mailto:{address}"
        start = end
    yield line[start:], ""


def _trimmed(address: str) -> str:
    while address and (
        address[-1] in CLOSES
        or (address[-1] in PAIRS and address.count(address[-1]) > address.count(PAIRS[address[-1]]))
    ):
        address = address[:-1]
    return address
