"""A national file as it is given, inflated; what is not one refused in a sentence."""

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from maillage.kernel import BadInput

ANSI = "cp1252"  # Windows-1252: what some copies are saved in
BLOCK = 1 << 17  # bytes read at once: what the processor keeps at hand

AS_PUBLISHED = "Donnez le fichier tel qu’il est publié."
IN_ANSI = "Fichier en Windows-1252, et non en UTF-8 : lu ainsi."

#: Called now and then with the bytes of the file read since the last call.
Progress = Callable[[int], object]
#: Shows the progress of a long work, given its name and the bytes it goes through (0: nobody knows).
Watch = Callable[[str, int], AbstractContextManager[Progress]]

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
PAGES = (b"<!doctype", b"<html", b"<?xml")
PDF = b"%PDF"
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))  # what a text does not hold, but for an accident
MOST_CONTROLS = 0.05  # of the first bytes
DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile)


def unwatched(_work: str, _total: int) -> AbstractContextManager[Progress]:
    return nullcontext(lambda _: None)


#: Bytes of a line, or of blank lines one after the other: a few kilobytes of ZIP may swell to thousands of millions.
LONGEST_LINE = MOST_BLANK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file on the disk, or a member of a ZIP."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        return self.member or self.path.name


@contextmanager
def opened(
    source: Source, progress: Progress = lambda _: None
) -> "Iterator[tuple[io.BufferedReader[Any], Callable[[], None]]]":
    """The lines of a file, inflated when it is a gzip or a ZIP, and what to call now and then for the progress.

    Raises BadInput when it is not there, empty, cut, locked, a web page, or no text.
    """
    try:
        with io.FileIO(source.path) as raw, _inflated(source, io.BufferedReader(raw, BLOCK)) as lines:
            _refuse_what_is_no_text(lines.peek(512), source.name)
            told = 0

            def tell() -> None:
                nonlocal told
                progress(raw.tell() - told)
                told = raw.tell()

            yield lines, tell
    except DAMAGED:
        raise BadInput(
            f"« {source.name} » est coupé ou abîmé : il ne se décompresse pas jusqu’au bout. Téléchargez-le de nouveau."
        ) from None
    except FileNotFoundError:
        raise BadInput(f"« {source.path} » n’existe pas. Vérifiez le chemin.") from None
    except (IsADirectoryError, PermissionError):
        raise BadInput(f"« {source.path} » ne se lit pas. Vérifiez le chemin et vos droits.") from None


def archive_of(path: Path, file: IO[bytes] | None = None) -> zipfile.ZipFile:
    """A ZIP whose list of files can be read; `file` when it is open already. Raises BadInput."""
    try:
        return zipfile.ZipFile(file or path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise BadInput(
            f"« {path.name} » est coupé ou abîmé : ce ZIP ne s’ouvre pas. Téléchargez-le de nouveau."
        ) from None


def _member(archive: zipfile.ZipFile, source: Source) -> IO[bytes]:
    try:
        return archive.open(source.member)
    except NotImplementedError:
        why = "est compressé d’une façon que Maillage ne connaît pas"
    except RuntimeError:
        why = "est protégé par un mot de passe"
    raise BadInput(
        f"« {source.name} », dans « {source.path.name} », {why}. Décompressez-le, puis donnez le fichier."
    )


def _refuse_what_is_no_text(start: bytes, name: str) -> None:
    if not start:
        raise BadInput(f"« {name} » est vide (0 octet). Téléchargez-le de nouveau.")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGES):
        raise BadInput(
            f"« {name} » est une page web, pas des données : l’adresse a changé, ou le serveur a "
            "répondu par une erreur. Téléchargez-le de nouveau."
        )
    controls = len(start) - len(start.translate(None, CONTROLS))
    if start.startswith(PDF) or controls > MOST_CONTROLS * len(start):
        raise BadInput(
            f"« {name} » n’est pas un fichier texte en UTF-8, mais un PDF, une image, un classeur, de "
            f"l’UTF-16… {AS_PUBLISHED}"
        )


def is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


@contextmanager
def _inflated(source: Source, raw: io.BufferedReader) -> "Iterator[io.BufferedReader[Any]]":
    start = raw.peek(4)
    if start.startswith(ZIP):
        with archive_of(source.path, raw) as archive, _member(archive, source) as inner:
            yield io.BufferedReader(cast("io.RawIOBase", inner), BLOCK)
    elif start.startswith(GZIP):
        with gzip.GzipFile(fileobj=raw) as inner:
            yield io.BufferedReader(inner, BLOCK)
    else:
        yield raw


def lines_of(file: IO[bytes], name: str, tell: Callable[[], None]) -> Iterator[bytes]:
    """All the lines, each with its end; `tell` is called now and then. Raises BadInput for what no national file holds."""
    rest, blank = b"", 0
    while block := file.read(BLOCK):
        block = rest + block
        end = block.rfind(b"\n") + 1
        lines, rest = io.BytesIO(block[:end]).readlines(), block[end:]
        blank = 0 if block.strip() else blank + end
        if len(rest) > LONGEST_LINE:
            raise BadInput(
                f"« {name} » contient une ligne de plus d’un million de caractères. {AS_PUBLISHED}"
            )
        if blank > MOST_BLANK:
            raise BadInput(f"« {name} » contient plus d’un million de lignes vides. {AS_PUBLISHED}")
        yield from lines
        tell()
    if rest:
        yield rest
