"""A sharing written in a JSON file, for a machine."""

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from maillage.funding.enums import Basis, SharingRule
from maillage.funding.rules.sharing import parts_of, share
from maillage.funding.rules.written_values import read_amount
from maillage.funding.types.sharing import Associate, Sharing
from maillage.kernel import BadInput, first_refusal, fraction, shown

MOST = 10_000  # associates


def _exact(written: object) -> Fraction | None:
    """A number of JSON to its last decimal; a text as people write it, « 1/3 » too. Raises ValueError, in French."""
    if written is None:
        return None
    if str(written).lstrip().startswith("-"):
        raise ValueError(f"{shown(written)} est négatif, écrivez zéro ou plus")
    is_number = isinstance(written, int | float) and not isinstance(written, bool) and isfinite(written)
    return Fraction(str(written)) if is_number else fraction(written)


def _euros(written: object) -> Decimal:
    if isinstance(written, bool):
        raise ValueError("un montant s’écrit « 73500.00 »")
    return read_amount(str(written))


Exact = Annotated[Any, BeforeValidator(_exact)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, coerce_numbers_to_str=True)


class _Associate(_Written):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    hours: Exact = None
    points: Exact = None


class _Sharing(_Written):
    amount: Annotated[Any, BeforeValidator(_euros)]
    rule: Literal["equal", "hours", "points", "mixed"]
    parts: dict[Literal["equal", "hours", "points"], Exact] | None = None
    associates: list[_Associate] = Field(max_length=MOST)


def shared(written: Any) -> Sharing:
    """The shares that a file asks for. Raises BadInput, naming the place, for what it does not say clearly."""
    try:
        asked = _Sharing.model_validate(written)
    except ValidationError as refusal:
        raise first_refusal(refusal) from None
    if asked.amount < 0:
        raise BadInput("Le montant à partager est négatif : écrivez-le sans signe.", field="amount")
    rule = SharingRule(asked.rule)
    written = (asked.parts or {}).items() if rule == SharingRule.MIXED else ()
    parts = {Basis(basis): part or Fraction() for basis, part in written}
    return share(
        asked.amount,
        parts_of(rule, parts),
        [Associate(each.name, each.hours, each.points) for each in asked.associates],
    )


def as_json(sharing: Sharing) -> dict[str, Any]:
    return {
        "shares": [{"name": each.key, "amount": str(each.amount)} for each in sharing.shares],
        "rule_said": sharing.said,
    }
