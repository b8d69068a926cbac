"""Keeping a paper, handing it out, and letting go of it: the content first, its row after, so that no row is empty."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from maillage.files.enums import CONTENT_TYPES, PaperKind
from maillage.files.models import File
from maillage.files.rules import MOST_BYTES, MOST_BYTES_IN_ALL, cleaned, kind_of, shown_name
from maillage.kernel import BadInput

#: A paper that nothing points to after so long was never used.
UNUSED_AFTER = timedelta(days=1)


def keep(
    upload: "UploadedFile[Any]",
    *,
    about: UUID,
    by: Any,
    at: datetime,
    only: Collection[PaperKind] = tuple(PaperKind),
) -> File:
    """Write a paper, checked and cleaned. The room that asked attaches it, or it goes after a day.

    Not inside a transaction: writing is slow. Raises BadInput.
    """
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise BadInput("Ce fichier est vide.", field="file")
    if len(content) > MOST_BYTES:
        raise BadInput("Ce fichier dépasse 10 Mo. Envoyez-le en PDF, moins lourd.", field="file")
    kind = kind_of(content, only)
    kept = cleaned(content, kind)
    used = File.objects.filter(about=about).aggregate(sum=Sum("size"))["sum"] or 0
    if used + len(kept) > MOST_BYTES_IN_ALL:
        raise BadInput("Les pièces de votre structure dépassent 1 Go : retirez-en d’abord.", field="file")
    file = File(
        about=about,
        name=shown_name(upload.name or "", kind),
        kind=kind,
        size=len(kept),
        digest=sha256(kept).hexdigest(),
        added_by=by,
        added_at=at,
    )
    _storage().save(file.place, ContentFile(kept))
    file.save(force_insert=True)
    return file


def response_of(file: File) -> HttpResponse:
    """The paper, to keep: never shown as a page of the site. Its room has said that one may read it.

    Raises BadInput when it is not there any more: restored from a copy, without its papers.
    """
    try:
        with _storage().open(file.place) as kept:
            content = kept.read()
    except OSError:
        raise BadInput(
            "Cette pièce n’est plus sur ce serveur. Demandez à qui le tient de la reprendre d’une sauvegarde."
        ) from None
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[file.kind],
        headers={
            "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
            "Cache-Control": "private, no-store",
        },
    )


def drop(file: File) -> None:
    """Its row with what points to it, then its content once that is written."""
    place = file.place
    with transaction.atomic():
        File.objects.filter(pk=file.pk).delete()
        transaction.on_commit(lambda: _forget(place))


def unused(*, now: datetime) -> QuerySet[File]:
    """Those that no row of any room points to, a day after."""
    found = File.objects.filter(added_at__lt=now - UNUSED_AFTER)
    for relation in File._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.filter(~Exists(rows))
    return found


def sweep(*, now: datetime) -> int:
    """Let go of what nothing points to; how many papers."""
    files = list(unused(now=now))
    for file in files:
        drop(file)
    return len(files)


def erase_subject(about: UUID) -> None:
    """A structure is erased: its papers go with it."""
    for file in list(File.objects.filter(about=about)):
        drop(file)


def _forget(place: str) -> None:
    with suppress(OSError):  # gone already
        _storage().delete(place)


def _storage() -> Storage:
    return storages["files"]
