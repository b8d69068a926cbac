"""Lists that leave for a spreadsheet."""

from collections.abc import Iterator, Sequence

from maillage.governance.enums import MeetingState
from maillage.governance.models import Presence
from maillage.governance.queries.decisions import decisions_of
from maillage.legislation import professions_by_key
from maillage.structures.models import Structure
from maillage.tables import SheetCell


def presences_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    """Who was at which meeting, for how long: time noted once, whatever counts it. Hours are those of the territory."""
    yield ("Jour", "Instance", "Réunion", "Nom", "Profession", "Arrivée", "Départ", "Minutes", "Constaté")
    known = professions_by_key()
    kept = Presence.objects.filter(is_pending=False, meeting__instance__structure=structure).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    for each in kept.select_related("meeting__instance", "person").order_by("arrived_at", "pk"):
        meeting = each.meeting
        meeting.instance.structure = structure
        left = each.left_at or meeting.ends_at
        trade = known.get(each.person.profession) if each.person else None
        yield (
            meeting.day,
            meeting.instance.name,
            meeting.title,
            str(each),
            trade.label if trade else "",
            f"{each.arrived_at.astimezone(meeting.zone):%H:%M}",
            f"{left.astimezone(meeting.zone):%H:%M}",
            round((left - each.arrived_at).total_seconds() / 60),
            each.get_means_display(),
        )


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
            each.outcome,
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
