"""An establishment of FINESS as read, whatever the file, and how its texts are tidied."""

import re
from dataclasses import dataclass
from datetime import date

from maillage.directory.services.points import Point

#: Letters of a name, of an identifier. An index of PostgreSQL takes no text of any length: one would fail the file.
LONGEST_NAME, LONGEST_NUMBER = 250, 40
CUT = f"Nom de plus de {LONGEST_NAME} caractères : coupé."
SEPARATORS = re.compile(r"[/;,]")


@dataclass(frozen=True, slots=True)
class Establishment:
    """What the source says, tidied; nothing is judged yet."""

    rank: int  # its line, or its rank in a JSON
    finess: str
    finess_ej: str
    siret: str
    name: str
    category: str
    address: str
    postcode: str
    commune: str  # INSEE code, as given
    phones: str
    opened_on: str
    point: Point | None
    precision: str
    has_coordinates: bool  # the source gives numbers, whether or not they make a point


def cleaned(value: object) -> str:
    """A text without the blanks of its ends, nor the doubles inside; empty for nothing."""
    return " ".join(str(value).split()) if value is not None else ""


def day(text: str) -> date | None:
    """The date at the head of « 2026-03-09T15:49:37 »; None when there is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def phones(text: str) -> str:
    """« 04 74 45 00 00/+33 4 74 45 00 01 » → « 0474450000 0474450001 », each once."""
    return " ".join(dict.fromkeys(phone for part in SEPARATORS.split(text) if (phone := _digits(part))))


def _digits(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    for abroad in ("0033", "33"):
        if digits.startswith(abroad) and len(digits) == len(abroad) + 9:
            return f"0{digits[len(abroad) :]}"
    return digits
