"""What surveys say, as blocks of a document."""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.documents import types as doc
from maillage.documents.services import printed
from maillage.structures.models import Structure
from maillage.surveys.queries.figures import survey_figures
from maillage.surveys.queries.results import SurveySummary, surveys_of_territory


def findings(structure: Structure, *, on: date) -> Iterator[doc.Block]:
    """What each closed survey received most, question by question; nothing of those too few to be counted."""
    for summary in surveys_of_territory(structure, on=on):
        figures = [] if summary.is_open else list(survey_figures(summary))
        if figures:
            yield doc.Table(
                headers=("Question", "Ce qui est répondu le plus"),
                rows=tuple((figure.label, figure.value) for figure in figures),
                caption=f"{summary.title} ({summary.public.lower()})",
                sources=(summary.source,),
            )


def tables_of_surveys(surveys: Sequence[SurveySummary]) -> Iterator[doc.Block]:
    """Every survey of a chapter: how it counts, its source said once, then its tables."""
    if not surveys:
        yield doc.Paragraph("Aucune enquête n’a été ouverte sur ce territoire.")
    for summary in surveys:
        yield doc.Heading(f"{summary.title} ({summary.public.lower()})")
        yield doc.Paragraph(summary.counting)
        if summary.counted:
            yield doc.Paragraph(f"Source de ses tableaux : {summary.source}.")
        for table in (summary.professions, *summary.tables):
            if table:
                yield printed(table)
