"""The words typed for a name, read as a profession or a kind of place, a commune, a distance, and the rest."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from maillage.directory.queries.kinds import KINDS
from maillage.directory.queries.people import skills_of
from maillage.directory.queries.search.question import FURTHEST_KM, MOST_SUGGESTIONS, Question, largest_first
from maillage.directory.queries.search.words import without_titles
from maillage.geography import atlas
from maillage.kernel import folded, singular
from maillage.legislation import profession_among, professions_begun, professions_by_key
from maillage.registers import PlaceKind

#: Words read: as many as a sentence that fits the box.
MOST_WORDS = 10
#: Letters that a specialist shares with the specialty: « pediat », « psychi ».
ROOT = 6
DISTANCE = re.compile(r"\b(\d{1,3}) ?(?:km|kilometres?)\b")
#: What stands between a profession and a commune, and is no name.
BETWEEN = {
    "a", "au", "aux", "autour", "avec", "chez", "cherche", "commune", "d", "dans", "de", "des", "domicile", "du", "en",
    "est", "et", "je", "l", "la", "le", "les", "ou", "par", "pour", "pres", "proche", "qui", "sur", "un", "une", "urgence", "urgent", "vers", "ville",
}  # fmt: skip
PLACES_NAMED = {singular(name.split()): kind for kind in PlaceKind if kind for name in KINDS[kind].typed}

#: (codes of communes, the postal code when it is that of several).
Area = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Text:
    """The words typed for a name: those of a profession or a kind of place, a commune, a distance, and the rest."""

    question: Question
    vintage: str  # key of the directory, whose specialties are read
    trades: Sequence[str]
    kind: str
    trade_word: str  # the first word that says the profession
    areas: Sequence[Area]  # the communes it may be, the largest first
    km: int
    rest: Sequence[str]

    def questions(self, *, wider: bool = False, named: bool = True) -> tuple[Question, ...]:
        """Questions that this may be. `named`: the rest is a name.

        `wider`: a word may begin the name of a profession, and name its specialty.
        """
        rest, keys, word = list(self.rest), self.trades, self.trade_word
        if wider and not (keys or self.kind):
            keys, word, rest = _begun(rest, self.vintage)
        if not (keys or self.kind or self.areas):
            return ()
        words = without_titles(rest) if named and rest else ()
        areas = self.areas or [(self.question.towns, self.question.postcode)]
        asked: list[tuple[tuple[str, ...], str]] = [
            ((key,), skill)
            for key in keys
            for skill in (wider and _specialties_named(key, word, self.vintage)) or [""]
        ]
        both = islice(product(asked or [(self.question.trades, "")], areas), MOST_SUGGESTIONS)
        return tuple(self._question(words, *trade, area) for trade, area in both)

    def _question(self, words: tuple[str, ...], trades: tuple[str, ...], skill: str, area: Area) -> Question:
        towns, postcode = area
        reading = replace(
            self.question, text=" ".join(words), words=words, towns=towns, postcode=postcode, km=self.km
        )
        if self.kind:  # a place has neither a trade nor a way to practise
            return replace(reading, trades=(), skill="", mode="", kind=self.kind)
        skill = skill or (reading.skill if trades == reading.trades else "")
        return replace(reading, trades=trades, skill=skill, kind="" if trades else reading.kind)


def read_text(question: Question, vintage: str) -> Text:
    text = folded(question.text)
    distance = DISTANCE.search(text)
    km = min(int(distance[1]), FURTHEST_KM) if distance else question.km
    words = DISTANCE.sub(" ", text).split()[:MOST_WORDS]
    keys, kind, word, runs = _subject_of(words)
    areas, rest = _areas_of(runs, within=question.communes)
    return Text(question, vintage, keys, kind, word, areas, km, rest)


def _subject_of(words: Sequence[str]) -> tuple[list[str], str, str, list[Sequence[str]]]:
    """Keys of the professions, or a kind of place; the first word that says it, and the runs of words around."""
    if among := profession_among(words):
        where, profession = among
        return [profession.key], "", words[where.start], [words[: where.start], words[where.stop :]]
    plain = singular(words)
    for name, kind in PLACES_NAMED.items():
        for start in range(len(words) - len(name) + 1):
            if plain[start : start + len(name)] == name:
                return [], kind.value, name[0], [words[:start], words[start + len(name) :]]
    return [], "", "", [words]


def _areas_of(runs: Sequence[Sequence[str]], within: Collection[str]) -> tuple[list[Area], list[str]]:
    """The areas that the longest span of words may name, the largest commune first, and the words that are left.

    `within`: the communes chosen and those around, when there are; no other is meant then.
    """
    for place, start, end in _longest_first(runs):
        found = [
            area for area in _areas_named(runs[place][start:end]) if not within or {*area[0]} <= {*within}
        ]
        if found:
            others = [word for other, run in enumerate(runs) if other != place for word in run]
            left = [*runs[place][:start], *runs[place][end:], *others]
            return found[:MOST_SUGGESTIONS], [word for word in left if word not in BETWEEN]
    return [], [word for run in runs for word in run if word not in BETWEEN]


def _longest_first(runs: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int]]:
    """(run, start, end) of each span."""
    for length in range(max(map(len, runs), default=0), 0, -1):
        for place, run in enumerate(runs):
            for start in range(len(run) - length + 1):
                yield place, start, start + length


def _areas_named(words: Sequence[str]) -> list[Area]:
    """By name, or by code: one that is INSEE's and the post's is both."""
    if len(words) == 1 and words[0] in BETWEEN:
        return []  # « Ville » alone would be La Ville
    text = " ".join(words)
    posted = largest_first(atlas().names.by_postal_code.get(text, ()))
    named = largest_first(
        [one for one in atlas().meanings([text])[text] if one not in posted or one.code == text]
    )
    areas: list[Area] = [((commune.code,), "") for commune in named]
    if len(posted) > 1:
        return [*areas, (tuple(commune.code for commune in posted), text)]
    return areas or [((commune.code,), "") for commune in posted]


def _begun(words: Sequence[str], vintage: str) -> tuple[list[str], str, list[str]]:
    """Keys of the professions that one of the words begins, else has as a specialty; that word, and the others."""
    for keys_of in (_professions_begun, _professions_practising):
        for place, word in enumerate(words):
            if keys := keys_of(word, vintage):
                return keys, word, [*words[:place], *words[place + 1 :]]
    return [], "", list(words)


def _professions_begun(word: str, _vintage: str) -> list[str]:
    return [profession.key for profession in professions_begun(word)]


def _professions_practising(word: str, vintage: str) -> list[str]:
    """« cardiologie » is no word for a profession: doctors practise it."""
    return (
        [key for key in professions_by_key() if _specialties_named(key, word, vintage)]
        if len(word) >= ROOT
        else []
    )


def _specialties_named(trade: str, word: str, vintage: str) -> list[str]:
    """Codes of the specialties whose label begins like this word: « cardiologue » practises Cardiologie.

    None for a word that says the profession itself, or all its specialties alike.
    """
    root = word[:ROOT]
    if folded(professions_by_key()[trade].label).startswith(root):
        return []
    skills = skills_of(trade, vintage=vintage)
    alike = [code for code, label in skills if folded(label).startswith(root)]
    return alike if len(alike) < len(skills) else []
