"""What happened in the life of a structure, for those who belong to it."""

from collections.abc import Iterator
from datetime import date

from maillage.structures.enums import MissionStep
from maillage.structures.models import Structure
from maillage.structures.queries.life import missions_of
from maillage.ui.slots import NewsItem


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """Its steps of a known day, without what is only planned. A day that nobody knows exactly is history, not news."""
    dated = {"on__gte": since, "is_before": False}
    for move in structure.recognitionmoves.filter(**dated):
        yield NewsItem(move.on, f"Nouvelle étape : {move.stage_label}.")
    for step in structure.legalpersonmoves.filter(**dated).select_related("legal_person"):
        carried = f"{step.legal_person.name} : " if step.legal_person else "Personne morale : "
        yield NewsItem(step.on, f"{carried}{step.stage_label}.")
    for started in structure.missionmoves.filter(**dated).exclude(enters=MissionStep.PREVUE):
        known = (
            mission for mission in missions_of(structure, on=started.on) if mission.key == started.mission
        )
        label = next((mission.label for mission in known), started.mission)
        yield NewsItem(started.on, f"Mission « {label} » : {started.stage_label.lower()}.")
