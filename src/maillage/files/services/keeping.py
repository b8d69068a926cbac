"""Keeping a paper, handing it out, and letting go of it: the content first, its row after, so that no row is empty.

A content without a row is a `Stray`, noted before it is written and until it is gone: whoever is killed in between, and
whatever the storage answers, the sweep knows of it.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet, Sum
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from maillage.files.enums import CONTENT_TYPES, PaperKind
from maillage.files.models import File, Stray
from maillage.files.rules import MOST_BYTES, MOST_BYTES_IN_ALL, cleaned, kind_of, shown_name
from maillage.files.types import NotReached
from maillage.kernel import BadInput

logger = logging.getLogger(__name__)
#: A paper that nothing points to after so long was never used.
UNUSED_AFTER = timedelta(days=1)
NOT_KEPT = (
    "Ce fichier n’a pas pu être gardé : l’endroit où sont les pièces ne répond pas. Recommencez dans quelques minutes ; "
    "si cela dure, prévenez qui tient ce site."
)
NOT_READ = (
    "Cette pièce ne se lit pas en ce moment : l’endroit où sont les pièces ne répond pas. Elle n’est pas perdue. "
    "Recommencez dans quelques minutes."
)


def keep(
    upload: "UploadedFile[Any]",
    *,
    about: UUID,
    by: Any,
    at: datetime,
    only: Collection[PaperKind] = tuple(PaperKind),
) -> File:
    """Write a paper, checked and cleaned. The room that asked attaches it, or it goes after a day.

    Not inside a transaction: writing is slow. Raises BadInput; NotReached when the storage does not take it.
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
    stray = Stray.objects.create(place=file.place, added_at=at)
    try:
        _storage().save(file.place, ContentFile(kept))
    except OSError as failure:
        logger.warning("A paper was not kept: %s", failure)
        raise NotReached(NOT_KEPT, field="file") from None
    with transaction.atomic():
        file.save(force_insert=True)
        stray.delete()
    return file


def response_of(file: File) -> HttpResponse:
    """The paper, to keep: never shown as a page of the site. Its room has said that one may read it.

    Raises BadInput when it is not there any more: restored from a copy, without its papers. Raises NotReached when the
    storage does not answer.
    """
    try:
        with _storage().open(file.place) as kept:
            content = kept.read()
    except FileNotFoundError:
        raise BadInput(
            "Cette pièce n’est plus sur ce serveur. Demandez à qui le tient de la reprendre d’une sauvegarde."
        ) from None
    except OSError as failure:
        logger.warning("A paper was not read: %s", failure)
        raise NotReached(NOT_READ) from None
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[file.kind],
        headers={
            "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
            "Cache-Control": "private, no-store",
        },
    )


def drop(*files: File) -> None:
    """Their rows with what points to them, then their contents once that is written."""
    with transaction.atomic():
        File.objects.filter(pk__in=[file.pk for file in files]).delete()
        strays = Stray.objects.bulk_create(Stray(place=file.place, added_at=file.added_at) for file in files)
        transaction.on_commit(lambda: _forget(strays))


def unused(*, now: datetime) -> QuerySet[File]:
    """Those that no row of any room points to, a day after."""
    found = File.objects.filter(added_at__lt=now - UNUSED_AFTER)
    for relation in File._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.filter(~Exists(rows))
    return found


def sweep(*, now: datetime) -> int:
    """Let go of what nothing points to, and of contents that stayed behind; how many papers."""
    files = list(unused(now=now))
    drop(*files)
    _forget(Stray.objects.filter(added_at__lt=now - UNUSED_AFTER))
    return len(files)


def erase_subject(about: UUID) -> None:
    """A structure is erased: its papers go with it."""
    drop(*File.objects.filter(about=about))


def check_place() -> None:
    """Write, read and erase a few bytes where papers are kept. Raises OSError, with what it says."""
    place, content = f"essai/{uuid4().hex}", b"Maillage"
    _storage().save(place, ContentFile(content))
    try:
        with _storage().open(place) as kept:
            if kept.read() != content:
                raise OSError("what is read is not what was written")
    finally:
        _storage().delete(place)


def _forget(strays: Iterable[Stray]) -> None:
    """The storage that does not answer is asked again at the next sweep: not once more for each."""
    for stray in strays:
        try:
            _storage().delete(stray.place)
        except OSError as failure:
            logger.warning("A paper is still to be erased: %s", failure)
            return
        stray.delete()


def _storage() -> Storage:
    return storages["files"]
