"""Facts as people give them: a frozen dataclass per question, where what is left out is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from maillage.kernel import BadInput, decimal_in_french, first_refusal, integer, joined, shown
from maillage.legislation.engine.quantity import Quantity

Kind = TypeVar("Kind")

#: No count nor amount of a structure comes near; beyond, a number is a slip of the hand.
MOST, MOST_DECIMALS = Decimal(1_000_000_000), 6


@dataclass(frozen=True, slots=True)
class Given:
    """Facts that refuse what cannot be: a negative count, a rate above 1. Raises BadInput, naming the fact."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    def __post_init__(self) -> None:
        for field in fields(self):
            given = getattr(self, field.name)
            if given is None or not field.metadata or isinstance(given, Quantity):
                continue
            if isinstance(given, str):
                _check_choice(field.metadata, field.name, given)
                continue
            _check_number(field.metadata, getattr(self, "path", "") + field.name, given)


def _check_number(about: Mapping[str, Any], name: str, given: Decimal | int) -> None:
    low, high = (max(-MOST, about["bounds"][0]), min(MOST, about["bounds"][1]))
    if not (Decimal(given).is_finite() and low <= given <= high):
        sentence = (
            f"« {about['label']} » ne peut pas valoir {shown(given)} : de {_told(low)} à {_told(high)}."
        )
        raise BadInput(sentence, field=name)
    if isinstance(given, Decimal) and given != round(given, MOST_DECIMALS):
        raise BadInput(f"« {about['label']} » : {MOST_DECIMALS} décimales au plus.", field=name)


def _check_choice(about: Mapping[str, Any], name: str, given: str) -> None:
    words = about["unit"].split("|")
    if given not in words:
        raise BadInput(f"« {about['label']} » : {shown(given)} n'est pas de {joined(words)}.", field=name)


def read_as(kind: Callable[..., Kind], data: object) -> Kind:
    """Facts or a contract, from a file or a request. Raises BadInput, with the path of the fault."""
    try:
        read: Kind = _adapter(kind).validate_python(data)
    except ValidationError as refusal:
        raise first_refusal(refusal) from None
    return read


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _told(number: Decimal | int) -> str:
    return integer(number) if number == int(number) else decimal_in_french(Decimal(number), 2)
