"""Noting an expense, what it is for, its papers; taking it back."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.funding.enums import ExpenseKind, ExpenseState, VotedKind
from maillage.funding.models import Expense, ExpensePaper, ExpensePart, Supplier
from maillage.funding.queries.expenses import likenesses, needs_two, voted_on
from maillage.funding.queries.posts import KEY, post_at
from maillage.funding.rules.indemnities import priced
from maillage.funding.rules.spending import split
from maillage.funding.services.locking import lock
from maillage.funding.types.spending import Doubled, GivenExpense
from maillage.kernel import BadInput, date_in_french, euros, folded
from maillage.kernel import siret as read_siret
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before

#: Papers of an expense.
MOST_PAPERS = 10
#: An invoice is paid that long after its day, at most: else its year was typed wrong.
OLDEST = timedelta(days=5 * 366)
SOLD = (ExpenseKind.INVOICE, ExpenseKind.QUOTE)


@transaction.atomic
def note(
    person: LegalPerson,
    given: GivenExpense,
    paper: File | None,
    *,
    key: UUID,
    by: User,
    on: date,
    is_another: bool = False,
) -> Expense:
    """Commit an expense; the same form sent twice notes one. Raises BadInput for one that cannot be.

    Raises Doubled for one that may be there already, unless somebody says that it `is_another`.
    """
    structure = lock(person.structure)
    if kept := sent_before(Expense.objects.filter(legal_person__structure=structure), key):
        return kept
    check_days(given, on=on)
    if given.kind == ExpenseKind.FEES and paper is None:
        raise BadInput("Joignez le justificatif : une photo du ticket suffit.", field="file")
    expense = Expense(
        legal_person=person, kind=given.kind, label=given.label, dated_on=given.dated_on,
        due_on=given.due_on, kilometres=given.kilometres, author=by, noted_on=on, key=key,
    )  # fmt: skip
    name_payee(expense, given)
    expense.amount = amount_of(expense, given.amount)
    if not is_another and (found := likenesses(expense)):
        raise Doubled([each.why for each in found])
    if given.bills:
        bill(expense, given.bills)
    if given.action:
        expense.action = structure.project_actions.filter(pk=given.action).first()
    elif expense.bills:
        expense.action = expense.bills.action
    impute(expense, given.post)
    expense.save()
    write_parts(expense)
    if paper is not None:
        expense.papers.create(file=paper)
    record(f"Dépense notée : {told(expense)}.", by=by.pk, subject=structure.pk)
    return expense


def told(expense: Expense) -> str:
    """« Imprimeur fictif, Affiches, 120,00 € »."""
    amount = "montant inconnu" if expense.amount is None else euros(expense.amount)
    return f"{expense.name}, {expense.label}, {amount}"


def check_days(given: GivenExpense, *, on: date) -> None:
    if given.dated_on > on:
        raise BadInput("Ce jour n’est pas encore venu : vérifiez la date.", field="dated_on")
    if given.dated_on < on - OLDEST:
        raise BadInput("Cette date a plus de cinq ans : vérifiez l’année.", field="dated_on")
    if given.due_on and given.due_on < given.dated_on:
        raise BadInput("Cette échéance vient avant la date de la pièce : vérifiez-les.", field="due_on")


def name_payee(expense: Expense, given: GivenExpense) -> None:
    """Who is paid: a supplier, known or new; else a card of the structure, or a name. Raises BadInput."""
    if given.kind in SOLD:
        expense.number = given.number
        expense.supplier = supplier_of(expense.legal_person, given.supplier, given.siret)
        expense.name = expense.supplier.name
        return
    if given.person:
        expense.person = expense.legal_person.structure.people.filter(pk=given.person).first()
        if expense.person is None:
            raise BadInput(
                "Cette personne n’est plus dans l’équipe : choisissez-en une autre.", field="person"
            )
    expense.name = (expense.person.name if expense.person else given.name)[:120]
    if not expense.name:
        raise BadInput("Dites à qui cette somme est due.", field="person")


def supplier_of(person: LegalPerson, name: str, siret: str) -> Supplier:
    """By its SIRET, else by its name; a new one is written. Raises BadInput."""
    number = read_siret(siret) if siret else ""
    known = list(person.suppliers.all())
    for each in known:
        if number and each.siret == number:
            return each
    for each in known:
        if folded(each.name) == folded(name) and not (number and each.siret):
            if number:
                each.siret = number
                each.save(update_fields=["siret"])
            return each
    if not name:
        raise BadInput("Dites qui vous facture.", field="supplier")
    return Supplier.objects.create(legal_person=person, name=name, siret=number)


def amount_of(expense: Expense, amount: Decimal | None) -> Decimal | None:
    """What is typed; kilometres at the rate of their day, None while none was voted. Raises BadInput."""
    if expense.kind != ExpenseKind.MILEAGE:
        if amount is None or amount <= 0:
            raise BadInput("Écrivez un montant au-dessus de zéro.", field="amount")
        return amount
    if expense.kilometres is None or expense.kilometres <= 0:
        raise BadInput("Écrivez un nombre de kilomètres au-dessus de zéro.", field="kilometres")
    rate = voted_on(expense.legal_person, VotedKind.KILOMETRE, expense.dated_on)
    if rate is None:
        return None
    found = priced(Fraction(expense.kilometres), rate)
    if not found:
        raise BadInput("Ce trajet vaut moins d’un centime : il n’y a rien à rembourser.", field="kilometres")
    return found


def bill(expense: Expense, quote: int) -> None:
    """The invoice of a quote counts in its place. Raises BadInput."""
    found = Expense.objects.filter(
        legal_person=expense.legal_person, kind=ExpenseKind.QUOTE, pk=quote, supplier=expense.supplier,
        state__in=(ExpenseState.COMMITTED, ExpenseState.APPROVED),
    ).first()  # fmt: skip
    if found is None:
        raise BadInput("Ce devis n’attend plus de facture, ou n’est pas de ce fournisseur.", field="bills")
    found.state = ExpenseState.BILLED
    found.save(update_fields=["state"])
    expense.bills = found


def impute(expense: Expense, post: str) -> None:
    """Say what it is for: a post, or a split key of its day. Raises BadInput."""
    expense.contract, expense.mission, expense.split_key = None, "", None
    if post.startswith(KEY):
        number = post.removeprefix(KEY)
        keys = expense.legal_person.split_keys
        expense.split_key = (
            keys.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
        )
        check_key(expense)
        return
    chosen = post_at(expense.legal_person, post)
    if chosen.contract is not None:
        expense.contract, expense.mission = (
            expense.legal_person.contracts.get(pk=chosen.contract),
            chosen.mission,
        )
        check_contract(expense)


def check_key(expense: Expense) -> None:
    key, day = expense.split_key, expense.dated_on
    if key is None:
        raise BadInput("Cette clé n’existe plus : choisissez-en une autre.", field="post")
    if day < key.since or (key.until and day >= key.until):
        raise BadInput(
            f"La clé « {key.name} » ne valait pas le {date_in_french(day)} : choisissez celle de ce jour, ou un poste.",
            field="post",
        )


def check_contract(expense: Expense) -> None:
    """A contract pays for what is done while it runs."""
    contract, day = expense.contract, expense.dated_on
    if contract is None:
        return
    if contract.ends_on and day > contract.ends_on:
        raise BadInput(
            f"« {contract.name} » est fini depuis le {date_in_french(contract.ends_on)} : choisissez un autre poste.",
            field="post",
        )
    if day < contract.signed_on:
        raise BadInput(
            f"« {contract.name} » n’est signé que le {date_in_french(contract.signed_on)} : choisissez un autre poste.",
            field="post",
        )


def write_parts(expense: Expense) -> None:
    """In place of those it had: their sum is its amount."""
    expense.parts.all().delete()
    if expense.amount is None:
        return
    if expense.split_key is None:
        expense.parts.create(contract=expense.contract, mission=expense.mission, amount=expense.amount)
        return
    shares = {each.post: each for each in expense.split_key.shares.all()}
    parts = split(expense.amount, {post: each.percent for post, each in shares.items()})
    ExpensePart.objects.bulk_create(
        ExpensePart(
            expense=expense, contract_id=shares[post].contract_id, mission=shares[post].mission, amount=part
        )
        for post, part in parts.items()
    )


@transaction.atomic
def attach(expense: Expense, file: File, *, by: User) -> ExpensePaper:
    """A paper that was kept is this expense's. Raises BadInput when there are too many."""
    structure = lock(expense.legal_person.structure)
    if Expense.objects.filter(
        pk=expense.pk, state__in=(ExpenseState.REFUSED, ExpenseState.CANCELLED)
    ).exists():
        raise BadInput("Cette dépense ne compte plus : elle ne prend plus de pièce.", field="file")
    if expense.papers.count() >= MOST_PAPERS:
        raise BadInput("Cette dépense a déjà dix pièces : c’est trop pour une page.", field="file")
    paper: ExpensePaper = expense.papers.create(file=file)
    record(f"Pièce ajoutée à une dépense : {told(expense)}.", by=by.pk, subject=structure.pk)
    return paper


@transaction.atomic
def cancel(expense: Expense, *, by: User) -> Expense:
    """It was not to be noted; twice, it is once. A quote that it billed waits again. Raises BadInput once paid."""
    structure = lock(expense.legal_person.structure)
    kept = Expense.objects.select_related("bills").get(pk=expense.pk)
    if kept.state == ExpenseState.CANCELLED:
        return kept
    if kept.state in (ExpenseState.PAID, ExpenseState.BILLED):
        raise BadInput("Cette dépense est payée, ou facturée : annulez d’abord son paiement, ou sa facture.")
    let_go(kept)
    kept.state, kept.reason = ExpenseState.CANCELLED, ""
    kept.save(update_fields=["state", "reason", "bills"])
    record(f"Dépense annulée : {told(kept)}.", by=by.pk, subject=structure.pk)
    return kept


def let_go(expense: Expense) -> None:
    """The quote that it billed waits for its invoice again."""
    if quote := expense.bills:
        is_approved = quote.seconded_on if needs_two(quote) else quote.approved_on
        quote.state = ExpenseState.APPROVED if is_approved else ExpenseState.COMMITTED
        quote.save(update_fields=["state"])
        expense.bills = None
