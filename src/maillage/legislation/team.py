"""The professions of coordinated practice, how people write them, and who misses around a founding table."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from maillage.kernel import BadInput, Source, folded, printed, shown
from maillage.legislation.entries import Cited
from maillage.legislation.yaml_files import ROOM, Strict, read_as, sources

Binding = Literal["law", "practice"]
Status = Literal["satisfied", "broken", "unknown"]
Family = Literal["medicale", "pharmacie", "auxiliaires", "titre", "social", "coordination", "partenaire"]

#: Whom the Code de la santé publique calls professionnels de santé (fourth part, books I to III).
HEALTH: tuple[Family, ...] = ("medicale", "pharmacie", "auxiliaires")


#: Codes of « profession » where the code alone is not enough (TRE_G15, TRE_R95); type of an ordinal specialty.
DOCTOR, PSYCHOLOGIST, ORDINAL = "10", "93", "S"


class Expected(Strict):
    """Why a founding team should include a profession: practice, never a legal duty.

    `missing` is the sentence when nobody is there; `also` are professions that count for it, `perhaps` those
    that may turn out to be it.
    """

    missing: str
    source: Cited
    also: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


class Profession(Strict):
    """A profession, or a partner, as one writes it around a table.

    `rpps` is its code in the national table TRE_G15 (TRE_R95 for the psychologue), empty when it has none;
    `skills` are the codes (savoir-faire) that tell it apart from others of the same code.
    """

    key: str
    label: str
    plural: str
    family: Family
    rpps: str = ""
    skills: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    expected: Expected | None = None

    @property
    def is_health(self) -> bool:
        return self.family in HEALTH


@dataclass(frozen=True, slots=True)
class Finding:
    """The word of a rule on a situation. `binding` tells a duty of the law from a habit of the trade."""

    key: str
    status: Status
    sentence: str
    source: Source
    binding: Binding

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", printed(self.sentence))


@cache
def professions() -> tuple[Profession, ...]:
    """Every profession we know, in the order lists show them."""
    found: tuple[Profession, ...] = read_as(tuple[Profession, ...], ROOM / "professions" / "professions.yaml")
    return found


@cache
def professions_by_key() -> Mapping[str, Profession]:
    """The same by their key, in the same order."""
    return MappingProxyType({profession.key: profession for profession in professions()})


def profession(key: str) -> Profession:
    """Raises BadInput when no profession has this key."""
    if found := professions_by_key().get(key):
        return found
    raise BadInput(f"La profession {shown(key)} n'est pas connue ici.", field="profession")


def profession_of(text: str) -> Profession | None:
    """The profession meant by a pasted word: « IDE », « Kinés », « infirmière libérale », « M.G. ».

    Tolerates accents, case, plurals, « (e) » and words around it. The longest name found wins, then the first
    of our list; None when nothing is recognised. Letters with dots are read together last: « M.G. Untel, kiné »
    is a kiné.
    """
    plain, undotted = _longest(text), _longest(_DOTTED.sub(lambda letters: letters[0].replace(".", ""), text))
    return max((plain, undotted), key=lambda found: found[0])[1]


def _longest(text: str) -> tuple[int, Profession | None]:
    """The longest name in a text, in words, and whose it is."""
    words, names = _words(text), _names()
    for length in range(min(len(words), max(map(len, names))), 0, -1):
        spans = (words[start : start + length] for start in range(len(words) - length + 1))
        if found := [names[span] for span in spans if span in names]:
            return length, min(found, key=professions().index)
    return 0, None


def profession_of_rpps(code: str, label: str, skills: Collection[tuple[str, str]]) -> Profession | None:
    """The profession a national file means by its code and label; None when our catalogue has none.

    `skills`: the (type, code) pairs of this person in this profession, all rows together: a general
    practitioner with a « capacité » stays one. A doctor without any specialty is « à préciser », never guessed.
    """
    same = [profession for profession in professions() if code and profession.rpps == code]
    if not same or _is_another(code, label):
        return _without_code(label)
    if code == DOCTOR:
        return _doctor({skill for kind, skill in skills if kind == ORDINAL})
    marked = (profession for profession in same if any(_marks(profession, skill) for _, skill in skills))
    return next(marked, next(profession for profession in same if not profession.skills))


def _without_code(label: str) -> Profession | None:
    """A social worker, known by name only: the codes of social workers (TRE_R94) were not read."""
    found = _names().get(_words(label))
    return found if found and found.family == "social" else None


def _is_another(code: str, label: str) -> bool:
    """Several tables share the column (TRE_G15, R94, R95, R291): a label may say that it is not our code."""
    if code == PSYCHOLOGIST:  # of R95; the same code is obsolete in G15
        return folded(label) != "psychologue"
    said = profession_of(label)
    return said is not None and said.rpps != code


def _doctor(specialties: set[str]) -> Profession:
    if specialties & set(profession("medecin_generaliste").skills):
        return profession("medecin_generaliste")
    return profession("medecin_specialiste" if specialties else "medecin")


def _marks(profession: Profession, skill: str) -> bool:
    """A skill of this profession, or the next of a series: SI06 would be one more advanced practice."""
    return any(skill[:3] == known[:3] for known in profession.skills)


def team_gaps(counts: Mapping[str, int]) -> tuple[Finding, ...]:
    """Findings on a founding table, law first: what it has and misses. `counts`: people by profession key.

    Raises BadInput for an unknown profession or a negative count.
    """
    for key, count in counts.items():
        if count < 0:
            raise BadInput(f"{profession(key).plural} : le nombre ne peut pas être négatif.", field="counts")
    present = {key for key, count in counts.items() if count}
    health = {key for key in present if profession(key).is_health}
    expected = (
        _expected(profession, profession.expected, present)
        for profession in professions()
        if profession.expected
    )
    return (_initiative(health), _several(health), *expected)


def _initiative(health: set[str]) -> Finding:
    if health:
        sentence = "Des professionnels de santé sont à l'initiative : c'est à eux que la loi la donne."
    else:
        sentence = "Aucun professionnel de santé pour l'instant : c'est à eux que la loi donne l'initiative."
    return _finding("initiative", bool(health), sentence, sources()["code_l1434_12"], "law")


def _several(health: set[str]) -> Finding:
    """Two professions at least. Doctors of any kind are one: their entries share a code."""
    codes = {profession.rpps for profession in professions() if profession.key in health}
    if len(codes) > 1:
        sentence = "Plusieurs professions de santé sont autour de la table."
    else:
        sentence = "Il faut plusieurs professions de santé autour de la table : une CPTS en réunit plusieurs."
    return _finding("several", len(codes) > 1, sentence, sources()["these_toulouse"])


def _expected(profession: Profession, expected: Expected, present: set[str]) -> Finding:
    if present & {profession.key, *expected.also}:
        is_there, sentence = True, f"{profession.plural} : au moins une présence autour de la table."
    elif present & set(expected.perhaps):
        is_there, sentence = None, f"{profession.plural} : à vérifier, précisez qui est autour de la table."
    else:
        is_there, sentence = False, expected.missing
    return _finding(profession.key, is_there, sentence, expected.source)


def _finding(
    key: str, answer: bool | None, sentence: str, source: Source, binding: Binding = "practice"
) -> Finding:
    status: Status = "unknown" if answer is None else "satisfied" if answer else "broken"
    return Finding(key, status, sentence, source, binding)


@cache
def _names() -> dict[tuple[str, ...], Profession]:
    return {
        _words(name): profession
        for profession in reversed(professions())  # the first of the list keeps a name that two would share
        for name in (profession.label, profession.plural, *profession.aliases)
    }


#: The feminine people append to a masculine: « (e) », « ·e·s », « -ère ».
_APPENDED = re.compile(r"\((e|ne|ère|se)s?\)|(?<=\w)[·.-](e|ne|ère|se)(?=[·.-]?s?\b)", re.IGNORECASE)


#: « I.D.E. », « M.K »: letters one by one, each with its dot.
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){1,5}[^\W\d_]\b\.?")


def _words(text: str) -> tuple[str, ...]:
    """Folded words without their plural: « Infirmier(e)s » → ("infirmier",)."""
    return tuple(word.rstrip("sx") or word for word in folded(_APPENDED.sub("", text)).split())
