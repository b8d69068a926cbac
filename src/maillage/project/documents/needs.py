"""Needs on paper: the chapter of the diagnosis and the documents of a structure print them."""

from datetime import date

from maillage.documents import types as doc
from maillage.kernel import date_in_french
from maillage.structures.models import Structure


def needs(structure: Structure, *, on: date) -> list[doc.Block]:  # noqa: ARG001
    """Each need in its words, numbered, with the figure that shows it and who says so; empty without any."""
    written: list[doc.Block] = []
    for number, need in enumerate(structure.needs.all(), 1):
        written.append(doc.Paragraph(f"{number}. {need.text}"))
        if need.figure and need.read_on:
            figure = "" if need.value in need.text else f"{need.label}\N{NO-BREAK SPACE}: {need.value}. "
            said = f"{figure}Source\N{NO-BREAK SPACE}: {need.source} ({date_in_french(need.read_on)})."
            written.append(doc.Paragraph(said))
    return written
