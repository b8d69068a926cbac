"""Nobody approves their own, and two is two people: whatever the accounts somebody has. People are invented."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress

from funding.paying import AT, DUTCH, FOUNDED, HERS, TODAY, account_of, approved, check, payee_of, prepare
from maillage.accounts.models import User
from maillage.funding.enums import BatchState
from maillage.funding.models import Claim
from maillage.funding.queries.identity import identities, people_among
from maillage.funding.queries.transfers import approvers_in
from maillage.funding.services import batches, claims, payees
from maillage.funding.services.payees import GivenPayee
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.services import merging
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

pytestmark = pytest.mark.django_db


def an_account(structure: Structure, founder: User, email: str, role: Role = Role.TREASURY) -> User:
    user = User.objects.create_user(email)
    give_access(structure, email, [role], by=founder, on=FOUNDED)
    return user


@pytest.fixture
def lise(structure: Structure) -> Person:
    """One card, made of two: each had an address of hers."""
    kept, gone = (
        structure.people.create(name="Lise Fictif", profession="infirmier", email=f"lise@{where}.example.org")
        for where in ("cabinet", "maison")
    )
    merging.merge(kept, gone, by=structure.memberships.first().user, at=datetime(2026, 3, 2, tzinfo=UTC))
    found: Person = structure.people.get(pk=kept.pk)
    return found


@pytest.fixture
def hers(structure: Structure, founder: User, lise: Person) -> tuple[User, User]:
    """Two accounts, at both addresses."""
    return (
        an_account(structure, founder, "lise@cabinet.example.org"),
        an_account(structure, founder, "lise@maison.example.org", Role.PRESIDENCY),
    )


@pytest.fixture
def other(structure: Structure, founder: User) -> User:
    return an_account(structure, founder, "noe@example.org")


def test_two_accounts_of_one_card_are_one_person(
    structure: Structure, hers: tuple[User, User], other: User
) -> None:
    found = identities([*hers, other], structure)
    assert found[hers[0].pk] & found[hers[1].pk]
    assert found[hers[0].pk].isdisjoint(found[other.pk])
    assert people_among([*hers, other], structure) == 2


def test_an_address_that_an_account_also_has_leads_to_the_card(
    structure: Structure, other: User, lise: Person
) -> None:
    assert identities([other], structure)[other.pk] == {f"account:{other.pk}"}
    EmailAddress.objects.create(user=other, email="lise@cabinet.example.org", verified=False)
    assert identities([other], structure)[other.pk] == {f"account:{other.pk}"}, (
        "nobody showed that it is theirs"
    )
    EmailAddress.objects.update(verified=True)
    assert f"card:{lise.pk}" in identities([other], structure)[other.pk]


def test_one_s_own_claim_is_approved_from_neither_account(
    structure: Structure, lise: Person, hers: tuple[User, User], other: User
) -> None:
    (pk,) = approved(lise, "50.00")
    Claim.objects.filter(pk=pk).update(state="demandee", decided_on=None)
    for account in hers:
        assert "la vôtre" in claims.approve(structure, [pk], by=account, on=TODAY).left[0][1]
    assert claims.approve(structure, [pk], by=other, on=TODAY).approved


def test_who_confirmed_from_one_account_does_not_approve_from_the_other(
    structure: Structure, hers: tuple[User, User], other: User
) -> None:
    (pk,) = approved(structure.people.get(name="Max Fictif"), "50.00")
    Claim.objects.filter(pk=pk).update(state="demandee", decided_on=None, author=hers[0])
    assert "saisi" in claims.approve(structure, [pk], by=hers[1], on=TODAY).left[0][1]
    assert claims.approve(structure, [pk], by=other, on=TODAY).approved


def test_the_claim_of_one_s_company_is_one_s_own(
    structure: Structure, founder: User, lise: Person, hers: tuple[User, User], other: User
) -> None:
    """Both are paid on the account of the company that they hold."""
    max_ = structure.people.get(name="Max Fictif")
    for person in (max_, lise):
        given = GivenPayee("societe", "SELARL Fictive", DUTCH, "73282932000074")
        payees.add_payee(structure.legal_persons.get(), person, given, key=uuid4(), by=founder, on=FOUNDED)
    (pk,) = approved(max_, "50.00")
    Claim.objects.filter(pk=pk).update(state="demandee", decided_on=None)
    assert "votre société" in claims.approve(structure, [pk], by=hers[1], on=TODAY).left[0][1]
    assert claims.approve(structure, [pk], by=other, on=TODAY).approved


def test_a_batch_is_validated_by_another_person_not_another_account(
    structure: Structure, founder: User, hers: tuple[User, User], other: User
) -> None:
    max_ = structure.people.get(name="Max Fictif")
    payee_of(max_, DUTCH, founder, other)
    made = prepare(account_of(structure, founder), approved(max_, "900.00"), hers[0])
    with pytest.raises(BadInput, match="deuxième personne"):
        batches.validate(made, by=hers[1], at=AT)
    assert batches.validate(made, by=other, at=AT).state == BatchState.VALIDATED


def test_an_iban_is_called_back_by_another_person(
    structure: Structure, founder: User, lise: Person, hers: tuple[User, User], other: User
) -> None:
    payee = payee_of(structure.people.get(name="Max Fictif"), DUTCH, hers[0])
    with pytest.raises(BadInput, match="deuxième personne"):
        check(payee, hers[1])
    assert not check(payee, other).is_stopped
    own = payee_of(lise, HERS, founder)
    with pytest.raises(BadInput, match="votre compte"):
        check(own, hers[1])
    assert not check(own, other).is_stopped


def test_somebody_alone_with_two_accounts_is_alone(
    structure: Structure, founder: User, hers: tuple[User, User]
) -> None:
    structure.memberships.exclude(user__in=hers).update(left_on=date(2026, 3, 3))
    assert approvers_in(structure) == 1


def test_without_a_card_accounts_are_told_apart(structure: Structure, founder: User, other: User) -> None:
    assert people_among([founder, other], structure) == 2
    (pk,) = approved(structure.people.get(name="Max Fictif"), "0.01")
    Claim.objects.filter(pk=pk).update(
        state="demandee", decided_on=None, author=founder, amount=Decimal("0.01")
    )
    assert claims.approve(structure, [pk], by=other, on=TODAY).approved
