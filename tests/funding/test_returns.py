"""A year of money as it leaves: for who funds it, for a federation, for members."""

import json
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.models import Claim, Expense, TransparencyRule
from maillage.funding.queries.returns import YearlyReturn, return_of, return_report, unnamed
from maillage.funding.services.claims import approve
from maillage.funding.types.returns import TimeGiven, in_hours
from maillage.governance.models import Decision
from maillage.portal.commands import cli
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def told(structure: Structure) -> Callable[[], YearlyReturn]:
    person = structure.legal_persons.get()
    person.structure = structure
    return lambda: return_of(person, YEAR, on=Claim.objects.earliest("pk").held_on)


def test_what_came_adds_up_and_the_index_follows_the_papers(
    told: Callable[[], YearlyReturn], structure: Structure
) -> None:
    made = told()
    assert made.received == Decimal(75_000)
    assert [(each.number, each.file) for each in made.pieces] == [(1, "facture.pdf"), (2, "contrat.pdf")]
    assert "Affiches" in made.pieces[0].label
    assert dict(made.meetings) == {"Bureau": 1}


def test_time_that_nobody_is_paid_for_is_counted_apart(
    told: Callable[[], YearlyReturn], structure: Structure, member: User
) -> None:
    """Ada held the chair for two hours: given, until they are granted."""
    assert [(each.label, each.people, each.hours) for each in told().by_office] == [
        ("Présidence", 1, (in_hours(120), in_hours(0), in_hours(120)))
    ]
    claim = Claim.objects.get()
    Claim.objects.filter(pk=claim.pk).update(author=None)
    assert approve(structure, [claim.pk], by=member, on=claim.held_on).approved
    (line,) = told().by_office
    assert (line.paid, line.volunteered, line.amount) == (120, 0, claim.amount)
    assert [each.label for each in told().by_profession] != []


def test_the_report_of_a_federation_names_nobody(told: Callable[[], YearlyReturn]) -> None:
    report = return_report(told())
    written = json.dumps(report, ensure_ascii=False)
    assert "Fictif" not in written
    assert "CPTS du Tescou" not in written
    assert sum(Decimal(each["committed"]) for each in report["posts"]) == Decimal(
        told().budget.budget.total.committed
    )


def test_the_command_says_the_same(told: Callable[[], YearlyReturn], structure: Structure) -> None:
    said = CliRunner().invoke(cli, ["money", "return", structure.slug, "--year", str(YEAR), "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["received"] == "75000.00"


def test_the_archive_holds_the_paper_the_figures_and_the_proofs(structure: Structure, founder: User) -> None:
    answer = client_of(founder).get(reverse("funding:return_file", args=[structure.slug, YEAR]))
    with ZipFile(BytesIO(answer.content)) as made:
        names = set(made.namelist())
        assert made.read("restitution.pdf").startswith(b"%PDF")
        assert "Imprimeur fictif" in made.read("depenses.csv").decode("utf-8-sig")
    assert names >= {
        "budget.csv",
        "temps-par-fonction.csv",
        "temps-par-profession.csv",
        "pieces/001 - facture.pdf",
    }


@pytest.mark.parametrize("year", [0, 1999, 9999])
def test_a_year_of_another_time_is_told(year: int, structure: Structure, founder: User) -> None:
    answer = client_of(founder).get(reverse("funding:return_file", args=[structure.slug, year]))
    assert answer.status_code == 302


def test_an_expense_without_its_paper_is_told_before_it_leaves(structure: Structure, founder: User) -> None:
    Expense.objects.get().papers.all().delete()
    page = client_of(founder).get(f"{reverse('funding:yearly_return', args=[structure.slug])}?annee={YEAR}")
    assert "sans pièce" in page.content.decode()


@pytest.fixture
def page(structure: Structure) -> str:
    return reverse("funding:transparency", args=[structure.slug])


def test_a_function_that_one_person_holds_is_told_with_others(
    structure: Structure, page: str, member: User
) -> None:
    words = client_of(member).get(f"{page}?annee={YEAR}").content.decode().split("<main", 1)[1]
    assert "Autres" in words
    assert "Présidence" not in words.split("Le barème voté")[0]
    assert "Ada Fictif" not in words
    assert "Ce que lisent les membres" not in words


def test_names_are_shown_once_they_were_voted(
    structure: Structure, page: str, founder: User, member: User
) -> None:
    asked: dict[str, Any] = {"way": "personne", "decision": ""}
    refused = client_of(founder).post(page, asked)
    assert refused.status_code == 422
    assert "se vote" in refused.content.decode()
    assert not TransparencyRule.objects.exists()
    decision = Decision.objects.filter(structure=structure).earliest("pk")
    assert client_of(founder).post(page, {**asked, "decision": str(decision.pk)}).status_code == 302
    words = client_of(member).get(f"{page}?annee={YEAR}").content.decode()
    assert "Ada Fictif" in words
    assert decision.reference in words


def line(label: str, people: int) -> TimeGiven:
    return TimeGiven(label, people, 60, 60, Decimal(10))


@given(st.lists(st.integers(1, 6), max_size=8))
def test_no_group_that_is_told_is_small_and_nothing_is_lost(sizes: list[int]) -> None:
    lines = [line(str(rank), size) for rank, size in enumerate(sizes)]
    told = unnamed(lines)
    assert sum(each.amount for each in told) == sum(each.amount for each in lines)
    assert sum(each.people for each in told) == sum(sizes)
    assert all(each.people >= 3 for each in told) or sum(sizes) < 3 or len(told) == 1


def test_pay_is_told_by_its_sum_and_never_by_its_paper(
    told: Callable[[], YearlyReturn], structure: Structure, founder: User
) -> None:
    Expense.objects.update(kind="paie", supplier=None, name="Ada Fictif")
    assert [each for each in told().pieces if not each.is_contract] == []
    answer = client_of(founder).get(reverse("funding:return_file", args=[structure.slug, YEAR]))
    with ZipFile(BytesIO(answer.content)) as made:
        assert "Ada Fictif" not in made.read("depenses.csv").decode("utf-8-sig")
        pieces = [name for name in made.namelist() if name.startswith("pieces/")]
        assert pieces == ["pieces/001 - contrat.pdf"]  # the contract, no pay


def test_a_stranger_reads_nothing_of_it(page: str) -> None:
    assert Client().get(page).status_code == 302
