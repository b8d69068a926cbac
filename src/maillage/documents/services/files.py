"""The tree of a document printed as a file: by Typst for PDF, by pandoc for DOCX and ODT."""

import json
import subprocess
from base64 import b64encode
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from maillage.documents.enums import Format
from maillage.documents.models import Document
from maillage.documents.services.office import alternative_texts, finished
from maillage.documents.services.places import FONTS, REFERENCES
from maillage.documents.services.rich_text import Node, printable
from maillage.documents.services.tree import tree_of
from maillage.kernel import date_in_french, folded

if TYPE_CHECKING:
    from typst import Compiler, Fonts

PAGE = Path(__file__).resolve().parents[1] / "templates" / "documents" / "page.typ"
PANDOC_SECONDS = 60
#: A longer document opens with its table of contents.
SHORT = 4


def render(document: Document, form: Format) -> bytes:
    """The bytes of the file. Fonts and references are those of `build_references` (`make setup`)."""
    if form is Format.PDF:
        return _pdf(_compiler(document))
    tree = tree_of(document, picture=_png_address, contents=page_count(document) > SHORT)
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
    return f"{folded(title).replace(' ', '-')[:80] or 'document'}-{day.isoformat()}.{form}"


def page_count(document: Document) -> int:
    """Pages of the PDF."""
    return int(_compiler(document).query("<pages>", field="value", one=True))


def _compiler(document: Document) -> "Compiler":
    from typst import Compiler

    tree = tree_of(document, picture=str)
    return Compiler(
        PAGE,
        root=PAGE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"tree": json.dumps(tree)},
    )


def _pdf(compiler: "Compiler") -> bytes:
    """PDF/UA when every character can be shown; else the same pages, tagged, with empty boxes for those."""
    from typst import TypstError

    try:
        return cast("bytes", compiler.compile(format="pdf", pdf_standards="ua-1"))
    except TypstError as error:
        if not str(error).startswith("PDF/UA"):
            raise
        return cast("bytes", compiler.compile(format="pdf", pdf_standards=[]))


@cache
def _fonts() -> "Fonts":
    """Read once for all documents; making a compiler then takes a third of a millisecond."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


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
    """Word and many ODT readers cannot show SVG: a picture twice as fine, inside its own address."""
    import vl_convert

    _register_fonts()
    return f"data:image/png;base64,{b64encode(vl_convert.svg_to_png(svg, scale=2)).decode()}"


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
