"""The extractions of before May 2026 are read for archives: two sections, letters for overseas, two encodings."""

from datetime import date
from pathlib import Path

import pytest

from directory.finess_files import read
from maillage.directory.services.finess import published_on
from maillage.directory.services.remarks import RemarkKind

LAMBERT = "EPSG:2154 RGF93 / Lambert-93 (Métropole)"


def place(number: str, *, departement: str = "82", commune: str = "121", long_name: str = "") -> str:
    fields = [
        "structureet", number, "829000009", "PHARMACIE DE L'ÉGLISE", long_name, "", "", "4", "R", "DES TISSERANDS", "",
        "LE BOURG", commune, departement, "TARN ET GARONNE", "82000 MONTAUBAN", "0563000001", "", "620",
        "Pharmacie d'Officine", "3101", "Pharmacies", "12345678200010", "4773Z", "01", "libre", "9", "indéterminé",
        "1987-06-05", "1987-06-05", "2020-01-01", "",
    ]  # fmt: skip
    return ";".join(fields)


def point(number: str, x: str, y: str, source: str = f"1,ATLASANTE,96,BAN,{LAMBERT}") -> str:
    return f"geolocalisation;{number};{x};{y};{source};2026-05-04"


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "etalab-cs1100507-stock-20260512-0339.csv"
    path.write_bytes("\n".join(["finess;etalab;98;2026-05-12", *lines, ""]).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-15"])
def test_a_place_and_its_point_are_joined(tmp_path: Path, encoding: str) -> None:
    path = written(
        tmp_path, place("829000017"), place("829000025"), point("829000017", "569000.5", "6326000.5"),
        encoding=encoding,
    )  # fmt: skip
    found = read(path)
    first, second = found.places
    assert first["name"] == "PHARMACIE DE L'ÉGLISE"
    assert first["address"] == "4 R DES TISSERANDS, LE BOURG"
    assert (first["commune"], first["postcode"], first["opened_on"]) == ("82121", "82000", "1987-06-05")
    assert first["latitude"] == pytest.approx(44.0, abs=0.1)
    assert first["precision"] == "", "a score says nothing of the precision"
    assert (second["latitude"], second["longitude"]) == (None, None)
    assert published_on(path) == date(2026, 5, 12)
    assert found.progress == path.stat().st_size


@pytest.mark.parametrize(
    ("departement", "commune", "expected"),
    [
        ("9A", "101", "97101"), ("9B", "209", "97209"), ("9C", "302", "97302"), ("9D", "411", "97411"),
        ("9E", "502", "97502"), ("9F", "608", "97608"), ("9J", "611", "98611"), ("2A", "004", "2A004"),
        ("9A", "127", "97801"), ("75", "116", "75056"),
    ],
)  # fmt: skip
def test_letters_of_overseas_become_insee_codes(
    tmp_path: Path, departement: str, commune: str, expected: str
) -> None:
    line = place("829000017", departement=departement, commune=commune)
    (found,) = read(written(tmp_path, line)).places
    assert found["commune"] == expected


def test_a_point_overseas_is_in_the_zone_its_source_names(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        place("979000017", departement="9A", commune="101"),
        point(
            "979000017",
            "657242.9",
            "1795384.4",
            "2,ATLASANTE,96,BAN,EPSG:5490 RGAF09/UTM Zone 20N (Antilles)",
        ),
    )
    (found,) = read(path).places
    assert (round(found["latitude"], 5), round(found["longitude"], 5)) == (16.234, -61.52874)


def test_a_point_without_score_is_that_of_the_commune(tmp_path: Path) -> None:
    source = f"6,ATLASANTE,.,ADMIN-EXPRESS-2023,{LAMBERT}"
    path = written(tmp_path, place("829000017"), point("829000017", "569000", "6326000", source))
    (found,) = read(path).places
    assert found["precision"] == "commune"


def test_a_null_character_refuses_its_line_alone(tmp_path: Path) -> None:
    """PostgreSQL takes none: the whole file would fail."""
    found = read(written(tmp_path, place("829000017", long_name="PHARMA\0CIE"), place("829000025")))
    assert [each["finess"] for each in found.places] == ["829000025"]
    assert found.told(RemarkKind.REFUSED) == {"Lieu dont un texte contient un caractère nul.": 1}


def test_a_line_cut_short_is_refused_alone(tmp_path: Path) -> None:
    found = read(written(tmp_path, place("829000017"), "structureet;829000025;829000009", place("829000033")))
    assert len(found.places) == 2
    assert found.told(RemarkKind.REFUSED) == {"Ligne de 3 champs au lieu de 32.": 1}
