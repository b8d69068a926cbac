"""What is said of someone at the table, and what it means: no database, no clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.geography import atlas
from maillage.kernel import folded
from maillage.people.enums import Basis, Practice, Standing
from maillage.people.models.naming import key_of

#: Someone of whom only the profession is known: several may be around a table.
UNNAMED = "À nommer"

#: A telephone, a number of a register: « 06 12 34 56 78 ».
_NUMBER = re.compile(r"(\d[ .-]?){6}")
#: A postal or INSEE code, alone or among other words.
_CODE = re.compile(r"\b\d[\dAB] ?\d{3}\b", re.IGNORECASE)
#: Nothing but such a code, or a piece of one.
_DIGITS = re.compile(r"\d[\dAB]?[\d ]*", re.IGNORECASE)
#: A merge of cards, an import are undone within this time.
UNDONE_WITHIN = timedelta(days=30)

#: Months after which a card that was said exact is asked about again: twice a year.
ASKED_AFTER = 6

_SEVERAL = re.compile(r"[,;/]| et ")


def is_a_name(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _NUMBER.search(text)


def who_is(name: str, profession: str) -> tuple[str, str]:
    """The same for two lines that say the same person."""
    return folded(name), profession


def same_name(name: str, other: str) -> bool:
    """Whatever the order of its words: lists write « MARTIN Claude », people « Dr Claude Martin »."""
    return name_key(name) == name_key(other)


def name_key(name: str) -> tuple[str, ...]:
    """The same for two ways to write one name."""
    return key_of(folded(name), name)


def anniversary(day: date, years: int) -> date:
    """The same day `years` later; 29 February is followed by 1 March: a year is never a day short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def fee_period(basis: str, joined: date, on: date, *, next_year_from: int | None = None) -> tuple[date, date]:
    """The days (first, and the one after the last) that the fee of this day pays for somebody who joined then.

    Periods of one person follow one another without a gap. `next_year_from`: the month from which who joins has the
    next civil year with it. `on` before `joined` is the first period.
    """
    on = max(on, joined)
    if basis == Basis.ROLLING:
        years = on.year - joined.year
        years -= anniversary(joined, years) > on
        return anniversary(joined, years), anniversary(joined, years + 1)
    first_until = date(joined.year + 1, 1, 1)
    if next_year_from and joined.month >= next_year_from:
        first_until = date(joined.year + 2, 1, 1)
    if on < first_until:
        return joined, first_until
    return date(on.year, 1, 1), date(on.year + 1, 1, 1)


#: Professions of the law room that are no way of practising.
_STANDINGS = {
    "etablissement": Standing.BODY,
    "usager": Standing.PATIENTS,
    "collectivite": Standing.PARTNER,
    "autre": Standing.PARTNER,
}
#: They practise no more, or not yet: no rule counts them, no supply of the directory holds them.
NOT_PRACTISING = frozenset({Practice.RETIRED, Practice.STUDENT})


def standing_of(profession: str, practice: str) -> str:
    """In what quality someone joins (Standing); empty when how they practise is not said."""
    return _STANDINGS.get(profession, practice)


def is_named(name: str) -> bool:
    return folded(name) != folded(UNNAMED)


@dataclass(frozen=True, slots=True)
class SaidCommune:
    """A commune as somebody said it."""

    kept: str  # what is written: the name for a code that names one commune, else as it is said
    choices: tuple[str, ...] = ()  # names of the communes that a code may mean, when they are several
    is_known: bool = True

    @property
    def is_code(self) -> bool:
        return bool(_DIGITS.fullmatch(self.kept))


def communes_said(texts: Iterable[str]) -> dict[str, SaidCommune]:
    """What each of these means. They are read together: a hundred cost little more than one."""
    given = {text for text in texts if text.strip()}
    meanings = atlas().meanings(given)
    return {text: _said(text, [commune.name for commune in meanings[text]]) for text in given}


def _said(text: str, names: list[str]) -> SaidCommune:
    if len(names) == 1:
        return SaidCommune(names[0] if _CODE.search(text) else text)
    if names:
        is_code = bool(_DIGITS.fullmatch(text))
        return SaidCommune(text, tuple(names) if is_code else (), is_known=not is_code)
    several = _SEVERAL.search(text)
    reading = atlas().read(text) if several else None
    return SaidCommune(text, is_known=bool(reading and reading.codes and not reading.missing))


def doubts_on(communes: Iterable[str]) -> str:
    """What nobody may have meant, in a sentence: « Commune non reconnue : « zzz ». »; empty when all is clear."""
    said = [each for _, each in sorted(communes_said(communes).items()) if not each.is_known]
    unknown = [each.kept for each in said if not each.choices]
    shared = [each.kept for each in said if each.choices]
    sentences = (
        _listed("Commune non reconnue", "Communes non reconnues", unknown),
        _listed("Code de plusieurs communes", "Codes de plusieurs communes", shared),
    )
    return " ".join(filter(None, sentences))


def _listed(one: str, many: str, found: list[str]) -> str:
    shown = ", ".join(f"«\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}»" for text in found[:5])
    rest = f" et {len(found) - 5} de plus" if len(found) > 5 else ""
    return f"{many if len(found) > 1 else one}\N{NO-BREAK SPACE}: {shown}{rest}." if found else ""
