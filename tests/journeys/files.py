"""Reading the files people take away, with other tools than those that made them."""

from pathlib import Path

import docx
from odf import opendocument, teletype
from pypdf import PdfReader

from journeys.steps import spaces


def words_of(path: Path) -> str:
    """All the text of a DOCX, ODT or PDF, with plain spaces."""
    return spaces(READERS[path.suffix](path))


def _words_of_docx(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _words_of_odt(path: Path) -> str:
    return teletype.extractText(opendocument.load(str(path)).body)


def _words_of_pdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


READERS = {".docx": _words_of_docx, ".odt": _words_of_odt, ".pdf": _words_of_pdf}
