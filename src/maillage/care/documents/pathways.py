"""A pathway, a reflex sheet: a page to pin up. Nobody is in them."""

from datetime import date

from maillage.care.models import ReflexSheet, SheetEdition
from maillage.care.queries.pathways import PathwaySheet
from maillage.documents.types import Block, Document, Facts, Paragraph, Section, Table
from maillage.kernel import date_in_french


def pathway(sheet: PathwaySheet, *, author: str, on: date) -> Document:
    """Its version in force, or its draft, said so."""
    about = sheet.pathway
    version = sheet.in_force or sheet.draft
    number = f"Version {version.number}" if version else ""
    when = f" du {date_in_french(version.published_on)}" if version and version.published_on else ""
    facts = (
        ("Pour qui", about.public or "Non dit"),
        ("But", about.goal or "Non dit"),
        ("Où", ", ".join(sheet.communes) or "Tout le territoire"),
        ("Avec", ", ".join(sheet.partners) or "Les adhérents"),
        ("Qui en répond", about.owner.name if about.owner else "Non dit"),
        ("À relire avant le", date_in_french(about.review_on) if about.review_on else "Non dit"),
    )
    rows = tuple(
        (
            str(each.step.rank),
            each.step.what,
            each.step.who or "Non dit",
            each.step.delay or "Non dit",
            each.step.paper or "Aucun",
        )
        for each in sheet.steps
    )
    steps: Block = Paragraph("Aucune étape n’est encore écrite.")
    if rows:
        steps = Table(headers=("N°", "Quoi", "Qui", "Délai", "Papier, outil"), rows=rows)
    return Document(
        title=about.title,
        author=author,
        date=on,
        subtitle=f"{number}{when}",
        draft="" if sheet.in_force else "Brouillon",
        opening=(Facts(facts),),
        sections=(Section("Étapes", (steps,), numbered=False),),
    )


def reflex_sheet(sheet: ReflexSheet, text: SheetEdition, *, author: str, on: date) -> Document:
    parts = (
        ("Quand", text.signs),
        ("Que faire", text.acts),
        ("Qui appeler", text.calls),
        ("À ne pas faire", text.never),
    )
    told = [f"Version {text.number}, écrite le {date_in_french(text.written_on)}."]
    if sheet.owner:
        told.append(f"En répond : {sheet.owner.name}.")
    if sheet.review_on:
        told.append(f"À relire avant le {date_in_french(sheet.review_on)}.")
    if text.source:
        told.append(f"Source : {text.source}")
    sections = [
        Section(title, tuple(Paragraph(line) for line in words.splitlines() if line.strip()), numbered=False)
        for title, words in parts
        if words.strip()
    ]
    return Document(
        title=sheet.title,
        author=author,
        date=on,
        subtitle="Fiche réflexe",
        draft="" if sheet.published_id == text.pk else "Brouillon",
        opening=(Paragraph("\n".join(told)),),
        sections=tuple(sections),
    )
