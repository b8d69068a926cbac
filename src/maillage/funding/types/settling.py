"""What a statement says of the payments that were sent."""

from dataclasses import dataclass

from maillage.funding.types.statements import StatementLine
from maillage.funding.types.transfers import Payment


@dataclass(frozen=True, slots=True)
class Settlement:
    """A payment executed; or `returned`, with the bank's code, and `why` in French."""

    payment: Payment
    line: StatementLine
    returned: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """Payments found in lines, and the lines that are left for a person to reconcile, whole."""

    settlements: tuple[Settlement, ...]
    left: tuple[StatementLine, ...]
