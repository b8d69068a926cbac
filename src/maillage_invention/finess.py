"""The FINESS+ JSON, schema v1, with the oddities measured in the true file.

Numbers are text; fields keep the blanks of a file of fixed width; the pair that holds degrees varies, the other holds
Lambert 93 with the northing first, as the published sample has it.
"""

import gzip
import json
from collections.abc import Iterable
from math import atanh, cos, exp, radians, sin
from pathlib import Path
from typing import Any

from maillage_invention.names import plain
from maillage_invention.places import Entity, Place

OPEN, CLOSED = "A", "I"
SEAT, SITE, RECEPTION = "02", "03", "06"
UPDATED = "2026-09-01 00:00:00"
STATES = "https://smt.esante.gouv.fr/fhir/CodeSystem/tre-r386-macro-etat-objet-administratif"
HEAD = {
    "schemaVersion": "v1.0.0",
    "generatedAt": "2026-09-05T00:00:00.000000000Z",
    "gcc": [
        {
            "gccId": "1",
            "nomGcc": "Groupement inventé",
            "typeGcc": "001",
            "gccIdentifiantExterne": "99001",
            "engagement": [],
            "evenement": [],
            "pmejDuGcc": [{"pmSmsseId": "1", "typeRoleEntiteGroupe": "S"}],
            "egeDuGcc": [],
            "etatObjet": OPEN,
            "dateDerniereMaj": UPDATED,
        }
    ],
    "gco": [{"pmSmsseId": "1", "typeGco": "003", "pmejDuGco": [], "egeDuGco": []}],
}


def write_finess(path: Path, entities: Iterable[Entity]) -> int:
    """Write the gzipped file, one entity a line; the number of places written."""
    places = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=4, fileobj=raw, mtime=0) as file:
        file.write(compact(HEAD)[:-1] + b',"pmej":[')
        separator = b"\n"
        for entity in entities:
            file.write(separator + compact(entity_json(entity)))
            separator = b",\n"
            places += len(entity.places)
        file.write(b"\n]}\n")
    return places


def compact(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def entity_json(entity: Entity) -> dict[str, Any]:
    """One `pmej`, its `ege` inside."""
    first = entity.places[0]
    about = {
        "pmSmsseId": str(entity.id),
        "codeApe": "86.90E",
        "dateCreation": min(place.opened for place in entity.places),
        "denominationLonguePmSmsse": entity.name,
        "denominationPm": entity.name[:32],
        "numFinessPm": entity.finess,
        "siren": entity.siren,
        "statutJuridique": entity.legal,
        "typePersonneMorale": "01",
    }
    if not entity.is_open:
        about["dateFermeture"] = max(place.closed for place in entity.places)
    return {
        "informationsGeneralesPMEJ": about,
        "adresse": [address_json(first, SEAT)],
        "contact": contacts_json(first),
        "engagement": [],
        "evenement": [],
        "ege": [place_json(place) for place in entity.places],
        "etatObjet": OPEN if entity.is_open else CLOSED,
        "dateDerniereMaj": UPDATED,
    }


def place_json(place: Place) -> dict[str, Any]:
    """One `ege`."""
    about = {
        "egeId": str(place.id),
        "dateOuverture": place.opened,
        "datePremiereAutorisation": place.opened,
        "nomEgeCourt": place.name[:32],
        "nomEgeLong": padded(place, place.name),
        "numFinessEge": place.finess,
    }
    if place.siret:
        about["siret"] = place.siret
    if place.closed:
        about["dateFermeture"] = place.closed
    addresses = [address_json(place, SITE)]
    if place.id % 45 == 0:  # the address of the site does not always come first
        addresses.insert(0, address_json(place, RECEPTION, number=place.number + 200))
    state = CLOSED if place.closed else OPEN
    return {
        "informationsGeneralesEGE": about,
        "categorieentiteGeographiqueExercice": place.kind.code,
        "modefixationtarifaire": "01",
        "typeBudget": ["01"],
        "adresse": addresses,
        "contact": contacts_json(place),
        "engagement": [],
        "evenement": [],
        "roleEge": [],
        "etatObjet": state if place.id % 50 else {"system": STATES, "code": state},
        "dateDerniereMaj": UPDATED,
    }


def contacts_json(place: Place) -> list[dict[str, Any]]:
    telecom = {}
    if place.phones:
        telecom["telephone"] = "/".join(place.phones)
    if place.email:
        telecom["courriel"] = place.email
    return [{"typeContact": {"roleContact": "01"}, "telecom": telecom}] if telecom else []


def address_json(place: Place, usage: str, *, number: int = 0) -> dict[str, Any]:
    code, way = place.way
    number = number or place.number
    street = plain(place.street)
    if place.id % 7 == 0:
        street = street.replace("TH", "E")  # so it came out of the migration
    address: dict[str, Any] = {
        "usageAdresse": usage,
        "numeroVoie": str(number),
        "typeVoie": padded(place, code),
        "libelleVoie": padded(place, street),
        "cogCommune": place.locality.code,
        "ligneAcheminement": plain(place.locality.name).replace("-", " "),
        "ligneQuatre": f"{number} {plain(way)} {street}",
        "codePostal": place.locality.postal_code,
    }
    if place.point:
        address["coordonneesGeographique"] = point_json(place, *place.point)
    return address


def padded(place: Place, text: str) -> str:
    return f"{text}   " if place.id % 8 == 0 else text


def point_json(place: Place, longitude: float, latitude: float) -> dict[str, str]:
    degrees = (f"{latitude:.6f}", f"{longitude:.6f}")
    metres = degrees
    if len(place.departement) == 2:  # Lambert 93 covers no territory overseas
        easting, northing = lambert_93(longitude, latitude)
        metres = (f"{northing:.2f}", f"{easting:.2f}")
    (x, y), (north, east) = (metres, degrees) if place.id % 4 else (degrees, metres)
    return {
        "coordonneeX": x,
        "coordonneeY": y,
        "directionLatitude": north,
        "directionLongitude": east,
        "cleInInteropBAN": ban_key(place),
        "scoreBAN": f"{0.4 + place.id % 60 / 100:.2f}",
    }


def ban_key(place: Place) -> str:
    """Commune, street and number; one in five stops at the street, one at the commune."""
    code, precision = place.locality.code, place.id % 5
    if precision == 0:
        return code
    street = f"{code}_{place.id % 9000:04d}"
    return street if precision == 1 else f"{street}_{place.number:05d}"


# RGF93 / Lambert-93 (EPSG:2154): GRS80, parallels 44° and 49°, origin 46°30' N 3° E.
ECCENTRICITY = 0.0818191910428158
EXPONENT = 0.7256077650532670
RADIUS = 11_754_255.4261
X_POLE, Y_POLE = 700_000.0, 12_655_612.0499


def lambert_93(longitude: float, latitude: float) -> tuple[float, float]:
    """Easting and northing, in metres, of a point in degrees."""
    sine = sin(radians(latitude))
    isometric = atanh(sine) - ECCENTRICITY * atanh(ECCENTRICITY * sine)
    radius = RADIUS * exp(-EXPONENT * isometric)
    angle = EXPONENT * radians(longitude - 3)
    return X_POLE + radius * sin(angle), Y_POLE - radius * cos(angle)
