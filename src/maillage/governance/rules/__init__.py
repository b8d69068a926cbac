"""Who may vote, who carries whose voice, what is counted: functions of dated facts, without database nor clock."""

from maillage.governance.rules.counting import count
from maillage.governance.rules.electorate import Electorate, electorate

__all__ = ["Electorate", "count", "electorate"]
