"""What an operator gives to an import: paths, folders, archives, addresses, or nothing; and the files they hold."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path
from urllib.parse import urlsplit

from maillage.kernel import BadInput, folded, paths
from maillage.registers.download import day_in, download, is_address
from maillage.registers.enums import ACTIVITY_FILE, ADDRESSES, DIPLOMA_FILE, FINESS_FILE, SKILL_FILE
from maillage.registers.files import Source, Watch, archive_of, is_zip, unwatched

#: What the names of each file hold, those of data.gouv.fr and those of the ANS alike.
SIGNS = {ACTIVITY_FILE: "personneactivite", SKILL_FILE: "savoirfaire", DIPLOMA_FILE: "diplautexerc"}
FINESS_SIGN = "finess"


@dataclass(frozen=True)
class Given:
    """A national file at hand: where it is, whence it came, the day it is of when something says so."""

    source: Source
    origin: str
    published_on: date | None = None

    def digest(self) -> str:
        """SHA-256 of the file as it is on the disk, hexadecimal."""
        with self.source.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()


class Downloads(ExitStack):
    """What an import downloads in `var/downloads`: kept until the block ends, read or refused."""

    def __init__(self, watch: Watch = unwatched) -> None:
        super().__init__()
        self._watch = watch

    def given(self, address: str, name: str = "") -> Given:
        """Download what is at an address, under this name or its own. Raises BadInput, ImportFailed."""
        path = paths.VAR / "downloads" / (name or _name_of(address))
        self.callback(path.unlink, missing_ok=True)
        day = download(address, path, self._watch)
        return Given(Source(path), address, day)


def rpps_files(given: Sequence[str], downloads: Downloads) -> dict[str, Given]:
    """By name, the file of activities and, when they are there, its two companions.

    Raises BadInput when there is no file of activities, ImportFailed when the network fails.
    """
    if not given:
        return {name: downloads.given(ADDRESSES[name], name) for name in SIGNS}
    found: dict[str, Given] = {}
    nameless: list[Given] = []
    for each in _found(given, downloads):
        name = next((name for name, sign in SIGNS.items() if sign in _letters(each.source.name)), None)
        if name is None:
            nameless.append(each)
        elif name not in found or _rank(each) > _rank(found[name]):
            found[name] = each  # several days in one folder: the last
    if ACTIVITY_FILE not in found and len(nameless) == 1:
        found[ACTIVITY_FILE] = nameless.pop()
    if ACTIVITY_FILE not in found:
        raise BadInput(
            f"Aucun fichier d’activités dans {', '.join(given)}. Donnez « {ACTIVITY_FILE} », ou le dossier qui le contient."
        )
    return {name: found[name] for name in SIGNS if name in found}


def finess_file(given: str, downloads: Downloads) -> Given:
    """The file of places. Raises BadInput, ImportFailed."""
    if not given:
        return downloads.given(ADDRESSES[FINESS_FILE], FINESS_FILE)
    if is_address(given):
        return downloads.given(given)
    path = Path(given)
    if path.is_dir():
        files = [file for file in sorted(path.iterdir()) if FINESS_SIGN in _letters(file.name)]
        if len(files) != 1:
            raise BadInput(
                f"{len(files) or 'Aucun'} fichier FINESS dans « {given} » : il en faut un. Donnez son chemin."
            )
        path = files[0]
    return Given(Source(path), given, day_in(path.name))


def _found(given: Iterable[str], downloads: Downloads) -> Iterator[Given]:
    for each in given:
        if is_address(each):
            received = downloads.given(each)
            yield from _opened(received.source.path, each, received.published_on)
        elif Path(each).is_dir():
            for path in sorted(Path(each).iterdir()):
                if path.is_file() and any(sign in _letters(path.name) for sign in SIGNS.values()):
                    yield from _opened(path, each)
        else:
            yield from _opened(Path(each), each)


def _opened(path: Path, origin: str, day: date | None = None) -> Iterator[Given]:
    """The file, or those an archive holds."""
    if not path.exists():
        raise BadInput(f"« {path} » n’existe pas. Vérifiez le chemin.")
    if not is_zip(path):
        yield Given(Source(path), origin, day or day_in(path.name))
        return
    with archive_of(path) as archive:
        members = [name for name in archive.namelist() if not name.endswith("/")]
    for member in members:
        yield Given(Source(path, member), origin, day or day_in(member) or day_in(path.name))


def _name_of(address: str) -> str:
    """A file name that an address cannot turn into a path."""
    last = urlsplit(address).path.rpartition("/")[2]
    return re.sub(r"[^\w.-]", "_", last).strip(".") or "annuaire"


def _letters(name: str) -> str:
    return folded(name).replace(" ", "")


def _rank(given: Given) -> tuple[date, str]:
    return given.published_on or date.min, given.source.name
