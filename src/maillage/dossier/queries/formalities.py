"""What founding a structure asks, step by step: who, which paper, what delay, and where this one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.dossier.models import Document
from maillage.structures.models import Structure
from maillage.structures.queries import DueDate, due_dates


@dataclass(frozen=True, slots=True)
class Step:
    """A *formalité*. `done_on`: the day a move said so; `due`: the day that a move before it opened."""

    formality: legislation.Formality
    done_on: date | None
    due: DueDate | None
    #: Plans of its papers, each with the document that was begun, if any.
    papers: Sequence[tuple[legislation.Plan, Document | None]]

    def is_late(self, on: date) -> bool:
        return self.done_on is None and self.due is not None and self.due.on < on


def formalities_of(structure: Structure, *, on: date) -> list[Step]:
    """Those of its form, in the order of the law."""
    stages = {
        step.key: {stage.key for stage in step.reached}
        for step in legislation.form(structure.form, on=on).steps
    }
    moves = {
        move.enters: move.on
        for move in (*structure.recognitionmoves.all(), *structure.legalpersonmoves.all())
    }
    open_dates = due_dates(structure)
    begun = {each.plan: each for each in structure.documents.all()}
    return [
        Step(
            each,
            max((moves[key] for key in stages[each.key] if key in moves), default=None)
            if stages[each.key] <= moves.keys()
            else None,
            next((due for due in open_dates if due.until in stages[each.key]), None),
            [(legislation.plan(key), begun.get(key)) for key in each.plans],
        )
        for each in legislation.formalities(structure.form, on)
    ]
