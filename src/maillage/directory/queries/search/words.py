"""Ways to read typed words in the folded names: as they are, as beginnings, or one of them a letter apart."""

from collections.abc import Iterable, Iterator, Sequence

from maillage.directory.models import Name, Near
from maillage.directory.queries.search.spelling import keys_of, one_apart
from maillage.kernel import folded

#: More words than a name has.
MOST_WORDS = 6
#: One letter begins too many words.
SHORTEST_BEGINNING = 2
AS_TYPED, BEGINS, NEAR = range(3)
#: What people put before a name, and no name is.
TITLES = {
    "dr", "docteur", "docteure", "mme", "madame", "m", "mr", "monsieur", "pr", "professeur", "professeure",
}  # fmt: skip
#: What people shorten, and the files too, now one way, now the other.
SHORT = {"st": "saint", "ste": "sainte", "phie": "pharmacie", "ctre": "centre"}
OTHERWISE = SHORT | {long: short for short, long in SHORT.items()}


def words_of(text: str) -> tuple[str, ...]:
    """The distinct words of what is typed, folded."""
    return tuple(dict.fromkeys(folded(text).split()))[:MOST_WORDS]


def without_titles(words: Sequence[str]) -> tuple[str, ...]:
    """« Dr Martin » → « martin »; a title alone is a name."""
    return tuple(word for word in words if word not in TITLES) or tuple(words)


def readings(near: type[Near], words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each way to read all the words, as an expression of FTS5, the strictest first; at most one is misspelt."""
    yield AS_TYPED, every(any_of(spellings(word)) for word in words)
    if max(map(len, words)) < SHORTEST_BEGINNING:
        return
    begun = [beginning(word) for word in words]
    yield BEGINS, every(begun)
    for place, word in enumerate(words):
        if others := nearly(near, word):
            yield NEAR, every([any_of(others), *begun[:place], *begun[place + 1 :]])


def nearly(near: type[Near], word: str) -> list[str]:
    """The words of the names one letter apart, those most borne first."""
    rows = set(near._default_manager.filter(key__in=keys_of(word)).values_list("names", "word"))
    return [other for _, other in sorted(rows, key=lambda row: (-row[0], row[1])) if one_apart(word, other)]


def is_begun(names: type[Name], word: str) -> bool:
    """True when a name begins so; one letter begins many."""
    return (
        len(word) < SHORTEST_BEGINNING or names._default_manager.filter(name__match=beginning(word)).exists()
    )


def spellings(word: str) -> tuple[str, ...]:
    """« st » is also written « saint »."""
    return (word, OTHERWISE[word]) if word in OTHERWISE else (word,)


def beginning(word: str) -> str:
    return any_of(spellings(word), then="*")


def any_of(words: Iterable[str], then: str = "") -> str:
    return "(" + " OR ".join(f'"{word}"{then}' for word in words) + ")"


def every(parts: Iterable[str]) -> str:
    return " AND ".join(parts)
