"""What a structure waits for, of its money: payments, hours to confirm, claims and expenses to approve and to pay, the bank."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.funding.enums import Ability, Arrival, BatchState, ClaimState, ExpenseKind, ExpenseState
from maillage.funding.models import BooksYear, Contract, Expense, Payee, ScaleLine, TransferBatch
from maillage.funding.queries.books.lines import left_to_range
from maillage.funding.queries.books.years import years_of
from maillage.funding.queries.calendar import awaited, calendar_of, in_order
from maillage.funding.queries.contracts import contracts_of
from maillage.funding.queries.hours import claims_of, to_confirm
from maillage.funding.queries.transfers import in_a_batch
from maillage.funding.rules.paying import HERE
from maillage.kernel import date_in_french, euros, plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.ui.slots import Task

#: A payment is told that long before its day.
TOLD_BEFORE = timedelta(days=30)
#: An invoice is told that long before it is due.
DUE_BEFORE = timedelta(days=14)


def awaiting(structure: Structure) -> Iterator[Task]:
    contracts = contracts_of(structure)
    scale = ScaleLine.objects.filter(legal_person__structure=structure)[:1]
    stopped = Payee.objects.filter(legal_person__structure=structure, checked_on=None)
    batches = TransferBatch.objects.filter(legal_person__structure=structure, state__in=HERE)
    years = years_of(structure).filter(closed_on=None)
    waiting = expenses_waiting(structure)
    together(contracts, scale, stopped, batches, years, waiting)
    yield from payments(contracts, structure)
    yield from to_range(years, structure)
    if scale:  # without one, nobody is paid for a meeting
        yield from hours(structure)
    yield from expenses(waiting, structure)
    yield from transfers(stopped, batches, structure)


def transfers(
    stopped: Iterable[Payee], batches: Iterable[TransferBatch], structure: Structure
) -> Iterator[Task]:
    """A second person calls back, validates; then the file goes to the bank."""
    for payee in stopped:
        yield Task(
            f"IBAN à vérifier par une deuxième personne : {payee.name}",
            reverse("funding:payee", args=[structure.slug, payee.pk]),
            "Rappelez au numéro que vous connaissez : rien ne part vers ce compte avant.",
            ability=Ability.APPROVE,
            desk=Role.TREASURY,
        )
    for batch in batches:
        is_new = batch.state == BatchState.PREPARED
        yield Task(
            f"Lot de virements à {'valider' if is_new else 'déposer à la banque'} : {batch.reference}",
            reverse("funding:batch", args=[structure.slug, batch.pk]),
            f"Exécution le {date_in_french(batch.executes_on)}.",
            ability=Ability.APPROVE,
            due=batch.executes_on,
            desk=Role.TREASURY,
        )


def expenses_waiting(structure: Structure) -> QuerySet[Expense]:
    """Those to approve, and those whose day of payment comes."""
    soon = Q(due_on__lte=timezone.localdate() + DUE_BEFORE) & ~Q(kind=ExpenseKind.QUOTE)
    mine = Expense.objects.filter(legal_person__structure=structure)
    return mine.filter(Q(state=ExpenseState.COMMITTED) | soon & Q(state=ExpenseState.APPROVED))


def expenses(waiting: Iterable[Expense], structure: Structure) -> Iterator[Task]:
    """One line for all that is to be approved, one for each invoice due."""
    today = timezone.localdate()
    if number := sum(each.state == ExpenseState.COMMITTED for each in waiting):
        url = reverse("funding:expenses", args=[structure.slug])
        said = plural(number, "dépense à approuver", "dépenses à approuver")
        yield Task(said, url, ability=Ability.APPROVE, desk=Role.TREASURY)
    for each in waiting:
        if each.due_on is None or each.kind == ExpenseKind.QUOTE or each.due_on > today + DUE_BEFORE:
            continue
        is_late = each.due_on < today
        yield Task(
            f"Facture {'en retard' if is_late else 'à payer'} : {each.name}",
            reverse("funding:expense", args=[structure.slug, each.pk]),
            f"{each.label}, {euros(each.amount or 0)}, avant le {date_in_french(each.due_on)}.",
            ability=Ability.APPROVE,
            due=each.due_on,
            desk=Role.TREASURY,
        )


def hours(structure: Structure) -> Iterator[Task]:
    url = reverse("funding:hours", args=[structure.slug])
    counts = claims_of(structure).aggregate(
        asked=Count("pk", filter=Q(state=ClaimState.ASKED)),
        approved=Count("pk", filter=Q(state=ClaimState.APPROVED) & ~Q(pk__in=in_a_batch())),
    )
    for number, words, ability in (
        (counts["asked"], "à approuver", Ability.APPROVE),
        (counts["approved"], "à payer", Ability.APPROVE),
    ):
        if number:
            yield Task(f"{plural(number, 'demande')} {words}", url, ability=ability, desk=Role.TREASURY)
    if number := to_confirm(structure).count():
        said = plural(number, "réunion dont les heures attendent", "réunions dont les heures attendent")
        yield Task(f"{said} d’être confirmées", url, ability=Ability.RUN, desk=Role.COORDINATION)


def to_range(years: Iterable[BooksYear], structure: Structure) -> Iterator[Task]:
    """Lines of the bank that the books wait for: nothing when no year is open."""
    for year in years:
        if number := left_to_range(year).count():
            yield Task(
                f"{plural(number, 'ligne de banque à ranger', 'lignes de banque à ranger')}",
                f"{reverse('funding:books', args=[structure.slug])}?exercice={year.pk}",
                f"Exercice {year} : une catégorie pour chacune.",
                ability=Ability.RUN,
                desk=Role.TREASURY,
            )


def payments(contracts: Iterable[Contract], structure: Structure) -> Iterator[Task]:
    """Payments that are late, and those of the month to come: only those whose day a text gives."""
    today = timezone.localdate()
    for contract, line in awaited(in_order(calendar_of(contracts, structure.form, on=today))):
        due = line.expected.due_on
        if due is None or due > today + TOLD_BEFORE:
            continue
        is_late = line.arrival == Arrival.LATE or due < today
        yield Task(
            f"{'Versement en retard' if is_late else 'Versement attendu'} : {line.expected.label}",
            reverse("funding:receive", args=[structure.slug, contract.pk, line.expected.key]),
            f"{contract.name}, {'depuis le' if is_late else 'le'} {date_in_french(due)} : notez-le quand il arrive.",
            ability=Ability.RUN,
            due=due,
            desk=Role.TREASURY,
        )
