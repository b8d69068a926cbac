"""Accounts of those who are paid: typed by one, checked by another who called back."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from funding.paying import (
    AT,
    DUTCH,
    FOUNDED,
    GENEVA,
    HERS,
    OURS,
    TODAY,
    account_of,
    approved,
    check,
    payee_of,
    prepare,
    treasurer_of,
)
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.funding.models import BankAccount, Payee
from maillage.funding.services import batches, payees
from maillage.funding.services.payees import GivenPayee
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.services import erase_person
from maillage.structures.models import Structure
from maillage.ui.queries import card_data


@pytest.fixture
def treasurer(structure: Structure, founder: User) -> User:
    return treasurer_of(structure, founder)


@pytest.fixture
def account(structure: Structure, founder: User) -> BankAccount:
    return account_of(structure, founder)


@pytest.fixture
def max_(structure: Structure) -> Person:
    person: Person = structure.people.get(name="Max Fictif")
    return person


def typed(person: Person, by: User, **said: Any) -> Payee:
    given = GivenPayee(**{"kind": "personne", "name": person.name, "iban": HERS, **said})
    payer = person.structure.legal_persons.get()
    return payees.add_payee(payer, person, given, key=uuid4(), by=by, on=FOUNDED)


def test_who_typed_an_iban_does_not_check_it(max_: Person, founder: User, treasurer: User) -> None:
    payee = typed(max_, founder)
    assert payee.is_stopped
    with pytest.raises(BadInput, match="deuxième personne"):
        check(payee, founder)
    assert not check(payee, treasurer).is_stopped
    with pytest.raises(IntegrityError), transaction.atomic():
        Payee.objects.filter(pk=payee.pk).update(checked_by=founder)


def test_another_iban_waits_for_another_call(max_: Person, founder: User, treasurer: User) -> None:
    payee = payee_of(max_, HERS, founder, treasurer)
    changed = payees.change_payee(
        payee,
        GivenPayee("personne", "Max Fictif", GENEVA, town="Genève", country="ch"),
        by=treasurer,
        on=TODAY,
    )
    assert (changed.is_stopped, changed.country) == (True, "CH")
    told = changed.changes.get(step="change")
    assert (told.before, told.after) == ("FR76 … 0129", "CH93 … 2957")
    with pytest.raises(BadInput, match="Vous avez saisi"):
        check(changed, treasurer)
    assert not check(changed, founder).is_stopped


def test_a_name_that_changes_asks_no_call(max_: Person, founder: User, treasurer: User) -> None:
    payee = payee_of(max_, HERS, founder, treasurer)
    kept = payees.change_payee(payee, GivenPayee("personne", "M. Fictif", ""), by=founder, on=TODAY)
    assert (kept.name, kept.iban, kept.is_stopped) == ("M. Fictif", HERS, False)


def test_an_iban_that_changed_after_the_page_was_read_is_not_checked(
    max_: Person, founder: User, treasurer: User
) -> None:
    payee = typed(max_, founder)
    seen = payee.changes.get().pk
    payees.change_payee(payee, GivenPayee("personne", "Max Fictif", DUTCH), by=founder, on=TODAY)
    with pytest.raises(BadInput, match="vient de changer"):
        payees.check_payee(payee, TODAY, seen=seen, by=treasurer, on=TODAY)


@pytest.mark.parametrize(
    ("called_on", "said"), [(date(2026, 12, 4), "pas encore"), (date(2026, 3, 1), "depuis le")]
)
def test_a_call_is_after_the_typing_and_not_to_come(
    max_: Person, founder: User, treasurer: User, called_on: date, said: str
) -> None:
    payee = typed(max_, founder)
    with pytest.raises(BadInput, match=said):
        payees.check_payee(payee, called_on, seen=payee.changes.get().pk, by=treasurer, on=TODAY)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"iban": "FR06 3000 6000 0112 3456 7890 188"}, "n’existe pas"),
        ({"iban": OURS}, "compte qui paie"),
        ({"kind": "societe"}, "SIRET"),
        ({"kind": "societe", "siret": "73282932000075"}, "SIRET"),
        ({"iban": GENEVA}, "ville et le pays"),
        ({"name": "张伟"}, "lettres latines"),
        ({"name": "Maëlys " * 12}, "abrégez"),
    ],
)
def test_a_payee_that_a_bank_would_refuse_is_refused_when_typed(
    max_: Person, account: BankAccount, founder: User, said: dict[str, str], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        typed(max_, founder, **said)


def test_a_person_has_one_payee_and_the_same_form_twice_notes_one(max_: Person, founder: User) -> None:
    key, given = uuid4(), GivenPayee("personne", "Max Fictif", HERS)
    payer = max_.structure.legal_persons.get()
    made = [payees.add_payee(payer, max_, given, key=key, by=founder, on=TODAY).pk for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(BadInput, match="déjà un bénéficiaire"):
        typed(max_, founder)


def test_neither_the_trail_nor_a_page_holds_an_iban(
    max_: Person, account: BankAccount, founder: User, treasurer: User
) -> None:
    payee = payee_of(max_, HERS, founder, treasurer)
    claims = approved(max_, "10.00")
    made = prepare(account, claims, founder)
    payees.change_payee(payee, GivenPayee("personne", "Max Fictif", DUTCH), by=founder, on=TODAY)
    slug, client = max_.structure.slug, client_of(founder)
    shown = [
        client.get(reverse(f"funding:{name}", args=[slug, *arguments])).content.decode()
        for name, arguments in (
            ("payees", []), ("payee", [payee.pk]), ("batches", []), ("batch", [made.pk]), ("prepare_batch", []),
            ("hours", []), ("bank_wants", [account.pk]), ("claim", claims),
        )
    ]  # fmt: skip
    said = [*Entry.objects.values_list("sentence", flat=True), *shown, str(card_data(max_))]
    for iban in (OURS, HERS, DUTCH):
        assert not [
            each for each in said if iban[4:12] in each.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        ]


def test_an_account_goes_with_its_card_and_what_was_paid_stays(
    max_: Person, account: BankAccount, founder: User, treasurer: User
) -> None:
    payee_of(max_, HERS, founder, treasurer)
    made = prepare(account, approved(max_, "10.00"), founder)
    erase_person(max_, by=founder)
    assert not Payee.objects.filter(iban=HERS, name="Max Fictif").exists()
    assert made.transfers.get().payee is None
    with pytest.raises(BadInput, match="plus là"):
        batches.validate(made, by=treasurer, at=AT)
