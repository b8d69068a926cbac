"""A document and its pieces in one archive, for who reads by mail alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.documents.types import Document as Printed
from maillage.dossier.documents.printed import fingerprint, laid_out
from maillage.dossier.documents.review import filed, index_of
from maillage.dossier.models import Document
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.parts import parts_of
from maillage.files.services import BOM, DayArchive, Numbered, entry_name, put_papers
from maillage.kernel import date_in_french, plural, with_no_break_spaces
from maillage.people.queries.desk import contact_line
from maillage.tables import csv_of
from maillage.ui.queries import pieces as pieces_of_rooms
from maillage.ui.slots import ProofPiece

COLUMNS = ("N°", "Intitulé", "Date", "Fichier")


@dataclass(frozen=True, slots=True)
class Pack:
    """What an archive holds. `missing`: pieces that are told in it, and whose file is not."""

    content: bytes
    pieces: int
    missing: Sequence[str]


def make_pack(document: Document, *, on: date, chosen: Collection[str] | None = None) -> Pack:
    """The document in PDF, its index, and its pieces under their numbers. `chosen`: their files; None: all of them.

    The same versions of its sections and the same pieces, the same day, make the same archive, to the byte.
    """
    found = [
        each for each in pieces_of_rooms(document.structure) if chosen is None or str(each.paper.pk) in chosen
    ]
    numbered = [Numbered(rank, each.paper, _title(each)) for rank, each in enumerate(found, start=1)]
    digits = max(2, len(str(len(found))))
    rows = [
        (str(paper.rank), _title(each), date_in_french(each.day), f"pieces/{paper.name(digits=digits)}")
        for paper, each in zip(numbered, found, strict=True)
    ]
    title, author, out = title_of(document), document.structure.name, BytesIO()
    whole, versions = printed(document, on=on)
    with DayArchive(out, on) as made:
        made.put(entry_name(0, title, "pdf"), render_document(whole, Format.PDF))
        index = index_of(rows, title=title, author=author, on=on)
        made.put("index.pdf", render_document(index, Format.PDF))
        lines = [(each.day, row) for each, row in zip(found, rows, strict=True)]
        told = ((int(row[0]), row[1], day, row[3]) for day, row in lines)
        made.put("index.csv", csv_of([COLUMNS, *told]).encode(BOM))
        missing = put_papers(made, numbered, digits=digits)
        made.put("lisez-moi.txt", readme(document, versions, len(found), on=on).encode(BOM))
    return Pack(out.getvalue(), len(found), missing)


def printed(document: Document, *, on: date) -> tuple[Printed, str]:
    """As it was filed, else as it stands; and which versions of its sections that is, read in the same moment."""
    if document.is_frozen:
        kept = document.frozen.content["sections"]
        return filed(document.frozen), versions_in((each["title"], each["version"]) for each in kept)
    parts = parts_of(document, on=on)
    told = versions_in((each.section.title, each.version) for each in parts if each.html)
    return laid_out(document, parts, on=on), f"{told}\nEmpreinte des textes : {fingerprint(parts)}"


def versions_in(parts: Iterable[tuple[str, int]]) -> str:
    return (
        "\n".join(f"{title} : version {version}" for title, version in parts) or "Aucune partie n’est écrite."
    )


def readme(document: Document, versions: str, pieces: int, *, on: date) -> str:
    """What to open first, what it was made of, and how to answer without the site."""
    structure = document.structure
    frozen = document.frozen if document.is_frozen else None
    state = f"arrêté, empreinte {frozen.digest}" if frozen else "en relecture"
    text = f"""{title_of(document)}, {structure.name}
Dossier du {date_in_french(on)}, {state}.

{entry_name(0, title_of(document), "pdf")} : le document.
index.pdf et index.csv : la liste des pièces, avec leur numéro.
pieces/ : {plural(pieces, "pièce")}, dans l’ordre de l’index.

Pour répondre : un courriel, un courrier ou un appel suffisent. Dites votre avis (favorable, réservé ou défavorable), votre
nom, votre fonction et la date ; pour une remarque, citez la partie et le passage. Nous les notons tels quels.
Contact : {contact_line(structure) or "celui du message qui accompagne ce dossier"}

Ce dossier est fait de ces versions :
{versions}
"""
    return with_no_break_spaces(text)


def _title(piece: ProofPiece) -> str:
    return f"{piece.heading}, {piece.title}"
