"""A document is begun, named, taken away."""

from django.db import transaction
from django.db.models import Max

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.dossier.models import Document
from maillage.kernel import BadInput
from maillage.structures.models import Structure


@transaction.atomic
def begin(structure: Structure, plan: str, *, by: User, title: str = "") -> Document:
    """The document of this plan; another one when a structure writes several. Asked twice, the only one is given back."""
    known = legislation.plan(plan)
    # The structure's row is the lock: two who begin the same document wait for each other.
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    own = structure.documents.filter(plan=plan)
    begun = own.order_by("number").last()  # the others are filed
    if begun and not known.many:
        begun.structure = structure
        return begun
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    document = Document.objects.create(
        structure=structure, plan=plan, number=number, title=title[:160], started_by=by
    )
    record(f"Document : « {title or known.title} » est commencé.", by=by.pk, subject=structure.pk)
    return document


@transaction.atomic
def name(document: Document, title: str, *, by: User) -> None:
    """Raises BadInput for one that is frozen."""
    kept = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if kept.is_frozen:
        raise BadInput("Ce document est arrêté\N{NO-BREAK SPACE}: son titre ne change plus.", field="title")
    kept.title = title.strip()
    kept.save(update_fields=["title"])
    document.title = kept.title
    record(f"Document : il s’appelle « {kept.title} ».", by=by.pk, subject=document.structure_id)


def note_download(structure: Structure, title: str, form: str, *, by: User) -> None:
    record(f"{title} : sortie en {form.upper()}.", by=by.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
