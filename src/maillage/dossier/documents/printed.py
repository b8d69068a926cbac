"""A document of a structure: the plan of the law room, the words of the team, and what fills itself."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from maillage import legislation
from maillage.documents import types as doc
from maillage.dossier.documents.blocks import communes, form_name, signatures
from maillage.dossier.models import Document, SectionText
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.parts import Part, parts_of
from maillage.kernel import date_in_french, hour
from maillage.structures.models import Structure
from maillage.ui.queries import letter_blocks


def printed(
    document: Document,
    *,
    on: date,
    correspondence: str = "",
    written: Iterable[SectionText] | None = None,
) -> doc.Document:
    """The whole of it, ready to be rendered: a draft as long as a section is empty.

    `written`: the words to print, when they are not those that stand.
    """
    parts = parts_of(document, on=on, correspondence=correspondence, written=written)
    whole = laid_out(document, parts, on=on)
    return replace(whole, sections=(*whole.sections, *_assembled(parts)))


def laid_out(document: Document, parts: Sequence[Part], *, on: date) -> doc.Document:
    """Its parts, read before: what is kept of them and what is printed are one. It names nobody who wrote."""
    structure, plan, known = document.structure, legislation.plan(document.plan), letter_blocks()
    return doc.Document(
        title=title_of(document),
        subtitle=form_name(structure.form),
        author=structure.name,
        date=on,
        draft="Brouillon" if any(part.is_empty for part in parts) else "",
        opening=tuple(
            block for name in plan.opening if name in known for block in known[name].blocks(structure, on=on)
        ),
        sections=(
            *(doc.Section(part.section.title, _content(part)) for part in parts),
            *(
                doc.Section(title, blocks, numbered=False)
                for title, blocks in _annexes(structure, plan, on)
                if blocks
            ),
        ),
    )


def _annexes(
    structure: Structure, plan: legislation.Plan, on: date
) -> tuple[tuple[str, tuple[doc.Block, ...]], ...]:
    names = {name for section in plan.sections for name in section.blocks}
    return (
        (
            "Annexe\N{NO-BREAK SPACE}: les communes",
            communes(structure, on=on) if "communes" in names else (),
        ),
        ("Annexe\N{NO-BREAK SPACE}: signatures", signatures(structure) if plan.signed else ()),
    )


def _content(part: Part) -> tuple[doc.Block, ...]:
    words = (doc.Html(part.html),) if part.html else ()
    gap: tuple[doc.Block, ...] = ()
    if part.is_empty:
        gap = (doc.ToComplete(), doc.Questions(part.section.questions))
    return (*words, *part.blocks, *gap)


def _assembled(parts: Sequence[Part]) -> tuple[doc.Section, ...]:
    """Which version of each section this copy holds, on its last page; nothing when nobody wrote."""
    rows = tuple(
        (
            part.section.title,
            str(part.text.version),
            _when(part.text),
            str(part.text.updated_by or "Compte effacé"),
        )
        for part in parts
        if part.text and part.html
    )
    if not rows:
        return ()
    table = doc.Table(headers=("Partie", "Version", "Écrite le", "Par"), rows=rows, align="lcll")
    print_ = f"Empreinte des textes de cette copie : {fingerprint(parts)}."
    return (
        doc.Section("Versions assemblées dans cette copie", (table, doc.Paragraph(print_)), numbered=False),
    )


def _when(text: SectionText) -> str:
    there = timezone.localtime(text.updated_at)
    return f"{date_in_french(there.date())}, {hour(there)}"


def fingerprint(parts: Iterable[Part]) -> str:
    """Of the words of each section, in order: the same words give the same."""
    said = "\n".join(f"{part.section.key}\t{part.version}\t{part.html}" for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
