"""The FINESS extractions of before May 2026, kept as archives: « etalab-cs1100507 », and « cs1100502 » without points.

No header: a line says what the file is, then come sections. Establishments and their points are two of them, joined by
the number, so the file is read twice. It has no date of closing: it holds the places its day believed open.
"""

from collections.abc import Iterator
from datetime import date
from typing import IO, NamedTuple

from maillage.directory.services.points import number, point_in
from maillage.directory.services.records import Establishment, cleaned, day, phones
from maillage.directory.services.remarks import Remarks

PLACES, POINTS = "structureet", "geolocalisation"
FIELDS = {PLACES: 32, POINTS: 6}

#: Two letters the file gives to an overseas département → how its INSEE codes start.
OVERSEAS = {"9A": "97", "9B": "97", "9C": "97", "9D": "97", "9E": "97", "9F": "97", "9J": "98"}


class Located(NamedTuple):
    """A line of the section of points."""

    east: str
    north: str
    source: str  # « 1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole) »


def published_on(file: IO[bytes]) -> date | None:
    """The day the first line says: « finess;etalab;98;2026-05-12 »."""
    return day(_text(file.readline()).split(";")[-1].strip())


def read_legacy(file: IO[bytes], remarks: Remarks) -> Iterator[Establishment]:
    """Every establishment of the file, at its point when it has one."""
    points = {row[1].strip(): Located(*row[2:5]) for _, row in _section(file, POINTS)}
    file.seek(0)
    for line, row in _section(file, PLACES, remarks):
        yield _establishment(line, [cleaned(field) for field in row], points)


def _section(
    file: IO[bytes], section: str, remarks: Remarks | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a section with their line; those of another length are refused."""
    start = f"{section};".encode()
    for line, content in enumerate(file, 1):
        if not content.startswith(start):
            continue
        row = _text(content).rstrip("\r\n").split(";")
        if len(row) >= FIELDS[section]:
            yield line, row
        elif remarks:
            remarks.refuse(line, f"Ligne de {len(row)} champs au lieu de {FIELDS[section]}.")


def _establishment(line: int, row: list[str], points: dict[str, Located]) -> Establishment:
    commune = f"{OVERSEAS.get(row[13], row[13])}{row[12]}"
    located = points.get(row[1])
    postcode, _, _ = row[15].partition(" ")
    return Establishment(
        rank=line,
        finess=row[1].upper(),
        finess_ej=row[2].upper(),
        siret=row[22],
        name=row[4] or row[3],
        category=row[18],
        address=", ".join(part for part in (row[6], cleaned(" ".join(row[7:11])), row[11]) if part),
        postcode=postcode if len(postcode) == 5 else "",
        commune=commune,
        phones=phones(row[16]),
        opened_on=row[28],
        point=point_in(located.source, located.east, located.north, commune=commune) if located else None,
        precision=_precision(located.source) if located else "",
        has_coordinates=bool(located and located.east.strip()),
    )


def _precision(source: str) -> str:
    """A point without a score is that of the commune; with one, nobody says how precise it is."""
    parts = source.split(",")
    return "" if len(parts) > 2 and number(parts[2]) is not None else "commune"


def _text(line: bytes) -> str:
    """UTF-8, or the ISO-8859-15 of older archives."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("iso-8859-15")
