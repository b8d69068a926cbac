"""The yearly pack, as one archive; what members are told, as it was voted."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.files.models import File
from maillage.files.services import BOM, DayArchive, Numbered, put_papers
from maillage.funding.documents.restitution import restitution
from maillage.funding.models import ExpensePaper, TransparencyRule
from maillage.funding.queries.budget import budget_in_rows
from maillage.funding.queries.expenses import expenses_in_rows, expenses_of
from maillage.funding.queries.posts import posts_named
from maillage.funding.queries.returns import YearlyReturn, contract_papers_in, proved_in, time_in_rows
from maillage.funding.services.locking import lock
from maillage.governance.models import Decision
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson
from maillage.tables import csv_of


def archive(told: YearlyReturn, *, on: date) -> bytes:
    """The paper, the same figures for a spreadsheet, and the proofs; of one that lacks, a note says so."""
    out = BytesIO()
    person, year = told.person, told.year
    spent = expenses_of(person.structure).filter(pk__in=proved_in(person, year).values("pk"))
    with DayArchive(out, on) as made:
        made.put("restitution.pdf", render_document(restitution(told, on=on), Format.PDF))
        made.put("budget.csv", csv_of(budget_in_rows(told.budget)).encode(BOM))
        made.put("depenses.csv", csv_of(expenses_in_rows(spent, posts_named(person))).encode(BOM))
        made.put("temps-par-fonction.csv", csv_of(time_in_rows(told.by_office, "Fonction")).encode(BOM))
        professions = time_in_rows(told.by_profession, "Profession")
        made.put("temps-par-profession.csv", csv_of(professions).encode(BOM))
        put_papers(made, (Numbered(rank, paper) for rank, paper in papers_of(told)), digits=3)
    return out.getvalue()


def papers_of(told: YearlyReturn) -> Iterator[tuple[int, File]]:
    """Each proof with its number in the index: papers are in the same order there."""
    papers = ExpensePaper.objects.filter(
        expense__in=proved_in(told.person, told.year).values("pk")
    ).select_related("file")
    ordered = papers.order_by("expense__dated_on", "expense_id", "file__added_at", "pk")
    numbers = [each.number for each in told.pieces if each.file]
    signed = contract_papers_in(told.person, told.year)
    yield from zip(numbers, [*(each.file for each in ordered), *(each.file for each in signed)], strict=False)


@transaction.atomic
def say_transparency(
    person: LegalPerson, *, names_people: bool, decision: Decision | None, by: User, on: date
) -> TransparencyRule:
    """Whether members read names. Raises BadInput for names without the vote that wants them."""
    structure = lock(person.structure)
    if names_people and decision is None:
        raise BadInput("Nommer les personnes se vote : choisissez la décision.", field="decision")
    rule, _ = TransparencyRule.objects.update_or_create(
        legal_person=person,
        defaults={"names_people": names_people, "decision": decision, "by": by, "said_on": on},
    )
    told = "les personnes" if names_people else "les fonctions"
    record(f"La page des membres dit l’argent par {told}.", by=by.pk, subject=structure.pk)
    return rule
