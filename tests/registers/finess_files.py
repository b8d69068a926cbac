"""Invented FINESS files, and what reading them gives."""

import gzip
import json
from pathlib import Path
from typing import Any, NamedTuple

from maillage.registers import RemarkKind, Remarks, read_places

MONTAUBAN = "82121"


class Read(NamedTuple):
    places: list[dict[str, Any]]
    remarks: Remarks
    progress: int

    def told(self, kind: RemarkKind) -> dict[str, int]:
        """Reason → rows."""
        return {each.reason: each.rows for each in self.remarks if each.kind is kind}


def read(path: Path) -> Read:
    remarks, progress = Remarks(), [0]

    def follow(size: int) -> None:
        progress[0] += size

    places = [place._asdict() for place in read_places(path, remarks, follow)]
    return Read(places, remarks, progress[0])


def address(**changes: Any) -> dict[str, Any]:
    return {
        "usageAdresse": "03",
        "numeroVoie": "4",
        "typeVoie": "R   ",
        "libelleVoie": "DES TISSERANDS    ",
        "cogCommune": MONTAUBAN,
        "codePostal": "82000",
        "ligneQuatre": "4 RUE DES TISSERANDS",
    } | changes


def located(x: str, y: str, latitude: str, longitude: str, key: str = "") -> dict[str, str]:
    return {
        "coordonneeX": x,
        "coordonneeY": y,
        "directionLatitude": latitude,
        "directionLongitude": longitude,
        "cleInInteropBAN": key,
    }


def ege(number: str = "829000017", *, about: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "informationsGeneralesEGE": {
            "egeId": "1",
            "numFinessEge": number,
            "nomEgeCourt": "PHARM DES TISSERANDS",
            "nomEgeLong": "PHARMACIE DES TISSERANDS       ",
            "siret": "12345678200010",
            "dateOuverture": "2001-02-03",
            "datePremiereAutorisation": "2001-02-03",
        }
        | (about or {}),
        "categorieentiteGeographiqueExercice": "620",
        "adresse": [address()],
        "contact": [{"typeContact": {"roleContact": "01"}, "telecom": {"telephone": "0563000001"}}],
        "etatObjet": "A",
        "dateDerniereMaj": "2026-09-01 00:00:00",
    } | changes


def document(*places: dict[str, Any], **changes: Any) -> dict[str, Any]:
    person = {
        "informationsGeneralesPMEJ": {
            "pmSmsseId": "1",
            "numFinessPm": "829000009",
            "denominationPm": "SELARL",
        },
        "adresse": [],
        "ege": list(places),
        "etatObjet": "A",
    }
    head = {"schemaVersion": "v1.0.0", "generatedAt": "2026-09-05T04:00:00.123456789Z", "gcc": [], "gco": []}
    return head | {"pmej": [person]} | changes


def written(folder: Path, content: Any, *, compressed: bool = True) -> Path:
    data = json.dumps(content, ensure_ascii=False).encode()
    path = folder / ("finess-structures.json.gz" if compressed else "finess-structures.json")
    path.write_bytes(gzip.compress(data) if compressed else data)
    return path
