"""What a cell says once healed of what spreadsheets do to it."""

import math
import re

#: « ="01004" » protects a zero; so does the apostrophe, which kernel.inert also puts before a formula.
PROTECTED = re.compile(r'="(?P<quoted>[^"]*)"|\'(?P<marked>[\d=+\-@].*)', re.DOTALL)
#: An Insee code as spreadsheets leave it: 82121.0, 1001, COM82025, 2024-COM-82025.
CODE = re.compile(r"(?:\d{4}-)?(?:COM[-_]?)?(\d{4,5}|\d[AB]\d{3})(?:[.,]0+)?")
SEVERAL = re.compile(r"[\n,;/|+&]")


def healed(cell: str) -> str:
    """A cell without the marks that only a spreadsheet needs; its line breaks stay."""
    cell = cell.strip()
    protected = PROTECTED.fullmatch(cell)
    return (protected["quoted"] or protected["marked"] or "").strip() if protected else cell


def code_of(text: str) -> str:
    """« 1001.0 » → « 01001 »: the zero a spreadsheet ate is put back; empty when it does not look like a code."""
    found = CODE.fullmatch("".join(healed(text).split()).upper())
    return found[1].zfill(5) if found else ""


def codes_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of a cell, each once, then what else it holds: « 82101/82102, ici » → (82101, 82102), (ici)."""
    if code := code_of(text):
        return (code,), ()
    codes: dict[str, None] = {}
    rest = []
    for part in filter(None, map(str.strip, SEVERAL.split(text))):
        words = [part] if code_of(part) else part.split()
        if all(map(code_of, words)):
            codes |= dict.fromkeys(map(code_of, words))
        else:
            rest.append(part)
    return tuple(codes), tuple(rest)


def number_of(text: str) -> float | None:
    """« 1 234,5 » → 1234.5; None for anything that is not a number of something."""
    try:
        number = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
