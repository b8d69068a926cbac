"""A structure for tests that need nothing but its territory."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from maillage.accounts.models import User
from maillage.structures import services
from maillage.structures.enums import Track
from maillage.structures.lifecycle import MISSION_MOVES, Move, person_moves, person_steps, recognition_moves
from maillage.structures.models import Structure
from maillage.structures.queries import carriers


def structure_on(codes: Iterable[str], *, by: User | None = None) -> Structure:
    by = by or User.objects.get_or_create(email="auteur@example.org")[0]
    return services.found(name="CPTS", codes=codes, by=by, on=date(2026, 3, 2))


def moves_of(form: str, track: Track) -> tuple[Move, ...]:
    """All the moves of a track, for a form."""
    match track:
        case Track.RECOGNITION:
            return recognition_moves(form)
        case Track.PERSON:
            return person_moves(person_steps(carriers(form)))
        case Track.MISSION:
            return MISSION_MOVES


def move_named(track: Track, name: str, *, form: str = "cpts") -> Move:
    return next(move for move in moves_of(form, track) if move.name == name)


def described(structure: Structure, *, by: User, **changes: Any) -> Structure:
    """Its settings, with these changes, saved by somebody who has just read them."""
    structure.refresh_from_db()
    read = {
        "name": structure.name,
        "signature_hoped_on": structure.signature_hoped_on,
        "version": structure.settings_version,
    }
    return services.describe(structure, **{**read, **changes}, by=by)
