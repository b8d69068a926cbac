"""A roster on paper: what the page shows as published, turn by turn, and the hours that nobody holds."""

from collections.abc import Iterable, Sequence
from datetime import date

from maillage.care.models import Roster
from maillage.care.queries.roster_month import Day, Row
from maillage.care.queries.rosters import Stretch
from maillage.documents.types import Document, Paragraph, Section, Table
from maillage.kernel import date_in_french, month_and_year, phone_in_french

NOBODY = "PERSONNE"
EMPTY = "Aucun tour n’est voulu ni publié pour ce mois."


def month(roster: Roster, days: Sequence[Day], first: date, *, on: date) -> Document:
    rows = tuple(cells for day in days for row in day.rows for cells in _cells(day, row))
    table = Table(headers=("Jour", "Heures", "De garde", "Remarque"), rows=rows)
    return Document(
        title=f"{roster.name}, {month_and_year(first)}",
        author=roster.structure.name,
        date=on,
        subtitle="Tableau de garde",
        sections=(
            Section(
                "Tours",
                (
                    table if rows else Paragraph(EMPTY),
                    Paragraph(
                        f"État publié au {date_in_french(on)} : la page du site dit ce qui a changé depuis."
                    ),
                ),
                numbered=False,
            ),
        ),
    )


def _cells(day: Day, row: Row) -> Iterable[tuple[str, str, str, str]]:
    """A line a stretch: what was handed over has its own."""
    said = f"{day.name} {date_in_french(day.day)}"
    if not row.stretches:
        yield said, row.hours, NOBODY, day.holiday or "à pourvoir"
    for each in row.stretches:
        yield said, each.hours, each.who if each.person else NOBODY, _note(day, each)


def _note(day: Day, stretch: Stretch) -> str:
    notes = [day.holiday]
    if stretch.person is None:
        notes.append(f"{stretch.absent.name} absent" if stretch.absent else "à pourvoir")
    elif stretch.instead_of:
        notes.append(f"remplace {stretch.instead_of.name}")
    if stretch.person and stretch.person.shows_phone and stretch.person.phone:
        notes.append(phone_in_french(stretch.person.phone))
    return ", ".join(filter(None, notes))
