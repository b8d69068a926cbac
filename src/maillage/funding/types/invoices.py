"""What a supplier asks for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """`supplier` is one legal person, by its SIRET for one; a credit note (*avoir*) has a negative amount."""

    supplier: str
    number: str
    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another invoice that may be the same; `blocks` when it may not be paid too, `why` in French."""

    other: Invoice
    why: str
    blocks: bool
