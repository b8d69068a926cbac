"""What one was paid in a year, by one's own link: theirs alone, to the cent. People are invented."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.funding.documents.paid import year_of
from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim
from maillage.funding.queries.paid import paid_year, years_paid
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules

pytestmark = pytest.mark.django_db


def claim(person: Person, amount: str, paid_on: date | None, label: str = "Appels", **said: object) -> Claim:
    made: Claim = Claim.objects.create(
        legal_person=person.structure.legal_persons.get(), person=person, name=person.name, label=label, minutes=60,
        held_on=date(2025, 11, 3), kind="indemnite", amount=Decimal(amount), asked_on=date(2025, 11, 4),
        state=ClaimState.PAID if paid_on else ClaimState.APPROVED, decided_on=date(2025, 11, 5), paid_on=paid_on, **said,
    )  # fmt: skip
    return made


@pytest.fixture
def ada(structure: Structure) -> Person:
    """Her hour in the chair was paid in 2025, another time in 2026; Max was paid too, and she is owed more."""
    ada: Person = structure.people.select_related("structure__territory").get(name="Ada Fictif")
    sat = Claim.objects.get()
    Claim.objects.update(state=ClaimState.PAID, decided_on=sat.held_on, paid_on=date(2025, 12, 1))
    claim(ada, "33.33", date(2025, 12, 31))
    claim(ada, "12.05", date(2026, 1, 1), "Janvier")
    claim(ada, "99.99", None, "Pas encore payé")
    claim(structure.people.get(name="Max Fictif"), "44.44", date(2025, 12, 2), "De Max")
    return ada


@pytest.fixture
def door(ada: Person) -> str:
    return doors_to([ada], on=timezone.localdate())[ada.pk].get_absolute_url()


def plain(door: str, step: str) -> str:
    return Client().get(f"{door}{step}/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_year_adds_up_by_payee_and_by_function(ada: Person) -> None:
    paid = paid_year(ada, 2025)
    assert (paid.total, paid.by_payee) == (Decimal("133.33"), [("Ada Fictif", Decimal("133.33"))])
    assert paid.by_office == [("Présidence", Decimal("100.00")), ("Sans fonction", Decimal("33.33"))]
    assert sum(amount for _, amount in paid.by_office) == paid.total
    assert years_paid(ada) == [2026, 2025]


def test_the_page_shows_one_s_own_and_nothing_of_others(door: str) -> None:
    page = plain(door, "sommes-2025")
    assert "133,33 €" in page
    assert "33,33 €" in page
    assert "Présidence" in page
    for other in ("Max", "44,44", "99,99", "12,05", "Janvier"):
        assert other not in page
    assert "12,05 €" in plain(door, "sommes"), "the last year, by itself"


def test_the_paper_says_the_same(ada: Person, door: str) -> None:
    answer = Client().get(f"{door}releve-2025/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    told = str(year_of(ada, 2025, on=date(2026, 1, 10)))
    assert "133,33" in told
    assert "44,44" not in told
    assert [each.title for each in year_of(ada, 2025, on=date(2026, 1, 10)).sections][1:] == [
        "Par titulaire du compte payé",
        "Par fonction",
    ]


@pytest.mark.parametrize(
    "step", ["sommes-1999", "sommes-99999", "releve", "releve-0", "releve-1999", "sommes-x"]
)
def test_a_year_that_is_none_is_not_there(door: str, step: str) -> None:
    assert Client().get(f"{door}{step}/").status_code == 404


def test_a_year_without_money_says_so(door: str) -> None:
    assert "Aucune somme" in plain(door, "sommes-2020")


def test_one_s_home_leads_there_once_something_was_paid(door: str, structure: Structure) -> None:
    assert f"{door}sommes/" in Client().get(door).content.decode()
    max_ = structure.people.get(name="Max Fictif")
    Claim.objects.filter(person=max_).delete()
    his = doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()
    assert "sommes/" not in Client().get(his).content.decode()


def test_without_the_module_or_by_a_link_that_is_over_nothing_is_there(
    structure: Structure, founder: User, door: str, ada: Person
) -> None:
    switch_modules(structure, [], by=founder)
    assert Client().get(f"{door}sommes/").status_code == 404
    assert Client().get(f"{door}releve-2025/").status_code == 404


def test_a_link_that_was_taken_back_shows_no_money(door: str, ada: Person) -> None:
    link = ada.door.link
    link.revoked_at = timezone.now() - timedelta(days=1)
    link.save(update_fields=["revoked_at"])
    assert "133,33" not in Client().get(f"{door}sommes-2025/").content.decode()
