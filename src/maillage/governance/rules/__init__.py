"""Who may vote, who carries whose voice, what is counted: functions of dated facts, without database nor clock."""

from maillage.governance.rules.counting import count, hands_adopt, quorum_of
from maillage.governance.rules.electing import elect
from maillage.governance.rules.electorate import Electorate, electorate
from maillage.governance.rules.polls import Tally, best_of
from maillage.governance.rules.seats import kinds_of, majority, share

__all__ = [
    "Electorate",
    "Tally",
    "best_of",
    "count",
    "elect",
    "electorate",
    "hands_adopt",
    "kinds_of",
    "majority",
    "quorum_of",
    "share",
]
