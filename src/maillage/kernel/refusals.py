"""Refusals of pydantic in French: a person never reads its English."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from maillage.kernel.errors import BadInput

#: By kind of error; any other is a value that cannot be read.
REFUSALS = {
    "unexpected_keyword_argument": "ce nom n'est pas attendu ici",
    "missing": "il manque",
    "extra_forbidden": "ce nom n'est pas attendu ici",
    "greater_than_equal": "au moins {ge}",
    "less_than_equal": "au plus {le}",
    "literal_error": "{given} n'est pas connu, choisissez {expected}",
    "decimal_max_places": "au centime, {decimal_places} décimales",
    "string_too_long": "{max_length} signes au plus",
    "string_too_short": "il manque",
    "too_long": "{max_length} au plus",
    "too_short": "il en faut {min_length} au moins",
    "finite_number": "donnez un nombre fini",
}
LONGEST_SHOWN = 60
_DAY = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")


def first_refusal(refusal: ValidationError) -> BadInput:
    """The first fault as « path : why », its path in `field`; a name misspelt comes before the one it leaves missing."""
    error = min(refusal.errors(), key=lambda error: error["type"] == "missing")
    limits = error.get("ctx", {})
    cause = limits.get("error")
    path = ".".join(_step(step) for step in error["loc"] if step != "[key]")
    if isinstance(cause, BadInput):
        return BadInput(str(cause), field=cause.field or path)
    sentence = REFUSALS.get(error["type"])
    if isinstance(cause, ValueError):
        why = str(cause)
    elif sentence:  # pydantic joins the last two choices by « or »
        why = sentence.format_map({"given": shown(error["input"]), **limits}).replace(" or ", " ou ")
    else:
        why = f"valeur illisible, {shown(error['input'])}"
    return BadInput(f"« {path or 'fichier'} » : {why}.", field=path)


def shown(given: Any) -> str:
    """A value as a person typed it, cut when it is long."""
    if isinstance(given, Mapping | list | tuple):
        return "un groupe de valeurs"
    text = "vide" if given is None else str(given)
    return f"« {text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + '…'} »"


def _step(step: int | str) -> str:
    """pydantic writes a day as Python does."""
    return _DAY.sub(lambda day: "-".join(part.zfill(2) for part in day.groups()), str(step))
