"""Turn a document into files."""

from maillage.documents.services.charts import Ratio, Ratios
from maillage.documents.services.files import filename, page_count, render
from maillage.documents.services.references import build_references
from maillage.documents.services.tables import UNKNOWN, cell, printed

__all__ = [
    "UNKNOWN",
    "Ratio",
    "Ratios",
    "build_references",
    "cell",
    "filename",
    "page_count",
    "printed",
    "render",
]
