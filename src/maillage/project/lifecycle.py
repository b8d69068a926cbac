"""From which state an action goes to which."""

from maillage.project.enums import ActionState as State

MOVES: dict[State, tuple[State, ...]] = {
    State.PLANNED: (State.GOING, State.PAUSED, State.GIVEN_UP),
    State.GOING: (State.DONE, State.PAUSED, State.GIVEN_UP, State.PLANNED),
    State.PAUSED: (State.GOING, State.PLANNED, State.GIVEN_UP),
    State.DONE: (State.GOING,),
    State.GIVEN_UP: (State.PLANNED,),
}


def moves_from(state: str) -> tuple[State, ...]:
    return MOVES[State(state)]


def may_become(state: str, wanted: str) -> bool:
    return wanted in moves_from(state)
