"""The money of a structure of the demonstration: what it signed, what came, what it pays for time given."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from maillage.accounts.models import User
from maillage.funding.enums import RateState
from maillage.funding.models import Contract
from maillage.funding.queries.calendar import lines_of
from maillage.funding.queries.hours import claims_of, payer_of, to_confirm
from maillage.funding.services import claims, contracts, receipts
from maillage.funding.services.claims import GivenLine
from maillage.funding.services.contracts import GivenContract, GivenPayment, GivenYear
from maillage.funding.services.receipts import GivenReceipt
from maillage.structures.models import Structure

#: A payment comes that long after its day; a balance, whose day nobody wrote, after its dialogue.
LATER, DELAY, DIALOGUE = timedelta(days=7), timedelta(days=35), timedelta(days=80)


def play_contract(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """What was signed, then every payment that had the time to come: `short` says those that came in part."""
    given = GivenContract(**{name: script[name] for name in GivenContract.__slots__ if name in script})
    person = structure.legal_persons.order_by("pk")[0]
    signed = contracts.sign(person, given, key=uuid5(NAMESPACE_URL, f"{structure.slug} {given.name}"), by=by)
    for mission, told in script.get("missions", {}).items():
        contracts.write_mission(signed, mission, told["starts_on"], years_in(told), by=by)
    for told in script.get("announces", ()):
        planned = GivenPayment(**{**told, "amount": Decimal(told["amount"])})
        contracts.announce(signed, planned, key=uuid4(), by=by)
    receive_what_came(Contract.objects.get(pk=signed.pk), script.get("short", {}), by=by, today=today)


def years_in(told: Mapping[str, Any]) -> dict[int, GivenYear]:
    """The same sums each year; the rates of the years that were discussed."""
    rates = told.get("rates", [])
    return {
        number: GivenYear(
            Decimal(told["fixed"]),
            Decimal(told["variable"]),
            Decimal(rates[number - 1]) if number <= len(rates) else None,
            RateState.NOTIFIED if number <= len(rates) else "",
        )
        for number in range(1, 6)
    }


def receive_what_came(contract: Contract, short: Mapping[str, Any], *, by: User, today: date) -> None:
    structure = contract.legal_person.structure
    for line in lines_of(contract, structure.form, on=today).lines:
        expected = line.expected
        day = expected.due_on + DELAY if expected.due_on else expected.not_before + DIALOGUE
        is_told = expected.due_on or expected.contract_year  # a paper without a day says nothing of when
        if not is_told or day > today or expected.amount.value is None:
            continue
        came = Decimal(short.get(expected.key, expected.amount.value))
        receipts.receive(contract, expected.key, GivenReceipt(day, came), key=uuid4(), by=by, on=today)


def play_hours(
    script: Mapping[str, Any], structure: Structure, *, by: User, treasurer: User, today: date
) -> None:
    """A *barème*, then every meeting that it pays: the oldest are paid, the last two wait to be confirmed."""
    person = payer_of(structure)
    if person is None:
        return
    for told in script["lines"]:
        claims.set_line(person, GivenLine(**{**told, "amount": Decimal(told["amount"])}), by=by)
    paid = {told["meeting_kind"] for told in script["lines"]}
    held = [each for each in to_confirm(structure) if each.instance.kind in paid]
    for meeting in reversed(held[2:]):
        meeting.instance.structure = structure
        claims.confirm(meeting, by=by, on=meeting.day + LATER)
    waiting = [each.pk for each in claims_of(structure) if each.held_on < today - timedelta(days=60)]
    day = today - timedelta(days=20)
    approved = claims.approve(structure, waiting, by=treasurer, on=day).approved
    late = [each.pk for each in approved if each.held_on < today - timedelta(days=120)]
    claims.pay(structure, late, day + LATER, by=treasurer, on=today)
