"""A national text file, line by line: its columns bound by name, what cannot be read told."""

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, cast

from maillage.directory.services.remarks import Remarks
from maillage.kernel import BadInput, joined, plural

DELIMITER = "|"
OTHER_DELIMITERS = {";": "des points-virgules", "\t": "des tabulations", ",": "des virgules"}
ANSI = "cp1252"  # Windows-1252: what some copies are saved in
BLOCK = 1 << 17  # bytes read at once: what the processor keeps at hand
LOST = "\ufffd".encode()  # what a program writes for what it could not read

#: Called now and then with the bytes of the file read since the last call.
Progress = Callable[[int], object]
#: Shows the progress of a long work, given its name and the bytes it goes through (0: nobody knows).
Watch = Callable[[str, int], AbstractContextManager[Progress]]
Line = tuple[int, bytes, tuple[str, ...]]  # its number in the file, itself, the cells that were asked for

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
PAGES = (b"<!doctype", b"<html", b"<?xml")
PDF = b"%PDF"
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))  # what a text does not hold, but for an accident
MOST_CONTROLS = 0.05  # of the first bytes
DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile)


def unwatched(_work: str, _total: int) -> AbstractContextManager[Progress]:
    return nullcontext(lambda _: None)


@dataclass(frozen=True, slots=True)
class Source:
    """A file on the disk, or a member of a ZIP."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        return self.member or self.path.name


@contextmanager
def opened(source: Source) -> "Iterator[tuple[io.BufferedReader[Any], io.FileIO]]":
    """The lines of a file, inflated when it is a gzip or a ZIP, and the file itself, to tell how far one is.

    Raises BadInput when it is not there, empty, cut, locked, a web page, or no text.
    """
    try:
        with io.FileIO(source.path) as raw, _inflated(source, io.BufferedReader(raw, BLOCK)) as lines:
            start = lines.peek(512)
            if not start:
                raise BadInput(f"« {source.name} » est vide (0 octet). Téléchargez-le de nouveau.")
            if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGES):
                raise BadInput(
                    f"« {source.name} » est une page web, pas des données : l’adresse a changé, ou le serveur a "
                    "répondu par une erreur. Téléchargez-le de nouveau."
                )
            if _is_binary(start):
                raise BadInput(
                    f"« {source.name} » n’est pas un fichier texte en UTF-8, mais un PDF, une image, un classeur, de "
                    "l’UTF-16… Donnez le fichier tel qu’il est publié."
                )
            yield lines, raw
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


def _is_binary(start: bytes) -> bool:
    controls = len(start) - len(start.translate(None, CONTROLS))
    return start.startswith(PDF) or controls > MOST_CONTROLS * len(start)


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


class Table:
    """One file, some lines at a time: each with the cells asked for, in that order.

    Read once: `rows` counts its lines. A line that is not of the file's form is refused alone; a file that is not of
    the expected form raises BadInput.
    """

    def __init__(
        self,
        source: Source,
        *,
        expected: Collection[str],
        wanted: Collection[str],
        remarks: Remarks,
        progress: Progress = lambda _: None,
    ) -> None:
        self.source, self.remarks, self.progress = source, remarks, progress
        self.expected, self.wanted = expected, wanted
        self.rows = 0  # lines read so far, the header left out

    def blocks(self) -> Iterator[list[Line]]:
        with opened(self.source) as (lines, raw):
            header, encoding = self._header(lines.readline())
            cells_of = itemgetter(*map(header.index, self.wanted))
            width = told = 0
            while block := lines.readlines(BLOCK):
                width = width or _width(block[0], len(header))
                first = self.rows + 2  # the header is the first line
                if cells := _cells(block, encoding, width, cells_of):
                    yield list(zip(range(first, first + len(block)), block, cells, strict=True))
                else:
                    yield [
                        (number, line, cells_of(split))
                        for number, line in enumerate(block, first)
                        if (split := self._judged(number, line, encoding, width))
                    ]
                self.rows += len(block)
                self.progress(raw.tell() - told)
                told = raw.tell()

    def _header(self, line: bytes) -> tuple[list[str], str]:
        """The names of the columns, and the encoding they betray."""
        try:
            text, encoding = line.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = line.decode(ANSI, "replace"), ANSI
        names = [name.strip() for name in text.rstrip("\r\n").split(DELIMITER)]
        if len(names) == 1:
            self._refuse_delimiter(text)
        if not names[-1]:
            names.pop()  # older files end their lines with a delimiter
        if missing := [name for name in self.expected if name not in names]:
            raise BadInput(
                f"« {self.source.name} » n’a pas {_columns(missing)}. Le format a changé, ou ce n’est pas ce fichier : "
                "rien n’a été importé."
            )
        if encoding == ANSI:
            self.remarks.warn("Fichier en Windows-1252, et non en UTF-8 : lu ainsi.")
        if others := [name for name in names if name not in self.expected]:
            self.remarks.warn(f"Fichier avec {_columns(others)} en plus : laissé de côté.")
        return names, encoding

    def _refuse_delimiter(self, text: str) -> None:
        for delimiter, said in OTHER_DELIMITERS.items():
            if text.count(delimiter) >= len(self.expected) - 1:
                raise BadInput(
                    f"« {self.source.name} » sépare ses colonnes par {said}, et non par « | ». Donnez le fichier "
                    "tel qu’il est publié, sans l’ouvrir dans un tableur."
                )

    def _judged(self, number: int, line: bytes, encoding: str, width: int) -> list[str] | None:
        """The cells of a line; None when it is refused."""
        try:
            cells = line.decode(encoding).rstrip("\r\n").split(DELIMITER)
        except UnicodeDecodeError:
            self.remarks.refuse(number, "Ligne mal encodée.")
            return None
        if len(cells) != width:
            self._refuse_shape(number, line, len(cells), width)
            return None
        if b"\0" in line:
            self.remarks.refuse(number, "Ligne qui contient un caractère nul.")
            return None
        if LOST in line:
            self.remarks.warn(
                "Caractères perdus (�) par qui a produit le fichier : gardés tels quels.", number
            )
        return cells

    def _refuse_shape(self, number: int, line: bytes, count: int, width: int) -> None:
        if not line.strip():
            return  # a blank line says nothing
        if not line.endswith(b"\n"):
            raise BadInput(
                f"« {self.source.name} » est coupé : sa dernière ligne s’arrête à la colonne {count} sur {width}. "
                "Téléchargez-le de nouveau."
            )
        self.remarks.refuse(number, f"Ligne de {plural(count, 'colonne')} au lieu de {width}.")


def _width(line: bytes, columns: int) -> int:
    """How many cells a line has: in older files it ends with a delimiter, whether or not the header does."""
    cells = line.rstrip(b"\r\n").split(DELIMITER.encode())
    return columns + 1 if len(cells) == columns + 1 and not cells[-1] else columns


def _cells(
    block: list[bytes], encoding: str, width: int, cells_of: Callable[[list[str]], tuple[str, ...]]
) -> list[tuple[str, ...]] | None:
    """The cells of lines that are all plainly good; None when one at least is to be judged."""
    together = b"".join(block)
    if b"\0" in together or LOST in together:
        return None
    try:
        cells = [
            cells_of(split)
            for line in block
            if len(split := line.decode(encoding).rstrip("\r\n").split(DELIMITER)) == width
        ]
    except UnicodeDecodeError:
        return None
    return cells if len(cells) == len(block) else None


def _columns(names: list[str]) -> str:
    shown = names[:4] + ([f"{len(names) - 4} autres"] if len(names) > 4 else [])
    return f"la colonne « {names[0]} »" if len(names) == 1 else f"les colonnes {joined(shown)}"
