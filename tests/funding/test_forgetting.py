"""The books name who was erased until their term, and no longer; their sums never change."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.funding.models import (
    AssociateShare,
    BankLine,
    Claim,
    EntryLine,
    Expense,
    JournalEntry,
    Reconciliation,
    Transfer,
)
from maillage.funding.rules.naming import without_names
from maillage.funding.services import reconciling
from maillage.funding.services.books import entries
from maillage.funding.services.forgetting import forget_old_names
from maillage.funding.types.books import Movement
from maillage.people import services as people
from maillage.people.queries.retention import retention
from maillage.people.services.erasing import UNNAMED
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
LONG_AFTER = date(2026, 12, 31) + timedelta(days=11 * 366)


def named() -> set[str]:
    return {
        name
        for model in (Claim, AssociateShare, Transfer)
        for name in model._default_manager.values_list("name", flat=True)
    }


def test_a_name_goes_with_the_term_of_the_books_once_its_card_went(
    structure: Structure, founder: User
) -> None:
    Claim.objects.update(state="approuvee", decided_on=date(2026, 4, 1))
    sums = [
        *Claim.objects.values_list("amount", flat=True),
        *AssociateShare.objects.values_list("amount", flat=True),
    ]
    ada = structure.people.get(name="Ada Fictif")
    forget_old_names(on=LONG_AFTER)
    assert "Ada Fictif" in named(), "a card that is there keeps its name"
    people.erase_person(ada, by=founder)
    forget_old_names(on=date(2027, 1, 1))
    assert "Ada Fictif" in named(), "the accounts still need it"
    for _ in range(2):
        forget_old_names(on=LONG_AFTER)
    assert all(name.startswith(UNNAMED) for name in named())
    assert not Transfer.objects.exclude(iban="").exists()
    after = [
        *Claim.objects.values_list("amount", flat=True),
        *AssociateShare.objects.values_list("amount", flat=True),
    ]
    assert after == sums


def said_in_books(structure: Structure) -> str:
    return " ".join(
        str(each)
        for rows in (
            JournalEntry.objects.values_list("label", flat=True),
            EntryLine.objects.values_list("party_name", flat=True),
            BankLine.objects.values_list("label", flat=True),
            Reconciliation.objects.values_list("words", flat=True),
        )
        for each in rows
    )


def test_a_name_leaves_the_words_of_old_books_and_their_sums_stay(
    structure: Structure, founder: User
) -> None:
    person, ada = structure.legal_persons.get(), structure.people.get(name="Ada Fictif")
    chart = {each.number: each.pk for each in person.accounts.all()}
    day = date(2026, 5, 4)
    said = ("Virement Ada Fictif, mai", "VIR SEPA FICTIF ADA", "Timbres", "Adafictif")
    for label in said:
        movement = Movement(day, label, "depense", Decimal("12.90"), chart["530"], chart["626"])
        entries.note(person, movement, key=uuid4(), by=founder, today=day)
    entries.validate_all(person.books_years.get(), date(2026, 12, 31), by=founder, today=day)
    line = BankLine.objects.get(account__legal_person=person)
    BankLine.objects.filter(pk=line.pk).update(label="VIR MLLE ADA FICTIF")
    reconciling.is_other(line, "Remboursé à ada fictif", by=founder, on=day)
    Expense.objects.update(label="Train, Ada Fictif")
    sums = list(EntryLine.objects.values_list("debit", "credit"))
    Claim.objects.update(state="approuvee", decided_on=date(2026, 4, 1))
    people.erase_person(ada, by=founder)
    forget_old_names(on=date(2027, 1, 1))
    assert "FICTIF ADA" in said_in_books(structure), "the accounts still need it"
    for _ in range(2):
        forget_old_names(on=LONG_AFTER)
    told = said_in_books(structure)
    assert "fictif" not in told.lower().replace("adafictif", "")
    assert {"Virement Personne effacée, mai", "VIR SEPA Personne effacée", "Timbres", "Adafictif"} <= set(
        JournalEntry.objects.values_list("label", flat=True)
    )
    assert "VIR MLLE Personne effacée" in told
    assert set(Expense.objects.values_list("label", flat=True)) == {"Train, Personne effacée"}
    assert list(EntryLine.objects.values_list("debit", "credit")) == sums


def test_the_name_of_somebody_who_is_there_stays_in_the_books(structure: Structure, founder: User) -> None:
    """Another card bears it: what is said under it may be theirs."""
    person, ada = structure.legal_persons.get(), structure.people.get(name="Ada Fictif")
    chart = {each.number: each.pk for each in person.accounts.all()}
    movement = Movement(date(2026, 5, 4), "Ada Fictif", "depense", Decimal(5), chart["530"], chart["626"])
    entries.note(person, movement, key=uuid4(), by=founder, today=date(2026, 5, 4))
    Claim.objects.update(state="approuvee", decided_on=date(2026, 4, 1))
    people.erase_person(ada, by=founder)
    structure.people.create(name="Ada Fictif", profession="infirmier")
    forget_old_names(on=LONG_AFTER)
    assert "Ada Fictif" in said_in_books(structure)


def test_the_page_of_retention_tells_the_words_of_the_books() -> None:
    assert retention()["books"].months == retention()["claim"].months


@given(st.text(max_size=60), st.sampled_from(["Ada Fictif", "Jean-Noël d’Œuvre"]), st.text(max_size=60))
def test_a_name_between_any_words_goes_and_the_words_stay(before: str, name: str, after: str) -> None:
    told = without_names(f"{before} {name.upper()} {after}", [name], "X")
    assert name.upper() not in told
    assert without_names(before, ["Autre"], "X") == before
