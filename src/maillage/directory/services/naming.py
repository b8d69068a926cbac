"""The tables of the search: words, the keys on which a typo meets them, and who bears them."""

from collections import Counter
from collections.abc import Iterable, Iterator
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
from maillage.directory.services.storing.swap import Aside

Kind = Literal["person", "place"]

TABLES: dict[Kind, tuple[type[Token], type[Near], type[Posting]]] = {
    "person": (PersonToken, PersonNear, PersonPosting),
    "place": (PlaceToken, PlaceNear, PlacePosting),
}


def index_names(aside: Aside, kind: Kind, names: Iterable[tuple[int, str]]) -> None:
    """Fill the three tables of a kind, from (id, sort key) pairs; a sort key is what `kernel.folded` gives."""
    token, near, posting = TABLES[kind]
    words: Counter[str] = Counter()

    def postings() -> Iterator[tuple[int, str, str, int]]:
        for number, (word, sort, subject) in enumerate(_postings(names), 1):
            words[word] += 1
            yield number, word, sort, subject

    aside.load(posting, postings())
    alphabetical = sorted(words)
    aside.load(token, ((number, word, words[word]) for number, word in enumerate(alphabetical, 1)))
    keys = ((key, word) for word in alphabetical for key in sorted(keys_of(word)))
    aside.load(near, ((number, *pair) for number, pair in enumerate(keys, 1)))


def _postings(names: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    for subject, sort in names:
        for word in dict.fromkeys(sort.split()):
            yield word, sort, subject
