"""The lines of a budget: written, undone by another line, never erased."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import BudgetKind
from maillage.funding.models import BudgetLine
from maillage.funding.queries.posts import post_at
from maillage.funding.services.locking import lock
from maillage.governance.models import Decision
from maillage.kernel import BadInput, date_in_french, euros
from maillage.project.models import Action
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before

#: Lines of a year.
MOST = 500


@dataclass(frozen=True, slots=True)
class GivenBudgetLine:
    """Signed euros: a line may take away from what others plan."""

    year: int
    post: str
    kind: BudgetKind
    amount: Decimal
    words: str = ""
    decision: Decision | None = None
    action: Action | None = None


@transaction.atomic
def plan(person: LegalPerson, given: GivenBudgetLine, *, key: UUID, by: User, on: date) -> BudgetLine:
    """Write a line; the same form sent twice writes one. Raises BadInput for one that would plan less than nothing."""
    structure = lock(person.structure)
    if kept := sent_before(BudgetLine.objects.filter(legal_person__structure=structure), key):
        return kept
    if person.budget_lines.filter(year=given.year).count() >= MOST:
        raise BadInput("Ce budget a déjà cinq cents lignes : c’est trop pour une page.")
    if not given.amount:
        raise BadInput("Écrivez un montant autre que zéro.", field="amount")
    post = post_at(person, given.post)
    line = BudgetLine(
        legal_person=person, year=given.year, kind=given.kind, contract_id=post.contract, mission=post.mission,
        amount=given.amount, words=given.words, decision=given.decision, action=given.action, on=on, by=by, key=key,
    )  # fmt: skip
    check_sum(line)
    line.save()
    said = f"Budget {given.year}, {post} : {line.get_kind_display().lower()}, {euros(given.amount)}."
    record(said, by=by.pk, subject=structure.pk)
    return line


def check_sum(line: BudgetLine) -> None:
    """Lines of one kind for a post never make less than nothing."""
    same = line.legal_person.budget_lines.filter(
        year=line.year, kind=line.kind, contract=line.contract_id, mission=line.mission
    )
    planned = same.aggregate(sum=Sum("amount"))["sum"] or Decimal()
    if planned + line.amount < 0:
        raise BadInput(
            f"Ce poste n’a que {euros(planned)} de {line.get_kind_display().lower()} en {line.year} : retirez-en moins.",
            field="amount",
        )


@transaction.atomic
def undo(line: BudgetLine, *, by: User, on: date) -> BudgetLine:
    """The line that undoes this one; twice, there is one. Raises BadInput for a line that undoes another."""
    structure = lock(line.legal_person.structure)
    kept = BudgetLine.objects.get(pk=line.pk)
    if kept.undoes_id:
        raise BadInput("Cette ligne en annule une autre : écrivez plutôt une nouvelle ligne.")
    if existing := BudgetLine.objects.filter(undoes=kept).first():
        return existing
    undone = BudgetLine(
        action_id=kept.action_id, legal_person_id=kept.legal_person_id, year=kept.year, kind=kept.kind, contract_id=kept.contract_id,
        mission=kept.mission, amount=-kept.amount, words=f"Annule la ligne du {date_in_french(kept.on)}",
        on=on, undoes=kept, by=by, key=uuid4(),
    )  # fmt: skip
    check_sum(undone)
    undone.save()
    record(f"Budget {kept.year} : ligne de {euros(kept.amount)} annulée.", by=by.pk, subject=structure.pk)
    return undone
