"""A national text file, line by line: its columns bound by name, what cannot be read told."""

from collections.abc import Callable, Collection, Iterator
from itertools import chain
from operator import itemgetter

from maillage.directory.services.reading.files import ANSI, IN_ANSI, Progress, Source, lines_of, opened
from maillage.directory.services.reading.remarks import Remarks
from maillage.kernel import BadInput, joined, plural

DELIMITER = "|"
OTHER_DELIMITERS = {";": "des points-virgules", "\t": "des tabulations", ",": "des virgules"}
LOST = "\ufffd".encode()  # what a program writes for what it could not read
Line = tuple[int, bytes, tuple[str, ...]]  # its number in the file, itself, the cells that were asked for


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
        with opened(self.source) as (file, raw):
            blocks = lines_of(file, self.source.name)
            top, *others = next(blocks)
            header, encoding = self._header(top)
            cells_of = itemgetter(*map(header.index, self.wanted))
            width = told = 0
            for block in chain([others] if others else (), blocks):
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
            self.remarks.warn(IN_ANSI)
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
