"""Overseas, a day of money is the day of the structure, whatever day it is in Paris. People are invented."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from funding.paying import DUTCH, account_of, approved, payee_of, prepare, treasurer_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.models import BankAccount, TransferBatch
from maillage.funding.queries.transfers import first_day
from maillage.funding.services import batches
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in, today_in

pytestmark = pytest.mark.django_db

#: Half past one in Paris on the 4th: the evening of the 3rd in Martinique. And eleven in the evening of the 3rd in Paris: the 4th in La Réunion.
EARLY, LATE = datetime(2026, 12, 4, 0, 30, tzinfo=UTC), datetime(2026, 12, 3, 22, tzinfo=UTC)
PLACES = {"82121": (date(2026, 12, 4), date(2026, 12, 3)), "97209": (date(2026, 12, 3), date(2026, 12, 3)), "97411": (date(2026, 12, 4), date(2026, 12, 4))}  # fmt: skip


@pytest.fixture
def move(structure: Structure, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Structure]:
    """The structure, on the clocks of another commune."""

    def to(commune: str) -> Structure:
        kind = type(structure.territory)
        monkeypatch.setattr(kind, "codes", property(lambda _: [commune]))
        return structure

    return to


@pytest.mark.parametrize("commune", PLACES)
def test_a_day_is_that_of_the_structure(
    move: Callable[[str], Structure], commune: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    structure = move(commune)
    assert (day_in(structure, EARLY), day_in(structure, LATE)) == PLACES[commune]
    monkeypatch.setattr("maillage.structures.queries.clocks.timezone.now", lambda: EARLY)
    assert today_in(structure) == PLACES[commune][0]


@pytest.fixture
def made(structure: Structure, founder: User) -> TransferBatch:
    max_ = structure.people.get(name="Max Fictif")
    payee_of(max_, DUTCH, founder, treasurer_of(structure, founder))
    return prepare(account_of(structure, founder), approved(max_, "10.00"), founder)


def test_a_batch_is_validated_and_deposited_on_the_day_of_the_structure(
    move: Callable[[str], Structure],
    made: TransferBatch,
    structure: Structure,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    move("97209")
    treasurer = User.objects.get(email="tresoriere@example.org")
    assert batches.validate(made, by=treasurer, at=EARLY).validated_on == date(2026, 12, 3)
    monkeypatch.setattr("maillage.structures.queries.clocks.timezone.now", lambda: EARLY)
    client_of(treasurer).post(reverse("funding:batch", args=[structure.slug, made.pk]), {"act": "send"})
    made.refresh_from_db()
    assert made.sent_on == date(2026, 12, 3)


def test_no_file_is_promised_sooner_than_either_clock_says(
    move: Callable[[str], Structure], made: TransferBatch
) -> None:
    """Two in the afternoon is the last hour; Thursday 3 December 2026."""
    account = BankAccount.objects.select_related("legal_person__structure__territory").get(pk=made.account_id)
    account.cutoff, account.lead_days = time(14), 0
    noon = datetime(2026, 12, 3, 12, tzinfo=UTC)  # one in Paris, eight in Martinique, four in La Réunion
    assert first_day(account, noon) == date(2026, 12, 3)
    move("97411")
    assert first_day(account, noon) == date(2026, 12, 4)
    move("97209")
    assert first_day(account, noon) == date(2026, 12, 3)
    assert first_day(account, datetime(2026, 12, 3, 16, tzinfo=UTC)) == date(2026, 12, 4)
