"""The yearly pack, as one archive; what members are told, as it was voted."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.files.models import File
from maillage.files.services import response_of
from maillage.funding.documents.restitution import restitution
from maillage.funding.models import ExpensePaper, TransparencyRule
from maillage.funding.queries.budget import budget_in_rows
from maillage.funding.queries.expenses import expenses_in_rows, expenses_of
from maillage.funding.queries.posts import posts_named
from maillage.funding.queries.returns import YearlyReturn, proved_in, time_in_rows
from maillage.funding.services.locking import lock
from maillage.governance.models import Decision
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson
from maillage.tables import csv_of

#: Of papers in one archive; what is beyond is named, and left where it is.
MOST_BYTES = 50_000_000
BOM = "utf-8-sig"


def archive(told: YearlyReturn, *, on: date) -> bytes:
    """The paper, the same figures for a spreadsheet, and the proofs; of one that lacks, a note says so."""
    out, missing, size = BytesIO(), [], 0
    person, year = told.person, told.year
    spent = expenses_of(person.structure).filter(pk__in=proved_in(person, year).values("pk"))
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr("restitution.pdf", render_document(restitution(told, on=on), Format.PDF))
        made.writestr("budget.csv", csv_of(budget_in_rows(told.budget)).encode(BOM))
        made.writestr("depenses.csv", csv_of(expenses_in_rows(spent, posts_named(person))).encode(BOM))
        made.writestr("temps-par-fonction.csv", csv_of(time_in_rows(told.by_office, "Fonction")).encode(BOM))
        professions = time_in_rows(told.by_profession, "Profession")
        made.writestr("temps-par-profession.csv", csv_of(professions).encode(BOM))
        for rank, paper in papers_of(told):
            size += paper.size
            try:
                content = response_of(paper).content if size <= MOST_BYTES else None
            except BadInput:
                content = None
            if content is None:
                missing.append(f"{rank:03} {paper.name}")
            else:
                made.writestr(f"pieces/{rank:03} {paper.name}", content)
        if missing:
            said = "Ces pièces ne sont pas dans l’archive, ouvrez-les dans Maillage :\n"
            made.writestr("pieces-manquantes.txt", (said + "\n".join(missing)).encode(BOM))
    return out.getvalue()


def papers_of(told: YearlyReturn) -> Iterator[tuple[int, File]]:
    """Each proof with its number in the index: papers are in the same order there."""
    papers = ExpensePaper.objects.filter(
        expense__in=proved_in(told.person, told.year).values("pk")
    ).select_related("file")
    ordered = papers.order_by("expense__dated_on", "expense_id", "file__added_at", "pk")
    numbers = [each.number for each in told.pieces if each.file]
    yield from zip(numbers, (each.file for each in ordered), strict=False)


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
