"""An order given back ends the fee it paid: recorded, seen before, undone with its import, never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.people import services
from maillage.people.models import Fee, Payment
from maillage.people.queries.fees import fees_on, told, up_to_date
from maillage.people.services.importing.undoing import undo
from maillage.structures.models import Structure
from people.lists import TODAY, brought, seen

pytestmark = pytest.mark.django_db
TITLES = "Référence commande;Date de la commande;Statut de la commande;Nom adhérent;Prénom adhérent;Tarif;Profession\n"
VALID = TITLES + (
    "172000001;02/03/2026 14:25;Validé;Oudot;Maëlys;Adhésion 2026;Kiné\n"
    "172000002;02/03/2026 14:25;Validé;Oudot;Côme;Adhésion 2026;Kiné\n"
)
BACK = VALID.replace("Validé;Oudot;Maëlys", "Remboursé;Oudot;Maëlys")


@pytest.fixture
def paid(structure: Structure, founder: User) -> Structure:
    """Both came in by the list, and one transfer paid for both."""
    brought(structure, VALID, founder)
    services.ask_fees(structure, by=founder, on=TODAY)
    fees = Fee.objects.filter(person__name__contains="Oudot").values_list("pk", flat=True)
    services.receive(structure, list(fees), paid_on=TODAY, means="virement", by=founder)
    return structure


def names(structure: Structure, on: date = TODAY) -> set[str]:
    people = structure.people.in_bulk(up_to_date(structure, on=on))
    return {person.name for person in people.values()}


def test_the_fee_counts_no_more_and_its_receipt_stays(paid: Structure, founder: User) -> None:
    before = told(fees_on(paid, TODAY))
    assert [refund.fee.who for refund in seen(paid, BACK).refunds] == ["Maëlys Oudot"]
    assert names(paid) >= {"Maëlys Oudot", "Côme Oudot"}
    brought(paid, BACK, founder)
    assert "Maëlys Oudot" not in names(paid)
    assert "Côme Oudot" in names(paid)
    after = told(fees_on(paid, TODAY))
    assert before.received - after.received == Decimal(20)
    assert after.awaited == before.awaited
    fee = Fee.objects.get(refunded_on=TODAY)
    assert (fee.who, fee.payment) == ("Maëlys Oudot", Payment.objects.order_by("number").last())
    page = client_of(founder).get(reverse("people:fees", args=[paid.slug])).content.decode()
    assert "remboursée le" in page


def test_a_receipt_cancelled_after_a_refund_is_owed_again(paid: Structure, founder: User) -> None:
    """The payment was noted by mistake: nothing was received, so nothing was given back."""
    brought(paid, BACK, founder)
    fee = Fee.objects.get(refunded_on=TODAY)
    assert fee.payment
    services.take_back(fee.payment, by=founder)
    fee.refresh_from_db()
    assert (fee.payment, fee.refunded_on) == (None, None)
    assert told(fees_on(paid, TODAY)).awaited >= fee.amount


def test_given_again_it_is_noted_once(paid: Structure, founder: User) -> None:
    brought(paid, BACK, founder)
    assert seen(paid, BACK).refunds == []
    assert seen(paid, BACK).brings == 0


def test_an_import_undone_gives_the_fee_back(paid: Structure, founder: User) -> None:
    batch = brought(paid, BACK, founder)
    undo(batch, by=founder, on=TODAY)
    undo(batch, by=founder, on=TODAY)
    assert "Maëlys Oudot" in names(paid)
    assert not Fee.objects.exclude(refunded_on=None).exists()


@pytest.mark.parametrize(
    "text",
    [
        BACK.replace("Adhésion 2026", "Soirée").replace("Validé;Oudot;Côme;Soirée", "Validé;Oudot;Côme;Adhésion"),
        BACK.replace("172000001;02/03/2026", "172000001;02/03/2025"),
        BACK.replace("Remboursé;Oudot;Maëlys", "Annulé;Oudot;Maëlys"),
        BACK.replace("Remboursé;Oudot;Maëlys", "Remboursé;Inconnu;Lou"),
    ],
    ids=["another product", "another year", "cancelled", "nobody we know"],
)  # fmt: skip
def test_what_is_not_certain_gives_nothing_back(paid: Structure, text: str) -> None:
    plan = seen(paid, text)
    assert plan.refunds == []


def test_a_fee_that_nobody_paid_is_not_given_back(structure: Structure, founder: User) -> None:
    brought(structure, VALID, founder)
    services.ask_fees(structure, by=founder, on=TODAY)
    assert seen(structure, BACK).refunds == []


def test_the_page_says_it_before(paid: Structure, founder: User) -> None:
    url = reverse("people:import_members", args=[paid.slug])
    page = client_of(founder).post(url, {"text": BACK}).content.decode()
    assert "est notée remboursée" in page
