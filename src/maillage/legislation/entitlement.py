"""The money of a contract: due year by year, and paid day by day.

Dates: an advance is paid on a day the text gives (signature, start of a mission, anniversary). A balance and
a variable part are paid together « après le dialogue de gestion », whose delay after the anniversary is in none
of our sources: such a payment has no date, only the day before which it cannot come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self, TypeAlias

from maillage.kernel import Answer, date_in_french, with_no_break_spaces
from maillage.legislation.contract import Contract, Span, contract_spans, contract_year
from maillage.legislation.evaluator import Evaluator
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


@dataclass(frozen=True, slots=True)
class ContractMoney:
    """Sums due year by year, and payments in order of day; those of a contract year sum to what it is due."""

    years: tuple[YearDue, ...]
    payments: tuple[Payment, ...]


@lru_cache(maxsize=512)  # the same contract gives the same sums: each page that tells money asks for them
def contract_money(contract: Contract, *, years: int = 5) -> ContractMoney:
    """Both readings of a contract, counted once. Raises BadInput for a contract that cannot be."""
    asked = [_Year.of(contract, span) for span in contract_spans(contract, years)]
    paid = [payment for year in asked for payment in _every_payment(contract, year)]
    due = [payment for payment in paid if payment.amount.value != 0]  # 0 is certainly nothing
    in_order = sorted(
        due, key=lambda payment: (payment.not_before, payment.contract_year, payment.mission or "")
    )
    return ContractMoney(tuple(year.due() for year in asked), tuple(in_order))


def entitlements(contract: Contract, *, years: int = 5) -> tuple[YearDue, ...]:
    """The sums due for each contract year. Raises BadInput for a contract that cannot be."""
    return contract_money(contract, years=years).years


def payments(contract: Contract, *, years: int = 5) -> tuple[Payment, ...]:
    """Every payment, to the cent. Raises BadInput for a contract that cannot be."""
    return contract_money(contract, years=years).payments


@dataclass(frozen=True, slots=True)
class _Year:
    """A contract year, and the law that is asked of it."""

    span: Span
    facts: ContractYear
    evaluator: Evaluator

    @classmethod
    def of(cls, contract: Contract, span: Span) -> Self:
        return cls(span, contract_year(contract, span), Evaluator(span.since))

    def due(self) -> YearDue:
        span, since = self.span, self.span.since
        return YearDue(
            span.number,
            since,
            span.until,
            self.evaluator.ask("cpts.running_cost", span.about, on=since),
            tuple(self._mission_due(mission) for mission in self.facts.missions or ()),
            self.evaluator.ask("cpts.contract_year", self.facts, on=since),
        )

    def _mission_due(self, mission: MissionYear) -> MissionDue:
        fixed, variable, total = (
            self.evaluator.ask(rule_id, mission, on=mission.day)
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


def _every_payment(contract: Contract, year: _Year) -> Iterator[Payment]:
    span = year.span
    first = AT_SIGNATURE if span.number == 1 else RUNNING_ADVANCE
    yield _payment(year, first, span.about, not_before=span.since, on=span.since)
    yield _balance(year, RUNNING_BALANCE, span.about)
    if contract.missions is None:
        yield _payment(year, MISSIONS, year.facts, not_before=span.since, on=None, why=NO_ANNEX)
    for mission, facts in zip(contract.missions or (), year.facts.missions or (), strict=True):
        yield from _mission_payments(facts, mission.start, year)


def _mission_payments(facts: MissionYear, start: date | None, year: _Year) -> Iterator[Payment]:
    since = year.span.since
    kind = MISSION_START if start and start >= since else MISSION_ADVANCE
    if start:
        day = max(start, since)
        yield _payment(year, kind, facts, not_before=day, on=day)
    else:
        yield _payment(year, kind, facts, not_before=since, on=None, why=START_UNKNOWN)
    yield _balance(year, MISSION_BALANCE, facts)
    yield _balance(year, VARIABLE, facts)


def _balance(year: _Year, kind: _Kind, facts: CptsFacts | MissionYear) -> Payment:
    until = year.span.until
    why = AFTER_DIALOGUE.format(day=date_in_french(until))
    return _payment(year, kind, facts, not_before=until, on=None, why=why)


def _payment(
    year: _Year,
    kind: _Kind,
    facts: CptsFacts | MissionYear | ContractYear,
    *,
    not_before: date,
    on: date | None,
    why: str = "",
) -> Payment:
    day, label, mission = year.span.since, kind.label, None
    if isinstance(facts, MissionYear):
        day, label, mission = facts.day, f"{kind.label} ({facts.about})", facts.key
    amount, number = year.evaluator.ask(kind.rule, facts, on=day), year.span.number
    return Payment(
        on, not_before, number, kind.key, label, mission, amount, kind.rule, with_no_break_spaces(why)
    )
