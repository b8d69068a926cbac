"""Numbers, dates and sentences as French writes them, for pages, documents and the command line."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_FIRST_DAY = re.compile(rf"\b1(?=[ {NO_BREAK}](?:{'|'.join(MONTHS)})\b)")


def integer(number: int | Decimal | float) -> str:
    """82095 → « 82 095 » (narrow no-break space); a half goes up, as people count."""
    return f"{int(Decimal(number).to_integral_value(ROUND_HALF_UP)):,}".replace(",", NARROW)


def decimal_in_french(number: Decimal | float, places: int = 1) -> str:
    """1234.56 → « 1 234,6 »."""
    return f"{number:,.{places}f}".replace(",", NARROW).replace(".", ",")


def euros(amount: Decimal | int) -> str:
    """287500 → « 287 500 € »; cents only when there are some."""
    amount = Decimal(amount)
    text = integer(amount) if amount == amount.to_integral_value() else decimal_in_french(amount, 2)
    return f"{text}{NO_BREAK}€"


#: OpenFisca's units, in French.
UNITS = {
    "day": "jours",
    "month": "mois",
    "year": "ans",
    "person": "habitants",
    "professional": "professionnels",
    "student": "étudiants",
    "item": "items",
}


UNCHANGED = {"mois", "%", "km", "ESCAP"}


#: Words that end so when there is one of them too.
ALWAYS_IN_S = frozenset(
    (
        "accès", "avis", "bras", "cas", "concours", "corps", "cours", "décès", "fois", "mois", "parcours", "plus", "poids",
        "procès", "recours", "repas", "secours", "succès", "temps",
    )
)  # fmt: skip


def amount(number: Decimal | int, unit: str = "") -> str:
    """(287500, "currency-EUR") → « 287 500 € »; (Decimal("1.50"), "points") → « 1,5 point »: below two is singular."""
    if unit in {"€", "currency-EUR"}:
        return euros(number)
    if unit == "/1":
        number, unit = Decimal(number) * 100, "%"
    if "|" in unit:  # a choice between words, each worth its rank: « non|oui »
        return unit.split("|")[int(number)]
    if unit == "class":
        return f"taille{NO_BREAK}{integer(number)}"
    unit = UNITS.get(unit, unit)
    is_plural = unit in UNCHANGED or abs(Decimal(number)) >= 2
    word = unit if is_plural else re.sub(r"\w+s\b", _singular, unit)
    places = max(0, -int(Decimal(number).normalize().as_tuple().exponent))
    text = decimal_in_french(Decimal(number), places)
    return f"{text}{NO_BREAK}{word}" if unit else text


def _singular(plural_word: re.Match[str]) -> str:
    word = plural_word[0]
    return word if word in ALWAYS_IN_S else word[:-1]


def phone_in_french(number: str) -> str:
    """0563000000 → « 05 63 00 00 00 », as it is read aloud; another number as it is."""
    if len(number) != 10 or not number.isdecimal():
        return number
    return NO_BREAK.join(number[start : start + 2] for start in range(0, 10, 2))


def date_in_french(day: date) -> str:
    """2024-03-01 → « 1er mars 2024 »."""
    return f"{'1er' if day.day == 1 else day.day}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def with_first_days(text: str) -> str:
    """« mardi 1 décembre » → « mardi 1er décembre »: a date as Django writes it."""
    return _FIRST_DAY.sub("1er", text)


def month_and_year(day: date) -> str:
    """« avril 2026 »."""
    return f"{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def plural(count: int, one: str, many: str = "") -> str:
    """(12, "commune") → « 12 communes »; French counts 0 and 1 as singular."""
    word = one if count < 2 else (many or f"{one}s")
    return f"{integer(count)}{NO_BREAK}{word}"


def joined(words: Iterable[str]) -> str:
    """["Albias", "Bressols", "Montauban"] → « Albias, Bressols et Montauban »."""
    *start, last = list(words) or [""]
    return f"{', '.join(start)} et {last}" if start else last


#: Between two letters: a file is typed with the apostrophe of keyboards, a page shows the one of books.
_STRAIGHT = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def printed(text: str) -> str:
    """As French is printed: its no-break spaces and its apostrophes. An address stays as it is."""
    if "://" in text:
        return text
    return _printed_once(text) if len(text) <= SENTENCE else _printed(text)


#: A page says the same labels again and again: those of this length are printed once for all.
SENTENCE = 300


def _printed(text: str) -> str:
    return _STRAIGHT.sub("’", with_no_break_spaces(text))


_printed_once = lru_cache(maxsize=4_096)(_printed)


def shown_in_french(text: str) -> str:
    """A sentence of the code as a page shows it: as printed; one that holds an address keeps its apostrophes."""
    return with_no_break_spaces(text) if "://" in text else printed(text)


def with_no_break_spaces(text: str) -> str:
    """Put the no-break spaces French typography wants before € % ; : ! ? » and after «."""
    text = re.sub(r" ([;!?])", NARROW + r"\1", text)
    text = re.sub(r" ([:€%»])", NO_BREAK + r"\1", text)
    text = text.replace("« ", "«" + NO_BREAK)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)


#: Characters that XML cannot carry, or that would break JSON: they make a file Word refuses to open.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """The same text with a space for each character that no page nor file can hold: it often parted two words."""
    return UNPRINTABLE.sub(" ", text)


def in_xml(text: str) -> str:
    """The same text as an XML file, an SVG for one, may hold it."""
    return escape(visible(text))


def inert(text: str) -> str:
    """For a cell of a CSV: a spreadsheet takes what begins so for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


class _Plain(dict[int, str]):
    """Code of a character → what a folded name keeps of it: plain letters and digits, a space, or nothing."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", LIKE.get(chr(code), chr(code)))
        self[code] = re.sub(r"[^a-z0-9]", " ", letters.encode("ascii", "ignore").decode().lower())
        return self[code]


#: What word processors write instead of - and of ': dashes, minus signs, bullets; quotes, primes, accents alone.
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`\uff07"
#: What Unicode does not take apart, or would drop so that two words become one.
LIKE = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", **dict.fromkeys(HYPHENS + APOSTROPHES, " ")}
_PLAIN = _Plain({ord("\n"): "\n"})


def folded(text: str) -> str:
    """A name as people type it: no accent, no case, no hyphen; « L'Honor-de-Cos » → « l honor de cos »."""
    return " ".join(text.translate(_PLAIN).split())


def singular(words: Iterable[str]) -> tuple[str, ...]:
    """Folded words without the mark of a plural, to compare them: « cds » gives « cd » on both sides."""
    return tuple(word.rstrip("sx") or word for word in words)


def all_folded(texts: Sequence[str]) -> list[str]:
    """Each of them folded, far sooner than one by one."""
    together = "\n".join(texts).translate(_PLAIN)
    lines = together.split("\n")
    if len(lines) != len(texts):  # one of them holds a line break
        return list(map(folded, texts))
    if "  " in together or "\n " in together or " \n" in together or together != together.strip(" "):
        return [" ".join(line.split()) for line in lines]
    return lines
