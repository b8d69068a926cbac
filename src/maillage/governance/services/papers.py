"""The documents of a meeting."""

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.files.services import drop as drop_file
from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting, MeetingPaper
from maillage.governance.services.locking import lock, locked
from maillage.kernel import BadInput

MOST_PAPERS = 30


@transaction.atomic
def attach(meeting: Meeting, file: File, *, by: User) -> MeetingPaper:
    """A paper that was kept is this meeting's. Raises BadInput: off, or too many."""
    kept = locked(meeting)
    if kept.state == MeetingState.CANCELLED:
        raise BadInput("Cette réunion est annulée : on n’y ajoute plus de document.", field="file")
    if kept.papers.count() >= MOST_PAPERS:
        raise BadInput("Cette réunion a déjà trente documents : retirez-en un d’abord.", field="file")
    paper: MeetingPaper = kept.papers.create(file=file)
    said = f"Document ajouté à « {kept.title} » : {file.name}."
    record(said, by=by.pk, subject=kept.instance.structure_id)
    return paper


@transaction.atomic
def detach(paper: MeetingPaper, *, by: User) -> None:
    """`paper` with its meeting and its file."""
    structure = paper.meeting.instance.structure_id
    lock(structure)
    record(f"Document retiré de « {paper.meeting.title} » : {paper.file.name}.", by=by.pk, subject=structure)
    drop_file(paper.file)
