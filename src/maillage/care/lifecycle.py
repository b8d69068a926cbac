"""From which state a request, or a team around a patient, goes to which."""

from maillage.care.enums import AlertState, EscapState
from maillage.care.enums import RequestState as State

MOVES: dict[State, tuple[State, ...]] = {
    State.OPEN: (State.TAKEN, State.UNMET, State.WITHDRAWN),
    State.TAKEN: (State.OPEN, State.DONE, State.WITHDRAWN),
    State.DONE: (State.OPEN,),
    State.UNMET: (State.OPEN,),
    State.WITHDRAWN: (State.OPEN,),
}


def may_become(state: str, wanted: str) -> bool:
    return wanted in MOVES[State(state)]


def before(wanted: str) -> tuple[State, ...]:
    """The states from which one may come to this one."""
    return tuple(state for state, after in MOVES.items() if wanted in after)


#: A team renewed is over: another follows it, under the same code.
ESCAP_MOVES: dict[EscapState, tuple[EscapState, ...]] = {
    EscapState.PROPOSED: (EscapState.AGREED, EscapState.ENDED),
    EscapState.AGREED: (EscapState.RUNNING, EscapState.ENDED),
    EscapState.RUNNING: (EscapState.RENEWED, EscapState.ENDED),
    EscapState.RENEWED: (),
    EscapState.ENDED: (),
}


def escap_before(wanted: str) -> tuple[EscapState, ...]:
    """The states from which a team may come to this one."""
    return tuple(state for state, after in ESCAP_MOVES.items() if wanted in after)


#: An alert is signalled, sent, over; told for nothing, it may be taken up again.
ALERT_MOVES: dict[AlertState, tuple[AlertState, ...]] = {
    AlertState.SIGNALLED: (AlertState.SENT, AlertState.DISMISSED),
    AlertState.SENT: (AlertState.ENDED,),
    AlertState.ENDED: (),
    AlertState.DISMISSED: (AlertState.SIGNALLED,),
}


def alert_before(wanted: str) -> tuple[AlertState, ...]:
    return tuple(state for state, after in ALERT_MOVES.items() if wanted in after)
