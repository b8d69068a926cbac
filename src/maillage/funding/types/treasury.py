"""What the accounts hold month after month: what was, then what is already known to come and to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """`first`: its first day; `held`: euros at its end. What comes and leaves is told of months to come alone."""

    first: date
    held: Decimal
    comes: Decimal | None = None
    leaves: Decimal | None = None

    @property
    def is_to_come(self) -> bool:
        return self.comes is not None


@dataclass(frozen=True, slots=True)
class Treasury:
    """`held` today; `payroll`: what a month of pay costs, None when none was noted lately."""

    held: Decimal
    payroll: Decimal | None
    months: Sequence[Month]

    @property
    def lasts(self) -> Decimal | None:
        """Months of pay that are held; None when nobody is paid."""
        if not self.payroll:
            return None
        return (self.held / self.payroll).quantize(Decimal("0.1"))

    @property
    def below(self) -> Month | None:
        """The first month to come that ends below zero."""
        return next((each for each in self.months if each.is_to_come and each.held < 0), None)
