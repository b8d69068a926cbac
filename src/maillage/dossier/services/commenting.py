"""What members say to each other of a section."""

from datetime import datetime

from django.db import transaction

from maillage.accounts.models import User
from maillage.dossier.models import Document, SectionComment
from maillage.dossier.services.writing import locked
from maillage.kernel import BadInput


@transaction.atomic
def comment(
    document: Document, section: str, words: str, *, quotation: str, by: User, at: datetime
) -> SectionComment:
    """Said of the version that stands."""
    row = locked(document, section)
    return SectionComment.objects.create(
        text=row, words=words, quotation=quotation, version=row.version, said_at=at, said_by=by
    )


@transaction.atomic
def settle(document: Document, pk: int, *, by: User, at: datetime) -> SectionComment:
    """It was answered; said again, it is open again."""
    said = (
        SectionComment.objects.select_for_update(of=("self",)).filter(pk=pk, text__document=document).first()
    )
    if said is None:
        raise BadInput("Ce commentaire n’existe plus : rechargez la page.")
    said.settled_at, said.settled_by = (None, None) if said.settled_at else (at, by)
    said.save(update_fields=["settled_at", "settled_by"])
    return said
