"""Asking the law: a rule applied to facts on a day, and the numbers it reads."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import maillage.legislation.rules  # noqa: F401 — registers them, and before the door shows its own `rules`
from maillage.kernel import Answer, BadInput, amount, date_in_french, with_no_break_spaces
from maillage.legislation.engine.parameters import Parameter
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Law, NotInForce, Step, formulas
from maillage.legislation.values import parameters

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Entry = TypeVar("Entry")


def ask(rule_id: str, facts: "DataclassInstance", *, on: date) -> Answer:
    """Apply a rule to the facts, as the law was that day.

    `value` is None when something is missing (see `low`, `high`, `missing`) or when the law says nothing yet
    (see `why`). Raises BadInput, with the nearest names, when no rule has this identifier.
    """
    return Evaluator(on).ask(rule_id, facts, on=on)


class Evaluator:
    """Several questions to one law: a rule one of them applied to the same facts is not applied again."""

    def __init__(self, on: date) -> None:
        self._law = Law(parameters(), on)

    def ask(self, rule_id: str, facts: "DataclassInstance", *, on: date) -> Answer:
        """As `ask`, which asks one question alone."""
        formula, law = named(rule_id, formulas()), self._law
        law.on, law.step = on, law.journal
        try:
            formula(Facts(facts, law), law)
        except NotInForce as absence:
            return Answer(None, unit=formula.unit, why=why_nothing(absence, on), on=on)
        step = law.journal.steps[-1]
        assert step.result is not None  # noqa: S101 — a rule that finds nothing raises
        return as_answer(step.result, formula.unit, trace=step, on=on)


def rules() -> tuple[Parameter, ...]:
    """Every number of the law, known or not, with its dates, texts and grades."""
    return tuple(parameters().values())


def rule(rule_id: str) -> Parameter:
    """One number of the law. Raises BadInput, with the nearest names, when there is none."""
    return named(rule_id, parameters())


def filled(sentence: str, *, on: date) -> str:
    """A French sentence, each « {identifier} » in it replaced by the value of that day; empty when one has none."""
    pieces = re.split(r"\{([^}]+)\}", sentence)
    for place in range(1, len(pieces), 2):
        number = rule(pieces[place])
        value = number.at(on)
        if value is None or value.value is None:
            return ""
        pieces[place] = amount(value.value, number.unit)
    return with_no_break_spaces("".join(pieces))


def as_answer(quantity: Quantity, unit: str, *, trace: Step | None = None, on: date | None = None) -> Answer:
    return Answer(
        value=quantity.low if quantity.is_known else None,
        low=_finite(quantity.low),
        high=_finite(quantity.high),
        unit=unit,
        missing=tuple(sorted(quantity.missing, key=lambda gap: (not gap.is_fact, gap.id))),  # facts first
        sources=tuple(sorted(quantity.sources, key=lambda source: source.rule)),
        trace=trace,
        on=on,
    )


def why_nothing(absence: NotInForce, on: date) -> str:
    """« Not yet law », in one sentence."""
    origin = f" : {absence.text}, s'applique" if absence.text else " : la règle s'applique"
    until = f" jusqu'au {date_in_french(absence.until)} exclu" if absence.until else ""
    return with_no_break_spaces(
        f"Pas de valeur au {date_in_french(on)} pour « {absence.label} »{origin} "
        f"depuis le {date_in_french(absence.since)}{until}."
    )


def named(name: str, known: Mapping[str, Entry]) -> Entry:
    if name in known:
        return known[name]
    close = " ou ".join(get_close_matches(name, known, n=3))
    hint = f"Vouliez-vous dire {close} ?" if close else "La liste des règles les donne toutes."
    raise BadInput(with_no_break_spaces(f"La règle « {name} » n'existe pas. {hint}"), field="rule")


def _finite(bound: Decimal) -> Decimal | None:
    return bound if bound.is_finite() else None
