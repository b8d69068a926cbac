"""The life of a structure: three tracks side by side, each a table of moves. No database, no clock.

Recognition and legal person follow the law's data (`legislation/forms/`, `legislation/legal_persons.yaml`): a new form,
or a new step, changes nothing here. Inside the recognition track the moves follow the stages in order; between tracks
nothing is forced: an association may be declared before the letter or long after.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage import legislation
from maillage.structures.enums import MissionStep as M


@dataclass(frozen=True, slots=True)
class Move:
    """`leaves` are the stages one may stand on; `None` among them means "not begun"."""

    name: str
    leaves: frozenset[str | None]
    enters: str
    label: str


MISSION_MOVES = (
    Move("prevoir", frozenset({None}), M.PREVUE, "La mission est prévue"),
    Move("demarrer", frozenset({M.PREVUE}), M.DEMARREE, "La mission démarre"),
    Move("deployer", frozenset({M.DEMARREE}), M.DEPLOYEE, "La mission est déployée"),
)


def recognition_moves(form: str) -> tuple[Move, ...]:
    """Forward one stage at a time, past those that are optional, and back where the law's data says so."""
    moves: list[Move] = []
    before: list[str | None] = [None]  # the stages from which the next one may be reached
    for stage in legislation.stages(form):
        moves.append(Move(stage.move, frozenset(before), stage.key, stage.entered))
        if back := stage.sent_back:
            moves.append(Move(back.move, frozenset({stage.key}), back.to, back.entered))
        before = [*before, stage.key] if stage.optional else [stage.key]
    return tuple(moves)


def person_steps(kinds: Iterable[str]) -> tuple[legislation.Stage, ...]:
    """The steps that these kinds of legal person go through, each once."""
    known = legislation.legal_kinds()
    steps = {step.key: step for kind in kinds if kind in known for step in known[kind].steps}
    return tuple(steps.values())


def person_moves(steps: Iterable[legislation.Stage]) -> tuple[Move, ...]:
    """They come in any order in real life: each is reached once, wherever one stands."""
    every = [step for kind in legislation.legal_kinds().values() for step in kind.steps]
    anywhere: frozenset[str | None] = frozenset({None, *(step.key for step in every)})
    return tuple(Move(step.move, anywhere - {step.key}, step.key, step.entered) for step in steps)
