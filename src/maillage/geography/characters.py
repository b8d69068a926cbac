"""The characters of word processors and spreadsheets, and what they stand for in a name or a code."""

import re

from maillage.kernel import APOSTROPHES, HYPHENS

#: Hyphens and minus signs, then apostrophes, then spaces; last, characters that nobody sees.
_LIKE = {
    "-": HYPHENS,
    "'": APOSTROPHES,
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "": "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff",
}
_PLAIN = str.maketrans({letter: stands for stands, letters in _LIKE.items() for letter in letters})

#: A code as a spreadsheet protects or spoils it: ="01004", '82002, 82121.0
_PROTECTED = re.compile(r"=\s*\"+([^\"]*)\"+|'+(?=\d)(.*)", re.DOTALL)
#: 2024-COM-82121, Insee : 82121, n° 82121, code commune 82121, CP 82000
_LABELLED = re.compile(
    r"^(?:(?:\d{4}-)?COM[-_ ]?|(?:(?:code|insee|commune|postal|cp|num[ée]ro|n°|no\b|#|=)[ _:.]*)+)(?=\d[\dAB]\d{3}$)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(\d{4,5})[.,]0+")
#: 82 121: three digits apart, as numbers are written.
_SPACED = re.compile(r"(\d[\dABab]?) (\d{3})")


def plain(text: str) -> str:
    """The text with the hyphens, apostrophes and spaces of a keyboard, and nothing invisible."""
    return text if text.isascii() else text.translate(_PLAIN)


def code_as_typed(text: str) -> str:
    """The code under what a spreadsheet did to it: « ="01004" » → « 01004 », « COM82121 » → « 82121 ».

    Anything else comes back as it is, without outer spaces and quotes.
    """
    text = plain(text).strip()
    if protected := _PROTECTED.fullmatch(text):
        text = (protected[1] or protected[2] or "").strip()
    text = _LABELLED.sub("", text.strip("\"'`").strip())
    if spoilt := _DECIMAL.fullmatch(text):
        return spoilt[1]
    if spaced := _SPACED.fullmatch(text):
        return spaced[1] + spaced[2]
    return text
