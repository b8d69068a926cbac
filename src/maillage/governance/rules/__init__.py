"""Who may vote, who carries whose voice, what is counted: functions of dated facts, without database nor clock."""

from maillage.governance.rules.counting import count, hands_adopt, quorum_of
from maillage.governance.rules.electing import elect
from maillage.governance.rules.electorate import Electorate, electorate
from maillage.governance.rules.polls import Tally, best_of
from maillage.governance.rules.rcp import tells_of_somebody
from maillage.governance.rules.seats import has_rcp, is_association, kinds_of, majority, share
from maillage.governance.rules.yearly import yearly_day

__all__ = [
    "Electorate",
    "Tally",
    "best_of",
    "count",
    "elect",
    "electorate",
    "hands_adopt",
    "has_rcp",
    "is_association",
    "kinds_of",
    "majority",
    "quorum_of",
    "share",
    "tells_of_somebody",
    "yearly_day",
]
