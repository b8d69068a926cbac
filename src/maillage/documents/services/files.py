"""The tree of a document printed as a file: by Typst for PDF, by pandoc for DOCX and ODT."""

import json
import re
import subprocess
from base64 import b64encode
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from maillage.documents.enums import Format
from maillage.documents.services.office import alternative_texts, finished
from maillage.documents.services.places import FAMILY, FONTS, REFERENCES
from maillage.documents.services.rich_text import Node, printable
from maillage.documents.services.tree import tree_of
from maillage.documents.types import Document
from maillage.kernel import date_in_french, folded

if TYPE_CHECKING:
    from typst import Compiler, Fonts

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "documents"
#: Pixels per inch of a picture in DOCX and ODT: fine on paper, light by mail.
FINE = 240
PANDOC_SECONDS = 60
#: Pictures, which the family of a document cannot draw: U+1F000 and beyond, or an older sign asked for as a picture.
_PICTURE = "[\U0001f000-\U0001faff]|[\u2600-\u27bf]\N{VARIATION SELECTOR-16}"
EMOJI = re.compile(
    f"(?:{_PICTURE})(?:{_PICTURE}|\N{VARIATION SELECTOR-16}|\N{ZERO WIDTH JOINER}[\u2600-\u27bf]?)*"
)
#: A document of more pages, and more sections, opens with its table of contents; so does `page.typ`.
SHORT, FEW = 4, 2


def render(document: Document, form: Format) -> bytes:
    """The bytes of the file. Fonts and references are those of `build_references` (`make setup`)."""
    if form is Format.PDF:
        return _pdf(_compiler(document), day=document.date)
    contents = len(document.sections) > FEW and page_count(document) > SHORT
    tree = tree_of(document, picture=_png_address, contents=contents)
    words = {"author": document.author, "date": date_in_french(document.date), "title": document.title}
    if document.draft:
        words["date"] = f"{document.draft} · {words['date']}"
    return finished(
        _pandoc(tree, form),
        words={gap: printable(text) for gap, text in words.items()},
        day=document.date,
        alts=alternative_texts(tree),
    )


def filename(title: str, day: date, form: Format) -> str:
    """« Lettre d'intention » → lettre-d-intention-2026-03-01.pdf: plain ASCII, safe in any header."""
    words = folded(title.replace("’", "'"))
    return f"{words.replace(' ', '-')[:80] or 'document'}-{day.isoformat()}.{form}"


def page_count(document: Document) -> int:
    """Pages of the PDF."""
    return int(_compiler(document).query("<pages>", field="value", one=True))


def _compiler(document: Document) -> "Compiler":
    tree = json.dumps(tree_of(document, picture=str), ensure_ascii=False)
    return _typst("page.typ", tree=EMOJI.sub("[émoji]", tree))


def _typst(template: str, **inputs: str) -> "Compiler":
    """Typst on one of our templates; texts and drawings come as data. It opens no other file nor address."""
    from typst import Compiler

    return Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _pdf(compiler: "Compiler", *, day: date) -> bytes:
    """Dated of the day of the document: made again, it is the same to the byte.

    PDF/UA when every character can be shown; else the same pages, tagged, with empty boxes for those.
    """
    from typst import TypstError

    at = int(datetime.combine(day, time(), UTC).timestamp())
    try:
        return cast("bytes", compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=at))
    except TypstError as error:
        if not str(error).startswith("PDF/UA"):
            raise
        return cast("bytes", compiler.compile(format="pdf", pdf_standards=[], timestamp=at))


@cache
def _fonts() -> "Fonts":
    """Read once for all documents; making a compiler then takes a third of a millisecond."""
    from typst import Fonts

    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    if FAMILY not in fonts.families():  # Typst would print empty boxes without a word
        raise FileNotFoundError(f"{FAMILY} is not in {FONTS}: run `make setup`")
    return fonts


def _pandoc(tree: Node, form: Format) -> bytes:
    """In pandoc's sandbox: it reads the tree and the reference, and can open no other file nor address."""
    from pypandoc import get_pandoc_path

    command = [get_pandoc_path(), "--sandbox", "--from=json", f"--to={form}", "--syntax-highlighting=none"]
    command += [f"--reference-doc={REFERENCES / f'reference.{form}'}", "--output=-"]
    done = subprocess.run(  # noqa: S603
        command, input=json.dumps(tree).encode(), capture_output=True, check=True, timeout=PANDOC_SECONDS
    )
    return done.stdout


def _png_address(svg: str) -> str:
    """Word and many ODT readers cannot show SVG: a bitmap, inside its own address."""
    png = cast("bytes", _typst("picture.typ", svg=svg).compile(format="png", ppi=FINE))
    return f"data:image/png;base64,{b64encode(png).decode()}"
