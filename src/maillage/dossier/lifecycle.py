"""The life of a section, as a table of moves. No database, no clock."""

from dataclasses import dataclass

from maillage.dossier.enums import SectionState as S


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    leaves: frozenset[S]
    enters: S
    label: str


MOVES = (
    Move("rediger", frozenset({S.TO_WRITE}), S.WRITTEN, "C’est rédigé"),
    Move("relire", frozenset({S.WRITTEN}), S.REREAD, "C’est relu"),
    Move("arreter", frozenset({S.WRITTEN, S.REREAD}), S.SETTLED, "Arrêter cette partie"),
    Move("reprendre", frozenset({S.WRITTEN, S.REREAD}), S.TO_WRITE, "Elle reste à écrire"),
    Move("rouvrir", frozenset({S.SETTLED}), S.WRITTEN, "Rouvrir cette partie"),
)


def moves_from(state: S) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if state in move.leaves)


def moved(state: S, name: str) -> S | None:
    """None for a move that does not leave from there."""
    return next((move.enters for move in moves_from(state) if move.name == name), None)


def is_open(state: S) -> bool:
    """Whether its words may change."""
    return state is not S.SETTLED


def rewritten(state: S, *, is_empty: bool) -> S:
    """Where it is once other words are saved: nobody has reread those; nothing is written of an empty one."""
    if is_empty:
        return S.TO_WRITE
    return S.WRITTEN if state is S.REREAD else state
