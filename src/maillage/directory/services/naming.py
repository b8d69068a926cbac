"""Fill the tables of the search: words, the keys on which a typo meets them, and who bears them.

Names are kept packed while the rows are loaded: on PostgreSQL, no query may be open while rows are frozen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import Literal

from maillage.directory.models import (
    Near,
    PersonNear,
    PersonPosting,
    PersonToken,
    PlaceNear,
    PlacePosting,
    PlaceToken,
    Posting,
    Token,
)
from maillage.directory.queries.spelling import keys_of
from maillage.directory.services.building import Aside, Row

Kind = Literal["person", "place"]

TABLES: dict[Kind, tuple[type[Token], type[Near], type[Posting]]] = {
    "person": (PersonToken, PersonNear, PersonPosting),
    "place": (PlaceToken, PlaceNear, PlacePosting),
}
BATCH = 100_000


class Names:
    """Sort keys, in the order of the ids of those who bear them, which start at 1: some 20 bytes each."""

    def __init__(self) -> None:
        self._packed: list[str] = []

    def take(self, sorts: Sequence[str]) -> None:
        if sorts:
            self._packed.append("\n".join(sorts))

    def clear(self) -> None:
        self._packed.clear()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return enumerate(chain.from_iterable(text.split("\n") for text in self._packed), 1)


def index_names(aside: Aside, kind: Kind, names: Iterable[tuple[int, str]]) -> None:
    """Fill the three tables of a kind from (id, sort key) pairs; a sort key is what `kernel.folded` gives."""
    token, near, posting = TABLES[kind]
    words: Counter[str] = Counter()
    aside.load(posting, _postings(names, words))
    alphabetical = sorted(words)
    aside.load(token, ((number, word, words[word]) for number, word in enumerate(alphabetical, 1)))
    aside.load(near, _keys(alphabetical))


def _postings(names: Iterable[tuple[int, str]], words: Counter[str]) -> Iterator[Row]:
    """Rows of Posting; `words` is filled on the way, by batches: one at a time is twice as slow."""
    number = count(1)
    seen: list[str] = []
    for subject, sort in names:
        borne = dict.fromkeys(sort.split())
        seen += borne
        for word in borne:
            yield next(number), word, sort, subject
        if len(seen) > BATCH:
            words.update(seen)
            seen.clear()
    words.update(seen)


def _keys(words: Iterable[str]) -> Iterator[Row]:
    number = count(1)
    for word in words:
        for key in sorted(keys_of(word)):
            yield next(number), key, word
