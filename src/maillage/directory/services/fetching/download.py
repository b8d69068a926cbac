"""Download a national file: by pieces that a cut does not lose, and only when it is a file."""

import errno
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from maillage.directory.services.reading.files import Watch, unwatched
from maillage.kernel import BadInput, decimal_in_french, paths

BLOCK = 1 << 18
FULL = {errno.ENOSPC, errno.EDQUOT}
PATIENCE = 60  # seconds without a byte
AGENT = "Maillage"


class ImportFailed(RuntimeError):
    """What the operator can do nothing about, or only by waiting: one French sentence."""


@dataclass(frozen=True, slots=True)
class Download:
    """A whole file, and the day its server says it was published."""

    path: Path
    published_on: date | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A download begun: the bytes, and beside them what tells whether the server still has the same file."""

    file: Path

    @property
    def note(self) -> Path:
        return self.file.with_name(f"{self.file.name}.json")

    def begun(self, address: str) -> tuple[int, str]:
        """Bytes already there, and the validator they came with; (0, "") when there is nothing to resume."""
        try:
            said = json.loads(self.note.read_text("utf-8"))
            size = self.file.stat().st_size
        except (OSError, ValueError):
            return 0, ""
        return (size, said["validator"]) if said["address"] == address and said["validator"] else (0, "")

    def start(self, address: str, validator: str) -> None:
        self.file.unlink(missing_ok=True)
        self.note.write_text(json.dumps({"address": address, "validator": validator}), "utf-8")

    def drop(self) -> None:
        self.file.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def fetched(address: str, name: str, watch: Watch = unwatched) -> Download:
    """The file at an address, in `var/downloads` under this name.

    What was received before a cut is kept, and asked no more. Raises ImportFailed, BadInput.
    """
    folder = paths.VAR / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    part = _Part(folder / f"{name}.part")
    with _told(address):
        response, resumed = _asked(address, part)
        with response:
            said = response.headers.get("Content-Length", "")
            total = resumed + int(said) if said.isdecimal() else None
            with part.file.open("ab") as file, watch(f"Téléchargement de {name}", total or 0) as advance:
                advance(resumed)
                while block := response.read(BLOCK):
                    file.write(block)
                    advance(len(block))
    received = part.file.stat().st_size
    if total is not None and received < total:
        raise ImportFailed(
            f"Le téléchargement de « {name} » s’est arrêté à {decimal_in_french(received / 1e6)} sur "
            f"{decimal_in_french(total / 1e6)} Mo. Relancez la commande : il reprendra là."
        )
    part.note.unlink(missing_ok=True)
    whole = part.file.replace(folder / name)
    return Download(whole, published_on(response.url, response.headers))


def _asked(address: str, part: _Part, *, again: bool = False) -> tuple[HTTPResponse, int]:
    """The answer of the server, and the bytes it spares us."""
    have, validator = (0, "") if again else part.begun(address)
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    try:
        response: HTTPResponse = urlopen(Request(address, headers=headers), timeout=PATIENCE)  # noqa: S310 -- http(s), checked by is_address
    except HTTPError as refusal:
        if refusal.code == 416 and have:  # nothing after what we have, or another file
            return _asked(address, part, again=True)
        raise
    if "html" in response.headers.get_content_type():
        response.close()
        raise BadInput(
            f"L’adresse {address} donne une page web, pas un fichier : elle a changé, ou le site est en panne. "
            "Ouvrez-la dans un navigateur pour le savoir."
        )
    if response.status == 206:
        if response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            return response, have
        response.close()  # not the piece that was asked
        return _asked(address, part, again=True)
    tag = response.headers.get("ETag", "")
    is_strong = tag and not tag.startswith("W/")  # what If-Range may hold, else a date
    part.start(address, tag if is_strong else response.headers.get("Last-Modified", ""))
    return response, 0


@contextmanager
def _told(address: str) -> Iterator[None]:
    """What the network does, as a sentence. A full disk is not the network's fault."""
    host = urlsplit(address).hostname or address
    try:
        yield
    except HTTPError as refusal:
        raise ImportFailed(
            f"{host} a répondu {refusal.code} pour {address}. Réessayez plus tard, ou donnez un fichier."
        ) from None
    except (OSError, HTTPException) as failure:
        if isinstance(failure, OSError) and failure.errno in FULL:
            raise
        why = getattr(failure, "reason", failure)
        raise ImportFailed(
            f"{host} ne répond pas, ou plus ({why}). Relancez la commande : ce qui est reçu est gardé."
        ) from None


def published_on(address: str, headers: Message) -> date | None:
    """The day a file was published, by its name or its folder, else by its server."""
    named = f"{address} {headers.get('Content-Disposition', '')}"
    if found := day_in(named):
        return found
    try:
        return parsedate_to_datetime(headers.get("Last-Modified", "")).date()
    except ValueError:
        return None


def day_in(name: str) -> date | None:
    """« PS_LibreAcces_Personne_activite_202610050612.txt » → 5 October 2026; None when no day is there."""
    for found in re.finditer(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?=\d{4}(?!\d)|(?!\d))", name):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None
