"""Amounts and days as banks and people write them."""

import re
from datetime import date
from decimal import Decimal

from maillage.kernel import HYPHENS

#: A number of several groups of three, or of no group; then its decimals.
_GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<mark>[ .,'])\d{3})(?:(?P=mark)\d{3})*|\d+)(?:(?P<point>[.,])(?P<cents>\d+))?"
)
_CENT = Decimal("0.01")
_LONGEST = 12  # digits of whole euros
_UNCLEAR = "« {} » peut se lire de deux façons : écrivez les centimes, comme 12,35 ou 12 345,00"
_MINUS = dict.fromkeys(map(ord, HYPHENS), "-")
#: What a workbook leaves of a number with two decimals: 75.50000000000001.
_FROM_A_FLOAT = 6


def read_amount(written: str) -> Decimal:
    """Euros to the cent: « 1 234,56 € », « 1.234,56 », « 1,234.56 », « −63,00 », « (63,00) », « 63,00- ».

    Raises ValueError, in French, for no number, more than cents, and « 12,345 », which two countries read otherwise.
    """
    sign, text = _signed(written)
    found = _GROUPED.fullmatch(text)
    if found is None or (found["mark"] and found["mark"] == found["point"]):
        raise ValueError(f"« {_shown(written)} » n’est pas un montant")
    whole, cents = re.sub(r"\D", "", found["whole"]), found["cents"] or ""
    if len(whole) > _LONGEST:
        raise ValueError(f"« {_shown(written)} » n’est pas un montant")
    is_one_group = found["mark"] in {".", ","} and len(found["whole"]) <= len("123,456")
    if (is_one_group and not cents) or (len(cents) == 3 and not found["mark"] and len(whole) <= 3):
        raise ValueError(_UNCLEAR.format(_shown(written)))
    read = Decimal(f"{whole}.{cents or 0}")
    rounded = read.quantize(_CENT)
    if read != rounded and (
        len(cents) < _FROM_A_FLOAT or abs(read - rounded) > Decimal(10) ** -_FROM_A_FLOAT
    ):
        raise ValueError(f"« {_shown(written)} » a plus de deux décimales")
    return sign * rounded


def has_sign(written: str) -> str:
    """The sign that is written, « + », « - », or nothing."""
    text = "".join(written.translate(_MINUS).split())
    return "-" if "-" in text or text.startswith("(") else "+" if "+" in text else ""


def _signed(written: str) -> tuple[int, str]:
    """1 or -1, and the number without sign, currency, nor spaces other than plain ones between digits."""
    text = " ".join(written.translate(_MINUS).split())
    text = re.sub(r"(?i)\s*(?:€|eur(?:os?)?)\s*", "", text)
    if enclosed := re.fullmatch(r"\(\s*([^()+-]+?)\s*\)", text):
        return -1, enclosed[1]
    if signed := re.fullmatch(r"([+-])\s*([^+-]+)|([^+-]+?)\s*([+-])", text):
        return (-1 if "-" in (signed[1], signed[4]) else 1), signed[2] or signed[3]
    return 1, text


def _shown(written: str) -> str:
    return " ".join(written.split())[:30]


_ORDERS = (
    (re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"), (4, 3, 1)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), (1, 2, 3)),
)
#: What may follow a day: an hour, as spreadsheets and banks write it.
_HOUR = re.compile(r"[T ]\d{1,2}[:hH]\d{2}.*$")
_CENTURY = 2000


def day_of(written: str) -> date | None:
    """« 10/12/2026 », « 10/12/26 », « 2026-12-10 », « 20261210 », an hour after it or not; None for anything else."""
    text = _HOUR.sub("", written.strip())
    for pattern, order in _ORDERS:
        if found := pattern.fullmatch(text):
            year, month, day = (found[group] for group in order)
            try:
                return date(int(year) + (_CENTURY if len(year) == 2 else 0), int(month), int(day))
            except ValueError:
                return None
    return None


def plain_amount(written: str) -> Decimal:
    """A number that a program wrote, without thousands: « 543.90 », « -75,5 ». Raises ValueError beyond cents."""
    text = written.strip().replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(?:\.\d{0,12})?|[+-]?\.\d{1,12}", text):
        raise ValueError(f"« {_shown(written)} » n’est pas un montant")
    read = Decimal(text)
    if read != (rounded := read.quantize(_CENT)):
        raise ValueError(f"« {_shown(written)} » a plus de deux décimales")
    return rounded
