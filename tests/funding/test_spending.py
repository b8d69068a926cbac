"""An expense: noted once, approved by another, paid once, split to the cent. Suppliers and people are invented."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given as drawn
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.files.services import keep
from maillage.funding.enums import ExpenseKind, ExpenseState, VotedKind
from maillage.funding.models import Expense, Supplier
from maillage.funding.queries.awaiting import DUE_BEFORE, expenses_waiting
from maillage.funding.queries.awaiting import expenses as expenses_awaiting
from maillage.funding.queries.expenses import expenses_of, own_expenses
from maillage.funding.rules.spending import check_shares, split, why_not_approve
from maillage.funding.services import approving, expenses, spending_rules
from maillage.funding.types.spending import Doubled, GivenExpense, GivenSplit
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure

FOUNDED, TODAY = date(2026, 3, 2), date(2026, 11, 29)
MISSION = "parcours"


def payer(structure: Structure) -> LegalPerson:
    person: LegalPerson = structure.legal_persons.get()
    person.structure = structure
    return person


def invoice(**said: Any) -> GivenExpense:
    told: dict[str, Any] = {
        "kind": "facture", "label": "Brochures", "dated_on": date(2026, 5, 4), "post": "fonctionnement",
        "amount": Decimal("250.00"), "supplier": "Papetier fictif", "number": "F-2026/014",
    }  # fmt: skip
    return GivenExpense(**{**told, **said})


def noted(structure: Structure, by: User, **said: Any) -> Expense:
    another = said.pop("is_another", False)
    given = invoice(**said)
    return expenses.note(payer(structure), given, None, key=uuid4(), by=by, on=TODAY, is_another=another)


def parts(expense: Expense) -> list[tuple[str, Decimal]]:
    return [(each.post.partition(":")[2] or each.post, each.amount) for each in expense.parts.all()]


SHARES = st.lists(st.integers(1, 9_999), min_size=1, max_size=12)


@drawn(st.integers(1, 99_999_999_99), SHARES)
def test_f31_no_split_loses_a_cent(cents: int, weights: list[int]) -> None:
    amount = Decimal(cents).scaleb(-2)
    whole = sum(weights)
    shares = {f"{rank}:m": Decimal(weight) for rank, weight in enumerate(weights)}
    made = split(amount, shares)
    assert sum(made.values()) == amount
    assert all(
        abs(made.get(key, Decimal()) - amount * share / whole) < Decimal("0.01")
        for key, share in shares.items()
    )
    backwards = dict(reversed(shares.items()))
    assert split(amount, backwards) == made


def test_f31_one_euro_for_three(structure: Structure, founder: User) -> None:
    mission = post_of_mission(structure)
    thirds = {"fonctionnement": Decimal("66.67"), mission: Decimal("33.33")}
    key = spending_rules.set_split(
        payer(structure), GivenSplit("Trois", FOUNDED, thirds), key=uuid4(), by=founder
    )
    made = noted(structure, founder, amount=Decimal("0.01"), post=f"cle:{key.pk}")
    assert parts(made) == [("fonctionnement", Decimal("0.01"))]
    other = noted(structure, founder, amount=Decimal("99.97"), post=f"cle:{key.pk}", number="F-2")
    assert sum(amount for _, amount in parts(other)) == Decimal("99.97")
    assert [name for name, _ in parts(other)] == ["fonctionnement", MISSION]


def post_of_mission(structure: Structure) -> str:
    return f"{payer(structure).contracts.get().pk}:{MISSION}"


@pytest.mark.parametrize(
    "shares",
    [{}, {"a": Decimal(99)}, {"a": Decimal(101)}, {"a": Decimal(110), "b": Decimal(-10)}, {"a": Decimal(0)}],
)
def test_shares_make_a_hundred(shares: dict[str, Decimal]) -> None:
    with pytest.raises(BadInput):
        check_shares(shares)


def test_a_key_is_of_its_day(structure: Structure, founder: User) -> None:
    person, all_of_it = payer(structure), {"fonctionnement": Decimal(100)}
    old = spending_rules.set_split(
        person, GivenSplit("Loyer", date(2026, 4, 1), all_of_it), key=uuid4(), by=founder
    )
    spending_rules.set_split(
        person, GivenSplit("loyer", date(2026, 6, 1), all_of_it), key=uuid4(), by=founder
    )
    old.refresh_from_db()
    assert old.until == date(2026, 6, 1)
    with pytest.raises(BadInput, match="ne valait pas"):
        noted(structure, founder, post=f"cle:{old.pk}", dated_on=date(2026, 6, 1))
    assert noted(structure, founder, post=f"cle:{old.pk}", dated_on=date(2026, 5, 31)).split_key == old
    with pytest.raises(BadInput, match="plus récente"):
        spending_rules.set_split(
            person, GivenSplit("Loyer", date(2026, 6, 1), all_of_it), key=uuid4(), by=founder
        )


def test_f33_nobody_approves_what_they_noted_or_are_owed(
    structure: Structure, founder: User, treasurer: User
) -> None:
    made = noted(structure, founder)
    with pytest.raises(BadInput, match="Vous avez noté"):
        approving.approve(made, by=founder, on=TODAY)
    card = structure.people.create(name="Lise Fictif", profession="infirmier", email="Tresoriere@example.org")
    hers = noted(structure, founder, kind="paie", person=card.pk)
    with pytest.raises(BadInput, match="vous est due"):
        approving.approve(hers, by=treasurer, on=TODAY)
    assert approving.approve(made, by=treasurer, on=TODAY).state == ExpenseState.APPROVED


def test_f33_two_accounts_of_one_person_are_one() -> None:
    me = {"account:1", "810000000001"}
    assert "noté" in why_not_approve(me, "", {"account:2", "810000000001"})
    assert "déjà approuvée" in why_not_approve(me, "", {"account:9"}, {"810000000001"})
    assert "due" in why_not_approve(me, "810000000001", {"account:9"})
    assert why_not_approve(me, "card:4", {"account:9"}, {"account:8"}) == ""


def test_above_the_threshold_two_people_approve(
    structure: Structure, founder: User, treasurer: User, president: User
) -> None:
    spending_rules.vote_amount(payer(structure), VotedKind.TWO_APPROVERS, Decimal(200), FOUNDED, by=founder)
    made = noted(structure, founder)
    once = approving.approve(made, by=treasurer, on=TODAY)
    assert (once.state, once.state_words) == (ExpenseState.COMMITTED, "Deuxième approbation attendue")
    with pytest.raises(BadInput, match="déjà approuvée"):
        approving.approve(made, by=treasurer, on=TODAY)
    assert approving.approve(made, by=president, on=TODAY).state == ExpenseState.APPROVED
    small = noted(structure, founder, amount=Decimal(200), number="F-3")
    assert approving.approve(small, by=treasurer, on=TODAY).state == ExpenseState.APPROVED


@pytest.mark.parametrize("threshold", [None, Decimal(200)])
def test_two_approvers_at_once(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User, treasurer: User, president: User,
    threshold: Decimal | None,
) -> None:  # fmt: skip
    """Each counts once: the first alone, or both when two are needed; nobody's yes is lost."""
    if threshold:
        spending_rules.vote_amount(payer(structure), VotedKind.TWO_APPROVERS, threshold, FOUNDED, by=founder)
    made = noted(structure, founder)
    at_once(*[lambda by=by: approving.approve(made, by=by, on=TODAY) for by in (treasurer, president)])
    made.refresh_from_db()
    assert made.state == ExpenseState.APPROVED
    assert bool(made.seconded_by) == bool(threshold)
    assert made.approved_by != made.seconded_by


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount": Decimal(0)}, "au-dessus de zéro"),
        ({"amount": Decimal(-5)}, "au-dessus de zéro"),
        ({"amount": None}, "au-dessus de zéro"),
        ({"dated_on": TODAY + timedelta(1)}, "pas encore venu"),
        ({"dated_on": date(2016, 5, 4)}, "vérifiez l’année"),
        ({"due_on": date(2026, 5, 3)}, "vient avant"),
        ({"supplier": ""}, "qui vous facture"),
        ({"siret": "12345678901234"}, "SIRET"),
        ({"post": "0:parcours"}, "n’est plus"),
        ({"post": "cle:x"}, "n’existe plus"),
        ({"post": "cle:"}, "n’existe plus"),
        ({"kind": "frais"}, "justificatif"),
        ({"kind": "km", "kilometres": None, "name": "Max"}, "kilomètres"),
        ({"kind": "paie", "person": 999_999}, "plus dans l’équipe"),
        ({"bills": 1}, "n’attend plus de facture"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    structure: Structure, founder: User, said: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        noted(structure, founder, **said)
    assert expenses_of(structure).count() == 1


def test_a_contract_that_is_over_pays_nothing_more(structure: Structure, founder: User) -> None:
    payer(structure).contracts.update(ends_on=date(2026, 5, 1))
    with pytest.raises(BadInput, match="est fini depuis"):
        noted(structure, founder, post=post_of_mission(structure))
    with pytest.raises(BadInput, match="signé que le"):
        noted(structure, founder, post=post_of_mission(structure), dated_on=date(2026, 3, 1))
    assert (
        noted(structure, founder, post=post_of_mission(structure), dated_on=date(2026, 5, 1)).mission
        == MISSION
    )


def test_f36_a_double_is_told_before_it_is_written(structure: Structure, founder: User) -> None:
    noted(structure, founder)
    with pytest.raises(Doubled, match="est déjà là"):
        noted(structure, founder, number="f 2026 014", amount=Decimal(12), supplier="papetier FICTIF")
    with pytest.raises(Doubled, match="est-ce la même"):
        noted(structure, founder, number="F-2026/015")
    assert noted(structure, founder, number="f2026014", is_another=True).supplier == Supplier.objects.get(
        name="Papetier fictif"
    )


def test_f36_an_invoice_is_paid_once(structure: Structure, founder: User, treasurer: User) -> None:
    one = noted(structure, founder)
    two = noted(structure, founder, number="F2026-014", is_another=True)
    for each in (one, two):
        approving.approve(each, by=treasurer, on=TODAY)
    for _ in range(2):
        approving.pay(structure, [one.pk], date(2026, 6, 1), by=treasurer, on=TODAY)
    with pytest.raises(BadInput, match="annulez l’une des deux"):
        approving.pay(structure, [two.pk], date(2026, 6, 1), by=treasurer, on=TODAY)
    assert expenses_of(structure).filter(state=ExpenseState.PAID).count() == 1


def test_the_same_form_twice_notes_one(structure: Structure, founder: User) -> None:
    key = uuid4()
    made = {
        expenses.note(payer(structure), invoice(), None, key=key, by=founder, on=TODAY).pk for _ in range(2)
    }
    assert len(made) == 1


def test_a_supplier_is_known_by_its_siret_then_by_its_name(structure: Structure, founder: User) -> None:
    noted(structure, founder)
    noted(structure, founder, siret="73282932000074", number="F-2", amount=Decimal(1))
    noted(
        structure, founder, supplier="Autre nom", siret="732 829 320 00074", number="F-3", amount=Decimal(2)
    )
    assert Supplier.objects.filter(legal_person__structure=structure).count() == 2  # with that of the cast


def test_f34_kilometres_wait_for_the_rate_of_their_day(
    structure: Structure, founder: User, treasurer: User
) -> None:
    person, km = payer(structure), VotedKind.KILOMETRE
    journey = noted(structure, founder, kind="km", kilometres=Decimal(3), name="Max Fictif", amount=None)
    assert (journey.amount, parts(journey)) == (None, [])
    with pytest.raises(BadInput, match="inconnu"):
        approving.approve(journey, by=treasurer, on=TODAY)
    spending_rules.vote_amount(person, km, Decimal("0.357"), FOUNDED, by=founder)
    journey.refresh_from_db()
    assert parts(journey) == [("fonctionnement", Decimal("1.07"))]
    approving.approve(journey, by=treasurer, on=TODAY)
    later = noted(
        structure, founder, kind="km", kilometres=Decimal(3), name="Max Fictif", dated_on=date(2026, 9, 1)
    )
    spending_rules.vote_amount(person, km, Decimal("0.500"), date(2026, 4, 1), by=founder)
    for each in (journey, later):
        each.refresh_from_db()
    assert (journey.amount, later.amount) == (Decimal("1.07"), Decimal("1.50"))
    with pytest.raises(BadInput, match="plus récent"):
        spending_rules.vote_amount(person, km, Decimal(1), FOUNDED, by=founder)


def test_a_quote_counts_until_its_invoice_comes(structure: Structure, founder: User, treasurer: User) -> None:
    quote = approving.approve(noted(structure, founder, kind="devis", number=""), by=treasurer, on=TODAY)
    assert quote.state_words == "Facture attendue"
    with pytest.raises(BadInput, match="ne se paie pas"):
        approving.pay(structure, [quote.pk], TODAY, by=treasurer, on=TODAY)
    bill = noted(structure, founder, bills=quote.pk)
    quote.refresh_from_db()
    assert quote.state == ExpenseState.BILLED
    with pytest.raises(BadInput, match="n’attend plus"):
        noted(structure, founder, bills=quote.pk, number="F-9", amount=Decimal(3))
    for _ in range(2):
        expenses.cancel(bill, by=founder)
    quote.refresh_from_db()
    assert quote.state == ExpenseState.APPROVED


def test_what_is_over_changes_no_more(structure: Structure, founder: User, treasurer: User) -> None:
    made = approving.approve(noted(structure, founder), by=treasurer, on=TODAY)
    with pytest.raises(BadInput, match="pas encore venu"):
        approving.pay(structure, [made.pk], TODAY + timedelta(1), by=treasurer, on=TODAY)
    with pytest.raises(BadInput, match="vérifiez l’année"):
        approving.pay(structure, [made.pk], date(2025, 6, 1), by=treasurer, on=TODAY)
    approving.pay(structure, [made.pk], TODAY, by=treasurer, on=TODAY)
    with pytest.raises(BadInput, match="ne se refuse plus"):
        approving.refuse(made, "Trop tard", by=treasurer)
    with pytest.raises(BadInput, match="payée"):
        expenses.cancel(made, by=founder)
    with pytest.raises(BadInput, match="n’attend plus"):
        approving.approve(made, by=treasurer, on=TODAY)
    approving.unpay(structure, [made.pk], by=treasurer)
    approving.refuse(made, "Pas commandé", by=treasurer)
    made.refresh_from_db()
    assert (made.state, made.reason, made.paid_on) == (ExpenseState.REFUSED, "Pas commandé", None)


def test_who_approves_corrects_what_it_is_for(structure: Structure, founder: User, treasurer: User) -> None:
    made = approving.approve(
        noted(structure, founder), post=post_of_mission(structure), by=treasurer, on=TODAY
    )
    assert parts(made) == [(MISSION, Decimal("250.00"))]


def test_a_member_sees_their_own_and_no_other(structure: Structure, founder: User, member: User) -> None:
    structure.people.filter(name="Max Fictif").update(email=member.email)
    noted(structure, founder)
    paper = keep(SimpleUploadedFile("t.pdf", b"%PDF-1.7"), about=structure.pk, by=member, at=timezone.now())
    given = invoice(kind="frais", supplier="", name="Max Fictif")
    mine = expenses.note(payer(structure), given, paper, key=uuid4(), by=member, on=TODAY)
    owed = noted(structure, founder, kind="paie", person=structure.people.get(name="Max Fictif").pk)
    assert set(own_expenses(structure, member)) == {mine}, "an address alone tells nobody their pay"
    Expense.objects.filter(pk=owed.pk).update(kind="frais")
    assert set(own_expenses(structure, member)) == {mine, owed}
    structure.people.filter(name="Ada Fictif").update(email=member.email)
    assert set(own_expenses(structure, member)) == {mine}, "a mailbox that two share tells neither"


def test_an_invoice_that_is_due_is_on_the_home(structure: Structure, founder: User, treasurer: User) -> None:
    today = timezone.localdate()
    days = {"dated_on": today, "due_on": today + timedelta(14)}
    made = expenses.note(payer(structure), invoice(**days), None, key=uuid4(), by=founder, on=today)
    far = invoice(number="F-8", amount=Decimal(7), dated_on=today, due_on=today + timedelta(15))
    approving.approve(
        expenses.note(payer(structure), far, None, key=uuid4(), by=founder, on=today), by=treasurer, on=today
    )
    told = [
        task.text.replace("\N{NO-BREAK SPACE}", " ")
        for task in expenses_awaiting(expenses_waiting(structure, today + DUE_BEFORE), structure)
    ]
    assert told == ["2 dépenses à approuver", "Facture à payer : Papetier fictif"]
    assert made.kind == ExpenseKind.INVOICE
