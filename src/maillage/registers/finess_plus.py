"""The FINESS+ JSON, published each day since July 2026: legal persons, and under each its establishments.

The same version 1 was published with several spellings and nestings: keys are compared without case or underscores,
and what may be at two places is looked for at both.
"""

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import IO, Any

import numpy as np

from maillage.kernel import BadInput
from maillage.registers.files import ANSI, IN_ANSI, LONGEST_LINE
from maillage.registers.points import Point, point_among, precision_of
from maillage.registers.remarks import Remarks

SITE = "03"  # usageAdresse: where people are received
MAIN = "01"  # roleContact
OPEN = "A"  # etatObjet
VERSION = "1"
ABOUT = "informationsgeneralesege"

BOM = b"\xef\xbb\xbf"
OTHERS = bytes(set(range(256)) - set(b"[]{}"))
OPENS = 0b10  # the bit that « [ » and « { » have, and « ] » and « } » have not
DEEPEST = 200  # brackets opened within one block read, and not closed in it

#: What a file of FINESS+ activities gives instead.
NOT_STRUCTURES = BadInput(
    "Ce fichier JSON n’est pas celui des structures FINESS+. "
    "Donnez « finess-structures », pas celui des activités ni un extrait."
)


@dataclass(frozen=True, slots=True)
class Establishment:
    """What the source says, tidied; nothing is judged yet."""

    rank: int
    finess: str
    finess_ej: str
    siret: str
    name: str
    category: str
    address: str
    postcode: str
    commune: str  # INSEE code, as given
    phones: str  # as given
    opened_on: str
    point: Point | None
    precision: str
    has_coordinates: bool  # the source gives numbers, whether or not they make a point


def published_on(file: IO[bytes]) -> date | None:
    """The day the file was made, if it says so."""
    return day(_head(file).get("generatedat", ""))


def read_plus(file: IO[bytes], remarks: Remarks, tell: Callable[[], object]) -> Iterator[Establishment]:
    """The open establishments; the closed ones are left out and counted. A line is their rank in the file.

    Raises BadInput for another JSON or another version, and what ijson raises for a broken one.
    """
    import ijson

    head = _head(file)
    if "pmej" not in head:
        raise NOT_STRUCTURES
    if encoding_of(file) == ANSI:
        remarks.warn(IN_ANSI)
    _judge(head.get("schemaversion", ""), remarks)
    for person in ijson.items(_Json(file, tell), f"{head['pmej']}.item"):
        plain = _plain(person)
        about = _object(plain, "informationsgeneralespmej")
        if not about:
            raise NOT_STRUCTURES
        for place in map(_plain, _list(plain, "ege")):
            remarks.read += 1
            if _is_open(place):
                yield _establishment(place, cleaned(about.get("numfinesspm")), remarks.read)
            else:
                remarks.leave_out(remarks.read, "Lieu fermé : l’annuaire ne garde que les lieux ouverts.")


class _Json:
    """The file from its start, without a byte order mark, as ijson reads it.

    Raises BadInput where it is nested deeper than any FINESS, or has a text without end: they would fill the memory.
    """

    def __init__(self, file: IO[bytes], tell: Callable[[], object] = lambda: None) -> None:
        self._file, self._tell, self._encoding, self._without_quote = file, tell, encoding_of(file), 0
        if file.read(len(BOM)) != BOM:
            file.seek(0)

    def read(self, size: int) -> bytes:
        block = self._file.read(size)
        self._tell()
        self._without_quote = 0 if b'"' in block else self._without_quote + len(block)
        if self._without_quote > LONGEST_LINE:
            raise NOT_STRUCTURES
        if self._encoding == ANSI:
            block = block.decode(ANSI, "replace").encode()
        signs = np.frombuffer(block.translate(None, OTHERS), np.uint8)  # those of texts too: a block has few
        depths = np.where(signs & OPENS, 1, -1).cumsum()
        if depths.max(initial=0) > DEEPEST:
            raise NOT_STRUCTURES
        return block


def encoding_of(file: IO[bytes]) -> str:
    """The encoding the first accents betray; the file is left at its start."""
    file.seek(0)
    start = file.read(LONGEST_LINE)
    file.seek(0)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # its last letter may be cut
    except UnicodeDecodeError:
        return ANSI
    return "utf-8"


def _head(file: IO[bytes]) -> dict[str, str]:
    """The root's plain values met before its legal persons, and the exact name of the latter."""
    import ijson

    head: dict[str, str] = {}
    for prefix, event, value in ijson.parse(_Json(file)):
        if event == "map_key" and prefix == "" and _key(value) == "pmej":
            return head | {"pmej": value}
        if event == "string" and "." not in prefix:
            head[_key(prefix)] = value
    return head


def _judge(version: str, remarks: Remarks) -> None:
    if not version:
        remarks.warn("Le fichier ne dit pas la version de son schéma : il est lu comme la version 1.")
    elif version.lower().lstrip("v").split(".")[0] != VERSION:
        raise BadInput(
            f"Ce fichier FINESS+ suit le schéma {version}, que Maillage ne connaît pas encore. "
            "Mettez Maillage à jour, ou donnez un fichier du schéma v1."
        )


def _is_open(place: Mapping[str, Any]) -> bool:
    both = (_object(place, ABOUT), place)
    return _code(both, "etatobjet") == OPEN and not _text(both, "datefermeture")


def _establishment(place: Mapping[str, Any], legal: str, rank: int) -> Establishment:
    both = (_object(place, ABOUT), place)
    address = _address(place)
    point = _object(address, "coordonneesgeographique")
    commune = cleaned(address.get("cogcommune")).upper()
    pairs = [
        (point.get("directionlatitude"), point.get("directionlongitude")),
        (point.get("coordonneex"), point.get("coordonneey")),
    ]
    return Establishment(
        rank=rank,
        finess=_text(both, "numfinessege").upper(),
        finess_ej=legal.upper(),
        siret=_text(both, "siret"),
        name=_text(both, "nomegelong") or _text(both, "nomegecourt"),
        category=_code(both, "categorieentitegeographiqueexercice"),
        address=_street(address),
        postcode=cleaned(address.get("codepostal")),
        commune=commune,
        phones=_phones(place),
        opened_on=_text(both, "dateouverture"),
        point=point_among(pairs, commune=commune),
        precision=precision_of(cleaned(point.get("cleininteropban"))),
        has_coordinates=any(cleaned(value) for value in chain.from_iterable(pairs)),
    )


def _address(place: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one of the site, else the first."""
    addresses = [_plain(each) for each in _list(place, "adresse")]
    sites = (each for each in addresses if _code((each,), "usageadresse") == SITE)
    return next(sites, addresses[0] if addresses else {})


def _street(address: Mapping[str, Any]) -> str:
    """The fourth line of the envelope, else its parts; with what helps to find the door."""
    street = cleaned(address.get("lignequatre")) or cleaned(
        " ".join(cleaned(address.get(part)) for part in ("numerovoie", "typevoie", "libellevoie"))
    )
    parts = (cleaned(address.get("complementpointgeographique")), street, cleaned(address.get("lieudit")))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _phones(place: Mapping[str, Any]) -> str:
    """Those of the main contact, else of the first."""
    contacts = [_plain(each) for each in _list(place, "contact")]
    roles = [_code((_object(each, "typecontact"),), "rolecontact") for each in contacts]
    main = roles.index(MAIN) if MAIN in roles else 0
    return cleaned(_object(contacts[main], "telecom").get("telephone")) if contacts else ""


def cleaned(value: object) -> str:
    """A text without the blanks of its ends, nor the doubles inside; empty for nothing."""
    return " ".join(str(value).split()) if value is not None else ""


def day(text: str) -> date | None:
    """The date at the head of « 2026-03-09T15:49:37 »; None when there is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@cache
def _key(name: str) -> str:
    return name.replace("_", "").lower()


def _plain(value: object) -> dict[str, Any]:
    """An object under keys without case or underscores; empty when it is no object."""
    return {_key(name): inside for name, inside in value.items()} if isinstance(value, dict) else {}


def _object(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    return _plain(value.get(key))


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _text(places: tuple[Mapping[str, Any], ...], key: str) -> str:
    """The first one that is there."""
    return next((text for place in places if (text := cleaned(place.get(key)))), "")


def _code(places: tuple[Mapping[str, Any], ...], key: str) -> str:
    """A code given as a text, or as a coding: {"system": …, "code": …}."""
    for place in places:
        found = place.get(key)
        code = cleaned(_plain(found).get("code") if isinstance(found, dict) else found)
        if code:
            return code
    return ""
