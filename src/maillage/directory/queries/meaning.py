"""What was perhaps meant by words that were typed as a name: « kiné caussade » is a profession and a commune.

Offered, never done: a name that someone bears comes first, and the visitor chooses.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from maillage.directory.enums import PlaceKind
from maillage.directory.queries.answering import Answer, count_words
from maillage.directory.queries.asking import MODES, MOST_SUGGESTIONS, Asked
from maillage.directory.queries.categories import KIND_PLURALS
from maillage.directory.queries.people import skills_of, trades
from maillage.directory.queries.search import NEAR, Found, What, find
from maillage.directory.queries.vintages import vintages
from maillage.directory.queries.words import without_titles
from maillage.geography import Commune, atlas
from maillage.kernel import folded, integer, singular, with_no_break_spaces
from maillage.legislation import profession_among, professions_begun

#: Words read: as many as a sentence that fits the box.
MOST_WORDS = 10
#: Letters that a specialist shares with the specialty: « pediat », « psychi ».
ROOT = 6
#: Where nobody is in the commune itself, looked for around it.
WIDER_KM = (10, 30)
#: People among whom one looks for a name without tiring: five pages.
SHORT_LIST = 100
#: What stands between a profession and a commune, and is no name.
BETWEEN = {
    "a", "au", "aux", "autour", "avec", "chez", "cherche", "commune", "d", "dans", "de", "des", "domicile", "du", "en",
    "est", "et", "je", "l", "la", "le", "les", "ou", "par", "pour", "pres", "proche", "qui", "sur", "un", "une", "urgence", "urgent", "vers", "ville",
}  # fmt: skip
PLACES_SAID = {
    singular(said.split()): kind
    for kind, names in {
        PlaceKind.PHARMACIE: ("pharmacie", "officine"),
        PlaceKind.MSP: ("maison de sante", "msp"),
        PlaceKind.CDS: ("centre de sante", "cds"),
        PlaceKind.CPTS: ("cpts",),
        PlaceKind.DAC: ("dac",),
        PlaceKind.HOPITAL: ("hopital", "clinique"),
        PlaceKind.EHPAD: ("ehpad",),
        PlaceKind.SSIAD: ("ssiad",),
        PlaceKind.LABORATOIRE: ("laboratoire", "labo"),
    }.items()
    for said in names
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question that may have been meant. `found` is None when it was not asked."""

    asked: Asked
    found: Found | None = None
    shown: What = "people"

    @property
    def what(self) -> What:
        return "places" if self.asked.kind else self.shown

    @property
    def needs_commune(self) -> bool:
        """A profession alone: its list would be the whole country."""
        return not (self.asked.commune or self.asked.words)

    @property
    def leads(self) -> bool:
        """Whether someone is there, or may be: nobody asked."""
        return not self.needs_commune and (self.found is None or bool(self.found.hits))

    @property
    def subject(self) -> str:
        """« Masseurs-kinésithérapeutes », « Cardiologie », « Professionnels »."""
        if self.asked.kind:
            return KIND_PLURALS[PlaceKind(self.asked.kind)]
        if self.asked.skill and (label := dict(_skills(self.asked.trade)).get(self.asked.skill)):
            return label
        if self.asked.trade:
            return trades()[self.asked.trade].plural
        return "Professionnels" if self.what == "people" else "Lieux"

    @property
    def label(self) -> str:
        """« Masseurs-kinésithérapeutes à Caussade (82) », « « martin » à Caussade (82) »."""
        name = f"« {' '.join(self.asked.words)} »" if self.asked.words else ""
        plain = name and not (self.asked.trade or self.asked.kind)
        who = ", ".join(filter(None, (name, "" if plain else self.subject)))
        where = _at(atlas().commune(self.asked.commune)) if self.asked.commune else ""
        around = (
            f" et dans un rayon de {self.asked.km}\N{NO-BREAK SPACE}km" if where and self.asked.km else ""
        )
        return with_no_break_spaces(f"{who}{where}{around}")

    @property
    def list_words(self) -> str:
        """« Voir les 48 masseurs-kinésithérapeutes à Caussade (82) et alentour »."""
        where = _at(atlas().commune(self.asked.commune)) + (" et alentour" if self.asked.km else "")
        count = len(self.found.hits) if self.found else 0
        if count < 2:
            return with_no_break_spaces(f"Voir la seule réponse{where}, sans ce nom")
        subject = "Professionnels" if self.asked.skill else self.subject
        said = filter(None, (self.asked.skill and self.subject, MODES.get(self.asked.mode)))
        detail = ", ".join(map(_within_a_sentence, said))
        who = f"{integer(count)} {_within_a_sentence(subject)}{f' ({detail})' if detail else ''}"
        return with_no_break_spaces(f"Voir les {who}{where}")

    @property
    def count_words(self) -> str:
        return count_words(self.what, self.found) if self.found else ""


def meanings(text: str, asked: Asked, answer: Answer) -> tuple[Meaning, ...]:
    """Questions to offer beside the answer to `text`, typed as a name.

    When someone bears that name: only what the whole text may mean, unasked, at no cost. When nobody does: those
    that find someone, counted, around the commune where none finds anybody in it; the first, when none does at all.
    """
    if asked.number or not asked.words:
        return ()
    read = _Read(text, asked)
    if is_borne(answer):
        return tuple(Meaning(each) for each in read.questions() if not each.words)
    counted: list[Meaning] = []
    loaded = vintages()
    for named in (True, False) if read.rest else (True,):
        questions = read.questions(wider=True, named=named)
        asked_of = [each for each in questions if (loaded.finess if each.kind else loaded.rpps)]
        counted = [_counted(each, around=not place) for place, each in enumerate(asked_of)]
        if leading := [each for each in counted if each.needs_commune or each.leads]:
            there = {each.asked.commune for each in leading if each.asked.km == asked.km}
            return tuple(
                each for each in leading if each.asked.km == asked.km or each.asked.commune not in there
            )
    return tuple(counted[:1])


def nameless(answer: Answer, asked: Asked) -> Meaning | None:
    """The list without the name that nobody bears, when it is short: a name half remembered is known again there."""
    if answer.found.hits or not (asked.words and asked.commune):
        return None
    question = replace(asked, words=())
    found = find(answer.what, question)
    short = not found.more and 0 < len(found.hits) <= SHORT_LIST
    return Meaning(question, found, shown=answer.what) if short else None


def is_borne(answer: Answer) -> bool:
    """Whether the answer is of that name, not only of those that look like it."""
    return bool(answer.found.hits) and answer.found.hits[0].apart < NEAR


def _counted(question: Asked, *, around: bool) -> Meaning:
    """In the commune, else in the smallest ring where someone is; a profession alone is not asked.

    `around`: rings are for the likeliest question, or homonyms would cost as many searches each.
    """
    if (alone := Meaning(question)).needs_commune:
        return alone
    rings = [question.km, *(km for km in WIDER_KM if around and km > question.km and question.commune)]
    for km in rings:
        there = replace(question, km=km)
        found = find(alone.what, there)
        if found.hits and found.hits[0].apart < NEAR:
            break
        found = Found()
    return Meaning(there, found)


class _Read:
    """The words of a text: those of a profession or a kind of place, those of a commune, and the rest."""

    def __init__(self, text: str, asked: Asked) -> None:
        self.asked = asked
        words = folded(text).split()[:MOST_WORDS]
        self.trades, self.kind, self.said, runs = _subject_of(words)
        self.communes, self.rest = _commune_of(runs, within=asked.communes)

    def questions(self, *, wider: bool = False, named: bool = True) -> tuple[Asked, ...]:
        """Those that this may mean. `named`: the rest is a name.

        `wider`: a word may begin the name of a profession, and name its specialty.
        """
        rest, keys, said = list(self.rest), self.trades, self.said
        if wider and not (keys or self.kind):
            keys, said, rest = _begun(rest)
        if not (keys or self.kind or self.communes):
            return ()
        words = without_titles(rest) if named and rest else ()
        codes = [each.code for each in self.communes] or [self.asked.commune]
        trades = [(key, skill) for key in keys for skill in (wider and _specialties(key, said)) or [""]]
        both = islice(product(trades or [(self.asked.trade, "")], codes), MOST_SUGGESTIONS)
        return tuple(self._question(tuple(words), *trade, code) for trade, code in both)

    def _question(self, words: tuple[str, ...], trade: str, skill: str, commune: str) -> Asked:
        asked, km = self.asked, self.asked.km if commune else 0
        if self.kind:  # a place has neither a trade nor a way to practise
            return Asked(words=words, commune=commune, km=km, kind=self.kind, beyond_care=asked.beyond_care)
        skill = skill or (asked.skill if trade == asked.trade else "")
        kind = "" if trade else asked.kind
        return replace(asked, words=words, trade=trade, skill=skill, commune=commune, km=km, kind=kind)


def _subject_of(words: Sequence[str]) -> tuple[list[str], str, str, list[list[str]]]:
    """Keys of the professions, or a kind of place; the first word that says it, and the runs of words around."""
    if among := profession_among(words):
        where, profession = among
        return (
            [profession.key],
            "",
            words[where.start],
            [list(words[: where.start]), list(words[where.stop :])],
        )
    plain = singular(words)
    for name, kind in PLACES_SAID.items():
        for start in range(len(words) - len(name) + 1):
            if plain[start : start + len(name)] == name:
                return [], kind.value, name[0], [list(words[:start]), list(words[start + len(name) :])]
    return [], "", "", [list(words)]


def _commune_of(runs: Sequence[Sequence[str]], within: Collection[str]) -> tuple[list[Commune], list[str]]:
    """The communes that the longest span of words may be, the largest first, and the words that are left.

    `within`: the commune chosen and those around it, when one is; no other is meant then.
    """
    for place, start, end in _longest_first(runs):
        found = _communes_named(runs[place][start:end])
        if found := [each for each in found if not within or each.code in within]:
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


def _communes_named(words: Sequence[str]) -> list[Commune]:
    """By name, or by code: one that is INSEE's and the post's is both."""
    if len(words) == 1 and words[0] in BETWEEN:
        return []  # « Ville » alone would be La Ville
    text = " ".join(words)
    meant = (*atlas().meanings([text])[text], *atlas().names.by_postal_code.get(text, ()))
    found = dict.fromkeys(atlas().commune(each.city or each.code) for each in meant)
    return sorted(found, key=lambda each: (-(each.population or 0), each.code))


def _begun(words: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """Keys of the professions that one of the words begins, else has as a specialty; that word, and the others."""
    for keys_of in (_professions_begun, _professions_practising):
        for place, word in enumerate(words):
            if keys := keys_of(word):
                return keys, word, [*words[:place], *words[place + 1 :]]
    return [], "", list(words)


def _professions_begun(word: str) -> list[str]:
    return [each.key for each in professions_begun(word)]


def _professions_practising(word: str) -> list[str]:
    """« cardiologie » is no word for a profession: doctors practise it."""
    return [key for key in trades() if _specialties(key, word)] if len(word) >= ROOT else []


def _skills(trade: str) -> tuple[tuple[str, str], ...]:
    return skills_of(trade, vintage=vintages().key)


def _specialties(trade: str, said: str) -> list[str]:
    """Codes of the specialties whose label begins like this word: « cardiologue » practises Cardiologie.

    None for a word that says the profession itself, or all its specialties alike.
    """
    root = said[:ROOT]
    if folded(trades()[trade].label).startswith(root):
        return []
    skills = _skills(trade)
    alike = [code for code, label in skills if folded(label).startswith(root)]
    return alike if len(alike) < len(skills) else []


def _within_a_sentence(label: str) -> str:
    """« Cardiologie » → « cardiologie »; « CPTS » is one."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _at(commune: Commune) -> str:
    """« à Caussade (82) », « au Havre (76) », « aux Ulis (91) », after a space."""
    name = commune.name
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return f" {contracted}{name.removeprefix(article)} ({commune.departement})"
    return f" à {name} ({commune.departement})"
