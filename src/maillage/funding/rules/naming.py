"""A name in the words of a bank or of somebody: found however it is written, and put out."""

import re
from collections.abc import Iterable

from maillage.kernel import folded

WORD = re.compile(r"\w+")
#: A name of one word is a word of the language as well: it is left.
FEWEST = 2


def without_names(text: str, names: Iterable[str], instead: str) -> str:
    """« VIR SEPA FICTIF MAX », « Max Fictif » → « VIR SEPA personne effacée »: any case, accent and order of the words."""
    for name in names:
        words = folded(name).split()
        if len(words) >= FEWEST:
            text = _without(text, sorted(words), instead)
    return text


def _without(text: str, words: list[str], instead: str) -> str:
    found = list(WORD.finditer(text))
    told = [folded(each[0]) for each in found]
    rank = len(found) - len(words)
    while rank >= 0:
        if sorted(told[rank : rank + len(words)]) == words:
            last = rank + len(words) - 1
            text = text[: found[rank].start()] + instead + text[found[last].end() :]
            rank -= len(words)
        else:
            rank -= 1
    return text
