"""What the money shows of the project: an expense, transfers, time given, the paper of a contract.

Never who was paid, nor how much one of them was: a sum of what people receive is told from three of them on.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from maillage.funding.enums import (
    ENGAGED,
    Ability,
    BatchState,
    ContractPaperKind,
    ExpenseKind,
    ExpenseState,
    TransferState,
)
from maillage.funding.models import Claim, ContractPaper, Expense, Transfer, TransferBatch
from maillage.funding.queries.hours import GRANTED, key_of
from maillage.governance.models import Meeting
from maillage.kernel import amount, date_in_french, euros, plural
from maillage.project.enums import EvidenceKind
from maillage.project.queries.evidence_joining import on_brought
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import day_in
from maillage.ui.slots import ProofThing

#: Below, a sum of what people receive says what one of them does.
FEWEST = 3
#: What somebody is paid, or paid back, is nobody's to join.
TO_SUPPLIERS = (ExpenseKind.INVOICE, ExpenseKind.QUOTE)
#: Somebody approved it.
STANDING = (*ENGAGED, ExpenseState.BILLED)
DONE = (BatchState.EXECUTED, BatchState.PARTLY)

Proofs = Iterator[tuple[int, ProofThing]]


def provable(
    structure: Structure, numbers: Mapping[str, Collection[int]]
) -> dict[tuple[str, int], ProofThing]:
    """Those that are there and may be joined, by kind and number; what they say is read in one question."""
    spent = _expenses(structure).filter(pk__in=numbers.get(EvidenceKind.EXPENSE, ()))
    papers = _papers(structure).filter(pk__in=numbers.get(EvidenceKind.CONTRACT, ()))
    sent = _transfers(structure).filter(batch__in=numbers.get(EvidenceKind.TRANSFERS, ()))
    given = _claims(structure).filter(presence__meeting__in=numbers.get(EvidenceKind.TIME, ()))
    together(spent, papers, sent, given)
    found = {
        EvidenceKind.EXPENSE: of_expenses(structure, spent),
        EvidenceKind.CONTRACT: of_papers(structure, papers),
        EvidenceKind.TRANSFERS: of_transfers(structure, sent),
        EvidenceKind.TIME: of_claims(structure, given),
    }
    return {(str(kind), pk): thing for kind, things in found.items() for pk, thing in things}


def _expenses(structure: Structure) -> QuerySet[Expense]:
    mine = Expense.objects.filter(legal_person__structure=structure, kind__in=TO_SUPPLIERS)
    return mine.filter(state__in=STANDING, person=None).prefetch_related("papers__file")


def may_prove(expense: Expense) -> bool:
    """As above, of one that was read."""
    return expense.kind in TO_SUPPLIERS and expense.state in STANDING and expense.person_id is None


def of_expenses(structure: Structure, rows: Iterable[Expense]) -> Proofs:
    for each in rows:
        title = f"{each.get_kind_display()}, {each.name}, {each.label}"
        path = reverse("funding:expense", args=[structure.slug, each.pk])
        files = [paper.file for paper in each.papers.all()]
        yield each.pk, ProofThing(title, each.dated_on, path, Ability.READ, files)


def _papers(structure: Structure) -> QuerySet[ContractPaper]:
    mine = ContractPaper.objects.filter(contract__legal_person__structure=structure)
    return mine.select_related("contract", "file")


def of_papers(structure: Structure, rows: Iterable[ContractPaper]) -> Proofs:
    for each in rows:
        title = f"{ContractPaperKind(each.kind).label}, {each.contract.name}"
        path = reverse("funding:contract", args=[structure.slug, each.contract_id]) + "#pieces"
        yield each.pk, ProofThing(title, each.dated_on, path, Ability.READ, [each.file])


def _transfers(structure: Structure) -> QuerySet[Transfer]:
    """Those that were executed, of files that are over."""
    mine = Transfer.objects.filter(batch__legal_person__structure=structure, batch__state__in=DONE)
    return mine.filter(state=TransferState.EXECUTED).select_related("batch")


def of_transfers(structure: Structure, rows: Iterable[Transfer]) -> Proofs:
    batches: dict[TransferBatch, list[Transfer]] = {}
    for each in rows:
        batches.setdefault(each.batch, []).append(each)
    for batch, paid in batches.items():
        people = len({each.iban for each in paid})
        total = sum_of_people(people, sum((each.amount for each in paid), Decimal()))
        title = f"Virements du {date_in_french(batch.executes_on)}, {plural(people, 'bénéficiaire')}{total}"
        path = reverse("funding:batch", args=[structure.slug, batch.pk])
        yield batch.pk, ProofThing(title, batch.executes_on, path, Ability.READ)


def _claims(structure: Structure) -> QuerySet[Claim]:
    """Of a meeting, approved or paid."""
    mine = Claim.objects.filter(legal_person__structure=structure, presence__isnull=False, state__in=GRANTED)
    return mine.select_related("presence__meeting", "person")


def of_claims(structure: Structure, rows: Iterable[Claim]) -> Proofs:
    meetings: dict[Meeting, list[Claim]] = {}
    for each in rows:
        if each.presence is not None:
            meetings.setdefault(each.presence.meeting, []).append(each)
    for meeting, given in meetings.items():
        yield meeting.pk, time_given(structure, meeting, given)


def time_given(structure: Structure, meeting: Meeting, given: Collection[Claim]) -> ProofThing:
    people = len({key_of(each) for each in given})
    hours = amount((Decimal(sum(each.minutes for each in given)) / 60).quantize(Decimal("0.1")), "h")
    total = sum_of_people(people, sum((each.amount for each in given), Decimal()))
    title = f"Temps donné, {meeting.title}, {hours}, {plural(people, 'personne')}{total}"
    path = reverse("funding:meeting_hours", args=[structure.slug, meeting.pk])
    return ProofThing(title, day_in(structure, meeting.starts_at), path, Ability.READ)


def sum_of_people(people: int, total: Decimal) -> str:
    return f", {euros(total)}" if people >= FEWEST else ""


# On the pages of the money: joining it as a proof. What a page has read is not read again.


def on_expense(page: Mapping[str, Any], expense: Expense) -> Mapping[str, Any]:
    if not may_prove(expense):
        return {}
    ((pk, thing),) = of_expenses(page["structure"], [expense])
    return on_brought(page, EvidenceKind.EXPENSE, pk, thing)


def on_batch(page: Mapping[str, Any], batch: TransferBatch) -> Mapping[str, Any]:
    if batch.state not in DONE:
        return {}
    kind, structure = EvidenceKind.TRANSFERS, page["structure"]
    thing = provable(structure, {kind: [batch.pk]}).get((kind, batch.pk))
    return on_brought(page, kind, batch.pk, thing) if thing else {}


def on_hours(page: Mapping[str, Any], meeting: Meeting) -> Mapping[str, Any]:
    claims = [line.claim for line in page["lines"] if line.claim and line.claim.state in GRANTED]
    if not claims:
        return {}
    return on_brought(page, EvidenceKind.TIME, meeting.pk, time_given(page["structure"], meeting, claims))


def on_paper(page: Mapping[str, Any], paper: ContractPaper) -> Mapping[str, Any]:
    ((pk, thing),) = of_papers(page["structure"], [paper])
    return on_brought(page, EvidenceKind.CONTRACT, pk, thing)
