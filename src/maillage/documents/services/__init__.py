"""Turn a document into files."""

from maillage.documents.services.files import filename, render
from maillage.documents.services.references import build_references

__all__ = ["build_references", "filename", "render"]
