"""Where the three tracks of a structure stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.kernel import BadInput
from maillage.structures.enums import Track
from maillage.structures.lifecycle import MISSION_MOVES, Move, person_moves, person_steps, recognition_moves
from maillage.structures.models import (
    DatedMove,
    MissionMove,
    Structure,
)


def last_move(structure: Structure, track: Track, *, mission: str = "") -> DatedMove | None:
    """The last move noted on a track."""
    moves: Sequence[DatedMove]
    match track:
        case Track.RECOGNITION:
            moves = [move for move in structure.recognitionmoves.all() if move.form == structure.form]
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
    """The stages of recognition for the ribbon: (label, "done" | "current" | "ahead" | "skipped")."""
    here = stage_of(structure, Track.RECOGNITION)
    stages = legislation.stages(structure.form)
    reached = {move.enters for move in structure.recognitionmoves.all() if move.form == structure.form}
    place = next((rank for rank, stage in enumerate(stages) if stage.key == here), -1)
    return [
        (stage.short, _beside(rank, place, is_skipped=stage.optional and stage.key not in reached))
        for rank, stage in enumerate(stages)
    ]


def _beside(rank: int, here: int, *, is_skipped: bool) -> str:
    if rank == here:
        return "current"
    if rank > here:
        return "ahead"
    return "skipped" if is_skipped else "done"


def moves_on(structure: Structure, track: Track, *, mission: str = "") -> tuple[Move, ...]:
    """What may be done next on a track."""
    match track:
        case Track.RECOGNITION:
            moves = recognition_moves(structure.form)
        case Track.PERSON:
            moves = person_moves(person_steps_left(structure))
        case Track.MISSION:
            moves = MISSION_MOVES
    stage = stage_of(structure, track, mission=mission)
    return tuple(move for move in moves if stage in move.leaves)


@dataclass(frozen=True, slots=True)
class MissionLine:
    mission: legislation.Mission
    last: MissionMove | None
    moves: tuple[Move, ...]

    @property
    def stage(self) -> str | None:
        return self.last.enters if self.last else None

    @property
    def stage_label(self) -> str:
        return self.last.stage_label if self.last else "Pas prévue"


def mission_lines(structure: Structure, *, on: date) -> list[MissionLine]:
    """One line per mission of the law, with where it stands and what may be done next."""
    last = {move.mission: move for move in structure.missionmoves.all()}
    return [
        MissionLine(
            mission=mission,
            last=last.get(mission.key),
            moves=moves_on(structure, Track.MISSION, mission=mission.key),
        )
        for mission in missions_of(structure, on=on)
    ]


def missions_of(structure: Structure, *, on: date) -> tuple[legislation.Mission, ...]:
    """None for a form that the law no longer has here."""
    try:
        return legislation.missions(structure.form, on=on)
    except BadInput:
        return ()


def has_missions(form_key: str) -> bool:
    """Whether its contract pays for missions, by the size of its population; whatever the day."""
    return bool(_entry(form_key) and legislation.missions(form_key, on=date.max))


def kinds_of(structure: Structure) -> list[str]:
    """The kinds of legal person that carry it; until one is noted, the usual one of its form.

    One that cannot carry this form was noted under another, since taken back.
    """
    noted = [person.kind for person in structure.legal_persons.all() if may_carry(structure, person.kind)]
    return noted or list(carriers(structure.form)[:1])


def may_carry(structure: Structure, kind: str) -> bool:
    """Any kind for a form that the law has no more."""
    entry = _entry(structure.form)
    return entry is None or kind in entry.carried_by


def carriers(form_key: str) -> tuple[str, ...]:
    """The kinds of legal person that may carry a form; none for a form that has none, or that the law has no more."""
    entry = _entry(form_key)
    return entry.carried_by if entry else ()


def founded_on(form_key: str) -> str:
    """« territory », « sites » or « patient »; empty for a form that the law has no more."""
    entry = _entry(form_key)
    return entry.founded_on if entry else ""


def has_places(form_key: str) -> bool:
    """Whether it practises somewhere: the team of one patient has neither sites nor a territory."""
    return founded_on(form_key) != "patient"


def told_to(form_key: str) -> str:
    """« le territoire a été informé », « les soignants du périmètre ont été informés »: whom its project was told to."""
    entry = _entry(form_key)
    if entry and entry.founded_on != "territory":
        return "les autres soignants ont été informés"
    if entry and entry.ground != "territoire":
        return f"les soignants du {entry.ground} ont été informés"
    return "le territoire a été informé"


def joined_as(form_key: str) -> tuple[str, ...]:
    """As what one belongs to it (people.enums.Belonging), the usual one first."""
    entry = _entry(form_key)
    return entry.joined_as if entry else ("adherent",)


def label_of_form(form_key: str) -> str:
    """« MSP »; its key for a form that the law has no more."""
    entry = _entry(form_key)
    return entry.label if entry else form_key


def may_become(structure: Structure, *, on: date) -> tuple[legislation.FormEntry, ...]:
    """The forms in force that day that it may grow into."""
    entry = _entry(structure.form)
    grown = {other.key: other for other in legislation.forms(on=on)}
    return tuple(grown[key] for key in entry.becomes if key in grown) if entry else ()


def stages_reached(structure: Structure) -> tuple[legislation.Stage, ...]:
    """Those of its form up to the one it stands at, those it went past included."""
    ahead = {stage.key for stage in stages_ahead(structure)}
    return tuple(stage for stage in legislation.stages(structure.form) if stage.key not in ahead)


def stages_ahead(structure: Structure) -> tuple[legislation.Stage, ...]:
    """Those of its form after the one it stands at."""
    stages = legislation.stages(structure.form)
    here = stage_of(structure, Track.RECOGNITION)
    place = next((rank for rank, stage in enumerate(stages) if stage.key == here), -1)
    return stages[place + 1 :]


def _entry(form_key: str) -> legislation.FormEntry | None:
    return next((entry for entry in legislation.every_form() if entry.key == form_key), None)


def person_steps_left(structure: Structure) -> list[legislation.Stage]:
    done = {move.enters for move in structure.legalpersonmoves.all()}
    return [step for step in person_steps(kinds_of(structure)) if step.key not in done]


def next_person_step(structure: Structure) -> legislation.Stage | None:
    """The one after the last reached by who carries it now: those that were left out before it do not come back."""
    done = {move.enters for move in structure.legalpersonmoves.all()}
    for kind in reversed(kinds_of(structure)):
        steps = person_steps([kind])
        reached = [rank for rank, step in enumerate(steps) if step.key in done]
        left = steps[reached[-1] + 1 :] if reached else steps
        if left:
            return left[0]
    return None


def still_planned(structure: Structure) -> dict[str, str]:
    """What a calendar still has to date, in the order of its form's steps: stage, or step of who carries it → words."""
    entry = _entry(structure.form)
    ahead = {stage.key for stage in (*stages_ahead(structure), *person_steps_left(structure))}
    steps = entry.steps if entry else ()
    return {key: words for step in steps for key, words in step.awaited.items() if key in ahead}


def signature_of(form_key: str) -> legislation.Stage | None:
    """The stage at which its contract is signed; None for a form that signs none, or that the law has no more."""
    return next((stage for stage in legislation.stages(form_key) if stage.signature), None)


def signed_on(structure: Structure) -> date | None:
    """The day of its contract, as its settings say, else as its life tells; None before."""
    contract = signature_of(structure.form)
    moves = (move.on for move in structure.recognitionmoves.all() if contract and move.enters == contract.key)
    return structure.contract_signed_on or next(moves, None)


LIMITS = {"latest": "au plus tard", "earliest": "pas avant", "on": ""}


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day that a move opened: something has to be done by then, cannot be before, or happens."""

    say: str
    on: date
    limit: str  # « au plus tard », « pas avant », or nothing
    until: str  # the stage, or the step of a legal person, that closes it


def due_dates(structure: Structure) -> list[DueDate]:
    """Those still open, the nearest first; what an earlier form opened stays open.

    What is owed by a kind of legal person that cannot carry the form of today is owed no more.
    """
    person = person_steps(kind for kind in legislation.legal_kinds() if may_carry(structure, kind))
    entered = [
        *((move, legislation.stages(move.form)) for move in structure.recognitionmoves.all()),
        *((move, person) for move in structure.legalpersonmoves.all()),
    ]
    found = {
        due
        for move, stages in entered
        for stage in stages
        if stage.key == move.enters
        for due in opened_at(structure, stage, move.on)
    }
    return sorted(found, key=lambda due: due.on)


def opened_at(structure: Structure, stage: legislation.Stage, on: date) -> list[DueDate]:
    """What entering this stage that day opens, apart from what is done already."""
    reached = {move.enters for move in (*structure.recognitionmoves.all(), *structure.legalpersonmoves.all())}
    return [
        DueDate(delay.say, day, LIMITS[delay.at], delay.until)
        for delay in stage.opens
        if delay.until not in reached and (day := delay.day(on))
    ]
