"""Who keeps the money of the structure of the cast, and an account of it at a bank."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from maillage.accounts.models import User
from maillage.funding.models import BankAccount
from maillage.funding.services.bank import GivenAccount, open_account
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

FOUNDED = date(2026, 3, 2)
#: Of no bank: both keys hold.
IBAN = "FR76 3000 6000 0112 3456 7890 189"


def an_officer(structure: Structure, founder: User, email: str, role: Role) -> User:
    user = User.objects.create_user(email)
    give_access(structure, email, [role], by=founder, on=FOUNDED)
    return user


@pytest.fixture
def treasurer(structure: Structure, founder: User) -> User:
    return an_officer(structure, founder, "tresoriere@example.org", Role.TREASURY)


@pytest.fixture
def president(structure: Structure, founder: User) -> User:
    return an_officer(structure, founder, "presidente@example.org", Role.PRESIDENCY)


@pytest.fixture
def account(structure: Structure, founder: User) -> BankAccount:
    """With a thousand euros before its first line."""
    given = GivenAccount("Compte courant", IBAN, Decimal(1_000), date(2026, 3, 1))
    return open_account(structure.legal_persons.get(), given, key=uuid4(), by=founder)
