"""A sum parted by exact weights, to the cent: the largest remainders take the cents that are left."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from maillage.funding.rules.amounts import in_cents, in_euros
from maillage.kernel import BadInput, folded


def apportioned(amount: Decimal, weights: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Key → euros: their sum is the amount, each is within a cent of its exact part, whatever the order of the keys.

    Equal remainders go by the alphabetical order of keys. Raises BadInput for a negative amount or weight, for weights
    that are all zero: nothing says then who receives.
    """
    cents = in_cents(amount)
    if cents < 0:
        raise BadInput(
            "Une somme négative ne se partage pas : pour reprendre un partage, reprenez chacune de ses parts.",
            field="amount",
        )
    whole = sum(weights.values(), Fraction())
    if whole <= 0 or min(weights.values()) < 0:
        raise BadInput("Il faut des poids positifs, et au moins un au-dessus de zéro.", field="weights")
    exact = {key: cents * weight / whole for key, weight in weights.items()}
    parts = {key: floor(part) for key, part in exact.items()}
    left = cents - sum(parts.values())
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], folded(key), key))
    for key in by_remainder[:left]:
        parts[key] += 1
    return {key: in_euros(part) for key, part in parts.items()}
