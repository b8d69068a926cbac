"""The cash calendar: every payment that the contracts of a structure promise, and what came."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from maillage import legislation
from maillage.funding.enums import Arrival, ContractKind, RateState
from maillage.funding.models import Contract, PlannedPayment
from maillage.funding.queries.accord import FORMS, payments_in
from maillage.funding.queries.contracts import (
    YEARS,
    has_calendar,
    read,
    read_contracts,
    versions_of,
    year_days,
)
from maillage.funding.rules import calendar as rules
from maillage.funding.rules.following import ended, followed, readings_of
from maillage.funding.types.calendar import Came, Expected, Line
from maillage.kernel import Answer, BadInput, add_months, date_in_french, shown_in_french
from maillage.structures.models import Structure
from maillage.tables import SheetCell

#: The first payment of a mission is one, whether its start is known yet or not.
ONE_KIND = {"mission_start": "mission_advance"}
#: What depends on results; without an annex, missions are told as a whole, of which nothing is certain.
NOT_FIXED = frozenset({"variable", "missions", "balance"})


@dataclass(frozen=True, slots=True)
class ContractLines:
    """A contract and its payments, in order of day. `why` is a sentence when the law room cannot read it."""

    contract: Contract
    lines: Sequence[Line]
    why: str = ""


def calendar(structure: Structure, *, on: date) -> list[ContractLines]:
    return calendar_of(read_contracts(structure), structure.form, on=on)


def calendar_of(contracts: Iterable[Contract], form: str, *, on: date) -> list[ContractLines]:
    return [lines_of(each, form, on=on) for each in contracts]


def lines_of(contract: Contract, form: str, *, on: date) -> ContractLines:
    try:
        expected = [*expected_of(contract, form, on=on)]
    except BadInput as refusal:
        return ContractLines(contract, [], str(refusal))
    came = [*came_for(contract)]
    known = {each.key for each in expected}
    # The annex changed since: what came stays, under the words it had.
    expected += [
        Expected(each.expects, each.label, None, each.received_on, Answer(None), is_fixed=True)
        for each in {one.expects: one for one in contract.receipts.all()}.values()
        if each.expects not in known and any(one.expects == each.expects for one in came)
    ]
    return ContractLines(contract, rules.lines(expected, came, on=on))


def expected_of(contract: Contract, form: str, *, on: date) -> Iterator[Expected]:
    """What the law says of an agreement, then what the paper announces. Raises BadInput."""
    if has_calendar(contract, form):
        yield from agreed(contract)
    if contract.kind == ContractKind.ACI and form in FORMS:
        yield from (promised(each) for each in payments_in(contract, contract.legal_person.structure, on=on))
    yield from (announced(each) for each in contract.planned.all())


def agreed(contract: Contract) -> list[Expected]:
    """What the agreement pays under the annex in force, until the last day of the contract. Raises BadInput."""
    versions = versions_of(contract)
    readings = readings_of(
        [
            (since, [promised(each) for each in legislation.payments(read(contract, terms))])
            for since, terms in versions
        ]
    )
    days = year_days(contract)
    starts, last_days = ({number: pair[rank] for number, pair in days.items()} for rank in (0, 1))
    payments = followed(readings, last_days) if len(readings) > 1 else list(readings[0].payments.values())
    end = versions[-1][1].ends_on
    kept = ended(payments, starts, last_days, end) if end else payments
    states = {
        (each.mission, year.number): year.rate_state
        for each in contract.missions.all()
        for year in each.years.all()
        if year.rate_state
    }
    return [_with_state(each, states) for each in kept]


def _with_state(payment: Expected, states: Mapping[tuple[str, int], str]) -> Expected:
    state = states.get((payment.mission, payment.contract_year or 0))
    if payment.kind != "variable" or not state:
        return payment
    return replace(payment, state=RateState(state).label)


def promised(payment: legislation.Payment) -> Expected:
    kind = ONE_KIND.get(payment.kind, payment.kind)
    return Expected(
        key=f"aci:{payment.contract_year}:{kind}:{payment.mission or ''}",
        label=shown_in_french(payment.label),
        due_on=payment.date,
        not_before=payment.not_before,
        amount=payment.amount,
        is_fixed=kind not in NOT_FIXED,
        contract_year=payment.contract_year,
        mission=payment.mission or "",
        kind=kind,
        rule=payment.rule,
        why=shown_in_french(payment.why),
    )


def announced(planned: PlannedPayment) -> Expected:
    answer = Answer(planned.amount, planned.amount, planned.amount, "currency-EUR")
    return Expected(
        key=f"annonce:{planned.pk}",
        label=planned.label,
        due_on=planned.due_on,
        not_before=planned.due_on or planned.contract.signed_on,
        amount=answer,
        is_fixed=True,
        kind="announced",
        why=planned.rule,
    )


def came_for(contract: Contract) -> Iterator[Came]:
    """Each receipt that was not undone."""
    undone = {each.undoes_id for each in contract.receipts.all()} - {None}
    for each in contract.receipts.all():
        if each.undoes_id is None and each.pk not in undone:
            yield Came(each.expects, each.received_on, each.amount, each.is_last, each.note)


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The payments of a contract year, or those that belong to none."""

    title: str
    lines: Sequence[Line]
    #: The first group where something is awaited: the others are folded.
    is_open: bool

    @property
    def received(self) -> Decimal:
        return sum((each.received for each in self.lines), Decimal(0))

    @property
    def awaited(self) -> int:
        return sum(each.arrival not in rules.OVER for each in self.lines)

    @property
    def reasons(self) -> list[str]:
        """Why a payment has no day, each said once."""
        return list(dict.fromkeys(each.expected.why for each in self.lines if each.expected.why))


def grouped(shown: ContractLines) -> list[LineGroup]:
    by_year: dict[int | None, list[Line]] = {}
    for line in shown.lines:
        by_year.setdefault(line.expected.contract_year, []).append(line)
    groups, is_found = [], False
    for number in sorted(by_year, key=lambda each: (each is None, each or 0)):
        waits = any(each.arrival not in rules.OVER for each in by_year[number])
        title = year_title(shown.contract, number)
        groups.append(LineGroup(title, by_year[number], is_open=waits and not is_found))
        is_found = is_found or waits
    return groups


def year_title(contract: Contract, number: int | None) -> str:
    if number is None:
        return "Versements annoncés"
    if number not in YEARS:  # an agreement counted by civil year
        return f"Année {number}"
    first, last = (add_months(contract.signed_on, 12 * passed) for passed in (number - 1, number))
    return f"Année {number}, du {date_in_french(first)} au {date_in_french(last - timedelta(days=1))}"


def in_order(shown: Sequence[ContractLines]) -> list[tuple[Contract, Line]]:
    """Of every contract, by day; what has no day comes at the first it may."""
    every = [(each.contract, line) for each in shown for line in each.lines]
    return sorted(
        every, key=lambda pair: (pair[1].expected.due_on or pair[1].expected.not_before, pair[0].pk)
    )


def awaited(pairs: Sequence[tuple[Contract, Line]]) -> list[tuple[Contract, Line]]:
    return [pair for pair in pairs if pair[1].arrival not in rules.OVER]


def calendar_in_rows(structure: Structure, *, on: date) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Contrat", "Versement", "Année de contrat", "Attendu le", "Pas avant le", "Montant", "Au moins", "Au plus",
        "Reçu", "État", "Règle ou raison",
    )  # fmt: skip
    for contract, line in in_order(calendar(structure, on=on)):
        expected = line.expected
        yield (
            contract.name,
            expected.label,
            expected.contract_year or "",
            expected.due_on or "",
            expected.not_before,
            "" if expected.amount.value is None else expected.amount.value,
            "" if expected.amount.low is None else expected.amount.low,
            "" if expected.amount.high is None else expected.amount.high,
            line.received,
            Arrival(line.arrival).label,
            line.note or expected.why,
        )


def calendar_report(structure: Structure, *, on: date) -> dict[str, object]:
    """For a machine: sums are texts, null while unknown."""
    shown = calendar(structure, on=on)
    return {
        "structure": structure.slug,
        "on": on.isoformat(),
        "contracts": [
            {
                "name": each.contract.name,
                "kind": each.contract.kind,
                "legal_person": each.contract.legal_person.name,
                "signed": each.contract.signed_on.isoformat(),
                "why": each.why,
            }
            for each in shown
        ],
        "payments": [payment_report(contract, line) for contract, line in in_order(shown)],
    }


def payment_report(contract: Contract, line: Line) -> dict[str, object]:
    expected = line.expected
    return {
        "contract": contract.name,
        "key": expected.key,
        "label": expected.label,
        "contract_year": expected.contract_year,
        "kind": expected.kind,
        "mission": expected.mission or None,
        "date": expected.due_on.isoformat() if expected.due_on else None,
        "not_before": expected.not_before.isoformat(),
        "amount": _text(expected.amount.value),
        "low": _text(expected.amount.low),
        "high": _text(expected.amount.high),
        "rule": expected.rule,
        "why": expected.why,
        "received": str(line.received),
        "state": line.arrival.value,
        "gap": _text(line.gap),
        "note": line.note,
    }


def _text(number: object) -> str | None:
    return None if number is None else str(number)
