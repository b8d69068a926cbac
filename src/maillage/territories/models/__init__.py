"""Territories, and what was imported, asked and written about them."""

from maillage.territories.models.habits import HabitLayer, HabitRow
from maillage.territories.models.need import Need
from maillage.territories.models.official import AplValue, AplVintage, Zoning, ZoningText
from maillage.territories.models.survey import Survey, SurveyAnswer, SurveyReply
from maillage.territories.models.territory import Territory, TerritoryCommune

__all__ = [
    "AplValue",
    "AplVintage",
    "HabitLayer",
    "HabitRow",
    "Need",
    "Survey",
    "SurveyAnswer",
    "SurveyReply",
    "Territory",
    "TerritoryCommune",
    "Zoning",
    "ZoningText",
]
