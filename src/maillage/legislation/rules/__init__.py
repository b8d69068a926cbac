"""The rules of the law, one module per form; importing this package registers them all."""

from maillage.legislation.rules.cpts import CptsFacts
from maillage.legislation.rules.cpts_missions import ContractYear, IndicatorYear, MissionYear

__all__ = ["ContractYear", "CptsFacts", "IndicatorYear", "MissionYear"]
