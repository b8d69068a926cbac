"""Shares of a sum paid by transfer: each once, to whom shared, until the statement says so."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from funding.houses import DAY, a_house, voted
from funding.paying import AT, OURS, TODAY, check
from funding.paying import DAY as LEAVES
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.enums import SharingRule, TransferState
from maillage.funding.models import BankAccount, Sharing, TransferBatch, TransferPart
from maillage.funding.queries.contents import contents
from maillage.funding.queries.transfers import payable, transfers_for, why_not_leave
from maillage.funding.services import batches, payees, preparing, settling, sharing
from maillage.funding.services.bank import GivenAccount, open_account
from maillage.funding.services.erasing import erase
from maillage.funding.services.payees import GivenPayee
from maillage.funding.services.sharing import GivenAssociate, GivenSharing
from maillage.kernel import BadInput
from maillage.portal.services.takings import account_of_nobody
from maillage.structures.enums import Role
from maillage.structures.models import LegalPerson
from maillage.structures.services import give_access

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(founder: User) -> LegalPerson:
    return a_house(founder)


@pytest.fixture
def lise(company: LegalPerson, founder: User) -> User:
    user = User.objects.create_user("tresoriere@example.org", name="Lise Fictif")
    give_access(company.structure, user.email, [Role.TREASURY], by=founder, on=DAY)
    return user


@pytest.fixture
def account(company: LegalPerson, founder: User) -> BankAccount:
    given = GivenAccount("Compte de la SISA", OURS, Decimal(0), DAY)
    made = open_account(company, given, key=uuid4(), by=founder)
    return preparing.say_bank(made, "AGRIFRPP", "pain.001.001.09", 1, AT.time(), by=founder)


@pytest.fixture
def shared(company: LegalPerson, founder: User) -> Sharing:
    """A hundred euros between three."""
    associates = [GivenAssociate(card, card.name) for card in company.structure.people.order_by("name")]
    given = GivenSharing(
        "ACI 2025", Decimal(100), SharingRule.EQUAL, associates, decision=voted(company.structure, founder)
    )
    return sharing.keep(company, given, key=uuid4(), by=founder, on=TODAY)


def note_accounts(shared: Sharing, by: User, other: User) -> None:
    for rank, share in enumerate(shared.shares.all(), 1):
        assert share.person is not None
        given = GivenPayee("personne", share.name, account_of_nobody(rank))
        check(payees.add_payee(shared.legal_person, share.person, given, key=uuid4(), by=by, on=TODAY), other)


def prepared(shared: Sharing, account: BankAccount, by: User) -> TransferBatch:
    return preparing.prepare_shares(account, shared, LEAVES, key=uuid4(), by=by, at=AT)


def test_whoever_has_no_account_keeps_the_batch_from_being_made(
    shared: Sharing, account: BankAccount, founder: User
) -> None:
    with pytest.raises(BadInput, match="Ada Fictif, Max Fictif, Zoé Inventée"):
        prepared(shared, account, founder)
    assert not TransferBatch.objects.exists()


def test_no_cent_is_lost_between_a_sharing_and_its_transfers(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    note_accounts(shared, founder, lise)
    batch = prepared(shared, account, founder)
    assert sorted(each.amount for each in batch.transfers.all()) == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]
    assert why_not_leave(batch, at=AT) == []
    assert len(transfers_for(shared)) == 3
    assert contents(shared.legal_person.structure)["batches"][0]["transfers"][0]["shares"] == [
        "Ada Fictif, ACI 2025"
    ]


def test_a_batch_of_shares_leaves_claims_to_pay(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    """A part without a claim must not hide the others (NOT IN with an unknown)."""
    from funding.paying import approved

    note_accounts(shared, founder, lise)
    prepared(shared, account, founder)
    claim = approved(shared.legal_person.structure.people.get(name="Ada Fictif"), "50.00")
    assert [each.pk for each in payable(shared.legal_person.structure)] == claim


def test_what_came_back_is_paid_again_and_once(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    note_accounts(shared, founder, lise)
    batch = batches.validate(prepared(shared, account, founder), by=lise, at=AT)
    batches.send(batch, by=founder, on=TODAY)
    gone = settling.come_back(batch.transfers.all()[0], "Compte clos", on=LEAVES, by=lise, at=AT)
    assert gone.state == TransferState.RETURNED
    again = prepared(shared, account, founder)
    assert [each.name for each in again.transfers.all()] == [gone.name]
    with pytest.raises(BadInput, match="déjà dans un autre lot"):
        settling.take_back(gone, by=lise)


def test_a_sharing_that_a_batch_pays_is_undone_once_the_batch_is_cancelled(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    note_accounts(shared, founder, lise)
    batch = prepared(shared, account, founder)
    with pytest.raises(BadInput, match="annulez d’abord ce lot"):
        sharing.undo(shared, by=founder, on=TODAY)
    batches.cancel(batch, by=founder)
    undone = sharing.undo(shared, by=founder, on=TODAY)
    for each in (shared, undone):
        with pytest.raises(BadInput, match="rien ne se paie"):
            prepared(each, account, founder)


def test_a_part_pays_a_claim_or_a_share_and_never_both(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    note_accounts(shared, founder, lise)
    batch = prepared(shared, account, founder)
    transfer, share = batch.transfers.all()[0], shared.shares.all()[0]
    for wrong in ({}, {"share": share}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TransferPart.objects.create(transfer=transfer, **wrong)


def test_an_erased_structure_keeps_nothing_of_it(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    note_accounts(shared, founder, lise)
    prepared(shared, account, founder)
    erase(shared.legal_person.structure)
    assert not Sharing.objects.exists()
    assert not TransferPart.objects.exists()


def test_the_page_prepares_a_batch_and_the_sharing_says_it(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    slug, client = shared.legal_person.structure.slug, client_of(founder)
    url = reverse("funding:pay_shares", args=[slug, shared.pk])
    assert "Ajouter son RIB" in client.get(url).content.decode()
    note_accounts(shared, founder, lise)
    shown: Any = client.get(url)
    assert "3 virements" in shown.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    data = {"key": str(uuid4()), "account": str(account.pk), "executes_on": "1999-01-04"}
    assert client.post(url, data).status_code == 422
    day = shown.context["form"].fields["executes_on"].initial
    answer = client.post(url, {**data, "executes_on": f"{day:%Y-%m-%d}"})
    assert answer.status_code == 302
    page = client.get(reverse("funding:sharing", args=[slug, shared.pk])).content.decode()
    assert "À exécuter" in page
    assert "Payer ces parts par virement" not in page
    paper = client.get(
        reverse("funding:shares_paper", args=[slug, shared.shares.all()[0].person_id, TODAY.year])
    )
    assert paper.content.startswith(b"%PDF")


def test_every_part_of_a_batch_of_shares_is_shown(
    shared: Sharing, account: BankAccount, founder: User, lise: User
) -> None:
    note_accounts(shared, founder, lise)
    batch = prepared(shared, account, founder)
    page = client_of(founder).get(
        reverse("funding:batch", args=[shared.legal_person.structure.slug, batch.pk])
    )
    assert page.status_code == 200
    assert "ACI 2025" in page.content.decode()
