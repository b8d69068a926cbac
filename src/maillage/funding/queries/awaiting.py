"""What a structure waits for, of its money: payments, hours to confirm, claims and expenses to approve and to pay, the bank."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from maillage.funding.enums import (
    Ability,
    Arrival,
    BatchState,
    ClaimState,
    ContractKind,
    ExpenseKind,
    ExpenseState,
)
from maillage.funding.models import (
    AccordYear,
    BooksYear,
    Claim,
    Contract,
    Expense,
    Payee,
    ScaleLine,
    TransferBatch,
)
from maillage.funding.queries.books.lines import left_to_range
from maillage.funding.queries.calendar import ContractLines, awaited, calendar_of, in_order
from maillage.funding.queries.calls import campaigns_to_confirm
from maillage.funding.queries.contracts import Signed, last_day, terms_at
from maillage.funding.queries.hours import claims_of, to_confirm
from maillage.funding.queries.transfers import in_a_batch
from maillage.funding.queries.treasury import TOO_LATE, Purse, foreseen
from maillage.funding.rules.paying import HERE
from maillage.governance.models import Meeting
from maillage.kernel import date_in_french, euros, month_and_year, plural
from maillage.legislation import balance_by, declared_by
from maillage.outreach.models import Campaign
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted

#: A payment is told that long before its day.
TOLD_BEFORE = timedelta(days=30)
#: The last day of a contract is told that long before it.
ENDS_BEFORE = timedelta(days=60)
#: An invoice is told that long before it is due.
DUE_BEFORE = timedelta(days=14)


def awaiting(structure: Structure) -> Waiting:
    if not structure.legal_persons.all():  # nobody signed, nobody is paid
        yield Wanted()
        return
    today = today_in(structure)
    signed, purse = Signed.of(structure), Purse.of(structure, on=today)
    read = _lists(structure, today + DUE_BEFORE, today.year - 1)
    scale, stopped, batches, years, waiting, declared = read
    to_pay, unconfirmed, calls = _counted(structure)
    counted = {"to_pay": to_pay, "to_confirm": unconfirmed, "calls": calls}
    there = yield Wanted([*signed.lists, *purse.lists, *read], counted)
    contracts = signed.contracts()
    shown = calendar_of(contracts, structure.form, on=today_in(structure))
    yield from payments(shown, structure)
    yield from squeezed(purse, shown, structure)
    yield from ending(contracts, structure)
    yield from to_declare(contracts, declared, structure, on=today_in(structure))
    yield from to_range(years, structure)
    if scale:  # without one, nobody is paid for a meeting
        asked = sum(each.state == ClaimState.ASKED for each in purse.claims)
        yield from hours(structure, asked, there["to_pay"], there["to_confirm"], there["calls"])
    yield from expenses(waiting, structure)
    yield from transfers(stopped, batches, structure)


@prepared
def _lists(structure: Structure, soon: date, year: int) -> tuple[
    QuerySet[ScaleLine], QuerySet[Payee], QuerySet[TransferBatch], QuerySet[BooksYear], QuerySet[Expense],
    QuerySet[AccordYear, tuple[int, int]],
]:  # fmt: skip
    """One line of a scale; IBAN to verify, transfers on their way, years of books, expenses; what was declared."""
    return (
        ScaleLine.objects.filter(legal_person__structure=structure)[:1],
        Payee.objects.filter(legal_person__structure=structure, checked_on=None),
        TransferBatch.objects.filter(legal_person__structure=structure, state__in=HERE),
        BooksYear.objects.filter(legal_person__structure=structure).order_by("-since", "-pk"),
        expenses_waiting(structure, soon).only("kind", "state", "due_on", "name", "label", "amount"),
        declared_in(structure, year),
    )


@prepared
def _counted(structure: Structure) -> tuple[QuerySet[Claim], QuerySet[Meeting], QuerySet[Campaign]]:
    """Claims to pay, meetings whose hours wait, campaigns whose time of calls waits."""
    claims = claims_of(structure).filter(state=ClaimState.APPROVED)
    return claims.exclude(pk__in=in_a_batch()), to_confirm(structure), campaigns_to_confirm(structure)


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


def expenses_waiting(structure: Structure, soon: date) -> QuerySet[Expense]:
    """Those to approve, and those whose day of payment comes."""
    due = Q(due_on__lte=soon) & ~Q(kind=ExpenseKind.QUOTE)
    mine = Expense.objects.filter(legal_person__structure=structure)
    return mine.filter(Q(state=ExpenseState.COMMITTED) | due & Q(state=ExpenseState.APPROVED))


def expenses(waiting: Iterable[Expense], structure: Structure) -> Iterator[Task]:
    """One line for all that is to be approved, one for each invoice due."""
    today = today_in(structure)
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


def hours(structure: Structure, asked: int, to_pay: int, unconfirmed: int, campaigns: int) -> Iterator[Task]:
    """Claims to approve, claims to pay, meetings, campaigns."""
    url = reverse("funding:hours", args=[structure.slug])
    for number, words in ((asked, "à approuver"), (to_pay, "à payer")):
        if number:
            said = f"{plural(number, 'demande')} {words}"
            yield Task(said, url, ability=Ability.APPROVE, desk=Role.TREASURY)
    if unconfirmed:
        said = plural(unconfirmed, "réunion dont les heures attendent", "réunions dont les heures attendent")
        yield Task(f"{said} d’être confirmées", url, ability=Ability.RUN, desk=Role.COORDINATION)
    if campaigns:
        said = plural(
            campaigns, "campagne dont le temps d’appel attend", "campagnes dont le temps d’appel attend"
        )
        yield Task(f"{said} d’être confirmé", url, ability=Ability.RUN, desk=Role.COORDINATION)


def squeezed(purse: Purse, shown: Sequence[ContractLines], structure: Structure) -> Iterator[Task]:
    """A month to come that the accounts do not carry."""
    today = today_in(structure)
    url = reverse("funding:treasury", args=[structure.slug])
    if purse.accounts:  # without one, nobody knows what is held
        told = foreseen(purse, shown, on=today)
        first = told.thin or told.below
        if first and first.held is not None:
            lacks = "sous zéro" if first.held < 0 else "à moins d’un mois de dépenses"
            yield Task(
                f"Trésorerie {lacks} en {month_and_year(first.first)} : {euros(first.held)}",
                url,
                "Demandez où en est le prochain versement, ou repoussez une dépense.",
                ability=Ability.READ,
                due=first.first,
                desk=Role.TREASURY,
            )


def ending(contracts: Iterable[Contract], structure: Structure) -> Iterator[Task]:
    today = today_in(structure)
    for contract in contracts:
        end = last_day(contract, terms_at(contract, today), structure.form)
        if end and today <= end <= today + ENDS_BEFORE:
            yield Task(
                f"Un contrat finit le {date_in_french(end)} : {contract.name}",
                reverse("funding:contract", args=[structure.slug, contract.pk]),
                "Ce qu’il ne doit pas encore ne sera plus attendu.",
                ability=Ability.RUN,
                due=end,
                desk=Role.TREASURY,
            )


def declared_in(structure: Structure, year: int) -> QuerySet[AccordYear, tuple[int, int]]:
    """(legal person, civil year) of what was declared of a year."""
    mine = AccordYear.objects.filter(legal_person__structure=structure, declared_on__isnull=False)
    return mine.filter(year=year).values_list("legal_person", "year")


def to_declare(
    contracts: Iterable[Contract], declared: Collection[tuple[int, int]], structure: Structure, *, on: date
) -> Iterator[Task]:
    """The year over, from January on, until the day when what is left of it should have come."""
    year = on.year - 1
    due, paid = declared_by(structure.form, year), balance_by(structure.form, year)
    if due is None or (paid and on > paid):
        return
    held = {
        each.legal_person_id
        for each in contracts
        if each.kind == ContractKind.ACI
        and each.signed_on.year <= year
        and (each.ends_on is None or each.ends_on >= date(year, 1, 1))
    }
    if held - {person for person, _ in declared}:
        yield Task(
            f"Déclarer l’année {year} de l’ACI, {'en retard depuis' if on > due else 'avant'} le {date_in_french(due)}",
            f"{reverse('funding:accord', args=[structure.slug])}?annee={year}",
            "Relisez ce qui est noté, déclarez-le à l’Assurance maladie, puis notez le jour : le solde part de là.",
            ability=Ability.RUN,
            due=due,
            desk=Role.TREASURY,
        )


def to_range(years: Iterable[BooksYear], structure: Structure) -> Iterator[Task]:
    """Lines of the bank that the books wait for: nothing when no year is open."""
    for year in years:
        if year.closed_on is None and (number := left_to_range(year, years).count()):
            yield Task(
                f"{plural(number, 'ligne de banque à ranger', 'lignes de banque à ranger')}",
                f"{reverse('funding:books', args=[structure.slug])}?exercice={year.pk}",
                f"Exercice {year} : une catégorie pour chacune.",
                ability=Ability.RUN,
                desk=Role.TREASURY,
            )


def payments(shown: Sequence[ContractLines], structure: Structure) -> Iterator[Task]:
    """Payments that are late, and those of the month to come: only those whose day a text gives."""
    today = today_in(structure)
    for contract, line in awaited(in_order(shown)):
        due = line.expected.due_on
        if due is None or due > today + TOLD_BEFORE:
            continue
        is_late = line.arrival == Arrival.LATE or due < today
        days = (today - due).days
        asks = f" {days} jours de retard : demandez où il en est." if days > TOO_LATE.days else ""
        yield Task(
            f"{'Versement en retard' if is_late else 'Versement attendu'} : {line.expected.label}",
            reverse("funding:receive", args=[structure.slug, contract.pk, line.expected.key]),
            f"{contract.name}, {'depuis le' if is_late else 'le'} {date_in_french(due)} : notez-le quand il arrive.{asks}",
            ability=Ability.RUN,
            due=due,
            desk=Role.TREASURY,
        )
