"""What a cell of a list of members says: a date, a telephone, a way of practising."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillage import legislation
from maillage.kernel import BadInput, folded, phone, rpps
from maillage.people.enums import Belonging, Practice

#: What « .0 » adds to a number that a spreadsheet kept as a quantity.
_AS_NUMBER = re.compile(r"(\d+)[.,]0+")
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T,à]+\d{1,2}[:h]\d{2}(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
#: Day 0 of spreadsheets.
_EPOCH = date(1899, 12, 30)
#: Nobody said anything of the words of a list.
NONE_SAID: Mapping[str, str] = {}
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
#: Two figures of a year: up to this one in this century.
_PIVOT = 69

PRACTICES = {
    "liber": Practice.LIBERAL,
    "salari": Practice.SALARIED,
    "benevol": Practice.VOLUNTEER,
    "rempla": Practice.REPLACING,
    "etudiant": Practice.STUDENT,
    "retrait": Practice.RETIRED,
}
KINDS = {
    "adher": Belonging.ADHERENT,
    "signat": Belonging.SIGNATAIRE,
    "assoc": Belonging.ASSOCIE,
    "salari": Belonging.SALARIE,
}


def quoted(text: str) -> str:
    return f"«\N{NO-BREAK SPACE}{text[:40]}\N{NO-BREAK SPACE}»"


def day_in(text: str) -> date | None:
    """The day of a cell of a column of days: French order, ISO, or the number of a spreadsheet; hours are left.

    Raises BadInput for what is no day between 1950 and 2100.
    """
    if not text:
        return None
    day = _day(text)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(f"{quoted(text)}, date illisible")
    return day


def first_day_in(text: str) -> tuple[date | None, str]:
    """The day since when, and what was done to read it: a year alone is its first day. Raises BadInput as `day_in`."""
    if _YEAR.fullmatch(text) and FIRST_DAY.year <= int(text) <= LAST_DAY.year:
        return date(int(text), 1, 1), f"{quoted(text)} lu 01/01/{text}\N{NO-BREAK SPACE}: vérifiez le jour."
    return day_in(text), ""


def _day(text: str) -> date | None:
    try:
        if found := _FRENCH.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            if len(found[3]) == 2:
                year += 2000 if year <= _PIVOT else 1900
            return date(year, month, day)
        if found := _ISO.fullmatch(text):
            return date(*(int(part) for part in found.groups()))
    except ValueError:  # no such day in that month
        return None
    found = _SERIAL.fullmatch(text)
    return _EPOCH + timedelta(days=int(found[1])) if found else None


def rpps_in(text: str) -> str:
    """Raises BadInput for what is no RPPS number, « 1,00035E+10 » first: its digits are lost for good."""
    number = _AS_NUMBER.fullmatch(text)
    return rpps(number[1] if number else text) if text else ""


def phone_in(text: str) -> tuple[str, str]:
    """The number, and what was done to read it. Raises BadInput for what is none."""
    number = _AS_NUMBER.fullmatch(text)
    compact = re.sub(r"[\s.]", "", number[1] if number else text)
    if re.fullmatch(r"[1-9]\d{8}", compact):
        return phone(f"0{compact}"), f"Téléphone {text} lu 0{compact}."
    return (phone(number[1] if number else text) if text else ""), ""


def email_in(text: str) -> str:
    """Raises BadInput for what is no address."""
    text = text.removeprefix("mailto:")
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise BadInput(f"Courriel {quoted(text)} : ce n’est pas une adresse.") from None
    return text


class TradeAsked(BadInput):
    """A word names no profession we know, or several: it is asked about, never guessed."""

    def __init__(self, word: str) -> None:
        begun = trades_begun(word)
        among = f" : {', '.join(each.label.lower() for each in begun)} ?" if begun else "."
        super().__init__(f"La profession {quoted(word)} est à préciser{among}", field="profession")
        self.word = word


def trades_begun(word: str) -> tuple[legislation.Profession, ...]:
    """Those that a short word may mean: « psy » is a psychologue, a psychiatre…"""
    first = folded(word).split()
    return legislation.professions_begun(first[0]) if first else ()


def profession_in(text: str, trades: Mapping[str, str] = NONE_SAID) -> str:
    """A key of the law room; empty for an empty cell. `trades`: what a person says that a word means.

    Raises TradeAsked for a word that names none, or several.
    """
    if said := trades.get(folded(text)):
        return said
    return _trade(text)


@cache
def _trade(text: str) -> str:
    if not text or text in legislation.professions_by_key():
        return text
    if exact := _labels().get(folded(text)):
        return exact
    if found := legislation.profession_of(text):
        return found.key
    if among := legislation.profession_among(folded(text).split()):
        return among[1].key
    raise TradeAsked(text)


@cache
def _labels() -> dict[str, str]:
    return {folded(each.label): each.key for each in reversed(legislation.professions())}


def practice_in(text: str) -> str:
    """Raises BadInput for what says none of our ways, or several."""
    return _begun(text, PRACTICES, "Mode d’exercice")


def kind_in(text: str) -> str:
    """As what one belongs. Raises BadInput for what says none of them, or several."""
    return _begun(text, KINDS, "À titre de")


def _begun(text: str, beginnings: dict[str, Practice] | dict[str, Belonging], label: str) -> str:
    words = folded(text).split()
    found = {value for begun, value in beginnings.items() if any(word.startswith(begun) for word in words)}
    if len(found) > 1 or (text and not found):
        raise BadInput(f"{label} {quoted(text)} : ce n’est pas compris.")
    return str(found.pop().value) if found else ""
