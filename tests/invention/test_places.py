"""The FINESS places that invented people practise in: numbers that hold together, and the traps of the true file."""

import re
from collections import Counter

import pytest

from invention.inventions import Files, luhn, site_addresses, state_of
from maillage.geography import atlas
from maillage_invention import invent
from maillage_invention.finess import lambert_93

#: A FINESS category, and the sector of those who practise in such places.
SECTORS = {
    "620": "SA33",
    "603": "SA52",
    "124": "SA05",
    "604": "SA63",
    "606": "SA57",
    "500": "SA17",
    "611": "SA25",
}


@pytest.fixture(scope="module")
def france(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(invent(tmp_path_factory.mktemp("france"), rows=20_000, seed=1))


def test_a_finess_number_of_an_activity_is_that_of_a_place_and_of_its_holder(france: Files) -> None:
    named = {row["Numéro FINESS site"]: row for row in france.activities if row["Numéro FINESS site"]}
    assert len(named) > 100
    for number, row in named.items():
        place, entity = france.places[number]
        about = entity["informationsGeneralesPMEJ"]
        assert row["Numéro FINESS établissement juridique"] == about["numFinessPm"]
        assert row["Numéro SIREN site"] == about["siren"]
        assert row["Numéro SIRET site"] == place["informationsGeneralesEGE"].get("siret", "")
        assert row["Ancien identifiant de la structure"] == f"1{number}"
        category = place["categorieentiteGeographiqueExercice"]
        assert SECTORS.get(category, row["Code secteur d'activité"]) == row["Code secteur d'activité"]


def test_every_kind_of_place_of_coordinated_practice_is_there_and_staffed(france: Files) -> None:
    staffed = {
        france.places[number][0]["categorieentiteGeographiqueExercice"]
        for row in france.activities
        if (number := row["Numéro FINESS site"])
    }
    assert {"620", "603", "124", "604", "606", "355", "500", "354", "611"} <= staffed


def test_a_finess_number_says_its_departement_and_has_its_key(france: Files) -> None:
    for number, (place, entity) in france.places.items():
        commune = place["adresse"][-1]["cogCommune"]
        for each in (number, entity["informationsGeneralesPMEJ"]["numFinessPm"]):
            assert re.fullmatch(r"\d[0-9AB]9\d{6}", each)
            assert each[:2] == commune[:2]
            assert not each.isdigit() or luhn(each)
    assert len(france.places) == france.made.places


def test_siren_and_siret_have_their_keys(france: Files) -> None:
    for row in france.activities:
        siret, siren = row["Numéro SIRET site"], row["Numéro SIREN site"]
        assert not siret or (len(siret), siret[:9], luhn(siret), luhn(siren)) == (14, siren, True, True)


def test_the_finess_file_has_the_keys_of_its_schema(france: Files) -> None:
    assert set(france.finess) == {"schemaVersion", "generatedAt", "pmej", "gco", "gcc"}
    assert france.finess["schemaVersion"] == "v1.0.0"
    for place, entity in france.places.values():
        assert {
            "pmSmsseId",
            "numFinessPm",
            "denominationPm",
            "denominationLonguePmSmsse",
            "statutJuridique",
        } < set(entity["informationsGeneralesPMEJ"])
        assert {"egeId", "numFinessEge", "nomEgeCourt", "nomEgeLong", "dateOuverture"} < set(
            place["informationsGeneralesEGE"]
        )
        assert all(address["cogCommune"] and address["codePostal"] for address in site_addresses(place))
    ids = [entity["informationsGeneralesPMEJ"]["pmSmsseId"] for entity in france.finess["pmej"]]
    assert len(set(ids)) == len(ids)


def test_the_finess_file_has_the_traps_of_the_true_one(france: Files) -> None:
    places = [place for place, _ in france.places.values()]
    closed = [place for place in places if "dateFermeture" in place["informationsGeneralesEGE"]]
    assert 0.35 < len(closed) / len(places) < 0.45
    assert all(state_of(place) == ("I" if place in closed else "A") for place in places)
    assert {type(place["etatObjet"]) for place in places} == {str, dict}
    assert any(place["adresse"][0]["usageAdresse"] != "03" for place in places)
    assert all([each["usageAdresse"] for each in place["adresse"]].count("03") == 1 for place in places)
    telephones = [contact["telecom"].get("telephone", "") for place in places for contact in place["contact"]]
    assert any("/" in telephone for telephone in telephones)
    assert any(address["libelleVoie"].endswith(" ") for place in places for address in site_addresses(place))
    located = [
        address
        for place in places
        for address in site_addresses(place)
        if "coordonneesGeographique" in address
    ]
    assert 0.7 < len(located) / len(places) < 0.8


def test_a_place_is_near_its_town_hall_whichever_pair_holds_the_degrees(france: Files) -> None:
    geography = atlas()
    held = Counter[str]()
    for place, _ in france.places.values():
        address = site_addresses(place)[-1]
        code = address["cogCommune"]
        if "coordonneesGeographique" not in address or code not in geography.names.communes or code > "97":
            continue
        point = {
            key: float(value)
            for key, value in address["coordonneesGeographique"].items()
            if key != "cleInInteropBAN"
        }
        x, y = point["coordonneeX"], point["coordonneeY"]
        north, east = point["directionLatitude"], point["directionLongitude"]
        (latitude, longitude), metres = ((x, y), (east, north)) if x < 90 else ((north, east), (y, x))
        held["xy" if x < 90 else "directions"] += 1
        town_hall = geography.mesh.town_halls[geography.names.index[code]]
        assert abs(town_hall - (longitude, latitude)).max() < 0.05
        assert lambert_93(longitude, latitude) == pytest.approx(metres, abs=0.2)
    assert held["directions"] > held["xy"] > 0


def test_lambert_93_is_that_of_a_published_place() -> None:
    """The town of Divonne, in the sample that goes with the schema."""
    assert lambert_93(6.139885, 46.362063) == pytest.approx((941_342.52, 6_589_480.53), abs=0.5)
