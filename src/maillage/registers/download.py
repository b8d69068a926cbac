"""Download a national file, whole, and only when it is a file."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from maillage.kernel import BadInput, decimal_in_french
from maillage.registers.files import Watch, unwatched

BLOCK = 1 << 18
FULL = {errno.ENOSPC, errno.EDQUOT}
PATIENCE = 60  # seconds without a byte
HEADERS = {"User-Agent": "Maillage", "Accept-Encoding": "identity"}
AGAIN = "Relancez la commande : il repartira du début."


class ImportFailed(RuntimeError):
    """What the operator can do nothing about, or only by waiting: one French sentence."""


def is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def download(address: str, path: Path, watch: Watch = unwatched) -> date | None:
    """Write there the file at an address; the day its server says it was published. Raises ImportFailed, BadInput."""
    with _told(address), urlopen(Request(address, headers=HEADERS), timeout=PATIENCE) as response:  # noqa: S310 -- http(s), checked by is_address
        if "html" in response.headers.get_content_type():
            raise BadInput(
                f"L’adresse {address} donne une page web, pas un fichier : elle a changé, ou le site est en panne. "
                "Ouvrez-la dans un navigateur pour le savoir."
            )
        said = response.headers.get("Content-Length", "")
        total = int(said) if said.isdecimal() else 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file, watch(f"Téléchargement de {path.name}", total) as advance:
            while block := response.read(BLOCK):
                file.write(block)
                advance(len(block))
    if (received := path.stat().st_size) < total:
        raise ImportFailed(
            f"Le téléchargement de « {path.name} » s’est arrêté à {decimal_in_french(received / 1e6)} sur "
            f"{decimal_in_french(total / 1e6)} Mo. {AGAIN}"
        )
    return published_on(response.url, response.headers)


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
            f"{host} ne répond pas, ou plus ({why}). Relancez la commande plus tard."
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
