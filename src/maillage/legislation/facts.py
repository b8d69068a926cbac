"""Facts as people give them: a frozen dataclass per question, where what is left out is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from maillage.kernel import BadInput, decimal_in_french, integer, joined
from maillage.legislation.engine.quantity import Quantity

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Given:
    """Facts that refuse what cannot be: a negative count, a rate above 1. Raises BadInput, naming the fact."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    def __post_init__(self) -> None:
        for each in fields(self):
            given = getattr(self, each.name)
            if given is None or not each.metadata or isinstance(given, Quantity):
                continue
            if isinstance(given, str):
                _check_choice(each.metadata, each.name, given)
                continue
            low, high = each.metadata["bounds"]
            if not low <= given <= high:
                limits = (
                    f"au moins {_told(low)}" if high.is_infinite() else f"de {_told(low)} à {_told(high)}"
                )
                sentence = f"« {each.metadata['label']} » ne peut pas valoir {_told(given)} : {limits}."
                raise BadInput(sentence, field=getattr(self, "path", "") + each.name)


def _check_choice(about: Mapping[str, Any], name: str, given: str) -> None:
    words = about["unit"].split("|")
    if given not in words:
        raise BadInput(f"« {about['label']} » : « {given} » n'est pas de {joined(words)}.", field=name)


def read_as(kind: Callable[..., Kind], data: object) -> Kind:
    """What a file or a request holds, as facts or as a contract. Raises BadInput, with the path of the fault."""
    try:
        read: Kind = _adapter(kind).validate_python(data)
    except ValidationError as refusal:
        raise _as_bad_input(refusal) from None
    return read


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


#: What pydantic finds wrong, in French; anything else is a value that cannot be read.
REFUSALS = {
    "unexpected_keyword_argument": "ce nom n'est pas attendu ici",
    "missing": "il manque",
    "extra_forbidden": "ce nom n'est pas attendu ici",
    "greater_than_equal": "au moins {ge}",
    "less_than_equal": "au plus {le}",
    "literal_error": "choisissez {expected}",
    "decimal_max_places": "au centime, {decimal_places} décimales",
}


def _as_bad_input(refusal: ValidationError) -> BadInput:
    error = refusal.errors()[0]
    limits = error.get("ctx", {})
    cause = limits.get("error")
    if isinstance(cause, BadInput):
        return cause
    path = ".".join(str(step) for step in error["loc"])
    refusal_of = REFUSALS.get(error["type"])
    if refusal_of:  # pydantic joins the last two choices by « or »
        why = refusal_of.format_map(limits).replace(" or ", " ou ")
    else:
        why = f"valeur illisible, {_shown(error['input'])}"
    return BadInput(f"« {path or 'fichier'} » : {why}.", field=path)


def _shown(given: Any) -> str:
    return "un groupe de valeurs" if isinstance(given, Mapping | list | tuple) else f"« {given} »"


def _told(number: Decimal | int) -> str:
    return integer(number) if number == int(number) else decimal_in_french(Decimal(number), 2)
