"""Expenses: which of them somebody may see, what was voted for them, what looks like another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from maillage.accounts.models import User
from maillage.funding.enums import ExpenseKind, ExpenseState, VotedKind
from maillage.funding.models import Expense, VotedAmount
from maillage.funding.queries.hours import whose
from maillage.funding.queries.identity import identities
from maillage.funding.queries.posts import KEY, words_of
from maillage.funding.rules.invoices import alike
from maillage.funding.rules.spending import why_not_approve
from maillage.funding.types.budget import Post
from maillage.funding.types.invoices import Invoice, Likeness
from maillage.kernel import date_in_french, euros, with_no_break_spaces
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure
from maillage.tables import SheetCell

#: States of an expense that is no more.
OFF = (ExpenseState.REFUSED, ExpenseState.CANCELLED)


def expenses_of(structure: Structure) -> QuerySet[Expense]:
    return (
        Expense.objects.filter(legal_person__structure=structure)
        .select_related(
            "legal_person",
            "supplier",
            "person",
            "contract",
            "action",
            "split_key",
            "author",
            "approved_by",
            "seconded_by",
        )
        .prefetch_related("parts", "papers__file")
    )


def card_of(structure: Structure, user: User) -> Person | None:
    """The card that bears the address of an account; None when several do: a mailbox that is shared tells nobody."""
    cards = list(structure.people.filter(email__iexact=user.email)[:2]) if user.email else []
    return cards[0] if len(cards) == 1 else None


def own_expenses(structure: Structure, user: User) -> QuerySet[Expense]:
    """What an account noted, or is paid: by the address of its cards."""
    mine = Q(author=user)
    if card := card_of(structure, user):
        mine |= Q(person=card) & ~Q(kind=ExpenseKind.PAYROLL)
    return expenses_of(structure).filter(mine)


def voted_on(person: LegalPerson, kind: VotedKind, day: date) -> Decimal | None:
    """The number in force a day; None when none was voted."""
    found: VotedAmount | None = (
        person.voted_amounts.filter(kind=kind, since__lte=day).exclude(until__lte=day).last()
    )
    return found.amount if found else None


def needs_two(expense: Expense) -> bool:
    """Whether two people must say yes: above what was voted, the day it is noted."""
    threshold = voted_on(expense.legal_person, VotedKind.TWO_APPROVERS, expense.noted_on)
    return threshold is not None and expense.amount is not None and expense.amount > threshold


def why_not(expense: Expense, user: User, structure: Structure) -> str:
    """Why somebody may not approve it now, in French; empty when they may."""
    if expense.amount is None:
        return "Ce trajet attend que le taux de son jour soit noté : son montant est inconnu."
    payee = whose(expense.person) if expense.person else ""
    second = expense.approved_by if expense.approved_on else None
    known = identities([each for each in (user, expense.author, second) if each], structure)
    return why_not_approve(
        known[user.pk],
        payee,
        known[expense.author.pk] if expense.author else (),
        known[second.pk] if second else (),
    )


def invoice_in(expense: Expense) -> Invoice:
    """As the rules compare it: a supplier, or somebody who is paid back."""
    party = f"supplier:{expense.supplier_id}" if expense.supplier_id else f"name:{expense.name}"
    return Invoice(party, expense.number, expense.dated_on, expense.amount or Decimal())


def likenesses(expense: Expense) -> list[Likeness]:
    """Expenses that may be this one; a quote and its invoice are two."""
    if expense.amount is None or expense.kind in (ExpenseKind.QUOTE, ExpenseKind.PAYROLL):
        return []
    others = Expense.objects.filter(legal_person=expense.legal_person, amount__isnull=False)
    others = others.exclude(pk=expense.pk).exclude(state__in=OFF)
    same = Q(supplier=expense.supplier_id) if expense.supplier_id else Q(supplier=None, name=expense.name)
    kinds = (ExpenseKind.QUOTE, ExpenseKind.PAYROLL)
    found = alike(invoice_in(expense), map(invoice_in, others.filter(same).exclude(kind__in=kinds)))
    return found if expense.supplier_id else [replace(each, why=paid_back(expense, each)) for each in found]


def paid_back(expense: Expense, like: Likeness) -> str:
    """Of somebody, who is no supplier."""
    day = date_in_french(like.other.on)
    return with_no_break_spaces(
        f"{expense.name} a déjà une dépense de {euros(like.other.amount)}, du {day} : est-ce la même ?"
    )


def paid_twin(expense: Expense) -> str:
    """Why it may not be paid: the same invoice was; empty otherwise."""
    paid = Expense.objects.filter(
        legal_person=expense.legal_person, supplier__isnull=False, supplier=expense.supplier_id,
        state=ExpenseState.PAID,
    ).exclude(pk=expense.pk)  # fmt: skip
    found = [each for each in alike(invoice_in(expense), map(invoice_in, paid)) if each.blocks]
    return found[0].why if found else ""


def post_of(expense: Expense) -> str:
    """As a form sends it."""
    return f"{KEY}{expense.split_key_id}" if expense.split_key_id else expense.post


def parts_named(expense: Expense, posts: dict[str, Post]) -> list[tuple[str, Decimal]]:
    """(post in words, euros) of each part."""
    return [(words_of(each.post, posts), each.amount) for each in expense.parts.all()]


def expenses_in_rows(expenses: Iterable[Expense], posts: dict[str, Post]) -> Iterator[Sequence[SheetCell]]:
    """One line for each part: their amounts add up."""
    yield (
        "Date", "Nature", "À payer à", "Objet", "Numéro", "Poste", "Montant de la part", "Montant de la dépense",
        "À payer avant le", "État", "Approuvée le", "Payée le", "Motif", "Pièces", "Payeur", "Action",
    )  # fmt: skip
    for each in expenses:
        parts: list[tuple[str, Decimal | None]] = [*parts_named(each, posts)]
        for post, amount in parts or [("", None)]:
            yield (
                each.dated_on,
                each.get_kind_display(),
                each.name,
                each.label,
                each.number,
                post,
                amount,
                each.amount,
                each.due_on or "",
                each.state_words,
                each.approved_on or "",
                each.paid_on or "",
                each.reason,
                ", ".join(paper.file.name for paper in each.papers.all()),
                each.legal_person.name,
                str(each.action or ""),
            )


def expense_in(expense: Expense) -> dict[str, object]:
    """For an export: sums are in euros."""
    return {
        "kind": expense.kind,
        "name": expense.name,
        "label": expense.label,
        "number": expense.number,
        "dated_on": expense.dated_on,
        "due_on": expense.due_on,
        "amount": expense.amount,
        "kilometres": expense.kilometres,
        "state": expense.state,
        "reason": expense.reason,
        "action": expense.action.number if expense.action else None,
        "approved_on": expense.approved_on,
        "paid_on": expense.paid_on,
        "parts": [{"post": each.post, "amount": each.amount} for each in expense.parts.all()],
        "papers": [each.file.name for each in expense.papers.all()],
    }
