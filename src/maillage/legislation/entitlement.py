"""The money of a contract: due year by year, and paid day by day.

Dates: an advance is paid on a day the text gives (signature, start of a mission, anniversary). A balance and
a variable part are paid together « après le dialogue de gestion », whose delay after the anniversary is in none
of our sources: such a payment has no date, only the day before which it cannot come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from maillage.kernel import Answer, date_in_french, with_no_break_spaces
from maillage.legislation.asking import Asking, ask
from maillage.legislation.contract import Contract, Span, contract_spans, contract_year, mission_year
from maillage.legislation.rules import ContractYear, CptsFacts, MissionYear

Day: TypeAlias = date  # beside a field of that name

AFTER_DIALOGUE = "Après le dialogue de gestion qui suit l'anniversaire du {day} : le délai de versement n'est pas dans nos sources."
NO_ANNEX = "L'annexe du contrat, avec ses missions et leurs dates, n'est pas donnée."
START_UNKNOWN = "La date de démarrage de la mission n'est pas donnée."


@dataclass(frozen=True, slots=True)
class MissionDue:
    """The sums due to a mission for a contract year."""

    mission: str
    label: str
    fixed: Answer
    variable: Answer
    total: Answer


@dataclass(frozen=True, slots=True)
class YearDue:
    """The sums due for a contract year, from `since` until `until` (excluded)."""

    number: int
    since: date
    until: date
    running_cost: Answer
    missions: tuple[MissionDue, ...]
    total: Answer


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of a contract year. `date` is None when no text gives it: `why` says so, `not_before` bounds it."""

    date: Day | None
    not_before: Day
    contract_year: int
    kind: str
    label: str
    mission: str | None
    amount: Answer
    rule: str
    why: str = ""


def entitlements(contract: Contract, *, years: int = 5) -> tuple[YearDue, ...]:
    """The sums due for each contract year. Raises BadInput for a contract that cannot be."""
    return tuple(_due(contract, span) for span in contract_spans(contract, years))


def payments(contract: Contract, *, years: int = 5) -> tuple[Payment, ...]:
    """Every payment, in order of day; those of a contract year sum to what it is due, to the cent.

    Raises BadInput for a contract that cannot be.
    """
    found = [payment for span in contract_spans(contract, years) for payment in _payments(contract, span)]
    return tuple(
        sorted(found, key=lambda payment: (payment.not_before, payment.contract_year, payment.mission or ""))
    )


def _due(contract: Contract, span: Span) -> YearDue:
    year = contract_year(contract, span)
    asking = Asking(span.since)
    return YearDue(
        span.number,
        span.since,
        span.until,
        asking.ask("cpts.running_cost", span.about, on=span.since),
        tuple(_mission_due(mission, asking) for mission in year.missions or ()),
        asking.ask("cpts.contract_year", year, on=span.since),
    )


def _mission_due(mission: MissionYear, asking: Asking) -> MissionDue:
    fixed, variable, total = (
        asking.ask(rule_id, mission, on=mission.day)
        for rule_id in ("cpts.fixed_due", "cpts.variable_due", "cpts.mission_year")
    )
    return MissionDue(mission.key, mission.about, fixed, variable, total)


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    label: str
    rule: str


AT_SIGNATURE = _Kind("running_signature", "Fonctionnement, à la signature", "cpts.running_cost_payment")
RUNNING_ADVANCE = _Kind("running_advance", "Fonctionnement, avance de l'année", "cpts.running_cost_payment")
RUNNING_BALANCE = _Kind("running_balance", "Fonctionnement, solde de l'année", "cpts.running_cost_balance")
MISSION_START = _Kind("mission_start", "Premier versement, au démarrage", "cpts.fixed_advance")
MISSION_ADVANCE = _Kind("mission_advance", "Part fixe, avance de l'année", "cpts.fixed_advance")
MISSION_BALANCE = _Kind("mission_balance", "Part fixe, solde de l'année", "cpts.fixed_balance")
MISSIONS = _Kind("missions", "Missions, parts fixes et variables de l'année", "cpts.missions_year")
VARIABLE = _Kind("variable", "Part variable de l'année", "cpts.variable_due")


def _payments(contract: Contract, span: Span) -> Iterator[Payment]:
    """The payments of a contract year that are not certainly nothing."""
    for payment in _every_payment(contract, span):
        if payment.amount.value != 0:
            yield payment


def _every_payment(contract: Contract, span: Span) -> Iterator[Payment]:
    first = AT_SIGNATURE if span.number == 1 else RUNNING_ADVANCE
    yield _payment(span, first, span.about, not_before=span.since, on=span.since)
    yield _balance(span, RUNNING_BALANCE, span.about)
    if contract.missions is None:
        year = contract_year(contract, span)
        yield _payment(span, MISSIONS, year, not_before=span.since, on=None, why=NO_ANNEX)
    for mission in contract.missions or ():
        yield from _mission_payments(mission_year(contract, mission, span), mission.start, span)


def _mission_payments(facts: MissionYear, start: date | None, span: Span) -> Iterator[Payment]:
    kind = MISSION_START if start and start >= span.since else MISSION_ADVANCE
    if start:
        day = max(start, span.since)
        yield _payment(span, kind, facts, not_before=day, on=day)
    else:
        yield _payment(span, kind, facts, not_before=span.since, on=None, why=START_UNKNOWN)
    yield _balance(span, MISSION_BALANCE, facts)
    yield _balance(span, VARIABLE, facts)


def _balance(span: Span, kind: _Kind, facts: CptsFacts | MissionYear) -> Payment:
    why = AFTER_DIALOGUE.format(day=date_in_french(span.until))
    return _payment(span, kind, facts, not_before=span.until, on=None, why=why)


def _payment(
    span: Span,
    kind: _Kind,
    facts: CptsFacts | MissionYear | ContractYear,
    *,
    not_before: date,
    on: date | None,
    why: str = "",
) -> Payment:
    day, label, mission = span.since, kind.label, None
    if isinstance(facts, MissionYear):
        day, label, mission = facts.day, f"{kind.label} ({facts.about})", facts.key
    amount = ask(kind.rule, facts, on=day)
    return Payment(
        on, not_before, span.number, kind.key, label, mission, amount, kind.rule, with_no_break_spaces(why)
    )
