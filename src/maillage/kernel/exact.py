"""Numbers as people write them, read exactly: never a floating number."""

import re
from fractions import Fraction

_FRACTION = re.compile(r"(\d{1,9})(?:/(\d{1,9})|[.,](\d{1,9}))?")
_PERCENT = re.compile(r"(.+?)\s*%")


def fraction(written: object) -> Fraction:
    """« 2/3 », « 60 », « 0.5 », « 60 % », exactly. Raises ValueError, in French."""
    text = str(written).strip()
    if percent := _PERCENT.fullmatch(text):
        return fraction(percent[1]) / 100
    found = _FRACTION.fullmatch(text) if not isinstance(written, bool) else None
    if found is None or (found[2] and not int(found[2])):
        raise ValueError(f"« {str(written)[:30]} » n’est pas un nombre, écrivez « 2/3 » ou « 60 »")
    return Fraction(int(found[1]), int(found[2])) if found[2] else Fraction(found[0].replace(",", "."))
