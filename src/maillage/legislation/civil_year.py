"""When an agreement counted by civil year pays: that of maisons de santé, an advance then what is left."""

from collections.abc import Iterator
from datetime import date

from maillage.kernel import Answer, add_months, with_no_break_spaces
from maillage.legislation.engine.parameters import DatedValue
from maillage.legislation.entitlement import Payment
from maillage.legislation.evaluator import Evaluator
from maillage.legislation.facts import Given
from maillage.legislation.values import parameters

#: Payments of April, whose day the agreement gives.
MONTH = 4
PAID = "msp.aci.payment_day"
FIRST_ADVANCE = "msp.aci.first_advance_months"
#: The declaration of a year over, in the January that follows.
DECLARED = "msp.aci.declaration_day"


def last_day(year: int) -> date:
    """The day whose law counts a civil year."""
    return date(year, 12, 31)


def year_payments(form: str, facts: Given, year: int, *, signed: date) -> tuple[Payment, ...]:
    """The advance and the balance of a civil year; nothing of another form, nor of a year before the signature.

    `date` is the last day that the agreement gives the caisse. A balance may be below zero: it is given back.
    """
    if form != "msp" or signed.year > year:
        return ()
    return tuple(_payments(facts, year, signed))


def declared_by(form: str, year: int) -> date | None:
    """The last day to declare a civil year; None for a form that declares none, or whose day is not known."""
    value = _value(DECLARED, date(year + 1, 1, 1)) if form == "msp" else None
    return None if value is None or value.value is None else date(year + 1, 1, int(value.value))


def balance_by(form: str, year: int) -> date | None:
    """The last day that the agreement gives the caisse for what is left of a civil year; None when it is not known."""
    return _april(year + 1)[0] if form == "msp" else None


def _payments(facts: Given, year: int, signed: date) -> Iterator[Payment]:
    on = last_day(year)
    evaluator = Evaluator(on)
    yield _payment(
        "advance", f"Avance {year}", "msp.advance", evaluator.ask("msp.advance", facts, on=on), year, signed
    )
    yield _payment(
        "balance", f"Solde {year}", "msp.balance", evaluator.ask("msp.balance", facts, on=on), year, signed
    )


def _payment(kind: str, label: str, rule: str, amount: Answer, year: int, signed: date) -> Payment:
    begins = max(signed, date(year, 1, 1))
    paid_in = year if kind == "advance" else year + 1
    not_before = begins if kind == "advance" else date(year + 1, 1, 1)
    day, why = _april(paid_in)
    if kind == "advance" and signed.year == year:
        day, why = _after_signature(signed)
    return Payment(day, not_before, year, kind, label, None, amount, rule, with_no_break_spaces(why))


def _april(year: int) -> tuple[date | None, str]:
    value = _value(PAID, date(year, MONTH, 1))
    if value is None or value.value is None:
        return None, "Le jour de ce versement n'est pas dans nos sources."
    return date(year, MONTH, int(value.value)), ""


def _after_signature(signed: date) -> tuple[date | None, str]:
    value = _value(FIRST_ADVANCE, signed)
    if value is None or value.value is None:
        return None, "Le délai de la première avance n'est pas dans nos sources."
    return add_months(signed, int(value.value)), ""


def _value(parameter: str, on: date) -> DatedValue | None:
    return parameters()[parameter].at(on)
