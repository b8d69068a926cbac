"""The moves of a structure on its three tracks, and who carries it in law."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.legislation import EMERGENCE
from maillage.structures.enums import Track
from maillage.structures.lifecycle import Move
from maillage.structures.models import (
    DatedMove,
    LegalPerson,
    LegalPersonMove,
    MissionMove,
    RecognitionMove,
    Structure,
)
from maillage.structures.queries import last_move, missions_of, moves_on

MODELS: Mapping[Track, type[Any]] = {
    Track.RECOGNITION: RecognitionMove,
    Track.PERSON: LegalPersonMove,
    Track.MISSION: MissionMove,
}


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
    _refuse_unless_dated(structure, track, mission=mission, on=on, today=today)
    if track is Track.MISSION:
        given["mission"] = mission
    made: DatedMove = MODELS[track].objects.create(
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


def _refuse_unless_dated(structure: Structure, track: Track, *, mission: str, on: date, today: date) -> None:
    """Steps of a legal person come in any order; the other tracks go forward in time."""
    if on > today:
        raise MoveRefused("Cette date est à venir : notez le geste quand il est fait.", field="on")
    before = last_move(structure, track, mission=mission)
    if before and track is not Track.PERSON and on < before.on:
        raise MoveRefused(f"L’étape d’avant est du {before.on:%d/%m/%Y} : vérifiez la date.", field="on")


@transaction.atomic
def take_back(structure: Structure, track: Track, *, by: User, mission: str = "") -> DatedMove:
    """Take back the last move of a track, noted by mistake; the trail keeps that it was there.

    Raises MoveRefused when there is none, and for the birth of the project.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    last = last_move(structure, track, mission=mission)
    if last is None or last.name == EMERGENCE.move:
        raise MoveRefused("Il n’y a rien à retirer ici.", field="move")
    record(f"Étape retirée : {last.stage_label}, du {last.on:%d/%m/%Y}.", by=by.pk, subject=structure.pk)
    last.delete()
    return last


@transaction.atomic
def add_legal_person(structure: Structure, *, by: User, **given: Any) -> LegalPerson:
    """Write down who carries the structure in law (the fields of LegalPerson), beside those there already."""
    person = LegalPerson.objects.create(structure=structure, **given)
    record(f"Personne morale : « {person.name} ».", by=by.pk, subject=structure.pk)
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
