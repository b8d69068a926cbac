"""The register of concertations, to keep or to send: figures only."""

from datetime import date

from maillage.documents.types import Document, Paragraph, Section, Table
from maillage.governance.queries.rcp import Year, asked_for, labels, years
from maillage.kernel import date_in_french, integer
from maillage.structures.models import Structure

UNTOLD = (
    "La part des patients en ALD ou de plus de 75 ans ne se déduit pas d’ici : un patient vu deux fois est deux "
    "situations, et la patientèle n’est pas dans ce registre."
)


def register(structure: Structure, *, on: date) -> Document:
    sessions = structure.rcp_sessions.prefetch_related("professions")
    rows = tuple(
        (
            date_in_french(each.held_on),
            ", ".join(labels(each)),
            integer(each.ald),
            integer(each.over_75),
            integer(each.others),
            each.theme or "Non dit",
            integer(each.minutes) if each.minutes else "Non noté",
        )
        for each in sessions
    )
    heads = ("Le", "Professions", "ALD", "Plus de 75 ans, hors ALD", "Autres", "Thème", "Minutes")
    table = Table(headers=heads, rows=rows, align="llrrrlr")
    return Document(
        title="Registre des concertations pluriprofessionnelles",
        author=structure.name,
        date=on,
        opening=(Paragraph("Sans identité : aucune personne dont on a parlé n’y figure."),),
        sections=(
            Section("Par année civile", (_by_year(years(structure), on),), numbered=False),
            Section("Concertations", (table if rows else Paragraph("Aucune n’est notée."),), numbered=False),
        ),
    )


def _by_year(counted: list[Year], on: date) -> Table:
    meetings, _ = asked_for(on)
    sources = (meetings.source.title,) if meetings and meetings.source else ()
    asked = f"Réunions demandées par an : {meetings.value:f}." if meetings and meetings.value else ""
    return Table(
        headers=(
            "Année",
            "Concertations",
            "Situations",
            "dont ALD",
            "dont plus de 75 ans, hors ALD",
            "Avec une IPA",
        ),
        rows=tuple(
            (
                str(each.year),
                *map(integer, (each.sessions, each.situations, each.ald, each.over_75, each.with_ipa)),
            )
            for each in counted
        ),
        align="lrrrrr",
        sources=sources,
        notes=tuple(filter(None, [asked, UNTOLD])),
    )
