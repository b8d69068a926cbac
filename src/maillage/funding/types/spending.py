"""An expense as somebody gives it, and what may be told of it before it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.kernel import BadInput


class Doubled(BadInput):
    """An invoice that may be there already: told, then written all the same if somebody says that it is another."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))


@dataclass(frozen=True, slots=True)
class GivenSplit:
    """A key as it was voted: post → percent."""

    name: str
    since: date
    shares: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class GivenExpense:
    """An expense as its paper says; `post` is a key of a post, or « cle:3 » for the split key of that number.

    `person` is the card of who is paid, None for a supplier, or for somebody without a card, called `name`.
    """

    kind: str
    label: str
    dated_on: date
    post: str
    amount: Decimal | None = None
    kilometres: Decimal | None = None
    supplier: str = ""
    siret: str = ""
    number: str = ""
    due_on: date | None = None
    person: int | None = None
    name: str = ""
    bills: int | None = None
    action: int | None = None
