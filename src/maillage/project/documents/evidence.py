"""The index of pieces, with their true titles, and the presences of a meeting as they were noted."""

from collections.abc import Sequence
from datetime import date

from maillage.documents.types import Document, Facts, Paragraph, Section, Table
from maillage.governance.models import Meeting
from maillage.governance.queries.meetings import said_when, sheet_of
from maillage.kernel import date_in_french, hour, plural
from maillage.project.models import EvidenceWanted
from maillage.project.queries.evidence import Piece
from maillage.structures.models import Structure

NO_PIECE = "Aucune pièce n’est jointe pour cette année."
NOTHING_MISSING = "Rien n’est noté comme manquant."


def index(
    structure: Structure, pieces: Sequence[Piece], missing: Sequence[EvidenceWanted], label: str, *, on: date
) -> Document:
    rows = tuple(
        (
            str(each.evidence.number),
            each.evidence.title,
            date_in_french(each.evidence.dated_on),
            each.proves,
            each.where or each.evidence.url,
        )
        for each in pieces
    )
    table = Table(
        headers=("Pièce n°", "Intitulé", "Date", "Ce qu’elle prouve", "Où"), rows=rows, align="rllll"
    )
    lacks = Table(
        headers=("Ce qui manque", "Pour", "Qui l’apporte", "Pour le"),
        rows=tuple(
            (
                each.words,
                str(each.indicator or each.action),
                each.owner.name if each.owner else "personne encore",
                date_in_french(each.due_on) if each.due_on else "sans date",
            )
            for each in missing
        ),
    )
    return Document(
        title=f"Pièces justificatives {label}",
        author=structure.name,
        date=on,
        subtitle=plural(len(rows), "pièce"),
        sections=(
            Section("Pièces", ((table,) if rows else (Paragraph(NO_PIECE),)), numbered=False),
            Section(
                "Ce qui manque", ((lacks,) if missing else (Paragraph(NOTHING_MISSING),)), numbered=False
            ),
        ),
    )


def presences(meeting: Meeting) -> Document:
    """Who was there, from when to when: what the site holds, not a sheet to sign."""
    sheet = sheet_of(meeting, at=meeting.ends_at)
    rows = []
    for line in sheet.lines:
        if line.presence is None or not line.came:
            continue
        arrived = hour(line.presence.arrived_at.astimezone(meeting.zone))
        left = line.presence.left_at
        rows.append(
            (
                line.person.name if line.person else "Personne effacée",
                line.trade,
                arrived,
                hour(left.astimezone(meeting.zone)) if left else "fin",
                line.presence.get_means_display(),
            )
        )
    facts = Facts(
        (("Réunion", meeting.title), ("Quand", said_when(meeting)), ("Où", meeting.place or "non dit"))
    )
    table = Table(headers=("Nom", "Profession", "Arrivée", "Départ", "Constaté"), rows=tuple(rows))
    nobody = Paragraph("Aucune présence n’est notée.")
    return Document(
        title="Présences constatées",
        author=meeting.instance.structure.name,
        date=meeting.day,
        sections=(
            Section("Réunion", (facts,), numbered=False),
            Section("Présents", ((table if rows else nobody),), numbered=False),
        ),
    )
