"""Giving the tasks of somebody who leaves to somebody else, and putting their pack in one archive."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from io import BytesIO

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.files.services import BOM, DayArchive, Numbered, put_papers
from maillage.governance.documents.handover import pack as pack_of
from maillage.governance.models import Task
from maillage.governance.queries.handover import pack_in_rows
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, plural
from maillage.people.models import Person
from maillage.tables import csv_of
from maillage.ui.slots import HandedOver


@transaction.atomic
def reassign(person: Person, to: Person, tasks: Collection[int], *, by: User) -> int:
    """Their open tasks, of these numbers, become another's; how many. Raises BadInput for nobody else, or no task."""
    lock(person.structure_id)
    if to.pk == person.pk or to.structure_id != person.structure_id:
        raise BadInput("Choisissez quelqu’un d’autre de votre structure.", field="owner")
    rows = Task.objects.filter(owner=person, structure=person.structure_id, done_on=None, pk__in=list(tasks))
    count = rows.update(owner=to, not_before=None)
    if not count:
        raise BadInput("Cochez au moins une tâche : celles-ci sont faites, ou déjà à quelqu’un d’autre.")
    said = f"{plural(count, 'tâche')} de {person.name} : à {to.name}."
    record(said, by=by.pk, subject=person.structure_id)
    return count


def archive(person: Person, pack: Mapping[str, Sequence[HandedOver]], *, on: date) -> bytes:
    """The paper, the same lines for a spreadsheet, and the papers; of one that lacks, a note says so."""
    out = BytesIO()
    with DayArchive(out, on) as made:
        made.put("passation.pdf", render_document(pack_of(person, pack, on=on), Format.PDF))
        made.put("passation.csv", csv_of(pack_in_rows(pack)).encode(BOM))
        papers = {paper.pk: paper for lines in pack.values() for line in lines for paper in line.papers}
        put_papers(made, (Numbered(rank, paper) for rank, paper in enumerate(papers.values(), start=1)))
    return out.getvalue()
