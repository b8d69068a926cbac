"""A treasurer, approved claims and their payees, for the tests of files of transfers. People are invented."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from maillage.accounts.models import User
from maillage.funding.enums import ClaimState
from maillage.funding.models import BankAccount, Claim, Payee, TransferBatch
from maillage.funding.rules.statements import read_statement
from maillage.funding.services import payees, preparing
from maillage.funding.services.bank import GivenAccount, Kept, keep, open_account
from maillage.funding.services.payees import GivenPayee
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

FOUNDED, TODAY, DAY = date(2026, 3, 2), date(2026, 12, 3), date(2026, 12, 15)
AT = datetime(2026, 12, 3, 9, tzinfo=ZoneInfo("Europe/Paris"))
OURS, HERS = "FR7630006000011234567890189", "FR7610107001011234567890129"
GENEVA, DUTCH = "CH9300762011623852957", "NL91ABNA0417164300"


def treasurer_of(structure: Structure, founder: User) -> User:
    lise = User.objects.create_user("tresoriere@example.org", name="Lise Fictif")
    give_access(structure, lise.email, [Role.TREASURY], by=founder, on=FOUNDED)
    return lise


def account_of(structure: Structure, by: User) -> BankAccount:
    """It holds ten thousand euros, and pays by file."""
    given = GivenAccount("Compte courant", OURS, Decimal(10_000), FOUNDED)
    made = open_account(structure.legal_persons.get(), given, key=uuid4(), by=by)
    return preparing.say_bank(made, "AGRIFRPP", "pain.001.001.09", 1, time(14), by=by)


def approved(person: Person, *amounts: str) -> list[int]:
    """Numbers of as many claims."""
    payer = person.structure.legal_persons.get()
    made = [
        Claim.objects.create(
            legal_person=payer, person=person, name=person.name, label=f"Bureau, réunion {rank}",
            held_on=date(2026, 10, 1), minutes=60, kind="indemnite", amount=Decimal(amount),
            state=ClaimState.APPROVED, asked_on=date(2026, 10, 2), decided_on=date(2026, 11, 2),
        )
        for rank, amount in enumerate(amounts)
    ]  # fmt: skip
    return [each.pk for each in made]


def payee_of(person: Person, iban: str, typed: User, checked: User | None = None) -> Payee:
    given = GivenPayee("personne", person.name, iban)
    payer = person.structure.legal_persons.get()
    made = payees.add_payee(payer, person, given, key=uuid4(), by=typed, on=FOUNDED)
    return check(made, checked) if checked else made


def check(payee: Payee, by: User, on: date = TODAY) -> Payee:
    return payees.check_payee(payee, on, seen=payee.changes.latest("pk").pk, by=by, on=on)


def prepare(account: BankAccount, claims: list[int], by: User, day: date = DAY) -> TransferBatch:
    return preparing.prepare(account, claims, day, key=uuid4(), by=by, at=AT)


def read(account: BankAccount, content: str, name: str = "releve.csv") -> Kept:
    return keep(
        account, read_statement(name, content.encode(), on=date(2027, 1, 10)), by=None, on=date(2027, 1, 10)
    )
