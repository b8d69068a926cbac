"""Papers put in one archive, each under its number: what does not fit, or is not there, is named in a note."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from maillage.files.models import File
from maillage.files.rules import entry_name
from maillage.files.services.keeping import response_of
from maillage.kernel import BadInput

#: Of papers in one archive; what is beyond is named, and left where it is.
MOST_BYTES = 50_000_000
FOLDER, NOTE = "pieces", "pieces-manquantes.txt"
#: Excel and the Notepad read accents.
BOM = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper under its number of an index; `title` as one reads it, by default what the file is called."""

    rank: int
    file: File
    title: str = ""

    def name(self, *, digits: int) -> str:
        return entry_name(self.rank, self.title or self.file.name, self.file.kind, digits=digits)


class DayArchive(ZipFile):
    """An archive whose entries are all of one day: made again of the same things, it is the same to the byte."""

    def __init__(self, out: IO[bytes], day: date) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self.day = day

    def put(self, name: str, content: bytes) -> None:
        entry = ZipInfo(name, (self.day.year, self.day.month, self.day.day, 0, 0, 0))
        entry.external_attr = 0o600 << 16
        self.writestr(entry, content, ZIP_DEFLATED)


def put_papers(archive: DayArchive, papers: Iterable[Numbered], *, digits: int = 2) -> list[str]:
    """Write them in the folder « pieces »; those that lack, by name, which a note of the archive says too."""
    missing, size = [], 0
    for each in papers:
        size += each.file.size
        name = each.name(digits=digits)
        try:
            content = response_of(each.file).content if size <= MOST_BYTES else None
        except BadInput:
            content = None
        if content is None:
            missing.append(name)
        else:
            archive.put(f"{FOLDER}/{name}", content)
    if missing:
        said = "Ces pièces ne sont pas dans l’archive, ouvrez-les dans Maillage :\n"
        archive.put(NOTE, (said + "\n".join(missing)).encode(BOM))
    return missing
