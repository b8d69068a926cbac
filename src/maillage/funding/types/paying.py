"""What would be paid, before it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Planned:
    """A transfer to be: its payee, the claims that it settles, their sum."""

    payee: Any
    claims: Sequence[Any]
    amount: Decimal
