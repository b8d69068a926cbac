"""Lists that leave for a spreadsheet."""

from collections.abc import Iterator, Sequence

from maillage.governance.queries.decisions import decisions_of
from maillage.structures.models import Structure
from maillage.tables import SheetCell


def decisions_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Numéro",
        "Date",
        "Instance",
        "Décision",
        "Motif",
        "Issue",
        "Pour",
        "Contre",
        "Abstentions",
        "Règle",
    )
    for each in decisions_of(structure):
        yield (
            each.reference,
            each.decided_on,
            each.meeting.instance.name,
            each.title,
            each.reason,
            each.get_verdict_display(),
            each.pour,
            each.contre,
            each.abstention,
            each.rule,
        )


def tasks_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    yield ("À faire", "Par", "Pour le", "Fait le", "Décision")
    for each in structure.tasks.select_related("owner", "decision").order_by("pk"):
        yield (
            each.title,
            each.owner.name if each.owner else "",
            each.due_on,
            each.done_on,
            each.decision.reference if each.decision else "",
        )
