"""Reading layers of habits."""

from maillage.habits.queries.exporting import export

__all__ = ["export"]
