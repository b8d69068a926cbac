"""What the accounts hold month after month: what was, then what is already known to come and to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """`first`: its first day; `held`: euros at its end. None before an account was opened: nobody knows."""

    first: date
    held: Decimal | None = None
    comes: Decimal | None = None
    leaves: Decimal | None = None
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class Treasury:
    """`held` today; `payroll`: what a month of pay costs, `monthly`: a month of all that is spent, None when nothing was
    noted lately."""

    held: Decimal
    payroll: Decimal | None
    months: Sequence[Month]
    monthly: Decimal | None = None

    @property
    def lasts(self) -> Decimal | None:
        """Months of pay that are held; None when nobody is paid."""
        if not self.payroll:
            return None
        return (self.held / self.payroll).quantize(Decimal("0.1"))

    @property
    def below(self) -> Month | None:
        """The first month to come that ends below zero."""
        return self._under(Decimal(0))

    @property
    def thin(self) -> Month | None:
        """The first month to come that ends with less than a month costs, when it is before the one below zero."""
        first = self._under(self.monthly) if self.monthly else None
        return None if first is None or first == self.below else first

    def _under(self, sum_: Decimal) -> Month | None:
        ahead = (each for each in self.months if each.is_to_come)
        return next((each for each in ahead if each.held is not None and each.held < sum_), None)


@dataclass(frozen=True, slots=True)
class Opening:
    """An account that was opened with a sum, one day: what was before is not known."""

    on: date
    amount: Decimal
