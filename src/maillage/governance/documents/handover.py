"""The pack of somebody who leaves, on paper: what is to be taken up, and by whom, to fill in."""

from collections.abc import Mapping, Sequence
from datetime import date

from maillage.documents.types import Document, Paragraph, Section, Signatory, Signatures, Table
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.ui.slots import HandedOver


def pack(person: Person, lines: Mapping[str, Sequence[HandedOver]], *, on: date) -> Document:
    return Document(
        title=f"Passation : {person.name}",
        author=person.structure.name,
        date=on,
        sections=(
            *(Section(heading, (_table(rows),), numbered=False) for heading, rows in lines.items()),
            *(
                []
                if lines
                else [Section("Rien à reprendre", (Paragraph("Rien n’est à son nom."),), numbered=False)]
            ),
            Section("Remis", (Signatures((Signatory(person.name, "qui part"),), blank=1),), numbered=False),
        ),
    )


def _table(rows: Sequence[HandedOver]) -> Table:
    return Table(
        headers=("À reprendre", "Date", "Par"),
        rows=tuple((row.sentence, date_in_french(row.due) if row.due else "Sans date", "") for row in rows),
    )
