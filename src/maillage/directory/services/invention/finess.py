"""The FINESS+ JSON, schema v1 (docs/adr/0008), with the oddities measured in the true file."""

from math import atanh, exp, radians, sin
from typing import Any

from maillage.directory.services.invention.names import plain
from maillage.directory.services.invention.places import Entity, Place

CLOSED, OPEN = "I", "A"
SEAT, SITE = "02", "03"
UPDATED = "2026-09-01 00:00:00"


def entity_json(entity: Entity) -> dict[str, Any]:
    """One `pmej` with its `ege`."""
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
    about = {
        "egeId": str(place.id),
        "dateOuverture": place.opened,
        "datePremiereAutorisation": place.opened,
        "nomEgeCourt": place.name[:32],
        "nomEgeLong": place.name,
        "numFinessEge": place.finess,
    }
    if place.siret:
        about["siret"] = place.siret
    if place.closed:
        about["dateFermeture"] = place.closed
    site = address_json(place, SITE)
    # One open site in forty-five gives another address first.
    addresses = (
        [address_json(place, "06") | {"cogCommune": site["cogCommune"]}, site]
        if place.id % 45 == 0
        else [site]
    )
    state: Any = CLOSED if place.closed else OPEN
    if place.id % 50 == 0:
        state = {
            "system": "https://smt.esante.gouv.fr/fhir/CodeSystem/tre-r386-macro-etat-objet-administratif",
            "code": state,
        }
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
        "etatObjet": state,
        "dateDerniereMaj": UPDATED,
    }


def contacts_json(place: Place) -> list[dict[str, Any]]:
    telecom = {}
    if place.phones:
        telecom["telephone"] = "/".join(place.phones)
    if place.email:
        telecom["courriel"] = place.email
    return [{"typeContact": {"roleContact": "01"}, "telecom": telecom}] if telecom else []


def address_json(place: Place, usage: str) -> dict[str, Any]:
    code, way = place.way
    padding = "   " if place.id % 8 == 0 else ""  # fields copied from a file of fixed width
    street = plain(place.street)
    if place.id % 70 == 0:  # « TH » lost
        street = street.replace("TH", "E")
    address: dict[str, Any] = {
        "usageAdresse": usage,
        "numeroVoie": place.number,
        "typeVoie": code + padding,
        "libelleVoie": street + padding,
        "cogCommune": place.locality.code,
        "ligneAcheminement": plain(place.locality.name).replace("-", " "),
        "ligneQuatre": f"{place.number} {plain(way)} {street}",
        "codePostal": place.locality.postal_code,
    }
    if place.point:
        address["coordonneesGeographique"] = point_json(place, *place.point)
    return address


def point_json(place: Place, longitude: float, latitude: float) -> dict[str, str]:
    """WGS84 under one pair of names, Lambert 93 (northing first) under the other; which, varies."""
    globe = (f"{latitude:.6f}", f"{longitude:.6f}")
    plane = globe
    if len(place.departement) < 3:
        easting, northing = lambert_93(longitude, latitude)
        plane = (f"{northing:.2f}", f"{easting:.2f}")
    (x, y), (north, east) = (plane, globe) if place.id % 4 else (globe, plane)
    code = place.locality.code
    precision = place.id % 5
    key = code if precision == 0 else f"{code}_{place.id % 9000:04d}"
    if precision > 1:
        key = f"{key}_{int(place.number):05d}"
    return {
        "coordonneeX": x,
        "coordonneeY": y,
        "directionLatitude": north,
        "directionLongitude": east,
        "cleInInteropBAN": key,
        "scoreBAN": f"{0.4 + place.id % 60 / 100:.2f}",
    }


# RGF93 / Lambert-93 (EPSG:2154): GRS80, standard parallels 44° and 49°, origin 46°30' N 3° E.
ECCENTRICITY = 0.0818191910428158
EXPONENT = 0.7256077650532670
SCALE = 11_754_255.4261
X_ORIGIN, Y_ORIGIN = 700_000.0, 12_655_612.0499


def lambert_93(longitude: float, latitude: float) -> tuple[float, float]:
    """Easting and northing, in metres, of a point in degrees."""
    from math import cos

    sine = sin(radians(latitude))
    isometric = atanh(sine) - ECCENTRICITY * atanh(ECCENTRICITY * sine)
    radius = SCALE * exp(-EXPONENT * isometric)
    angle = EXPONENT * radians(longitude - 3)
    return X_ORIGIN + radius * sin(angle), Y_ORIGIN - radius * cos(angle)
