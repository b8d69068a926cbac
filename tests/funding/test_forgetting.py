"""The books name who was erased until their term, and no longer; their sums never change."""

from datetime import date, timedelta

import pytest

from maillage.accounts.models import User
from maillage.funding.models import AssociateShare, Claim, Transfer
from maillage.funding.services.forgetting import forget_old_names
from maillage.people import services as people
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
