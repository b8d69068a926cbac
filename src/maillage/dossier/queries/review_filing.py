"""Where the filing of a document is: what was received, what delay runs from it, what it amounts to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.dossier.enums import DocumentState
from maillage.dossier.models import Document, FrozenState
from maillage.legislation import stages
from maillage.structures.enums import Track
from maillage.structures.queries import DueDate, due_dates, gather, moves_on, stages_reached


@dataclass(frozen=True, slots=True)
class Filing:
    """`stage`: what its receipt makes its structure reach, in words; empty when nothing of the sort is known.

    `deemed`: the day by which the law gives an answer without which it is deemed valid; None when the law counts nothing.
    """

    frozen: FrozenState | None
    stage: str
    moves: bool  # the receipt moves the track from where it stands
    deemed: DueDate | None
    is_over: bool  # that day has passed: « réputé validé, à faire confirmer »
    rounds: Sequence[Document]

    @property
    def is_latest(self) -> bool:
        return not self.rounds


def filing_of(document: Document, *, on: date) -> Filing:
    """`document` with its structure. The count runs from the day of the receipt that the track keeps, by the law's data."""
    structure = gather(document.structure, "recognitionmoves")
    plan = legislation.plan(document.plan)
    stage = next((each for each in stages(structure.form) if each.key == plan.until), None)
    frozen = document.frozen if document.state == DocumentState.FROZEN else None
    deemed = None
    if (
        stage
        and frozen
        and frozen.receipt_on
        and stage.key in {each.key for each in stages_reached(structure)}
    ):
        untils = {each.until for each in stage.opens}
        counted = due_dates(gather(structure, "legalpersonmoves"))
        deemed = next((due for due in counted if due.until in untils), None)
    moves = stage is not None and any(
        each.enters == stage.key for each in moves_on(structure, Track.RECOGNITION)
    )
    rounds = structure.documents.filter(plan=document.plan, number__gt=document.number).order_by("number")
    return Filing(
        frozen,
        stage.entered if stage else "",
        moves,
        deemed,
        deemed is not None and deemed.on < on,
        list(rounds) if frozen else (),
    )
