"""People counted in words: « 6 infirmiers (dont 2 IPA), 3 kinés »."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from maillage.kernel import BadInput, folded, shown
from maillage.legislation.team import Profession, profession_of

#: Key of people whose profession nobody said.
ANYBODY = ""
_ANYBODY = {
    *(
        "personne",
        "personnes",
        "present",
        "presents",
        "presente",
        "presentes",
        "professionnel",
        "professionnels",
    ),
    *("participant", "participants", "participante", "participantes"),
}
MOST = 9_999

_IN_LETTERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_NUMBERS = {word: number for number, word in enumerate(_IN_LETTERS, 1)} | {"une": 1}
_NUMBER = re.compile(rf"(?<![\w.'’])([0-9]{{1,4}}|{'|'.join(_NUMBERS)})(?=\s)", re.IGNORECASE)
#: « dont » and its like open a part of the count just said; so does a parenthesis.
_PART = re.compile(
    r"(\(|\b(?:dont|y compris|incluant|comprenant|parmi (?:lesquels|lesquelles|eux|elles)))\s*:?\s*$",
    re.IGNORECASE,
)
_AND = re.compile(r"(\bet|\bplus|\+|&)\s*$", re.IGNORECASE)
HOW = "Écrivez un nombre puis une profession : « 6 infirmiers », ou « 6 infirmiers dont 2 IPA »."


@dataclass(frozen=True, slots=True)
class _Counted:
    number: int
    trade: str
    profession: Profession | None
    is_part: bool

    @property
    def key(self) -> str:
        return self.profession.key if self.profession else ANYBODY


def read_counts(text: str) -> dict[str, int]:
    """People by profession key, `ANYBODY` for those whose profession is not said; a part is counted once.

    « 6 infirmiers (dont 2 IPA) » are four infirmiers and two IPA. Raises BadInput on what is not understood, and
    on a part larger than its whole.
    """
    counts: Counter[str] = Counter()
    whole: _Counted | None = None
    left = 0
    for counted in _read(text):
        if not counted.is_part:
            whole, left = counted, counted.number
        elif whole is None or counted.number > left:
            raise _refused(text, "la partie dépasse le tout")
        else:
            left -= counted.number
            counts[whole.key] -= counted.number
        counts[counted.key] += counted.number
        if counts[counted.key] > MOST:
            raise _refused(text, "c'est trop de monde")
    return {key: number for key, number in counts.items() if number}


def _read(text: str) -> Iterator[_Counted]:
    """Each number with its trade. A part lasts as long as its parenthesis, or until another profession comes."""
    before, *pieces = _NUMBER.split(text)
    if before.strip(" ,;\n"):
        raise _refused(text)
    opens, is_inside, whole = "", False, None
    for number, words in zip(pieces[::2], pieces[1::2], strict=True):
        trade = _trade(words)
        profession = profession_of(trade)
        if not (profession or folded(trade) in _ANYBODY):
            raise _refused(text)
        follows = opens == "and" and bool(whole and profession and profession.rpps == whole.rpps != "")
        counted = _Counted(_value(number), trade, profession, opens == "part" or is_inside or follows)
        if not counted.number:
            raise _refused(text)
        yield counted
        if not counted.is_part:
            whole = profession
        is_inside = (is_inside or "(" in words) and ")" not in words
        part, joins = _PART.search(words), _AND.search(words)
        opens = "part" if part else "and" if joins and counted.is_part else ""


def _trade(words: str) -> str:
    """« infirmiers (libéraux), dont » is « infirmiers »."""
    words = re.sub(r"\([^()]*\)", " ", words)
    words = _AND.sub(
        "", _PART.sub("", words.rstrip(" ,;()\n") if not words.rstrip().endswith("(") else words)
    )
    return words.strip(" ,;:()\n")


def _value(number: str) -> int:
    return _NUMBERS.get(number.lower()) or int(number)


def _refused(text: str, why: str = "") -> BadInput:
    end = f" : {why}" if why else ""
    return BadInput(f"{shown(text.strip())} n'est pas compris{end}. {HOW}", field="counts")
