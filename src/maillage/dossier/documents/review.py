"""A document for who reads it outside, and as it was filed: with its fingerprint, and each remark with its answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone

from maillage.documents import types as doc
from maillage.documents.services import from_data
from maillage.dossier.documents.printed import printed
from maillage.dossier.models import Document, FrozenState, Opinion, Remark
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review_visible import Visible
from maillage.kernel import date_in_french
from maillage.structures.queries import label_of_form


def opened(visible: Visible) -> doc.Document:
    """The sections and annexes opened, nothing else: what one prints before a meeting."""
    structure = visible.opening.structure
    return doc.Document(
        title=visible.title,
        subtitle=f"{label_of_form(structure.form)}, parties ouvertes à {visible.opening.body}",
        author=visible.structure,
        date=visible.on,
        sections=(
            *(
                doc.Section(
                    part.title,
                    (*((doc.Html(part.html),) if part.html else ()), *part.blocks) or (doc.ToComplete(),),
                )
                for part in visible.parts
            ),
            *(
                doc.Section(annex.label, visible.annex_blocks(annex.key), numbered=False)
                for annex in visible.annexes
            ),
        ),
    )


def filed(
    frozen: FrozenState, *, remarks: Iterable[Remark] | None = None, opinions: Iterable[Opinion] = ()
) -> doc.Document:
    """As it was frozen, its fingerprint on the last page; before it the remarks and opinions, when they are given."""
    kept: doc.Document = from_data(frozen.content["document"])
    annexes = []
    if remarks is not None:
        annexes.append(
            doc.Section(
                "Annexe\N{NO-BREAK SPACE}: remarques et avis", said(remarks, opinions), numbered=False
            )
        )
    annexes.append(doc.Section("Version arrêtée", (doc.PageBreak(), *_recognised_by(frozen)), numbered=False))
    return replace(kept, draft="", sections=(*kept.sections, *annexes))


def copy_of(document: Document, *, on: date, correspondence: str = "") -> doc.Document:
    """For those of the structure: as it was filed, else as it stands."""
    if document.is_frozen:
        return filed(document.frozen)
    return printed(document, on=on, correspondence=correspondence)


def _recognised_by(frozen: FrozenState) -> tuple[doc.Block, ...]:
    day = date_in_french(timezone.localdate(frozen.frozen_at))
    versions = ", ".join(f"{each['title']} ({each['version']})" for each in frozen.content["sections"])
    rows = [
        ("Document", title_of(frozen.document)),
        ("Arrêté le", day),
        ("Versions des parties", versions),
        ("Empreinte du contenu (SHA-256)", grouped(frozen.digest)),
    ]
    if frozen.receipt_on:
        rows.append(("Récépissé", f"du {date_in_french(frozen.receipt_on)}"))
    return (
        doc.Facts(tuple(rows)),
        doc.Paragraph(
            "L’empreinte change avec le moindre mot. Comparez-la à celle que la structure garde\N{NO-BREAK SPACE}: "
            "la même empreinte, le même texte."
        ),
    )


def grouped(digest: str) -> str:
    """By eight, as one compares them."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def said(remarks: Iterable[Remark], opinions: Iterable[Opinion]) -> tuple[doc.Block, ...]:
    """Every opinion, then every remark with its answer, those that nobody answered too."""
    told = [
        (
            date_in_french(each.given_on),
            f"{each.name}, {each.opening.body}",
            each.get_verdict_display(),
            each.words,
            each.get_channel_display(),
        )
        for each in opinions
    ]
    lines = [
        (
            date_in_french(each.received_on),
            str(each.opening),
            f"{each.get_kind_display()}\N{NO-BREAK SPACE}: {each.words}"
            + (f" (« {each.quotation} », version {each.version})" if each.quotation else ""),
            _answer(each),
        )
        for each in remarks
    ]
    if not (told or lines):
        return (doc.Paragraph("Aucune remarque ni aucun avis n’ont été reçus."),)
    tables = []
    if told:
        headers: tuple[str, ...] = ("Date", "De", "Avis", "En ses mots", "Reçu")
        tables.append(doc.Table(headers=headers, rows=tuple(told), caption="Avis"))
    if lines:
        headers = ("Date", "De", "Remarque", "Réponse")
        tables.append(doc.Table(headers=headers, rows=tuple(lines), caption="Remarques"))
    return tuple(tables)


def _answer(remark: Remark) -> str:
    if remark.answered_at is None:
        return "sans réponse"
    return f"{remark.answer} (le {date_in_french(timezone.localdate(remark.answered_at))})"


def index_of(rows: Iterable[tuple[str, ...]], *, title: str, author: str, on: date) -> doc.Document:
    """The index of a pack: number, title, date and file of each piece."""
    told = tuple(rows)
    headers = ("N°", "Intitulé", "Date", "Fichier")
    content: tuple[doc.Block, ...] = (
        (doc.Table(headers=headers, rows=told, align="rlll", caption="Pièces"),)
        if told
        else (doc.Paragraph("Aucune pièce n’est jointe."),)
    )
    return doc.Document(title=f"Index des pièces, {title}", author=author, date=on, opening=content)
