"""The money of a structure of the demonstration: what it signed, what came, what its bank says of it, what it pays for time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.utils import timezone

from maillage.accounts.models import User
from maillage.funding.enums import PainVersion, PayeeKind, RateState
from maillage.funding.models import BankAccount, BankLine, Contract, Payee, Receipt
from maillage.funding.queries.calendar import lines_of
from maillage.funding.queries.hours import claims_of, payer_of, to_confirm
from maillage.funding.queries.transfers import first_day, payable
from maillage.funding.services import (
    bank,
    batches,
    claims,
    contracts,
    payees,
    preparing,
    receipts,
    reconciling,
)
from maillage.funding.services.bank import GivenAccount
from maillage.funding.services.claims import GivenLine
from maillage.funding.services.contracts import GivenContract, GivenPayment, GivenYear
from maillage.funding.services.payees import GivenPayee
from maillage.funding.services.receipts import GivenReceipt
from maillage.funding.types.statements import Statement, StatementFile, StatementLine
from maillage.people.models import Person
from maillage.structures.models import Structure

#: A payment comes that long after its day; a balance, whose day nobody wrote, after its dialogue.
LATER, DELAY, DIALOGUE = timedelta(days=7), timedelta(days=35), timedelta(days=80)
#: What the invented statement tells.
YEAR = timedelta(days=365)
#: Claims were approved that long ago; those of meetings that old are paid.
APPROVED, OLD = timedelta(days=20), timedelta(days=120)
#: The bank of nobody.
BANK, DESK = 99999, 1


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
    """A *barème*, then every meeting that it pays: the oldest are approved, the last two wait to be confirmed."""
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
    claims.approve(structure, waiting, by=treasurer, on=today - APPROVED)


def play_bank(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """An account whose statement tells what came since a year and a few expenses; what has no words waits."""
    person, opened_on = structure.legal_persons.order_by("pk")[0], today - YEAR
    given = GivenAccount(script["label"], script["iban"], Decimal(script["opening"]), opened_on)
    account = bank.open_account(person, given, key=uuid5(NAMESPACE_URL, structure.slug), by=by)
    came = list(Receipt.objects.filter(contract__legal_person=person, received_on__gt=opened_on))
    spent = [(each, today + timedelta(days=each["in_days"])) for each in script["spent"]]
    lines = [
        *(StatementLine("", each.received_on, each.amount, f"VIR {each.contract.funder}") for each in came),
        *(StatementLine("", day, -Decimal(each["amount"]), each["label"]) for each, day in spent),
    ]
    found = StatementFile("releve-fictif.csv", "tableau", (Statement("", tuple(lines)),))
    bank.keep(account, found, by=by, on=today)
    waiting = BankLine.objects.filter(account=account).select_related("account__legal_person__structure")
    words = {each["label"]: each["is"] for each, _ in spent if "is" in each}
    for line in waiting.filter(label__in=words):
        reconciling.is_other(line, words[line.label], by=by, on=today)
    for each in came[:-1]:
        line = waiting.filter(reconciliation=None, amount=each.amount, booked_on=each.received_on)[0]
        reconciling.is_receipt(line, each, by=by, on=today)


def play_transfers(
    script: Mapping[str, Any], structure: Structure, *, by: User, treasurer: User, today: date
) -> None:
    """A batch that the bank executed, then one that waits: somebody's account was not called back."""
    account = BankAccount.objects.get(legal_person__structure=structure)
    account = preparing.say_bank(account, script["bic"], PainVersion.V09, 1, time(14), by=treasurer)
    waiting = list(payable(structure).order_by("name", "pk"))
    old = [each for each in waiting if each.held_on < today - OLD]
    recent = [each for each in waiting if each.held_on >= today - OLD]
    people = list(dict.fromkeys(each.person for each in [*old, *recent] if each.person))
    for whom in people[:-1]:  # the last one gave no account
        payee = note_payee(account, whom, typed=by, on=today - APPROVED)
        seen = payee.changes.latest("pk").pk
        payees.check_payee(payee, today - APPROVED, seen=seen, by=treasurer, on=today - APPROVED)
    known = set(people[:-1])
    if mine := [each.pk for each in old if each.person in known]:
        execute_a_batch(account, mine, by=by, treasurer=treasurer, on=today - APPROVED)
    if mine := [each.pk for each in recent if each.person in known]:
        whom = next(each.person for each in recent if each.person in known)
        changed = Payee.objects.get(person=whom)
        given = GivenPayee(changed.kind, changed.name, account_of_nobody(changed.pk + 500))
        payees.change_payee(changed, given, by=treasurer, on=today)
        at = timezone.now()
        day = first_day(account, at)
        preparing.prepare(account, mine, day, key=uuid4(), by=treasurer, at=at)


def note_payee(account: BankAccount, whom: Person, *, typed: User, on: date) -> Payee:
    given = GivenPayee(PayeeKind.SELF, whom.name, account_of_nobody(whom.pk))
    return payees.add_payee(account.legal_person, whom, given, key=uuid4(), by=typed, on=on)


def account_of_nobody(number: int) -> str:
    """A French IBAN that no bank gives, its two keys right."""
    key = 97 - (89 * BANK + 15 * DESK + 3 * number) % 97
    inside = f"{BANK:05}{DESK:05}{number:011}{key:02}"
    return f"FR{98 - int(f'{inside}152700') % 97:02}{inside}"


def execute_a_batch(
    account: BankAccount, chosen: Sequence[int], *, by: User, treasurer: User, on: date
) -> None:
    """Prepared by one, validated by the other, told by the statement."""
    at = datetime.combine(on, time(10), tzinfo=timezone.get_current_timezone())
    day = first_day(account, at)
    batch = preparing.prepare(account, chosen, day, key=uuid4(), by=treasurer, at=at)
    batches.validate(batch, by=by, at=at)
    batches.send(batch, by=treasurer, on=on)
    transfers = list(batch.transfers.all())
    total = sum((each.amount for each in transfers), Decimal())
    told = StatementLine("", day, -total, "VIR SEPA EMIS", batch=batch.reference, batch_count=len(transfers))
    bank.keep(
        account, StatementFile("releve-virements.xml", "CAMT.053", (Statement("", (told,)),)), by=by, on=day
    )
    line = BankLine.objects.select_related("account__legal_person__structure").get(batch=batch.reference)
    reconciling.is_transfers(line, [each.pk for each in transfers], by=treasurer, on=day)
