"""Euros: nothing, and the most."""

from decimal import Decimal

ZERO = Decimal("0.00")
#: Beyond, an amount was typed in cents, or is no amount.
MOST = Decimal("999999999.99")
