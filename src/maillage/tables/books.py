"""The doors: a file, its bytes or a pasted text as a book of sheets. What is no table is refused in one sentence."""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

from maillage.kernel import BadInput, integer, plural, visible
from maillage.tables import workbook_process
from maillage.tables.cells import healed
from maillage.tables.text import decoded, repaired, separated
from maillage.tables.types import Book, Row, Sheet

MOST_BYTES = 30_000_000
MOST_ROWS, MOST_COLUMNS = 200_000, 2_000
SECONDS = 60
MOST_CONTROLS = 0.02  # of the characters of a text
#: « L&rsquo;Honor », « &#233; »: a page wrote the file, and a « ; » that parts nothing.
ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|[a-zA-Z]{2,8});")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and ODS; XLS
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
ERRORS = {
    "password": "est protégé par un mot de passe. Retirez-le, puis recommencez.",
    "damaged": "n’est pas un classeur, ou il est abîmé. Ouvrez-le dans un tableur et enregistrez-le en XLSX.",
    "large": "est trop grand pour être lu. Gardez la feuille et les colonnes utiles, puis recommencez.",
}


def read_file(path: Path, *, most_bytes: int = MOST_BYTES) -> Book:
    """Raises BadInput when the file is not there, is empty, too large, or no table."""
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError:
        raise BadInput(f"Le fichier {path} ne se lit pas. Vérifiez son chemin.", field="file") from None
    return read_bytes(path.name, content, most_bytes=most_bytes)


def read_bytes(name: str, content: bytes, *, most_bytes: int = MOST_BYTES) -> Book:
    """The same, for what a page received."""
    if not content.strip():
        raise BadInput(f"« {name} » est vide. Téléchargez-le de nouveau.", field="file")
    if len(content) > most_bytes:
        raise BadInput(
            f"« {name} » dépasse {integer(most_bytes // 1_000_000)} Mo. Gardez les lignes utiles, puis recommencez.",
            field="file",
        )
    if content.startswith(WORKBOOKS):
        return _bounded(Book(name, _workbook(name, content)))
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise BadInput(
            f"« {name} » est une page web, pas un tableau. Téléchargez le fichier lui-même, ou ouvrez-le dans un "
            "tableur et enregistrez-le en XLSX.",
            field="file",
        )
    text, encoding = decoded(content)
    controls = sum(shown != sign for shown, sign in zip(visible(text), text, strict=True))
    if content.startswith(OTHERS) or controls > max(3, MOST_CONTROLS * len(text)):
        raise BadInput(
            f"« {name} » n’est pas un tableau. Donnez un CSV, ou un classeur XLSX, XLS ou ODS.", field="file"
        )
    return read_text(text, name=name, encoding=encoding)


def read_text(text: str, *, name: str = "texte collé", encoding: str = "") -> Book:
    """What was pasted, or the text of a file."""
    notes = []
    if nulls := text.count("\0"):  # PostgreSQL takes none
        notes.append(f"{plural(nulls, 'caractère nul', 'caractères nuls')} dans le fichier : sans eux.")
    if encoding in {"Mac", "DOS"}:
        notes.append(f"Fichier enregistré pour {encoding}, comme autrefois : vérifiez les accents.")
    text = unescape(text) if ENTITY.search(text) else text
    if (right := repaired(text)) != text:
        notes.append("Des accents étaient abîmés (« Ã© ») : ils sont réparés, vérifiez-les.")
    separator, rows = separated(visible(right.removeprefix("\ufeff").replace("\0", "")))
    return _bounded(Book(name, (Sheet("", rows),), encoding, separator, tuple(notes)))


def _bounded(book: Book) -> Book:
    """Raises BadInput when there is nothing to read, or too much."""
    rows = sum(len(sheet.rows) for sheet in book.sheets)
    if not rows:
        raise BadInput(f"« {book.name} » n’a aucune ligne à lire.", field="file")
    if rows > MOST_ROWS and max(len(sheet.rows) for sheet in book.sheets) > MOST_ROWS:
        raise BadInput(
            f"« {book.name} » a {plural(rows, 'ligne')} ; nous en lisons {integer(MOST_ROWS)} au plus. Gardez les "
            "lignes utiles.",
            field="file",
        )
    if max(len(row.cells) for sheet in book.sheets for row in sheet.rows) > MOST_COLUMNS:
        raise BadInput(
            f"« {book.name} » a plus de {integer(MOST_COLUMNS)} colonnes. Gardez les colonnes utiles.",
            field="file",
        )
    return book


def _workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    # -P: the folder of the program is not searched for modules.
    command = [sys.executable, "-P", workbook_process.__file__]
    try:
        reader = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise BadInput(f"« {name} » {ERRORS['large']}", field="file") from None
    if reader.returncode < 0:  # killed by its bounds
        raise BadInput(f"« {name} » {ERRORS['large']}", field="file")
    found: Any = json.loads(reader.stdout) if reader.returncode == 0 else {"error": "damaged"}
    if isinstance(found, dict):
        raise BadInput(f"« {name} » {ERRORS[found['error']]}", field="file")
    return tuple(
        Sheet(
            sheet["title"],
            tuple(Row(line, tuple(healed(visible(cell)) for cell in cells)) for line, cells in sheet["rows"]),
            sheet["hidden"],
        )
        for sheet in found
    )
