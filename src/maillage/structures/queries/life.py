"""Where the three tracks of a structure stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.structures.enums import SHORT, PersonStep, Recognition, Track
from maillage.structures.lifecycle import Move, moves_from
from maillage.structures.models import (
    DatedMove,
    Structure,
)


def last_move(structure: Structure, track: Track, *, mission: str = "") -> DatedMove | None:
    """The last move noted on a track."""
    moves: Sequence[DatedMove]
    match track:
        case Track.RECOGNITION:
            moves = list(structure.recognitionmoves.all())
        case Track.PERSON:
            moves = list(structure.legalpersonmoves.all())
        case Track.MISSION:
            moves = [move for move in structure.missionmoves.all() if move.mission == mission]
    return moves[-1] if moves else None


def stage_of(structure: Structure, track: Track, *, mission: str = "") -> str | None:
    """Where a track stands: the stage its last move entered; None before the first."""
    last = last_move(structure, track, mission=mission)
    return last.enters if last else None


def recognition_ribbon(structure: Structure) -> list[tuple[str, str]]:
    """The stages of recognition for the ribbon: (label, "done" | "current" | "ahead")."""
    stage = stage_of(structure, Track.RECOGNITION)
    stages = list(Recognition)
    here = stages.index(Recognition(stage)) if stage else -1
    return [
        (SHORT[step], "done" if place < here else "current" if place == here else "ahead")
        for place, step in enumerate(stages)
    ]


@dataclass(frozen=True, slots=True)
class MissionLine:
    mission: legislation.Mission
    stage: str | None
    stage_label: str
    moves: tuple[Move, ...]


def mission_lines(structure: Structure, *, on: date) -> list[MissionLine]:
    """One line per mission of the law, with where it stands and what may be done next."""
    last = {move.mission: move for move in structure.missionmoves.all()}
    return [
        MissionLine(
            mission=mission,
            stage=last[mission.key].enters if mission.key in last else None,
            stage_label=last[mission.key].get_enters_display() if mission.key in last else "Pas prévue",
            moves=moves_from(Track.MISSION, last[mission.key].enters if mission.key in last else None),
        )
        for mission in legislation.missions(structure.form, on=on)
    ]


def person_steps_left(structure: Structure) -> list[PersonStep]:
    done = {move.enters for move in structure.legalpersonmoves.all()}
    return [step for step in PersonStep if step not in done]
