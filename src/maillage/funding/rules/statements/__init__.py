"""A bank file, whatever its form, as the lines of its accounts. Banks are recognised by their words, never by name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from maillage.funding.rules.statements import camt, ofx, sheets
from maillage.funding.rules.statements.checking import notes_on
from maillage.funding.types.statements import StatementFile
from maillage.kernel import BadInput
from maillage.tables import MOST_BYTES, decoded, read_bytes

HEAD = 4_000  # bytes that say what a file is
ARCHIVE = b"PK\x03\x04"
#: Files that a workbook holds, XLSX or ODS.
OF_A_WORKBOOK = (b"[Content_Types].xml", b"mimetype")


def read_statement(
    name: str, content: bytes, *, on: date | None = None, choices: Mapping[str, str] | None = None
) -> StatementFile:
    """CSV, XLSX, XLS, ODS, OFX or CAMT.053. A line dated after `on` is not booked yet.

    `choices` gives the title of a column, where several fit. Raises BadInput for what is no statement, or does not add
    up from its own opening balance to its closing one.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(f"« {name} » est trop grand. Exportez une période plus courte.", field="file")
    head = decoded(content[:HEAD])[0].lstrip("\ufeff \r\n\t") if content else ""
    if head.upper().startswith("OFXHEADER") or "<OFX>" in head.upper():
        found = ofx.read(name, decoded(content)[0])
    elif head.startswith("<?xml") or (head.startswith("<") and "BkToCstmr" in head):
        found = camt.read(name, content)
    elif content.startswith(ARCHIVE) and not any(file in content for file in OF_A_WORKBOOK):
        raise BadInput(
            f"« {name} » est une archive. Ouvrez-la, et donnez le fichier qu’elle contient.", field="file"
        )
    else:
        found = sheets.read(read_bytes(name, content), choices)
    found = _without_the_future(found, on) if on else found
    return replace(found, notes=(*found.notes, *notes_on(found)))


def _without_the_future(found: StatementFile, on: date) -> StatementFile:
    """A line of a day to come is announced, as a card's often is."""
    return replace(
        found,
        statements=tuple(
            replace(
                each,
                lines=tuple(line for line in each.lines if line.booked <= on),
                pending=(*each.pending, *(line for line in each.lines if line.booked > on)),
            )
            for each in found.statements
        ),
    )
