"""Begin a document and write in it, as those who run a structure do."""

from datetime import date

from django.utils import timezone

from maillage.accounts.models import User
from maillage.documents import types as doc
from maillage.dossier.documents.printed import printed
from maillage.dossier.models import Document, SectionText
from maillage.dossier.queries.documents import first_document
from maillage.dossier.queries.parts import Part, parts_of
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import write_section
from maillage.structures.models import Structure


def begun(structure: Structure, by: User) -> Document:
    """The document with which its form begins."""
    return begin(structure, first_document(structure).plan, by=by)


def written(
    structure: Structure,
    section: str,
    text: str,
    *,
    by: User,
    version: int = 0,
    rich: bool = True,
    over: bool = False,
) -> SectionText:
    """In the first document, begun if need be."""
    document = begun(structure, by)
    return write_section(
        document, section, text, rich=rich, version=version, by=by, at=timezone.now(), over=over
    )


def letter(structure: Structure, *, on: date, correspondence: str = "") -> doc.Document:
    """The first document, ready to be rendered."""
    return printed(first_document(structure), on=on, correspondence=correspondence)


def letter_sections(structure: Structure, *, on: date, correspondence: str = "") -> list[Part]:
    return parts_of(first_document(structure), on=on, correspondence=correspondence)
