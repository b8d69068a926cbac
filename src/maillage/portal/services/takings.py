"""The money of a structure of the demonstration: what it signed, what came, what its bank says of it, what it pays for time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.utils import timezone

from maillage.accounts.models import User
from maillage.funding.enums import AnswerKind, Basis, PainVersion, PayeeKind, RateState, SharingRule
from maillage.funding.models import BankAccount, BankLine, BooksYear, Contract, JournalEntry, Payee, Receipt
from maillage.funding.queries.accord import accord_of
from maillage.funding.queries.books.lines import left_to_range
from maillage.funding.queries.calendar import lines_of
from maillage.funding.queries.hours import claims_of, payer_of, to_confirm
from maillage.funding.queries.transfers import first_day, payable
from maillage.funding.services import (
    accord,
    avenants,
    bank,
    batches,
    claims,
    contracts,
    payees,
    pharmacist,
    preparing,
    receipts,
    reconciling,
    results,
    sharing,
)
from maillage.funding.services.bank import GivenAccount
from maillage.funding.services.books import chart, entries, ranging, years
from maillage.funding.services.claims import GivenLine
from maillage.funding.services.contracts import GivenContract, GivenPayment, GivenYear
from maillage.funding.services.payees import GivenPayee
from maillage.funding.services.receipts import GivenReceipt
from maillage.funding.types.books import Movement
from maillage.funding.types.statements import Statement, StatementFile, StatementLine
from maillage.governance.models import Meeting
from maillage.governance.services import decisions
from maillage.kernel import add_months
from maillage.people import services as people
from maillage.people.enums import Belonging
from maillage.people.models import Person
from maillage.portal.services.dialogues import play_dialogue, prepare_declaration, prepare_dialogue
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
    for told in script.get("avenants", ()):
        play_avenant(signed, told, by=by)
    play_results(signed, script.get("missions", {}), by=by, today=today)
    prepare_dialogue(Contract.objects.get(pk=signed.pk), script.get("missions", {}), by=by, today=today)
    receive_what_came(Contract.objects.get(pk=signed.pk), script.get("short", {}), by=by, today=today)


def years_in(told: Mapping[str, Any]) -> dict[int, GivenYear]:
    """The same sums each year."""
    return {number: GivenYear(Decimal(told["fixed"]), Decimal(told["variable"])) for number in range(1, 6)}


def play_results(contract: Contract, missions: Mapping[str, Any], *, by: User, today: date) -> None:
    """The indicators of each mission, then the rates of the years that were discussed, step by step."""
    for mission, told in missions.items():
        for given in told.get("indicators", ()):
            said = {name: given[name] for name in ("name", "unit", "formula", "fed_by") if name in given}
            sums = {name: Decimal(given[name]) for name in ("base", "target", "weight") if name in given}
            measured = results.GivenIndicator(**{**said, **sums, "mission": mission})
            results.add_indicator(contract, measured, key=uuid4(), by=by)
    years = max((len(told.get("rates", ())) for told in missions.values()), default=0)
    for number in range(1, years + 1):
        rates = {
            key: Decimal(told["rates"][number - 1]) for key, told in missions.items() if told.get("rates")
        }
        play_year_of_results(contract, number, rates, by=by, today=today)


def play_year_of_results(
    contract: Contract, number: int, rates: Mapping[str, Decimal], *, by: User, today: date
) -> None:
    """Estimated before the dialogue, kept by it, notified after it."""
    ended_on = add_months(contract.signed_on, 12 * number)
    before, after = ended_on - timedelta(days=60), ended_on + timedelta(days=70)
    told = (
        (RateState.ESTIMATED, before, "Notre calcul, avant le dialogue de gestion"),
        (RateState.NOTIFIED, after, "Courrier de la caisse fictive"),
    )
    for state, on, reason in told:
        if state == RateState.NOTIFIED:
            play_dialogue(contract, number, rates, by=by, today=today)
        for mission, rate in rates.items():
            if on <= today:
                step = results.GivenStep(state, on, reason, rate)
                results.step(contract, mission, number, step, key=uuid4(), by=by, today=today)


def play_avenant(contract: Contract, told: Mapping[str, Any], *, by: User) -> None:
    """A paper that changes sums from its day."""
    given = avenants.GivenAvenant(
        **{name: told[name] for name in avenants.GivenAvenant.__slots__ if name in told}
    )
    made = avenants.amend(contract, given, key=uuid4(), by=by)
    for mission, sums in told.get("missions", {}).items():
        years = {
            number: GivenYear(
                *(Decimal(sums[name]) if name in sums else None for name in ("fixed", "variable"))
            )
            for number in sums["years"]
        }
        avenants.write_avenant_mission(made, mission, sums.get("starts_on"), years, by=by)


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


def play_accord(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """The agreement that the company signed; its last year, told and counted by the caisse; this year, as far as it is."""
    company = structure.legal_persons.latest("pk")
    given = GivenContract(**script["contract"])
    signed = contracts.sign(company, given, key=uuid5(NAMESPACE_URL, f"{structure.slug} {given.name}"), by=by)
    last = today.year - 1
    engaged, kept = script["engaged"], script["kept"]
    told = {name: accord.GivenFact(engaged.get(name), value) for name, value in kept.items()}
    running = {name: each for name, each in told.items() if name not in script["unknown_yet"]}
    accord.note_facts(company, last, told, by=by)
    accord.note_facts(company, today.year, running, by=by)
    advance = accord.GivenCaisse(Decimal(script["advance"]))
    accord.note_caisse(company, today.year, {"msp.advance": advance}, by=by)
    prepare_declaration(company, today.year, by=by, today=today)
    lines = accord_of(company, last, on=today)
    ours = lines.main.kept.value
    if ours is not None:
        same = {each.rule: each.kept.value for each in lines.details if each.kept.value is not None}
        said = same | {rule: Decimal(amount) for rule, amount in script["caisse"].items()}
        counted = {rule: accord.GivenCaisse(amount) for rule, amount in said.items()} | {
            "msp.advance": advance
        }
        theirs = ours - Decimal(script["refused"]["amount"])
        counted["msp.amount"] = accord.GivenCaisse(theirs, script["refused"]["words"])
        accord.note_caisse(company, last, counted, by=by)
    days = [date(today.year, *month_and_day) for month_and_day in ((1, 28), (3, 20), (4, 29))]
    accord.note_days(company, last, *(day if day <= today else None for day in days), by=by, on=today)
    receive_what_came(Contract.objects.get(pk=signed.pk), {}, by=by, today=today)


def play_pharmacist(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """What a pharmacist counted, each month that is over of last year and of this one."""
    card = structure.people.get(name=script["name"])
    for year in (today.year - 1, today.year):
        pharmacist.note_pharmacy(card, year, script["pharmacy"], by=by)
        for month in range(1, 13):
            if (year, month) < (today.year, today.month):
                counts = {kind: (base + month * step) % 40 for kind, (base, step) in script["counts"].items()}
                pharmacist.note_month(card, year, month, counts, by=by)


def play_sharing(script: Mapping[str, Any], structure: Structure, *, by: User) -> None:
    """Those who hold parts, the rule that they voted at a meeting, the sum that was shared by it that day."""
    cards = {each.name: each for each in structure.people.filter(name__in=script["parts"])}
    for name, parts in script["parts"].items():
        people.enter(cards[name], Belonging.ASSOCIE, parts=parts, by=by, on=script["since"])
    meeting = Meeting.objects.get(instance__structure=structure, title=script["meeting"])
    said = decisions.GivenDecision(script["decision"])
    voted = decisions.decide(meeting, said, key=uuid4(), by=by, at=meeting.ends_at)
    given = sharing.GivenSharing(
        script["label"],
        Decimal(script["amount"]),
        SharingRule.MIXED,
        [sharing.GivenAssociate(cards[name], name, Decimal(told)) for name, told in script["hours"].items()],
        {Basis(basis): Fraction(part) for basis, part in script["shares"].items()},
        voted,
    )
    company = structure.legal_persons.latest("pk")
    sharing.keep(company, given, key=uuid4(), by=by, on=meeting.day)


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


def play_books(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """The books of last year, opened with what the bank held and closed; those of this year, where a few lines wait."""
    person, last = structure.legal_persons.order_by("pk")[0], today.year - 1
    account = person.bank_accounts.get()
    day = min(account.opened_on + timedelta(days=1), date(last, 12, 31))
    opened = years.open_year(
        person, years.GivenYear(date(last, 1, 1), date(last, 12, 31)), key=uuid4(), by=by
    )
    chart.add_account(person, chart.GivenAccount(**script["indemnities"]), by=by)
    numbers = {each.number: each.pk for each in person.accounts.all()}
    cash = Decimal(script["cash"])
    held = {"512": account.opening, "530": cash, "110": -account.opening - cash}
    balances = [years.GivenBalance(numbers[number], amount) for number, amount in held.items()]
    years.open_balances(opened, day, balances, key=uuid4(), by=by)
    for told in script["last_year"]:
        note(opened, told, date(last, 12, told["day"]), by=by, today=today)
    range_what_is_said(opened, script, numbers, by=by)
    years.close(opened, by=by, on=max(date(today.year, 1, 1), min(date(today.year, 2, 10), today)))
    running = person.books_years.get(closed_on=None)
    range_what_is_said(running, script, numbers, by=by)
    for told in script["noted"]:
        on = max(today + timedelta(days=told["in_days"]), running.since)
        made = note(running, told, on, by=by, today=today)
        if told.get("undone"):
            entries.reverse(made, on, key=uuid4(), by=by, today=today)


def note(year: BooksYear, told: Mapping[str, Any], on: date, *, by: User, today: date) -> JournalEntry:
    """What the cash box paid, or received."""
    person = year.legal_person
    numbers = {each.number: each.pk for each in person.accounts.all()}
    given = Movement(
        on, told["label"], told.get("way", "depense"), Decimal(told["amount"]), numbers["530"], numbers[told["category"]],
        mission=told.get("mission", ""), piece=told.get("piece", ""),
    )  # fmt: skip
    return entries.note(person, given, key=uuid4(), by=by, today=today)


def range_what_is_said(
    year: BooksYear, script: Mapping[str, Any], numbers: Mapping[str, int], *, by: User
) -> None:
    """Lines that somebody said the meaning of; of last year, all of them: a year closes with nothing to range."""
    is_last = year.legal_person.books_years.count() == 1
    chosen = {}
    for line in left_to_range(year):
        answer = getattr(line, "reconciliation", None)
        if answer or is_last:
            number = "741" if line.amount > 0 else script["expenses"].get(line.label, "471")
            if answer and answer.kind in {AnswerKind.CLAIMS, AnswerKind.BATCH}:
                number = script["indemnities"]["number"]
            chosen[line.pk] = numbers[number]
    ranging.range_lines(year, chosen, by=by)
