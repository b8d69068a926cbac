"""Names people type for a profession of the national file, among other words: « kiné caussade »."""

from collections.abc import Mapping, Sequence
from functools import cache

from maillage.kernel import folded, singular
from maillage.legislation.team import Profession, professions
from maillage.legislation.yaml_files import ROOM, read_as

#: Fewer letters begin too many names.
SHORTEST_BEGINNING = 3


def profession_among(words: Sequence[str]) -> tuple[slice, Profession] | None:
    """The place of a profession among folded words, and the profession: the longest name, then the first, or None.

    Narrower than `profession_of`, which reads a column where everything is a profession: a word that may be a
    place, or several professions, names none here.
    """
    plain, names = singular(words), _names()
    for length in range(min(len(words), max(map(len, names))), 0, -1):
        for start in range(len(words) - length + 1):
            if found := names.get(plain[start : start + length]):
                return slice(start, start + length), found
    return None


def professions_begun(word: str) -> tuple[Profession, ...]:
    """Professions with a name that begins with this folded word: « psy » is a psychologue, a psychiatre…

    Those whose label begins so come first; none for a word of fewer than three letters.
    """
    (begun,) = singular([word])
    if len(begun) < SHORTEST_BEGINNING:
        return ()
    found = {profession.key for name, profession in _names().items() if name[0].startswith(begun)}
    kept = (profession for profession in professions() if profession.key in found)
    return tuple(sorted(kept, key=lambda profession: not folded(profession.label).startswith(begun)))


@cache
def _names() -> Mapping[tuple[str, ...], Profession]:
    common: dict[str, list[str]] = read_as(dict[str, list[str]], ROOM / "professions" / "common_names.yaml")
    return {
        singular(folded(name).split()): profession
        for profession in professions()
        if profession.rpps
        for name in (profession.label, profession.plural, *common.get(profession.key, ()))
    }
