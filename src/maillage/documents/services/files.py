"""The tree of a document printed as a file: by Typst for PDF, by pandoc for DOCX and ODT."""

import json
import subprocess
from base64 import b64encode
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from maillage.documents.enums import Format
from maillage.documents.models import Document
from maillage.documents.services.tree import Node, tree_of
from maillage.kernel import folded, paths

if TYPE_CHECKING:
    from typst import Fonts

PAGE = Path(__file__).resolve().parents[1] / "templates" / "documents" / "page.typ"
FONTS = paths.VAR / "fonts"
REFERENCES = paths.VAR / "documents"
PANDOC_SECONDS = 60


def render(document: Document, format: Format) -> bytes:  # noqa: A002
    """The file's bytes. Needs what `build_references` writes: FileNotFoundError says to run `make setup`."""
    if format is Format.PDF:
        return _typst(tree_of(document, picture=str))
    return _pandoc(tree_of(document, picture=_png_address), format)


def filename(title: str, day: date, format: Format) -> str:  # noqa: A002
    """« Lettre d'intention », 2026-03-01 → lettre-d-intention-2026-03-01.pdf: plain ASCII, safe in any header."""
    return f"{folded(title).replace(' ', '-')[:80] or 'document'}-{day.isoformat()}.{format}"


def _typst(tree: Node) -> bytes:
    """PDF/UA when every character can be shown; else the same file, tagged, with an empty box for those."""
    from typst import Compiler, TypstError

    compiler = Compiler(
        PAGE,
        root=PAGE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"tree": json.dumps(tree)},
    )
    try:
        return _pdf(compiler.compile(format="pdf", pdf_standards=["ua-1"]))
    except TypstError as error:
        if not str(error).startswith("PDF/UA"):
            raise
        return _pdf(compiler.compile(format="pdf"))


def _pdf(pages: bytes | list[bytes] | None) -> bytes:
    assert isinstance(pages, bytes)  # noqa: S101
    return pages


@cache
def _fonts() -> "Fonts":
    """Read once for all documents: a compiler is then made in a third of a millisecond."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _pandoc(tree: Node, format: Format) -> bytes:  # noqa: A002
    """In pandoc's sandbox: it reads the tree and the reference, and can open no other file nor address."""
    from pypandoc import get_pandoc_path

    reference = REFERENCES / f"reference.{format}"
    command = [
        get_pandoc_path(),
        "--sandbox",
        "--from=json",
        f"--to={format}",
        f"--reference-doc={reference}",
        "-o-",
    ]
    done = subprocess.run(  # noqa: S603
        command, input=json.dumps(tree).encode(), capture_output=True, check=True, timeout=PANDOC_SECONDS
    )
    return done.stdout


def _png_address(svg: str) -> str:
    """Word and most ODT readers cannot show SVG: a picture twice as fine as the screen, inside the address."""
    import vl_convert

    _register_fonts()
    return f"data:image/png;base64,{b64encode(vl_convert.svg_to_png(svg, scale=2)).decode()}"


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
