"""A long document leaves by the worker: what is printed is what stood when it was asked for."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.documents.enums import Format
from maillage.documents.services import filename, frozen, render, thawed
from maillage.dossier.documents.review import copy_of
from maillage.dossier.models import Document, Export
from maillage.files.models import File
from maillage.files.services import drop, keep
from maillage.jobs.models import Job
from maillage.jobs.services import advance, ask
from maillage.jobs.types import Outcome
from maillage.kernel import BadInput

KIND = "dossier-sortie"
#: Read, drawn, written.
STEPS = 2
KEPT = timedelta(days=30)


def export_later(document: Document, form: Format, *, correspondence: str, by: User, at: datetime) -> Export:
    """The document as it stands is kept with what is asked: nothing written since is in the file."""
    day = timezone.localdate(at)
    whole = copy_of(document, on=day, correspondence=correspondence)
    with transaction.atomic():
        asked = Export.objects.create(
            document=document,
            form=form,
            printed=frozen(whole),
            asked_at=at,
            asked_by=by,
            name=filename(f"{whole.title} {document.structure.name}", day, form),
        )
        ask(
            f"dossier.export {asked.pk}",
            kind=KIND,
            title=f"{whole.title}, en {form.upper()}",
            about=document.structure_id,
            by=by,
            given=str(asked.pk),
            at=at,
            total=STEPS,
            path=reverse("dossier:document", args=[document.structure.slug, document.pk]),
        )
    return asked


def make(job: Job) -> Outcome:
    """What the worker does. Done again after a worker that died, it makes the same file, and keeps one."""
    asked = Export.objects.select_related("document__structure", "asked_by").filter(pk=job.given).first()
    if asked is None:
        raise BadInput("Ce document a été effacé avant sa sortie.")
    path = reverse("dossier:exported", args=[asked.document.structure.slug, asked.document_id, asked.pk])
    if asked.file_id is None:
        advance(job, 0, at=timezone.now())
        content = render(thawed(asked.printed), Format(asked.form))
        advance(job, 1, at=timezone.now())
        upload = SimpleUploadedFile(asked.name, content)
        file = keep(upload, about=asked.document.structure_id, by=asked.asked_by, at=timezone.now())
        Export.objects.filter(pk=asked.pk, file=None).update(file=file, printed="")
    return Outcome("Le fichier est prêt.", path)


def forget_old(*, now: datetime) -> None:
    """Files are made again on demand: they are kept a month."""
    old = list(Export.objects.filter(asked_at__lt=now - KEPT).select_related("file"))
    if not old:
        return
    files: list[File] = [each.file for each in old if each.file]
    Export.objects.filter(pk__in=[each.pk for each in old]).delete()
    drop(*files)
