"""The pages of expenses: what is typed wrong comes back in a sentence; the bank pays one and takes it back."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funding.test_bank import line_at, read
from funding.test_spending import TODAY, noted, payer, post_of_mission
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.files.models import File
from maillage.funding.enums import AnswerKind, ExpenseState
from maillage.funding.models import BankAccount, BudgetLine, Claim, Contract, Expense, ExpensePart, ScaleLine
from maillage.funding.queries.bank import told
from maillage.funding.queries.contents import contents
from maillage.funding.services import approving, contracts, reconciling
from maillage.funding.services.erasing import erase
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules

PLAIN = {"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "&#x27;": "’"}


def sent(**said: str) -> dict[str, Any]:
    told = {
        "key": str(uuid4()), "label": "Affiches", "supplier": "Papetier fictif", "number": "F-7", "siret": "",
        "dated_on": "2026-05-04", "due_on": "", "amount": "12,50", "post": "fonctionnement",
    }  # fmt: skip
    return {**told, **said}


def post(structure: Structure, by: User, data: dict[str, Any], kind: str = "facture") -> Any:
    url = f"{reverse('funding:add_expense', args=[structure.slug])}?nature={kind}"
    return client_of(by).post(url, data)


def words(answer: Any) -> str:
    html = answer.content.decode()
    for sign, plain in PLAIN.items():
        html = html.replace(sign, plain)
    return str(html)


@pytest.mark.parametrize(
    ("amount", "kept"),
    [("12,50", "12.50"), ("1 234,56 €", "1234.56"), ("1.234,56", "1234.56"), ("12.5", "12.50")],
)
def test_an_amount_is_read_as_people_write_it(
    structure: Structure, founder: User, amount: str, kept: str
) -> None:
    assert post(structure, founder, sent(amount=amount)).status_code == 302
    assert Expense.objects.get(number="F-7").amount == Decimal(kept)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"amount": "-5"}, "au-dessus de zéro"),
        ({"amount": "0"}, "au-dessus de zéro"),
        ({"amount": "9999999999"}, "vérifiez-le"),
        ({"amount": "12,345"}, "deux façons"),
        ({"amount": "vingt"}, "n’est pas un montant"),
        ({"dated_on": "2026-02-30"}, "date valide"),
        ({"dated_on": "2027-13-01"}, "date valide"),
        ({"siret": "123"}, "SIRET"),
        ({"post": "9:x"}, "choix valide"),
        ({"supplier": ""}, "obligatoire"),
    ],
)
def test_what_is_typed_wrong_comes_back_with_a_sentence(
    structure: Structure, founder: User, said: dict[str, str], sentence: str
) -> None:
    answer = post(structure, founder, sent(**said))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Expense.objects.count() == 1


def test_a_double_is_told_with_its_paper_kept_then_written(structure: Structure, founder: User) -> None:
    assert post(structure, founder, sent()).status_code == 302
    photo = SimpleUploadedFile("facture.pdf", b"%PDF-1.7 ")
    answer = post(structure, founder, sent(number="f 7", file=photo))
    assert answer.status_code == 422
    assert "est déjà là" in words(answer)
    form = answer.context["form"]
    again = sent(number="f 7", is_another="on", kept=form.data["kept"])
    assert post(structure, founder, again).status_code == 302
    made = Expense.objects.get(number="f 7")
    assert made.papers.get().file.name == "facture.pdf"
    assert "Déjà reçue : facture.pdf" in words(answer)
    stolen = sent(number="F-8", amount="3", kept=form.data["kept"])
    assert post(structure, founder, stolen).status_code == 302
    assert not Expense.objects.get(number="F-8").papers.exists()


def test_a_member_notes_a_receipt_for_themselves_alone(
    structure: Structure, founder: User, member: User
) -> None:
    ticket = SimpleUploadedFile("t.pdf", b"%PDF-1.7 ")
    data = {**sent(label="Taxi"), "person": structure.people.first().pk, "file": ticket}
    assert post(structure, member, data, kind="frais").status_code == 302
    made = Expense.objects.get(label="Taxi")
    assert (made.kind, made.name, made.person) == ("frais", str(member), None)
    assert post(structure, member, sent(), kind="paie").status_code == 422  # a receipt, without its paper
    page = reverse("funding:expense", args=[structure.slug, made.pk])
    paper = reverse("funding:expense_paper", args=[structure.slug, made.pk, made.papers.get().file_id])
    assert [client_of(member).get(each).status_code for each in (page, paper)] == [200, 200]
    assert File.objects.filter(name="t.pdf").count() == 1


def test_the_same_form_sent_twice_keeps_one_paper(structure: Structure, founder: User) -> None:
    data = sent()
    for _ in range(2):
        post(structure, founder, {**data, "file": SimpleUploadedFile("deux.pdf", b"%PDF-1.7 ")})
    assert (Expense.objects.filter(number="F-7").count(), File.objects.filter(name="deux.pdf").count()) == (
        1,
        1,
    )


def test_a_line_of_the_bank_pays_an_expense_and_takes_it_back(
    structure: Structure,
    founder: User,
    treasurer: User,
    account: BankAccount,
) -> None:
    made = noted(structure, founder, amount=Decimal("100.00"), dated_on=date(2026, 3, 5))
    read(account)
    line, stamps = line_at(account, "VIR ADA"), line_at(account, "CB TIMBRES")
    with pytest.raises(BadInput, match="rechargez"):
        reconciling.is_expenses(line, [made.pk], by=treasurer, on=TODAY)
    approving.approve(made, by=treasurer, on=TODAY)
    with pytest.raises(BadInput):
        reconciling.is_expenses(stamps, [made.pk], by=treasurer, on=TODAY)
    url = reverse("funding:bank_line", args=[structure.slug, line.pk])
    assert "C’est ce paiement" in words(client_of(treasurer).get(url))
    assert client_of(treasurer).post(url, {"expense": made.pk}).status_code == 302
    made.refresh_from_db()
    line.refresh_from_db()
    assert (made.state, made.paid_on, line.reconciliation.kind) == (
        ExpenseState.PAID, line.booked_on, AnswerKind.EXPENSES,
    )  # fmt: skip
    assert "Papetier fictif" in told(line)
    with pytest.raises(BadInput, match="annulez d’abord le rapprochement"):
        approving.unpay(structure, [made.pk], by=treasurer)
    reconciling.undo(line, by=treasurer, on=TODAY)
    made.refresh_from_db()
    assert (made.state, made.paid_on, made.settled_by) == (ExpenseState.APPROVED, None, None)


def test_an_expense_noted_paid_by_hand_stays_paid(
    structure: Structure,
    founder: User,
    treasurer: User,
    account: BankAccount,
) -> None:
    made = noted(structure, founder, amount=Decimal("100.00"), dated_on=date(2026, 3, 5))
    approving.approve(made, by=treasurer, on=TODAY)
    approving.pay(structure, [made.pk], date(2026, 3, 11), by=treasurer, on=TODAY)
    read(account)
    line = line_at(account, "VIR ADA")
    reconciling.is_expenses(line, [made.pk], by=treasurer, on=TODAY)
    reconciling.undo(line, by=treasurer, on=TODAY)
    made.refresh_from_db()
    assert (made.state, made.paid_on) == (ExpenseState.PAID, date(2026, 3, 11))


def test_a_mission_that_left_its_annex_keeps_its_name(
    structure: Structure, founder: User, treasurer: User
) -> None:
    made = noted(structure, founder, post=post_of_mission(structure))
    contracts.drop_mission(payer(structure).contracts.get().missions.get(), by=founder)
    for name, args in (("funding:expense", [made.pk]), ("funding:budget", [])):
        page = words(client_of(treasurer).get(reverse(name, args=[structure.slug, *args])))
        assert "Parcours pluriprofessionnels" in page
    assert (
        approving.approve(made, post=post_of_mission(structure), by=treasurer, on=TODAY).mission == "parcours"
    )


def test_all_of_it_leaves_with_the_structure_then_goes(structure: Structure, founder: User) -> None:
    quote = noted(structure, founder, kind="devis", number="")
    bill = noted(structure, founder, bills=quote.pk)
    for each, words_there in ((quote, "Sa facture"), (bill, "Répond au devis")):
        url = reverse("funding:expense", args=[structure.slug, each.pk])
        assert words_there in words(client_of(founder).get(url))
    left = contents(structure)
    assert [len(left[name]) for name in ("expenses", "suppliers", "split_keys", "budget")] == [3, 2, 1, 1]
    erase(structure)
    assert not Expense.objects.exists()


def test_a_structure_is_erased_with_what_was_spent_for_a_mission(structure: Structure) -> None:
    contract = Contract.objects.get(legal_person__structure=structure)
    Expense.objects.update(contract=contract, mission="parcours")
    ExpensePart.objects.update(contract=contract, mission="parcours")
    BudgetLine.objects.update(contract=contract, mission="parcours")
    Claim.objects.update(contract=contract, mission="parcours")
    ScaleLine.objects.update(contract=contract, mission="parcours")
    erase(structure)
    assert not Contract.objects.exists()
    assert not Expense.objects.exists()


def test_who_reads_no_money_has_a_line_for_their_own_and_loses_it_with_the_module(
    structure: Structure, founder: User, member: User
) -> None:
    """« Mes frais » for a member, « Argent » for who keeps it, neither once the module is off."""
    home, own = structure.get_absolute_url(), reverse("funding:expenses", args=[structure.slug])

    def rail(user: User) -> str:
        return client_of(user).get(home).content.decode()

    assert "Mes frais" in rail(member)
    assert own in rail(member)
    assert "Mes frais" not in rail(founder)
    assert client_of(member).get(own).status_code == 200
    switch_modules(structure, [], by=founder)
    assert "Mes frais" not in rail(member)
    assert own not in rail(member)
    assert client_of(member).get(own).status_code == 404
