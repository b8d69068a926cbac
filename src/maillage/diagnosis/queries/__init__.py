"""Reading a diagnosis."""

from maillage.diagnosis.queries.exporting import export

__all__ = ["export"]
