"""The moves of a structure on its three tracks, and who carries it in law."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, date_in_french
from maillage.legislation import EMERGENCE
from maillage.structures.enums import Track
from maillage.structures.lifecycle import MISSION_MOVES, Move
from maillage.structures.models import (
    MOVES_OF,
    DatedMove,
    LegalPerson,
    MissionMove,
    RecognitionMove,
    Structure,
)
from maillage.structures.queries import (
    label_of_form,
    last_move,
    may_become,
    missions_of,
    moves_on,
    stage_of,
)

#: The move that plans a mission.
PLANNING = MISSION_MOVES[0].name


class MoveRefused(BadInput):
    """The message is a sentence for a person."""


@transaction.atomic
def advance(
    structure: Structure,
    track: Track,
    move: Move,
    *,
    by: User,
    on: date,
    today: date,
    mission: str = "",
    **given: Any,
) -> DatedMove:
    """Make one dated move on one track. `given`: `document`, `said_by`, and `legal_person` for that track.

    Raises MoveRefused when the track does not stand where the move leaves from, and for a day that cannot be.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    _refuse_unless_possible(structure, track, move, mission=mission, on=on)
    if track is Track.MISSION:
        given["mission"] = mission
        _plan_no_later(structure, mission, on=on)
    _refuse_unless_dated(structure, track, mission=mission, on=on, today=today)
    if track is Track.RECOGNITION:
        given["form"] = structure.form
    made: DatedMove = MOVES_OF[track].objects.create(
        structure=structure, name=move.name, enters=move.enters, on=on, by=by, **given
    )
    record(f"{move.label}, le {on:%d/%m/%Y}.", by=by.pk, subject=structure.pk)
    return made


def _refuse_unless_possible(
    structure: Structure, track: Track, move: Move, *, mission: str, on: date
) -> None:
    if track is Track.MISSION and mission not in {known.key for known in missions_of(structure, on=on)}:
        raise MoveRefused("Cette mission n’est pas dans l’accord à cette date.")
    if track is Track.PERSON and structure.legalpersonmoves.filter(enters=move.enters).exists():
        raise MoveRefused(f"« {move.label} » est déjà fait.", field="move")
    if move not in moves_on(structure, track, mission=mission):
        raise MoveRefused(f"« {move.label} » n’est pas possible à l’étape où vous êtes.", field="move")


def _plan_no_later(structure: Structure, mission: str, *, on: date) -> None:
    """A mission was planned the day it started at the latest: its founding noted it the day somebody typed it here."""
    made = structure.missionmoves.filter(mission=mission)
    if made.count() == 1:
        made.filter(name=PLANNING, on__gt=on).update(on=on, is_before=True)


def _refuse_unless_dated(structure: Structure, track: Track, *, mission: str, on: date, today: date) -> None:
    """Steps of a legal person come in any order; the other tracks go forward in time."""
    if on > today:
        raise MoveRefused("Cette date est à venir : notez le geste quand il est fait.", field="on")
    before = last_move(structure, track, mission=mission)
    if before and track is not Track.PERSON and on < before.on:
        raise MoveRefused(f"L’étape d’avant est du {before.on:%d/%m/%Y} : vérifiez la date.", field="on")


@transaction.atomic
def correct_move(
    structure: Structure, track: Track, pk: int, *, by: User, on: date, today: date, **given: Any
) -> DatedMove:
    """Another day, document or voice for a move noted already. `given`: `is_before`, `document`, `said_by`.

    Raises MoveRefused when it is there no more, and for a day out of turn with the move before or the next one.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    move: DatedMove | None = MOVES_OF[track].objects.filter(structure=structure, pk=pk).first()
    if move is None:
        raise MoveRefused("Cette étape n’est plus là : quelqu’un vient de la retirer.")
    if on > today:
        raise MoveRefused("Cette date est à venir : notez le geste quand il est fait.", field="on")
    if track is not Track.PERSON:
        same = MOVES_OF[track].objects.filter(structure=structure)
        if isinstance(move, MissionMove):
            same = same.filter(mission=move.mission)
        before, after = same.filter(pk__lt=pk).last(), same.filter(pk__gt=pk).first()
        if before and on < before.on:
            raise MoveRefused(f"L’étape d’avant est du {before.on:%d/%m/%Y} : vérifiez la date.", field="on")
        if after and on > after.on:
            raise MoveRefused(f"L’étape d’après est du {after.on:%d/%m/%Y} : vérifiez la date.", field="on")
    said = f"Étape corrigée : {move.stage_label}, du {move.on:%d/%m/%Y} au {on:%d/%m/%Y}."
    move.on = on
    for name, value in given.items():
        setattr(move, name, value)
    move.save(update_fields=["on", *given])
    record(said, by=by.pk, subject=structure.pk)
    return move


@transaction.atomic
def take_back(structure: Structure, track: Track, *, by: User, mission: str = "") -> DatedMove:
    """Take back the last move of a track, noted by mistake; the trail keeps that it was there.

    Raises MoveRefused when there is none, and for the birth of the project.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    last = last_move(structure, track, mission=mission)
    before = structure.recognitionmoves.exclude(form=structure.form).last()
    if last is None or (last.name == EMERGENCE.move and before is None):
        raise MoveRefused("Il n’y a rien à retirer ici.", field="move")
    if last.name == EMERGENCE.move and before:  # the structure had just changed form
        Structure.objects.filter(pk=structure.pk).update(form=before.form)
        said = f"{label_of_form(structure.form)} redevient {label_of_form(before.form)} : changement retiré"
    else:
        said = f"Étape retirée : {last.stage_label}"
    record(f"{said}, du {last.on:%d/%m/%Y}.", by=by.pk, subject=structure.pk)
    last.delete()
    return last


@transaction.atomic
def evolve(structure: Structure, form: str, *, by: User, on: date, today: date) -> None:
    """Become another form: people, sites, papers and history follow, and its stages begin again from the birth.

    Raises MoveRefused for a form that the law does not let it become, and for a day that cannot be.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if form not in {entry.key for entry in may_become(structure, on=on)}:
        raise MoveRefused("Cette forme ne peut pas devenir celle-là : la loi n’en dit rien.", field="form")
    _refuse_unless_dated(structure, Track.RECOGNITION, mission="", on=on, today=today)
    before, structure.form = label_of_form(structure.form), form
    structure.save(update_fields=["form"])
    RecognitionMove.objects.create(
        structure=structure, name=EMERGENCE.move, enters=EMERGENCE.key, on=on, by=by, form=form
    )
    record(f"{before} devient {label_of_form(form)}, le {on:%d/%m/%Y}.", by=by.pk, subject=structure.pk)


@transaction.atomic
def enter_history(
    structure: Structure,
    days: Mapping[str, tuple[date, bool]],
    *,
    by: User,
    today: date,
    missions: Mapping[str, Mapping[str, date]] = MappingProxyType({}),
    person: Mapping[str, Any] | None = None,
) -> int:
    """Note at once what happened before: stage → (day, whether it is only the last day possible); how many were noted.

    `missions`: mission → step (a MissionStep) → day; `person`: who carries the structure (the fields of LegalPerson).

    The birth of the project moves to its own day, else no later than the first of these. Raises MoveRefused for a stage
    left out between two, or days that run backwards, with the field of HistoryForm: nothing is noted then.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    first = structure.recognitionmoves.filter(form=structure.form).first()
    noted = 0
    if first and EMERGENCE.key in days:
        first.on, first.is_before = days[EMERGENCE.key]
        if first.on > today:
            raise MoveRefused("Cette date est à venir.", field=EMERGENCE.key)
        first.save(update_fields=["on", "is_before"])
        noted += 1
    elif first and days and (earliest := min(day for day, _ in days.values())) < first.on:
        first.on, first.is_before = earliest, True
        first.save(update_fields=["on", "is_before"])
    for stage in legislation.stages(structure.form)[1:]:
        if stage.key not in days:
            continue
        day, is_before = days[stage.key]
        move = next(
            (move for move in moves_on(structure, Track.RECOGNITION) if move.enters == stage.key), None
        )
        if move is None:
            raise MoveRefused(
                f"Il manque une étape avant, « {next_stage(structure)} ». Donnez sa date, ou « au plus "
                "tard » celle d’après.",
                field=stage.key,
            )
        try:
            advance(structure, Track.RECOGNITION, move, by=by, on=day, today=today, is_before=is_before)
        except MoveRefused as refusal:
            raise MoveRefused(str(refusal), field=stage.key) from None
        noted += 1
    noted += sum(
        _enter_mission(structure, mission, dated, by=by, today=today) for mission, dated in missions.items()
    )
    return noted + (_enter_person(structure, person, by=by, today=today) if person else 0)


def _enter_person(structure: Structure, person: Mapping[str, Any], *, by: User, today: date) -> int:
    if person["since"] > today:
        raise MoveRefused("Cette date est à venir : notez-la quand elle sera passée.", field="person_since")
    add_legal_person(structure, by=by, **person)
    return 1


def _enter_mission(
    structure: Structure, mission: str, dated: Mapping[str, date], *, by: User, today: date
) -> int:
    """Start it, deploy it; one that nobody had planned was planned the day it started at the latest."""
    noted = 0
    plan, *later = MISSION_MOVES
    for move in later:
        if (day := dated.get(move.enters)) is None:
            continue
        try:
            if move is later[0] and stage_of(structure, Track.MISSION, mission=mission) is None:
                advance(
                    structure,
                    Track.MISSION,
                    plan,
                    by=by,
                    on=day,
                    today=today,
                    mission=mission,
                    is_before=True,
                )
            if move not in moves_on(structure, Track.MISSION, mission=mission):
                raise MoveRefused("Donnez aussi la date de son démarrage.")
            advance(structure, Track.MISSION, move, by=by, on=day, today=today, mission=mission)
        except MoveRefused as refusal:
            raise MoveRefused(str(refusal), field=f"{move.enters}-{mission}") from None
        noted += 1
    return noted


def next_stage(structure: Structure) -> str:
    """The label of the stage that comes next."""
    coming = moves_on(structure, Track.RECOGNITION)[0].enters
    return next(stage.label for stage in legislation.stages(structure.form) if stage.key == coming)


@transaction.atomic
def add_legal_person(structure: Structure, *, by: User, **given: Any) -> LegalPerson:
    """Write down who carries the structure in law (the fields of LegalPerson), beside those there already."""
    person = LegalPerson.objects.create(structure=structure, **given)
    record(f"Personne morale : « {person.name} ».", by=by.pk, subject=structure.pk)
    return person


@transaction.atomic
def correct_legal_person(person: LegalPerson, *, by: User, **given: Any) -> LegalPerson:
    """Its name, its kind, its day, its numbers when they come (the fields of LegalPerson).

    Raises BadInput, with the field, for a day after the one it ended.
    """
    if person.until and given["since"] >= person.until:
        raise BadInput(
            f"Elle a cessé de porter la structure le {date_in_french(person.until)} : donnez une date d’avant.",
            field="since",
        )
    for name, value in given.items():
        setattr(person, name, value)
    person.save(update_fields=list(given))
    record(f"Personne morale corrigée : « {person.name} ».", by=by.pk, subject=person.structure_id)
    return person


@transaction.atomic
def end_legal_person(person: LegalPerson, *, by: User, on: date) -> LegalPerson:
    """It carries the structure no more from that day. Raises BadInput for a day before it began."""
    if on <= person.since:
        raise BadInput("Elle finirait avant d’avoir commencé : vérifiez la date.", field="until")
    person.until = on
    person.save(update_fields=["until"])
    record(f"« {person.name} » ne porte plus la structure.", by=by.pk, subject=person.structure_id)
    return person
