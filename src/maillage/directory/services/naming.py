"""The tables of the search: words, the keys on which a typo meets them, and who bears them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
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
from maillage.directory.services.columns import Piece, numbered
from maillage.directory.services.storing.swap import Aside

Kind = Literal["person", "place"]

TABLES: dict[Kind, tuple[type[Token], type[Near], type[Posting]]] = {
    "person": (PersonToken, PersonNear, PersonPosting),
    "place": (PlaceToken, PlaceNear, PlacePosting),
}


class Names:
    """Sort keys, in the order of the ids of those who bear them, which start at 1; packed batch by batch."""

    def __init__(self) -> None:
        self._packed: list[str] = []

    def take(self, sorts: Sequence[str]) -> None:
        if sorts:
            self._packed.append("\n".join(sorts))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return enumerate(chain.from_iterable(text.split("\n") for text in self._packed), 1)


def index_names(aside: Aside, kind: Kind, names: Iterable[tuple[int, str]]) -> None:
    """Fill the three tables of a kind."""
    aside.load_all(name_tables(kind, names))


def name_tables(kind: Kind, names: Iterable[tuple[int, str]]) -> Iterator[Piece]:
    """The rows of the three tables, from (id, sort key) pairs; a sort key is what `kernel.folded` gives."""
    token, near, posting = TABLES[kind]
    words: Counter[str] = Counter()
    for piece in numbered(posting, _postings(names)):
        _, (_, tokens, _, _) = piece
        words.update(tokens)
        yield piece
    alphabetical = sorted(words)
    yield from numbered(token, ((word, words[word]) for word in alphabetical))
    yield from numbered(near, ((key, word) for word in alphabetical for key in sorted(keys_of(word))))


def _postings(names: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    for subject, sort in names:
        for word in dict.fromkeys(sort.split()):
            yield word, sort, subject
