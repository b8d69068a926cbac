"""The same rules without a journal, on plain decimals wherever all is known: for many structures at once.

A figure found so has no texts beside it: it is asked again, one by one, to be explained.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Formula, Law, NotInForce, as_reading
from maillage.legislation.reading import parameters

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class KnownLaw(Law):
    """The values of the law at a day: decimals, and quantities for the unknown ones."""

    keeps_journal = False

    def __getitem__(self, parameter_id: str) -> Quantity:
        parameter = self._parameters[parameter_id]
        value = parameter.at(self.on)
        if value is None:
            raise NotInForce(parameter.label, since=parameter.since)
        return parameter.quantity(value) if value.value is None else cast("Quantity", value.value)


class KnownFacts(Facts):
    """The facts given: decimals, and quantities for the unknown ones."""

    def __getattr__(self, name: str) -> Quantity:
        given = getattr(self.given, name)
        if isinstance(given, Decimal):
            return cast("Quantity", given)
        if isinstance(given, Quantity) and given.is_known:
            return cast("Quantity", given.low)
        if isinstance(given, int):
            return cast("Quantity", Decimal(given))
        return as_reading(self.given, name).quantity


def figure(formula: Formula, facts: DataclassInstance, on: date) -> Decimal | Quantity:
    """What a rule finds: a decimal when all it rests on is known. Raises NotInForce."""
    law = KnownLaw(parameters(), on)
    found = formula(KnownFacts(facts, law), law)
    if isinstance(found, Quantity):
        return found.low if found.is_known else found
    return Decimal(found)
