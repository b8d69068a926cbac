"""Turn a document into files."""

from maillage.documents.services.charts import Ratio, ratios_svg
from maillage.documents.services.files import filename, page_count, render
from maillage.documents.services.references import build_references

__all__ = ["Ratio", "build_references", "filename", "page_count", "ratios_svg", "render"]
