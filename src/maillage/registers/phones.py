"""Telephone numbers as people write them in one cell, made numbers one can call."""

import re
from functools import lru_cache

#: Ten digits, said from here or from abroad: mainland France, or an overseas code before its own numbers.
FRENCH = re.compile(r"(?:(?:\+|00)?(?:33|590|594|596|262)0?|0)([1-9]\d{8})")
SAINT_PIERRE = re.compile(r"(?:\+|00)508(\d{6})")
LOST_ZERO = re.compile(r"[1-9]\d{8}")  # a spreadsheet takes it off
SHORT = re.compile(r"15|3\d{3}|11[68]\d{3}")
ABROAD = re.compile(r"(?:\+|00)([1-9]\d{6,14})")

UNREADABLE = "Téléphone illisible : laissé de côté."

SPACES = re.compile(r"\(0\)|[\s.()_\-\u2010-\u2015\u00a0\u202f]")
OTHERS = re.compile(r"[^\d+]+|(?<=\d)(?=\+)")


@lru_cache(maxsize=50_000)
def phones_in(text: str) -> tuple[tuple[str, ...], bool]:
    """The numbers of a cell, each once, and whether digits are left that make none.

    « +33 (0)5 63 00 00 01 - 05 63 00 00 02 » → 0563000001 and 0563000002. Ten digits; a short number (3624), or one of
    another country (+41…), as it is.
    """
    numbers: list[str] = []
    is_whole = True
    for part in filter(None, OTHERS.split(SPACES.sub("", text))):
        rest = part
        while found := FRENCH.match(rest):
            numbers.append(f"0{found[1]}")
            rest = rest[found.end() :]
        if found := SAINT_PIERRE.fullmatch(rest):
            numbers.append(f"0508{found[1]}")
        elif LOST_ZERO.fullmatch(rest):
            numbers.append(f"0{rest}")
        elif SHORT.fullmatch(rest):
            numbers.append(rest)
        elif found := ABROAD.fullmatch(rest):
            numbers.append(f"+{found[1]}")
        elif rest:
            is_whole = False
    return tuple(dict.fromkeys(numbers)), is_whole
