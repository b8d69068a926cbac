"""Reading surveys."""

from maillage.surveys.queries.exporting import export

__all__ = ["export"]
