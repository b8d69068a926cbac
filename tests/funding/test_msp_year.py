"""A civil year of a maison de santé replayed, from what is kept to the accounts of its associés: to the cent, beside the
sheet counted by hand (`msp_year_2025.md`)."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from funding.houses import DAY, a_house, voted
from funding.paying import OURS, check, read
from maillage import legislation
from maillage.accounts.models import User
from maillage.documents.enums import Format
from maillage.documents.services import render
from maillage.documents.types import Table
from maillage.funding.documents.shares import year_of_shares
from maillage.funding.enums import (
    AccordState,
    Arrival,
    Basis,
    BatchState,
    ContractKind,
    SharingRule,
    TransferState,
)
from maillage.funding.models import BankAccount, BankLine, Contract, Sharing, TransferBatch
from maillage.funding.queries.accord import accord_of
from maillage.funding.queries.calendar import lines_of
from maillage.funding.queries.transfers import transfers_for, why_not_leave
from maillage.funding.services import accord as services
from maillage.funding.services import batches, contracts, payees, preparing, receipts, reconciling, sharing
from maillage.funding.services.accord import GivenCaisse, GivenFact
from maillage.funding.services.bank import GivenAccount, open_account
from maillage.funding.services.contracts import GivenContract
from maillage.funding.services.payees import GivenPayee
from maillage.funding.services.receipts import GivenReceipt
from maillage.funding.services.sharing import GivenAssociate, GivenSharing
from maillage.governance.services import rcp
from maillage.kernel import BadInput
from maillage.kernel import euros as said
from maillage.portal.services.takings import account_of_nobody
from maillage.structures.enums import Role
from maillage.structures.models import LegalPerson
from maillage.structures.services import give_access

SHEET = Path(__file__).parent / "msp_year_2025.md"
YEAR, LAWS_OF, TODAY = 2025, date(2025, 12, 31), date(2026, 5, 12)
AT = datetime(2026, 5, 12, 9, tzinfo=ZoneInfo("Europe/Paris"))
PAID_ON = date(2026, 5, 18)
HOURS = {"Ada Fictif": 40, "Max Fictif": 30, "Zoé Inventée": 20}
IBANS = {name: account_of_nobody(rank) for rank, name in enumerate(HOURS, 1)}
#: As the sheet says what is kept; associés, concertations and the contract are counted by the rooms.
KEPT: dict[str, object] = {
    "patients": 5200, "professionals": 18, "hours_a_day": Decimal(11), "saturday": False, "weeks_closed": 2,
    "unscheduled_care": True, "on_call_derogation": False, "crisis_plan": True, "crisis_response": False,
    "sas_share": Decimal("0.60"), "services_level": "premier", "visiting_level": "aucun", "specialist_trainees": False,
    "public_health_missions": 2, "ipa_in_public_health": False, "users_level": "second", "coordination": True,
    "protocols": 5, "protocols_with_ipa": 0, "concertation_share": Decimal("0.04"), "traineeships": 2,
    "external_coordination": True, "quality_level": "premier", "national_protocols": 1, "heart_failure": False,
    "child_obesity": True, "software_share": Decimal(1), "advanced_software": True, "precarity_uplift": Decimal("0.03"),
}  # fmt: skip
WAYS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
ROW = re.compile(
    r"^\| `(?P<line>[^`]+)` \| (?P<sum>[^|]+) \| (?P<euros>-?[0-9.]+) \|(?P<law>[^|]*)\|$", re.MULTILINE
)
ROWS = {row["line"]: row for row in ROW.finditer(SHEET.read_text())}


def counted(written: str) -> Fraction:
    """A sum of the sheet, exactly."""

    def of(node: ast.AST) -> Fraction:
        if isinstance(node, ast.BinOp):
            return Fraction(WAYS[type(node.op)](of(node.left), of(node.right)))
        assert isinstance(node, ast.Constant)
        return Fraction(ast.get_source_segment(written, node) or "")

    return of(ast.parse(written, mode="eval").body)


def euros(line: str) -> Decimal:
    return Decimal(ROWS[line]["euros"])


SHARES = tuple(HOURS)


@pytest.mark.parametrize("line", sorted(ROWS))
def test_the_sheet_is_right_by_itself(line: str) -> None:
    row = ROWS[line]
    gap = abs(counted(row["sum"].strip()) - Fraction(row["euros"]))
    assert gap < Fraction(1, 100) if line in SHARES else gap == 0
    numbers = {Fraction(found) for found in re.findall(r"[0-9.]+", row["sum"])}
    for name in re.findall(r"`([^`]+)`", row["law"]):
        value = legislation.rule(name).at(LAWS_OF)
        assert value is not None
        assert value.value is not None
        assert Fraction(value.value) in numbers, name


def test_every_table_of_the_sheet_was_read() -> None:
    written = sum(line.startswith("| `") for line in SHEET.read_text().splitlines())
    assert len(ROWS) == written == 33


@pytest.fixture
def company(founder: User) -> LegalPerson:
    return a_house(founder)


@pytest.fixture
def contract(company: LegalPerson, founder: User) -> Contract:
    signed = contracts.sign(
        company, GivenContract(kind=ContractKind.ACI, name="ACI", signed_on=DAY), key=uuid4(), by=founder
    )
    signed.legal_person = company
    return signed


@pytest.fixture
def account(company: LegalPerson, founder: User) -> BankAccount:
    made = open_account(
        company,
        GivenAccount("Compte de la SISA", OURS, Decimal(0), date(2025, 1, 1)),
        key=uuid4(),
        by=founder,
    )
    return preparing.say_bank(made, "AGRIFRPP", "pain.001.001.09", 1, time(14), by=founder)


def noted(company: LegalPerson, by: User, **more: GivenFact) -> None:
    facts = {name: GivenFact(kept=value) for name, value in KEPT.items()}
    facts["protocols"] = GivenFact(engaged=6, kept=5)
    services.note_facts(company, YEAR, facts | more, by=by)
    for month in range(1, 7):
        session = rcp.GivenSession(held_on=date(YEAR, month, 9), professions=["infirmier"], ald=4)
        if company.structure.rcp_sessions.count() < month:
            rcp.note_session(company.structure, session, key=uuid4(), by=by, on=TODAY)


def amounts(lines: Any) -> dict[str, Decimal | None]:
    return {line.rule: line.kept.value for line in lines}


@pytest.mark.django_db
def test_a_year_goes_from_its_declaration_to_the_accounts_of_its_associes(
    company: LegalPerson, contract: Contract, account: BankAccount, founder: User
) -> None:
    # What is kept: each indicator, the sum, and the advance between two bounds.
    noted(company, founder)
    told = accord_of(company, YEAR, on=TODAY)
    assert told.of_counted == {
        "professionals": "3",
        "meetings": "6",
        "ipa_in_meetings": "non",
        "share_of_year": "1",
    }
    assert [each.met.value for each in told.prerequisites] == [1, 1, 1, 1]
    for rule, amount in amounts(told.details).items():
        assert amount == euros(rule), rule
    assert told.main.kept.value == euros("msp.amount")
    assert told.main.engaged.value == euros("engaged")
    advance = next(line for line in told.totals if line.rule == "msp.advance").kept
    assert (advance.value, advance.low, advance.high) == (
        None,
        euros("advance at least"),
        euros("advance at most"),
    )

    # The caisse tells the points of its advance, pays it, then counts one protocol less.
    noted(company, founder, socle_points=GivenFact(kept=Decimal(9910)))
    totals = amounts(accord_of(company, YEAR, on=TODAY).totals)
    assert (totals["msp.advance"], totals["msp.balance"]) == (euros("msp.advance"), euros("msp.balance"))
    came(contract, "aci:2025:advance:", euros("msp.advance"), date(2025, 4, 28), founder)
    services.note_days(company, YEAR, date(2026, 1, 30), None, None, by=founder, on=TODAY)
    counts: Mapping[str, GivenCaisse | None] = {
        "msp.amount": GivenCaisse(euros("caisse amount"), "Un protocole refusé"),
        "msp.advance": GivenCaisse(euros("msp.advance")),
        "msp.protocols_amount": GivenCaisse(euros("caisse protocols"), "Quatre protocoles retenus"),
    }
    services.note_caisse(company, YEAR, counts, by=founder)
    services.note_days(
        company, YEAR, date(2026, 1, 30), date(2026, 4, 2), date(2026, 4, 29), by=founder, on=TODAY
    )  # fmt: skip
    told = accord_of(company, YEAR, on=TODAY)
    assert (told.main.gap, told.state) == (euros("gap"), AccordState.RECEIVED)
    came(contract, "aci:2025:balance:", euros("balance notified"), date(2026, 4, 29), founder)
    lines = {line.expected.key: line for line in lines_of(contract, "msp", on=TODAY).lines}
    assert {line.arrival for line in lines.values()} == {Arrival.RECEIVED}
    assert sum(line.received for line in lines.values()) == euros("caisse amount")

    # Shared by the rule that was voted, then paid.
    assert told.to_share == euros("shared")
    made = shared(company, told.to_share, founder)
    assert {each.name: each.amount for each in made.shares.all()} == {name: euros(name) for name in SHARES}
    batch = paid(made, account, founder)
    transfers = {each.name: each for each in batch.transfers.all()}
    assert {name: each.amount for name, each in transfers.items()} == {name: euros(name) for name in SHARES}
    assert {each.state for each in transfers.values()} == {TransferState.EXECUTED}
    assert batch.state == BatchState.EXECUTED
    assert {each.executed_on for each in transfers_for(made).values()} == {PAID_ON}

    # And each has their statement.
    ada = company.structure.people.get(name="Ada Fictif")
    ada.structure = company.structure
    paper = year_of_shares(ada, made.made_on.year, on=TODAY)
    table = next(each for each in paper.sections[0].blocks if isinstance(each, Table))
    assert (len(table.rows), table.total[-1]) == (1, said(euros("Ada Fictif")))
    assert render(paper, Format.PDF).startswith(b"%PDF")


def came(contract: Contract, expects: str, amount: Decimal, on: date, by: User) -> None:
    receipts.receive(contract, expects, GivenReceipt(on, amount), key=uuid4(), by=by, on=TODAY)


def shared(company: LegalPerson, amount: Decimal, by: User) -> Sharing:
    cards = {each.name: each for each in company.structure.people.all()}
    associates = [GivenAssociate(cards[name], name, Decimal(hours)) for name, hours in HOURS.items()]
    parts = {Basis.EQUAL: Fraction(1, 2), Basis.HOURS: Fraction(1, 2)}
    decision = voted(company.structure, by)
    given = GivenSharing(f"ACI {YEAR}", amount, SharingRule.MIXED, associates, parts, decision)
    return sharing.keep(company, given, key=uuid4(), by=by, on=TODAY)


def paid(made: Sharing, account: BankAccount, by: User) -> TransferBatch:
    """Prepared by one, validated by another who called each account back, executed as the statement says."""
    company = made.legal_person
    lise = User.objects.create_user("tresoriere@example.org", name="Lise Fictif")
    give_access(company.structure, lise.email, [Role.TREASURY], by=by, on=DAY)
    for share in made.shares.all():
        assert share.person is not None
        payee = payees.add_payee(
            company,
            share.person,
            GivenPayee("personne", share.name, IBANS[share.name]),
            key=uuid4(),
            by=by,
            on=TODAY,
        )
        check(payee, lise, TODAY)
    key = uuid4()
    batch, again = (preparing.prepare_shares(account, made, PAID_ON, key=key, by=by, at=AT) for _ in range(2))
    assert batch.pk == again.pk
    with pytest.raises(BadInput, match="déjà dans un lot"):
        preparing.prepare_shares(account, made, PAID_ON, key=uuid4(), by=by, at=AT)
    with pytest.raises(BadInput, match="annulez d’abord ce lot"):
        sharing.undo(made, by=by, on=TODAY)
    assert why_not_leave(batch, at=AT) == []
    batches.validate(batch, by=lise, at=AT)
    batches.send(batch, by=by, on=TODAY)
    read(account, f"Date;Libellé;Montant\n{PAID_ON:%d/%m/%Y};VIR SEPA {batch.reference};-{euros('shared')}\n")
    line = BankLine.objects.select_related("account__legal_person__structure").get(account=account)
    reconciling.is_transfers(line, [each.pk for each in batch.transfers.all()], by=by, on=PAID_ON)
    return TransferBatch.objects.get(pk=batch.pk)
