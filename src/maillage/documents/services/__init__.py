"""Turn a document into files."""

from maillage.documents.services.charts import Ratio, Ratios
from maillage.documents.services.files import filename, page_count, render
from maillage.documents.services.frozen import as_data, digest_of, from_data, frozen, thawed
from maillage.documents.services.references import build_references
from maillage.documents.services.tables import UNKNOWN, cell, printed
from maillage.documents.services.years import YearPoint, Years

__all__ = [
    "UNKNOWN",
    "Ratio",
    "Ratios",
    "YearPoint",
    "Years",
    "as_data",
    "build_references",
    "cell",
    "digest_of",
    "filename",
    "from_data",
    "frozen",
    "page_count",
    "printed",
    "render",
    "thawed",
]
