"""Turn a document into files."""

from maillage.documents.services.charts import Ratio, Ratios
from maillage.documents.services.files import filename, page_count, render
from maillage.documents.services.references import build_references

__all__ = ["Ratio", "Ratios", "build_references", "filename", "page_count", "render"]
