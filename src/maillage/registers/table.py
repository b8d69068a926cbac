"""A national text file, line by line: its columns bound by name, what cannot be read told."""

from collections.abc import Collection, Iterator
from operator import itemgetter

from maillage.kernel import BadInput, joined, plural
from maillage.registers.files import ANSI, IN_ANSI, Progress, Source, lines_of, opened
from maillage.registers.remarks import Remarks

DELIMITER = "|"
OTHER_DELIMITERS = {";": "des points-virgules", "\t": "des tabulations", ",": "des virgules"}
LOST = "\ufffd".encode()  # what a program writes for what it could not read
Line = tuple[int, bytes, tuple[str, ...]]  # its number in the file, itself, the cells that were asked for


class Table:
    """One file, line by line: each with the cells asked for, in that order.

    Read once. A line that is not of the file's form is refused alone; a file that is not of the expected form raises
    BadInput.
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

    def __iter__(self) -> Iterator[Line]:
        with opened(self.source, self.progress) as (file, tell):
            lines = lines_of(file, self.source.name, tell)
            header, encoding = self._header(next(lines))
            cells_of = itemgetter(*map(header.index, self.wanted))
            width = 0
            for number, line in enumerate(lines, 2):
                self.remarks.read += 1
                width = width or _width(line, len(header))
                if cells := self._judged(number, line, encoding, width):
                    yield number, line, cells_of(cells)

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


def _columns(names: list[str]) -> str:
    shown = names[:4] + ([f"{len(names) - 4} autres"] if len(names) > 4 else [])
    return f"la colonne « {names[0]} »" if len(names) == 1 else f"les colonnes {joined(shown)}"
