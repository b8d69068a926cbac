"""Euros as whole cents, and back. Sums of money are never floating numbers."""

from decimal import Decimal

from maillage.funding.types.money import MOST
from maillage.kernel import BadInput, euros


def in_cents(amount: Decimal) -> int:
    """12.34 → 1234. Raises BadInput for what is not a number of cents, or is beyond MOST."""
    if not amount.is_finite() or abs(amount) > MOST:
        raise BadInput(f"Ce montant n’est pas possible : {euros(MOST)} au plus.", field="amount")
    whole = amount * 100
    if whole != whole.to_integral_value():
        raise BadInput(f"« {amount} » n’est pas au centime : deux décimales au plus.", field="amount")
    return int(whole)


def in_euros(cents: int) -> Decimal:
    """1234 → 12.34, always with its two decimals."""
    return Decimal(cents).scaleb(-2)
