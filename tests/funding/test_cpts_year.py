"""A year of a CPTS of size 2, from the signature to what it gives back, to the cent: `cpts_year.md`, reckoned by hand.

All is written by the services that the pages call. People, accounts and suppliers are invented.
"""

import ast
import json
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from funding.test_fec import read_again
from funding.test_statement_messages import detail
from funding.test_transfers import schema, values
from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.files.services import keep as keep_file
from maillage.funding.documents.paid import year_of
from maillage.funding.enums import Arrival, BudgetKind, ClaimState, ExpenseState, PainVersion, VotedKind
from maillage.funding.models import (
    Account,
    BankAccount,
    BankLine,
    BooksYear,
    Claim,
    Contract,
    Expense,
    Payee,
    TransferBatch,
)
from maillage.funding.queries.books.entries import entries_of
from maillage.funding.queries.books.lines import left_to_range, waiting_in
from maillage.funding.queries.books.reports import report, year_of_books
from maillage.funding.queries.calendar import lines_of
from maillage.funding.queries.claims import paid_in
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.returns import return_of, return_report
from maillage.funding.queries.settling import answers, as_read, why_told
from maillage.funding.queries.transfers import payable
from maillage.funding.rules.books import balance
from maillage.funding.rules.fec import fec
from maillage.funding.rules.statements import read_statement
from maillage.funding.services import (
    approving,
    bank,
    batches,
    budget,
    claims,
    contracts,
    expenses,
    own_hours,
    payees,
    preparing,
    receipts,
    reconciling,
    results,
    returns,
    spending_rules,
)
from maillage.funding.services.books import chart, entries, ranging, years
from maillage.funding.types.books import Movement
from maillage.funding.types.spending import GivenExpense, GivenSplit
from maillage.geography import atlas
from maillage.governance.models import Decision, Instance, Meeting
from maillage.governance.services import decisions, instances, meetings, presences
from maillage.kernel import BadInput, euros
from maillage.people.models import Person
from maillage.people.services import GivenPerson, found
from maillage.structures.enums import Role
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.services import add_legal_person, give_access
from players import GRAND_MONTAUBAN

pytestmark = pytest.mark.django_db

SHEET = Path(__file__).parent / "cpts_year.md"
PARIS = ZoneInfo("Europe/Paris")
SIGNED, CLOSED = date(2025, 1, 15), date(2026, 1, 10)
#: Their keys hold; they are of no bank.
OURS, HERS, HIS = "FR7630006000011234567890189", "FR7610107001011234567890129", "NL91ABNA0417164300"
LOU, LOU_NOW = "FR1420041010050500013M02606", "BE68539007547034"
SIRET = "73282932000074"
CENT = Decimal("0.01")

# The sheet, read and reckoned again

SIGNS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def rows_of(text: str) -> Iterator[tuple[str, str, Decimal]]:
    """(key, reckoning, what it makes) of each line of its tables."""
    for line in text.splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        if line.startswith("|") and re.fullmatch(r"-?\d+\.\d\d", cells[-1]):
            yield cells[0], cells[2], Decimal(cells[3])


def in_law(found: re.Match[str]) -> str:
    known = legislation.rule(found[1]).at(SIGNED)
    assert known is not None
    assert known.value is not None, f"{found[1]} is unknown"
    return str(known.value)


def reckoned(text: str) -> Decimal:
    """« 120 / 60 * 62.50 », exact, then to the cent, half a cent up."""

    def of(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](of(node.left), of(node.right))
        return Fraction(ast.get_source_segment(plain, node) or "")

    plain = re.sub(r"law\(([\w.]+)\)", in_law, text)
    exact = of(ast.parse(plain, mode="eval").body)
    return (Decimal(exact.numerator) / exact.denominator).quantize(CENT, ROUND_HALF_UP)


def sheet() -> dict[str, Decimal]:
    rows = list(rows_of(SHEET.read_text(encoding="utf-8")))
    found = {key: amount for key, _, amount in rows}
    assert len(found) == len(rows), "a key stands twice"
    return found


def test_each_line_of_the_sheet_makes_what_it_says() -> None:
    rows = list(rows_of(SHEET.read_text(encoding="utf-8")))
    assert len(rows) > 70
    for key, reckoning, amount in rows:
        assert reckoned(reckoning) == amount, key


# The cast


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS)


class Year:
    """The structure, those who run it, and what its year made: figures under the keys of the sheet."""

    def __init__(self) -> None:
        self.told: dict[str, Decimal] = {}
        self.nour = User.objects.create_user("coordination@example.org", name="Nour Fictif")
        people_ = [
            GivenPerson("Ada Fictif", "infirmier", email="ada@example.org"),
            GivenPerson("Max Fictif", "medecin_generaliste", email="max@example.org"),
            GivenPerson("Lou Fictif", "sage_femme", email="lou@example.org"),
        ]
        self.structure: Structure = found(
            name="CPTS de l’année", codes=atlas().epci(GRAND_MONTAUBAN).members, by=self.nour, on=SIGNED,
            people=people_,
        )  # fmt: skip
        self.ada = self.officer("ada@example.org", "Ada Fictif", Role.PRESIDENCY)
        self.lise = self.officer("lise@example.org", "Lise Fictif", Role.TREASURY)
        self.person: LegalPerson = add_legal_person(
            self.structure, by=self.nour, name="Association de l’année", kind="association", since=SIGNED, siret=SIRET
        )  # fmt: skip
        self.person.structure = self.structure

    def officer(self, email: str, name: str, role: Role) -> User:
        user = User.objects.create_user(email, name=name)
        give_access(self.structure, email, [role], by=self.nour, on=SIGNED)
        return user

    def card(self, name: str) -> Person:
        found: Person = self.structure.people.get(name=f"{name} Fictif")
        return found

    def paper(self, name: str) -> Any:
        return keep_file(
            SimpleUploadedFile(name, b"%PDF-1.7"), about=self.structure.pk, by=self.nour, at=at(SIGNED)
        )

    def key_of(self, number: str) -> int:
        return Account.objects.get(legal_person=self.person, number=number).pk


# Its chapters


def sign(year: Year) -> Contract:
    given = contracts.GivenContract("aci", "ACI", SIGNED, population=60_000, prorata="days")
    signed = contracts.sign(year.person, given, key=uuid4(), by=year.lise)
    annex = {1: contracts.GivenYear(Decimal(40_000), Decimal(20_000))}
    contracts.write_mission(signed, "parcours", SIGNED, annex, by=year.lise)
    hoped = results.GivenStep("estime", SIGNED, "À la signature", Decimal("0.8"))
    results.step(signed, "parcours", 1, hoped, key=uuid4(), by=year.lise, today=SIGNED)
    shown = {each.expected.kind: each.expected for each in lines_of(signed, "cpts", on=SIGNED).lines if each.expected.contract_year == 1}  # fmt: skip
    for key, kind in (
        ("promised running", "running_signature"),
        ("promised advance", "mission_advance"),
        ("promised balance", "mission_balance"),
        ("promised variable", "variable"),
    ):
        amount = shown[kind].amount.value
        assert amount is not None
        year.told[key] = Decimal(amount).quantize(CENT)
    return signed


def hold(
    year: Year, instance: Instance, begins: datetime, minutes: int, stays: dict[str, tuple[int, int]]
) -> Meeting:
    """`stays`: who → from which minute to which."""
    ends = begins + timedelta(minutes=minutes)
    given = meetings.GivenMeeting(f"{instance.name} du {begins:%d/%m}", begins, ends)
    made = meetings.plan(instance, given, [meetings.GivenItem("Points")], by=year.nour)
    meetings.convoke(made, by=year.nour, at=begins - timedelta(days=20), site="https://maillage.example/")
    for name, (since, until) in stays.items():
        presences.arrive(made, year.card(name), by=year.nour, at=begins + timedelta(minutes=since))
        if until < minutes:
            presences.leave(made, year.card(name), by=year.nour, at=begins + timedelta(minutes=until))
    return meetings.hold(made, by=year.nour, at=ends)


def vote(year: Year, bureau: Instance) -> Decision:
    """A first bureau, before the money, which decides the budget, the scale and who is told what."""
    begins = at(date(2025, 1, 20), 19)
    made = meetings.plan(
        bureau, meetings.GivenMeeting("Bureau d’installation", begins, begins + timedelta(hours=1)), by=year.nour
    )  # fmt: skip
    said = decisions.GivenDecision("Le budget, le barème et les règles de dépense sont adoptés.")
    return decisions.decide(made, said, key=uuid4(), by=year.nour, at=begins + timedelta(minutes=30))


def set_rules(year: Year, contract: Contract, decision: Decision) -> None:
    mission = f"{contract.pk}:parcours"
    for post, kind, amount in (
        ("fonctionnement", BudgetKind.PLANNED, 45_000),
        (mission, BudgetKind.PLANNED, 30_000),
        (mission, BudgetKind.RESERVED, 2_500),
    ):
        line = budget.GivenBudgetLine(2025, post, kind, Decimal(amount), "Voté", decision)
        budget.plan(year.person, line, key=uuid4(), by=year.lise, on=date(2025, 1, 21))
    group = {"meeting_kind": "gt", "rounding_minutes": 15, "post": mission, "decision": decision}
    for given in (
        claims.GivenLine("indemnite", Decimal(50), SIGNED, meeting_kind="bureau", decision=decision),
        claims.GivenLine("indemnite", Decimal("62.50"), SIGNED, meeting_kind="bureau", office="presidence", decision=decision),
        claims.GivenLine("remuneration", Decimal("33.33"), SIGNED, **group),
        claims.GivenLine("remuneration", Decimal("35.10"), date(2025, 7, 1), **group),
        claims.GivenLine("benevole", Decimal(0), SIGNED, meeting_kind="ag", decision=decision),
    ):  # fmt: skip
        claims.set_line(year.person, given, by=year.lise)
    for kind, amount in ((VotedKind.KILOMETRE, "0.455"), (VotedKind.TWO_APPROVERS, "400")):
        spending_rules.vote_amount(
            year.person, kind, Decimal(amount), SIGNED, by=year.lise, decision=decision
        )
    returns.say_transparency(
        year.person, names_people=False, decision=decision, by=year.lise, on=date(2025, 1, 21)
    )


def give_time(year: Year, bureau: Instance) -> None:
    """Four meetings, confirmed by who coordinates, contested, given up, then approved by another."""
    group, assembly = (
        instances.add_instance(year.structure, instances.GivenInstance(kind, name), by=year.nour)
        for kind, name in (("gt", "GT parcours"), ("ag", "Assemblée"))
    )
    held = [
        hold(year, bureau, at(date(2025, 2, 11), 19), 120, {"Ada": (0, 120), "Max": (0, 80), "Lou": (25, 120)}),
        hold(year, group, at(date(2025, 4, 8), 12, 30), 90, {"Max": (0, 90), "Lou": (0, 50)}),
        hold(year, assembly, at(date(2025, 6, 12), 18), 60, {"Ada": (0, 60), "Max": (0, 60), "Lou": (0, 60)}),
        hold(year, group, at(date(2025, 9, 16), 12, 30), 60, {"Max": (0, 60), "Lou": (0, 60)}),
    ]  # fmt: skip
    keys = ("bureau", "group", "assembly", "autumn")
    for meeting, key in zip(held, keys, strict=True):
        for each in claims.confirm(meeting, by=year.nour, on=date(2025, 9, 20)):
            year.told[f"{key} {each.name.removesuffix(' Fictif')}"] = each.amount
        assert claims.confirm(meeting, by=year.nour, on=date(2025, 9, 20)) == []
    over = own_hours.waive(Claim.objects.get(person=year.card("Lou"), held_on=date(2025, 9, 16)))
    assert year.told.pop("autumn Lou") == over.amount
    year.told["given up Lou"] = over.amount
    argued = own_hours.contest(
        Claim.objects.get(person=year.card("Max"), held_on=date(2025, 2, 11)), "Resté plus tard"
    )
    everything = list(Claim.objects.values_list("pk", flat=True))
    day = date(2025, 10, 1)
    assert (
        claims.approve(year.structure, everything, by=year.nour, on=day).approved == []
    )  # she confirmed them
    first = claims.approve(year.structure, everything, by=year.lise, on=day)
    assert [claim.pk for claim, _ in first.left] == [argued.pk]
    own_hours.answer(argued, "La feuille dit 20 h 20.", seen="Resté plus tard", by=year.lise)
    claims.approve(year.structure, everything, by=year.lise, on=day)
    year.told["approved"] = sum((each.amount for each in payable(year.structure)), Decimal())


def spend(year: Year, contract: Contract) -> None:
    keyed = {"fonctionnement": Decimal(60), f"{contract.pk}:parcours": Decimal(40)}
    split = spending_rules.set_split(
        year.person, GivenSplit("Outils", SIGNED, keyed), key=uuid4(), by=year.lise
    )
    lou, max_ = year.card("Lou").pk, year.card("Max").pk

    def note(given: GivenExpense, paper: str = "") -> Expense:
        return expenses.note(
            year.person, given, year.paper(paper) if paper else None, key=uuid4(), by=year.nour, on=date(2025, 7, 10)
        )  # fmt: skip

    quote = GivenExpense("devis", "Affiches", date(2025, 5, 2), "fonctionnement", Decimal(480), supplier="Imprimeur fictif", number="D-1")  # fmt: skip
    approve(year, quoted := note(quote, "devis.pdf"))
    noted = {
        "printer": note(GivenExpense("facture", "Affiches", date(2025, 6, 3), "fonctionnement", Decimal("466.80"), supplier="Imprimeur fictif", number="F-1", bills=quoted.pk), "facture.pdf"),
        "software": note(GivenExpense("facture", "Logiciel", date(2025, 6, 30), f"cle:{split.pk}", Decimal(1188), supplier="Éditeur fictif", number="2025-07"), "logiciel.pdf"),
        "kilometres": note(GivenExpense("km", "Préfecture", date(2025, 6, 10), "fonctionnement", kilometres=Decimal(47), person=max_)),
        "ticket": note(GivenExpense("frais", "Train", date(2025, 6, 11), "fonctionnement", Decimal("18.40"), person=lou), "billet.pdf"),
        "pay": note(GivenExpense("paie", "Juin", date(2025, 6, 28), "fonctionnement", Decimal("2150.37"), name="Nour Fictif")),
    }  # fmt: skip
    for key, each in noted.items():
        approve(year, each)
        year.told[key] = each.amount or Decimal()
    year.told["refunds"] = year.told["kilometres"] + year.told["ticket"]
    for part, key in (("fonctionnement", "running"), (f"{contract.pk}:parcours", "mission")):
        (mine,) = [each for each in noted["software"].parts.all() if each.post == part]
        year.told[f"software {key}"] = mine.amount


def approve(year: Year, expense: Expense) -> None:
    """Above four hundred euros, one person is not enough, and the same one does not count twice."""
    kept = approving.approve(expense, by=year.lise, on=date(2025, 7, 11))
    if kept.state != ExpenseState.APPROVED:
        with pytest.raises(BadInput):
            approving.approve(expense, by=year.lise, on=date(2025, 7, 11))
        kept = approving.approve(expense, by=year.ada, on=date(2025, 7, 11))
    assert kept.state == ExpenseState.APPROVED


def open_books(year: Year) -> tuple[BankAccount, BooksYear]:
    given = bank.GivenAccount("Compte courant", OURS, Decimal(150), SIGNED - timedelta(days=1))
    account = bank.open_account(year.person, given, key=uuid4(), by=year.lise)
    account = preparing.say_bank(account, "AGRIFRPP", PainVersion.V09, 1, time(14), by=year.lise)
    days = years.GivenYear(date(2025, 1, 1), date(2025, 12, 31))
    opened = years.open_year(year.person, days, key=uuid4(), by=year.lise)
    chart.add_account(year.person, chart.GivenAccount("6228", "Indemnités", "demandes"), by=year.lise)
    held = [
        years.GivenBalance(year.key_of("512"), Decimal(150)),
        years.GivenBalance(year.key_of("110"), Decimal(-150)),
    ]
    years.open_balances(opened, SIGNED, held, key=uuid4(), by=year.lise)
    insurance = Movement(
        date(2025, 5, 5), "Assurance", "depense", Decimal(45), year.key_of("512"), year.key_of("616")
    )
    entries.note(year.person, insurance, key=uuid4(), by=year.lise, today=date(2025, 5, 5))
    return account, opened


def say_payees(year: Year) -> None:
    """Typed by one, called back by another."""
    for name, kind, iban, siret in (
        ("Ada", "personne", HERS, ""),
        ("Max", "societe", HIS, SIRET),
        ("Lou", "personne", LOU, ""),
    ):
        given = payees.GivenPayee(kind, f"{name} Fictif", iban, siret)
        made = payees.add_payee(
            year.person, year.card(name), given, key=uuid4(), by=year.nour, on=date(2025, 9, 1)
        )
        check(year, made, date(2025, 9, 2))


def check(year: Year, payee: Payee, day: date) -> None:
    payees.check_payee(payee, day, seen=payee.changes.latest("pk").pk, by=year.lise, on=day)


def make_file(year: Year, account: BankAccount, made_on: date, executes_on: date, key: str) -> TransferBatch:
    """Prepared by the treasury, validated by the chair, judged by the schema, deposited."""
    chosen = list(payable(year.structure).values_list("pk", flat=True))
    made = preparing.prepare(account, chosen, executes_on, key=uuid4(), by=year.lise, at=at(made_on))
    with pytest.raises(BadInput, match="deuxième personne"):
        batches.validate(made, by=year.lise, at=at(made_on))
    batches.validate(made, by=year.ada, at=at(made_on))
    content = batches.file_of(made, by=year.lise, at=at(made_on))
    schema(PainVersion.V09).assertValid(etree.fromstring(content))
    (sums,) = set(values(content, "CtrlSum"))
    year.told[key] = Decimal(sums)
    if key == "first file":
        amounts = zip(values(content, "Nm")[-3:], values(content, "InstdAmt"), strict=True)
        year.told |= {f"transfer {name.removesuffix(' Fictif')}": Decimal(amount) for name, amount in amounts}
    return batches.send(made, by=year.lise, on=made_on)


LINE = '<Ntry><Amt Ccy="EUR">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{}</Dt></BookgDt><AcctSvcrRef>R{}</AcctSvcrRef><NtryDtls>{}</NtryDtls><AddtlNtryInf>{}</AddtlNtryInf></Ntry>'  # fmt: skip


def bank_says(account: BankAccount, *lines: tuple[str, str, str, str]) -> list[BankLine]:
    """A message of the bank, imported: (day, signed euros, words, details). Again, it keeps nothing."""
    told = "".join(
        LINE.format(amount.lstrip("-"), "DBIT" if amount[0] == "-" else "CRDT", day, f"{day}{amount}", details, words)
        for day, amount, words, details in lines
    )  # fmt: skip
    message = (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id><Acct><Id><IBAN>{OURS}</IBAN></Id></Acct>{told}</Stmt></BkToCstmrStmt></Document>"
    )
    for expected in (len(lines), 0):
        found = read_statement("releve.xml", message.encode(), on=CLOSED)
        assert bank.keep(account, found, by=None, on=CLOSED).count == expected
    kept = BankLine.objects.filter(account=account).select_related("account__legal_person__structure")
    return list(kept.order_by("-pk")[: len(lines)])[::-1]


def receive(year: Year, account: BankAccount, contract: Contract) -> None:
    """One receipt said from its line, one noted by hand and found again, the last one late."""
    first, part, late = bank_says(
        account,
        ("2025-02-03", "60000.00", "VIR CPAM", ""),
        ("2025-03-10", "12345.67", "VIR CPAM", ""),
        ("2025-09-30", "17654.33", "VIR CPAM", ""),
    )
    on, advance = date(2025, 9, 30), "aci:1:mission_advance:parcours"
    reconciling.is_payment(first, contract, "aci:1:running_signature:", by=year.lise, on=on)
    given = receipts.GivenReceipt(part.booked_on, part.amount)
    noted = receipts.receive(contract, advance, given, key=uuid4(), by=year.lise, on=on)
    reconciling.is_receipt(part, noted, by=year.lise, on=on)
    contract = Contract.objects.select_related("legal_person__structure").get(pk=contract.pk)
    shown = {each.expected.key: each for each in lines_of(contract, "cpts", on=date(2025, 9, 29)).lines}
    assert (shown[advance].arrival, shown[advance].gap) == (Arrival.PARTIAL, late.amount)
    reconciling.is_payment(late, contract, advance, by=year.lise, on=on)
    contract = Contract.objects.select_related("legal_person__structure").get(pk=contract.pk)
    shown = {each.expected.key: each for each in lines_of(contract, "cpts", on=on).lines}
    assert shown[advance].arrival == Arrival.RECEIVED
    keys = ("came running", "came advance, part", "came advance, late")
    year.told |= dict(
        zip(keys, (one.amount for one in contract.receipts.order_by("received_on")), strict=True)
    )


def pay(year: Year, account: BankAccount) -> None:
    """Two files, one transfer that comes back; the expenses by lines of their own."""
    batch = make_file(year, account, date(2025, 10, 13), date(2025, 10, 15), "first file")
    every = "".join(detail(str(each.amount), each.reference) for each in batch.transfers.all())
    lou = batch.transfers.get(name="Lou Fictif")
    back = detail(str(lou.amount), lou.reference, "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    left, returned = bank_says(
        account, ("2025-10-15", f"-{year.told['first file']}", "VIR SEPA", every), ("2025-10-17", str(lou.amount), "REJET", back)
    )  # fmt: skip
    told = answers(year.structure, account, [as_read(left)], on=date(2025, 10, 18))[0]
    assert told is not None
    reconciling.is_transfers(left, [int(use) for use in told.uses], by=year.lise, on=date(2025, 10, 18))
    lou = batch.transfers.select_related("batch__legal_person__structure").get(pk=lou.pk)
    reconciling.is_return(returned, lou, why_told(returned, lou), by=year.lise, at=at(date(2025, 10, 18)))
    payee = Payee.objects.get(person=year.card("Lou"))
    assert payee.is_stopped
    payees.change_payee(
        payee, payees.GivenPayee("personne", "Lou Fictif", LOU_NOW), by=year.nour, on=date(2025, 10, 20)
    )
    check(year, payee, date(2025, 10, 21))
    again = make_file(year, account, date(2025, 10, 27), date(2025, 10, 29), "second file")
    (paid,) = bank_says(
        account, ("2025-10-29", f"-{year.told['second file']}", "VIR SEPA", detail(str(lou.amount), again.transfers.get().reference))
    )  # fmt: skip
    reconciling.is_transfers(paid, [again.transfers.get().pk], by=year.lise, on=date(2025, 10, 30))
    for name in ("Ada", "Max", "Lou"):
        mine = paid_in(year.card(name), 2025)
        year.told[f"paid {name}"] = sum((each.amount for each in mine), Decimal())
        (_, table) = year_of(year.card(name), 2025, on=CLOSED).sections[0].blocks
        assert table.total[-1] == euros(year.told[f"paid {name}"])
    lines = bank_says(
        account,
        ("2025-05-06", "-45.00", "PRLV ASSURANCE", ""),
        ("2025-07-20", "-466.80", "VIR IMPRIMEUR", ""),
        ("2025-07-28", "-2150.37", "VIR PAIE", ""),
        ("2025-07-29", "-1188.00", "PRLV EDITEUR", ""),
        ("2025-07-31", "-39.79", "VIR FRAIS", ""),
        ("2025-12-31", "-12.90", "FRAIS DE COMPTE", ""),
    )
    by_label = {each.label: each.pk for each in Expense.objects.exclude(kind="devis")}
    for line, labels in zip(
        lines[1:5], (("Affiches",), ("Juin",), ("Logiciel",), ("Préfecture", "Train")), strict=True
    ):
        chosen = [by_label[each] for each in labels]
        reconciling.is_expenses(line, chosen, by=year.lise, on=date(2025, 8, 1))


ACCOUNTS = {
    "VIR IMPRIMEUR": "6236", "VIR PAIE": "641", "PRLV EDITEUR": "651", "VIR FRAIS": "6251", "FRAIS DE COMPTE": "627",
}  # fmt: skip


def keep_books(year: Year, opened: BooksYear) -> None:
    """Each line of the bank is an entry, by what it answers or by what a person says; then the year is closed."""
    insurance = BankLine.objects.select_related("account__legal_person__structure").get(
        label="PRLV ASSURANCE"
    )
    assert ranging.is_noted(insurance, opened.entries.get(label="Assurance"), by=year.lise)
    left = list(left_to_range(opened))
    waiting = {
        each.pk: each.category for each in waiting_in(opened, left, opened.legal_person.accounts.all())
    }
    chosen = {each.pk: waiting[each.pk] or year.key_of(ACCOUNTS[each.label]) for each in left}
    made = ranging.range_lines(opened, chosen, by=year.lise)
    assert len(made) == len(left)
    years.close(opened, by=year.ada, on=CLOSED)
    late = Movement(
        date(2025, 12, 20), "Trop tard", "depense", Decimal(5), year.key_of("512"), year.key_of("626")
    )
    with pytest.raises(BadInput, match="clos"):
        entries.note(year.person, late, key=uuid4(), by=year.lise, today=CLOSED)


def read_books(year: Year, opened: BooksYear) -> None:
    told, opened = year.told, BooksYear.objects.select_related("legal_person__structure").get(pk=opened.pk)
    shown = report(opened, on=CLOSED)
    told |= {f"account {each.account}": each.balance for each, _ in shown.balance}
    (ours,) = [each for each, _ in shown.balance if each.account == "512"]
    told["bank debit"], told["bank credit"] = ours.debit, ours.credit
    (held,) = shown.banks
    assert (held.gap, held.said) == (
        0,
        BankAccount.objects.get().opening + sum(BankLine.objects.values_list("amount", flat=True)),
    )
    told["bank balance"] = held.said or Decimal()
    told["trial debit"], told["trial credit"] = shown.debit, shown.credit
    told |= {f"post {name[:2]}": amount for name, amount in (*shown.charges, *shown.produits)}
    told["charges"], told["result"] = shown.total_charges, shown.result
    following = year.person.books_years.exclude(pk=opened.pk).get()
    told |= {f"carried {each.account}": each.balance for each in balance(entries_of(following))}
    # The file of the State, by a reader that shares nothing with the writer.
    again: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in read_again(fec(year_of_books(opened)).content, "\t"):
        debit, credit = (Decimal(row[side].replace(",", ".")) for side in ("Debit", "Credit"))
        again[row["CompteNum"]] += debit - credit
    assert {f"account {number}": amount for number, amount in again.items()} == {
        key: amount for key, amount in told.items() if key.startswith("account ")
    }


def give_back(year: Year) -> None:
    """What a federation reads, as JSON, and what members read on their page: the same sums."""
    told = year.told
    reported = json.loads(json.dumps(return_report(return_of(year.person, 2025, on=CLOSED))))
    told["came"] = Decimal(reported["received"])
    for row in reported["posts"]:
        key = "mission" if row["mission"] else "running"
        told |= {f"{key} {name}": Decimal(row[name]) for name in ("planned", "committed", "left", "received")}
        if key == "mission":
            told["mission reserved"] = Decimal(row["reserved"])
    told["paid"] = sum((Decimal(row["paid"]) for row in reported["posts"]), Decimal())
    assert reported["meetings"] == {"Assemblée générale": 1, "Bureau": 1, "Groupe de travail": 2}
    page = client_of(year.ada).get(
        reverse("funding:transparency", args=[year.structure.slug]), {"annee": "2025"}
    )
    for each in page.context["lines"]:
        told[f"{each.label} minutes"] = Decimal(each.minutes)
        told[f"{each.label} paid minutes"] = Decimal(each.paid)
        told[f"{each.label} amount"] = each.amount
    words = page.content.decode()
    assert "145,84" in words
    assert "Lou Fictif" not in words


def test_a_year_of_a_cpts_of_size_2_is_what_was_reckoned_by_hand(db: None) -> None:
    year = Year()
    bureau = instances.add_instance(year.structure, instances.GivenInstance("bureau", "Bureau"), by=year.nour)
    for name, office in (("Ada", "presidence"), ("Max", "membre"), ("Lou", "membre")):
        instances.seat(bureau, year.card(name), instances.GivenMandate(office, SIGNED), by=year.nour)
    contract = sign(year)
    assert payer_of(year.structure) == year.person
    account, opened = open_books(year)
    set_rules(year, contract, vote(year, bureau))
    receive(year, account, contract)
    give_time(year, bureau)
    spend(year, contract)
    say_payees(year)
    pay(year, account)
    keep_books(year, opened)
    read_books(year, opened)
    give_back(year)
    assert set(Claim.objects.values_list("state", flat=True)) == {ClaimState.PAID, ClaimState.WAIVED}
    assert year.told == sheet()


def test_a_figure_changed_in_the_sheet_is_seen() -> None:
    """Each one: either its reckoning, or the comparison, no longer holds."""
    text = SHEET.read_text(encoding="utf-8")
    for line in [line for line in text.splitlines() if any(rows_of(line))]:
        ((key, reckoning, amount),) = rows_of(line)
        cells = line.rsplit("|", 2)
        spoilt = text.replace(line, f"{cells[0]}| {amount + CENT} |")
        ((_, _, other),) = [row for row in rows_of(spoilt) if row[0] == key]
        assert other != amount
        assert reckoned(reckoning) != other
