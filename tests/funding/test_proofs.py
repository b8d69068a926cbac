"""What the money shows of an action: joined in one tap, with its papers, and never who was paid."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from funding.test_spending import TODAY
from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.enums import BatchState, ClaimState, ExpenseKind, ExpenseState, TransferState
from maillage.funding.models import Claim, ContractPaper, Expense, Transfer, TransferBatch
from maillage.funding.queries.proofs import provable
from maillage.people.models import Person
from maillage.project.models import Action
from maillage.project.queries.evidence import papers, pieces_of
from maillage.project.services import evidence as services
from maillage.structures.models import Structure
from maillage.ui.queries import pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(structure: Structure) -> Action:
    return structure.project_actions.get()


def approved() -> Expense:
    spent = Expense.objects.get(label="Affiches")
    spent.state = ExpenseState.APPROVED
    spent.save(update_fields=["state"])
    return spent


def join(structure: Structure, by: User, kind: str, pk: int, action: Action) -> Any:
    sent = {"kind": kind, "thing": pk, "proves": f"a{action.pk}"}
    return client_of(by).post(reverse("project:join_evidence", args=[structure.slug]), sent)


def page_of(structure: Structure, by: User, name: str, pk: int) -> str:
    shown = client_of(by).get(reverse(f"funding:{name}", args=[structure.slug, pk])).content.decode()
    return plainly(shown)


def plainly(text: str) -> str:
    """With plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_an_invoice_proves_an_action_and_leaves_with_its_paper(
    structure: Structure, action: Action, founder: User
) -> None:
    spent = approved()
    assert "Joindre comme preuve" in page_of(structure, founder, "expense", spent.pk)
    for _ in range(2):
        assert join(structure, founder, "depense", spent.pk, action).status_code == 302
    (joined,) = action.evidences.filter(kind="depense")
    assert joined.title == "Facture, Imprimeur fictif, Affiches"
    assert f"pièce n° {joined.number}" in page_of(structure, founder, "expense", spent.pk)
    (kept,) = [each for each in pieces_of(structure, 2026, None, {"read_funding"}) if each.evidence == joined]
    assert kept.path == reverse("funding:expense", args=[structure.slug, spent.pk])
    paper = spent.papers.get().file
    assert kept.files == [paper]
    assert paper in [each.paper for each in papers(structure)]


def test_a_piece_withdrawn_keeps_the_invoice_and_may_be_joined_again(
    structure: Structure, action: Action, founder: User
) -> None:
    spent = approved()
    join(structure, founder, "depense", spent.pk, action)
    first = action.evidences.get(kind="depense")
    services.unjoin(first, by=founder)
    assert spent.papers.count() == 1
    join(structure, founder, "depense", spent.pk, action)
    assert action.evidences.get(kind="depense").number == first.number + 1


@pytest.mark.parametrize("kind", [ExpenseKind.FEES, ExpenseKind.MILEAGE, ExpenseKind.PAYROLL])
def test_what_somebody_is_paid_or_paid_back_is_never_joined(
    kind: ExpenseKind, structure: Structure, action: Action, founder: User
) -> None:
    spent = approved()
    Expense.objects.filter(pk=spent.pk).update(kind=kind)
    spent.refresh_from_db()
    assert "Joindre comme preuve" not in page_of(structure, founder, "expense", spent.pk)
    assert join(structure, founder, "depense", spent.pk, action).status_code == 404


def test_an_expense_that_nobody_approved_proves_nothing(
    structure: Structure, action: Action, founder: User
) -> None:
    spent = Expense.objects.get(label="Affiches")
    assert "Joindre comme preuve" not in page_of(structure, founder, "expense", spent.pk)
    assert join(structure, founder, "depense", spent.pk, action).status_code == 404


def test_time_given_is_told_without_names_and_its_sum_from_three_people_on(
    structure: Structure, action: Action, founder: User
) -> None:
    meeting = structure.instances.get().meetings.earliest("starts_at")
    assert join(structure, founder, "temps", meeting.pk, action).status_code == 404  # nothing approved
    claim = Claim.objects.get(presence__meeting=meeting)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.APPROVED)
    join(structure, founder, "temps", meeting.pk, action)
    joined = action.evidences.get(kind="temps")
    assert plainly(joined.title) == f"Temps donné, {meeting.title}, 2 h, 1 personne"
    for rank in range(2):
        somebody = Person.objects.create(structure=structure, name=f"Lou {rank} Fictif")
        presence = meeting.presences.create(
            person=somebody, arrived_at=meeting.starts_at, left_at=meeting.ends_at
        )
        Claim.objects.create(
            legal_person=claim.legal_person, presence=presence, person=somebody, name=somebody.name,
            label=claim.label, held_on=claim.held_on, minutes=60, kind=claim.kind, amount=Decimal(50),
            state=ClaimState.PAID, paid_on=TODAY, asked_on=TODAY,
        )  # fmt: skip
    join(structure, founder, "temps", meeting.pk, action)
    joined.refresh_from_db()
    assert plainly(joined.title).endswith("4 h, 3 personnes, 200 €")
    assert "Fictif" not in joined.title


def test_transfers_prove_once_the_bank_executed_them(
    structure: Structure, action: Action, founder: User
) -> None:
    batch = TransferBatch.objects.get(legal_person__structure=structure)
    assert "Joindre comme preuve" not in page_of(structure, founder, "batch", batch.pk)
    assert join(structure, founder, "virements", batch.pk, action).status_code == 404
    TransferBatch.objects.filter(pk=batch.pk).update(state=BatchState.EXECUTED)
    Transfer.objects.filter(batch=batch).update(state=TransferState.EXECUTED, executed_on=batch.executes_on)
    assert "Joindre comme preuve" in page_of(structure, founder, "batch", batch.pk)
    join(structure, founder, "virements", batch.pk, action)
    title = plainly(action.evidences.get(kind="virements").title)
    assert title.endswith(", 1 bénéficiaire")  # neither a name, nor a sum that is somebody's


def test_a_paper_of_a_contract_proves_until_it_is_taken_away(
    structure: Structure, action: Action, founder: User
) -> None:
    paper = ContractPaper.objects.get(contract__legal_person__structure=structure)
    assert "Joindre comme preuve" in page_of(structure, founder, "contract", paper.contract_id)
    join(structure, founder, "contrat", paper.pk, action)
    told = [each.paper for each in pieces(structure)]
    assert told.count(paper.file) == 1
    paper.delete()
    (gone,) = [
        each for each in pieces_of(structure, paper.dated_on.year, None) if each.evidence.kind == "contrat"
    ]
    assert (gone.is_gone, gone.path, gone.files) == (True, "", [])


def test_who_does_not_read_the_money_joins_nothing_of_it_and_is_not_led_there(
    structure: Structure, action: Action, founder: User, member: User
) -> None:
    spent = approved()
    join(structure, founder, "depense", spent.pk, action)
    listed = reverse("project:evidences", args=[structure.slug]) + "?annee=2026"
    page = reverse("funding:expense", args=[structure.slug, spent.pk])
    assert page in client_of(founder).get(listed).content.decode()
    shown = client_of(member).get(listed).content.decode()
    assert "Affiches" in shown
    assert page not in shown
    assert provable(structure_on(["82121"], by=founder), {"depense": [spent.pk]}) == {}
