"""FINESS+ is read as it is published, oddities included; what is not FINESS+ gets one sentence."""

import gzip
import json
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from maillage.kernel import BadInput
from maillage.registers import (
    RemarkKind,
    Remarks,
    categories,
    category_label,
    finess_plus,
    published_on,
    read_places,
)
from maillage.registers.finess import FAR
from maillage.registers.numbers import oddity_of
from registers.finess_files import MONTAUBAN, address, document, ege, located, read, written


@pytest.mark.parametrize("compressed", [True, False])
def test_an_open_place_is_read_with_our_kind_and_our_commune(tmp_path: Path, compressed: bool) -> None:
    point = located("6324000.0", "569000.0", "44.017", "1.354", "82121_1950_00004")
    path = written(
        tmp_path, document(ege(adresse=[address(coordonneesGeographique=point)])), compressed=compressed
    )
    found = read(path)
    (place,) = found.places
    assert isinstance(place.pop("fingerprint"), int)
    assert place == {
        "finess": "829000017",
        "finess_ej": "829000009",
        "siret": "12345678200010",
        "name": "PHARMACIE DES TISSERANDS",
        "sort": "pharmacie des tisserands",
        "category": "620",
        "kind": "pharmacie",
        "address": "4 RUE DES TISSERANDS",
        "postcode": "82000",
        "commune": MONTAUBAN,
        "phones": "0563000001",
        "opened_on": "2001-02-03",
        "latitude": 44.017,
        "longitude": 1.354,
        "precision": "numero",
    }
    assert not list(found.remarks)
    assert found.progress == path.stat().st_size
    assert published_on(path) == date(2026, 9, 5)


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({"etatObjet": "A"}, True),
        ({"etatObjet": {"system": "tre-r386", "code": "A"}}, True),
        ({"etatObjet": "I"}, False),
        ({"etatObjet": {"system": "tre-r386", "code": "I"}}, False),
        ({"about": {"dateFermeture": "2020-01-01"}}, False),
        ({"etatObjet": None}, False),
    ],
)
def test_open_is_active_and_without_date_of_closing(
    tmp_path: Path, changes: dict[str, Any], is_open: bool
) -> None:
    found = read(written(tmp_path, document(ege(**changes))))
    assert len(found.places) == is_open
    assert found.remarks.count(RemarkKind.LEFT_OUT) == (not is_open)
    assert found.told(RemarkKind.REFUSED) == {}


@pytest.mark.parametrize("compressed", [True, False])
def test_a_json_in_windows_1252_is_read_as_such_and_said(tmp_path: Path, compressed: bool) -> None:
    path = written(
        tmp_path, document(ege(about={"nomEgeLong": "PHARMACIE DE L’ÉGLISE – CŒUR"})), compressed=False
    )
    content = path.read_text("utf-8").encode("cp1252")
    path.write_bytes(gzip.compress(content) if compressed else content)
    found = read(path)
    assert [place["name"] for place in found.places] == ["PHARMACIE DE L’ÉGLISE – CŒUR"]
    assert found.told(RemarkKind.WARNING)["Fichier en Windows-1252, et non en UTF-8 : lu ainsi."] == 1


def test_letters_of_utf_8_are_not_cut_where_reading_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finess_plus, "LONGEST_LINE", 400)
    for rank in range(4):
        (place,) = read(written(tmp_path, document(ege(about={"nomEgeLong": "x" * rank + "É" * 200})))).places
        assert place["name"] == "x" * rank + "É" * 200


@pytest.mark.parametrize("compressed", [True, False])
def test_a_byte_order_mark_changes_nothing(tmp_path: Path, compressed: bool) -> None:
    path = written(tmp_path, document(ege()), compressed=False)
    marked = b"\xef\xbb\xbf" + path.read_bytes()
    path.write_bytes(gzip.compress(marked) if compressed else marked)
    assert len(read(path).places) == 1
    assert published_on(path) == date(2026, 9, 5)


@pytest.mark.parametrize("filling", [b" ", b"9", b"x"])
def test_a_json_of_nothing_without_end_is_refused_early(tmp_path: Path, filling: bytes) -> None:
    """A few kilobytes of gzip swell to thousands of millions of blanks, or to one text."""
    path = tmp_path / "finess-structures.json.gz"
    path.write_bytes(
        gzip.compress(b'{"schemaVersion": ' + (b'"' if filling == b"x" else b"") + filling * (64 << 20))
    )
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match="n’est pas celui des structures FINESS"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("start", ['{"schemaVersion": "v1", "pmej": [', '{"a": '])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_bottomless_json_is_refused(tmp_path: Path, start: str, opening: str, closing: str) -> None:
    path = tmp_path / "finess-structures.json"
    path.write_text(f"{start}{opening * 100_000}1{closing * 100_000}]}}")
    with pytest.raises(BadInput, match="n’est pas celui des structures FINESS"):
        read(path)


def test_a_name_without_end_is_cut_and_a_number_without_end_refused(tmp_path: Path) -> None:
    long = ege(about={"nomEgeLong": "PHARMACIE" * 5_000})
    endless = ege(about={"numFinessEge": "8" * 5_000})
    found = read(written(tmp_path, document(long, endless)))
    assert [len(each["name"]) for each in found.places] == [250]
    assert found.told(RemarkKind.REFUSED) == {"Lieu dont le numéro FINESS dépasse 40 caractères.": 1}
    assert "Nom de plus de 250 caractères : coupé." in found.told(RemarkKind.WARNING)


def test_a_null_character_refuses_its_place_alone(tmp_path: Path) -> None:
    """PostgreSQL takes none: the whole file would fail."""
    nulls = ege("829000025", about={"nomEgeLong": "PHARMA\0CIE", "numFinessEge": "829000025"})
    found = read(written(tmp_path, document(nulls, ege())))
    assert [each["finess"] for each in found.places] == ["829000017"]
    assert found.told(RemarkKind.REFUSED) == {"Lieu dont un texte contient un caractère nul.": 1}


def test_keys_are_found_whatever_their_case_underscores_and_nest(tmp_path: Path) -> None:
    """The spellings of December 2025, under the same version."""
    place = ege()
    about = place.pop("informationsGeneralesEGE")
    place["siret"] = about.pop("siret")
    place["INFORMATIONS_GENERALES_EGE"] = about
    place["categorieEntiteGeographiqueExercice"] = {
        "system": "tre-r397",
        "code": place.pop("categorieentiteGeographiqueExercice"),
    }
    about["etatObjet"] = {"code": place.pop("etatObjet")}
    content = document(place)
    person = content["pmej"][0]
    person["informationsGeneralesPmej"] = person.pop("informationsGeneralesPMEJ")
    content["PMEJ"] = content.pop("pmej")
    content["schema_version"] = content.pop("schemaVersion")
    (read_so,) = read(written(tmp_path, content)).places
    (usual,) = read(written(tmp_path, document(ege()))).places
    assert read_so == usual


def test_the_address_of_the_site_comes_first(tmp_path: Path) -> None:
    seat = address(usageAdresse="02", cogCommune="31555", ligneQuatre="1 PLACE DU SIEGE")
    (place,) = read(written(tmp_path, document(ege(adresse=[seat, address()])))).places
    assert place["commune"] == MONTAUBAN
    (place,) = read(written(tmp_path, document(ege(adresse=[seat])))).places
    assert place["commune"] == "31555", "without a site, the first"


def test_an_address_is_made_of_its_parts_when_no_line_gives_it(tmp_path: Path) -> None:
    parts = address(ligneQuatre="", complementPointGeographique="RDC", lieuDit="LE BOURG ")
    (place,) = read(written(tmp_path, document(ege(adresse=[parts])))).places
    assert place["address"] == "RDC, 4 R DES TISSERANDS, LE BOURG"


def test_two_phones_in_one_field_are_two(tmp_path: Path) -> None:
    contacts = [
        {"typeContact": {"roleContact": "09"}, "telecom": {"telephone": "0563000009"}},
        {
            "typeContact": {"roleContact": "01"},
            "telecom": {"telephone": "05 63 00 00 01/+33 5 63 00 00 02 / 0563000001"},
        },
    ]
    (place,) = read(written(tmp_path, document(ege(contact=contacts)))).places
    assert place["phones"] == "0563000001 0563000002"


def test_a_phone_that_nobody_can_call_is_left_out_and_said(tmp_path: Path) -> None:
    contact = {"typeContact": {"roleContact": "01"}, "telecom": {"telephone": "05 63 00 00 01 / 0563"}}
    found = read(written(tmp_path, document(ege(contact=[contact]))))
    assert [place["phones"] for place in found.places] == ["0563000001"]
    assert found.told(RemarkKind.WARNING)["Téléphone illisible : laissé de côté."] == 1


MATOUR, CHALON = ("46.3066", "4.4819"), ("46.7818901", "4.8537542")


@pytest.mark.parametrize("key", ["71289_0001_00006", "71076_0001_00006", ""])
@pytest.mark.parametrize(("place", "is_there"), [(MATOUR, True), (CHALON, False)])
def test_a_point_far_from_its_commune_is_left_out_whatever_its_key(
    tmp_path: Path, key: str, place: tuple[str, str], is_there: bool
) -> None:
    """Once, a whole release of FINESS was so: this one is 57 km away."""
    point = located("", "", *place, key)
    found = read(
        written(tmp_path, document(ege(adresse=[address(cogCommune="71289", coordonneesGeographique=point)])))
    )
    (row,) = found.places
    assert (row["latitude"] is not None, row["precision"] != "") == (is_there, is_there and bool(key))
    assert found.told(RemarkKind.WARNING).get(FAR, 0) == (not is_there)


def test_a_place_in_a_commune_nobody_knows_keeps_its_point(tmp_path: Path) -> None:
    for code in ("99999", "97502"):  # the second has no outline
        point = located("", "", *(CHALON if code == "99999" else ("46.77332", "-56.17201")))
        found = read(
            written(
                tmp_path, document(ege(adresse=[address(cogCommune=code, coordonneesGeographique=point)]))
            )
        )
        assert found.places[0]["latitude"] is not None


def test_an_arrondissement_stays_one_and_a_lost_island_is_itself(tmp_path: Path) -> None:
    codes = ("75116", "97123", "")
    places = [
        ege(f"82900{index:04d}", adresse=[address(cogCommune=code)]) for index, code in enumerate(codes)
    ]
    found = read(written(tmp_path, document(*places)))
    assert [place["commune"] for place in found.places] == ["75116", "97701", ""]


def test_what_is_odd_is_counted_and_kept(tmp_path: Path) -> None:
    places = [
        ege("829000018"),  # the key is 7
        ege("2A9000001", adresse=[address(cogCommune="99999")]),
        ege("82900", about={"dateOuverture": "hier", "nomEgeLong": "", "nomEgeCourt": ""}),
        ege("829000025", adresse=[address(coordonneesGeographique=located("1", "2", "3", "4"))]),
        ege("829000033", categorieentiteGeographiqueExercice="999"),
        ege("829000033", about={"nomEgeLong": "PHARMACIE DU PONT"}, categorieentiteGeographiqueExercice=None),
    ]
    found = read(written(tmp_path, document(*places)))
    assert len(found.places) == 6
    assert found.told(RemarkKind.REFUSED) == {}
    assert list(found.told(RemarkKind.UNKNOWN)) == ["Code commune : « 99999 » n’est pas dans nos tables."]
    assert found.told(RemarkKind.WARNING) == {
        "Numéro FINESS dont la clé est fausse : gardé tel quel.": 1,
        "Numéro FINESS mal formé : gardé tel quel.": 1,
        "Lieu sans nom.": 1,
        "Date d’ouverture illisible : laissée de côté.": 1,
        "Coordonnées qui ne sont pas des degrés du territoire du lieu : laissées de côté.": 1,
        "Numéro FINESS donné à deux lieux, comme quand une pharmacie déménage.": 1,
        "Lieux sans coordonnées : leurs distances partent de la mairie.": 5,
        "Lieux sans catégorie.": 1,
        "Lieux d’une catégorie que Maillage ne nomme pas, cherchés par leur nom seulement : 999.": 1,
    }


def test_the_same_place_twice_is_one(tmp_path: Path) -> None:
    found = read(written(tmp_path, document(ege(), ege(), ege(number=""))))
    assert len(found.places) == 1
    assert found.told(RemarkKind.REFUSED) == {
        "Lieu répété à l’identique.": 1,
        "Lieu sans numéro FINESS.": 1,
    }


def test_a_fingerprint_changes_with_the_place_not_with_its_rank(tmp_path: Path) -> None:
    (before,) = read(written(tmp_path, document(ege()))).places
    _, after = read(written(tmp_path, document(ege("829000025"), ege()))).places
    (moved,) = read(written(tmp_path, document(ege(adresse=[address(codePostal="82001")])))).places
    assert before["fingerprint"] == after["fingerprint"] != moved["fingerprint"]


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        list(read_places(path, Remarks()))
    return str(refused.value).replace("\N{NO-BREAK SPACE}", " ")


def archive() -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as zipped:
        zipped.writestr("finess-structures.json", json.dumps(document(ege())))
    return data.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide (0 octet)"),
        (b"<!DOCTYPE html><title>503</title>", "est une page web"),
        (gzip.compress(b"  <html><body>maintenance"), "est une page web"),
        (b"nom|prenom\nA|B\n", "n’est pas le JSON de FINESS+. Donnez"),
        ("finess;etalab;98;2026-05-12\nÉ".encode("cp1252"), "d’avant mai 2026, que Maillage ne lit pas : celle d’aujourd’hui"),
        (archive(), "est une archive ZIP"),
        (archive()[:-20], "est coupé ou abîmé"),
        (gzip.compress(json.dumps(document(ege())).encode())[:-40], "Téléchargez-le de nouveau"),
        (json.dumps(document(ege())).encode()[:-40], "s’arrête avant sa fin"),
        (json.dumps(document(ege())).replace('"etatObjet"', "etatObjet").encode(), "n’est pas un JSON bien formé"),
        (b'{"schemaVersion": "v1.0.0"}', "n’est pas celui des structures FINESS+"),
        (b'{"schemaVersion": "v1.0.0", "pmej": [{"numeroFiness": "1", "ege": []}]}', "n’est pas celui des structures"),
        (json.dumps(document(ege(), schemaVersion="v2.0.0")).encode(), "suit le schéma v2.0.0"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_this_one_gets_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "finess-structures.json.gz"
    path.write_bytes(content)
    assert said in refusal(path)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_an_extraction_of_before_is_refused_with_the_file_to_get_instead(
    tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    text = "finess;etalab;98;2026-05-12\nstructureet;829000017;719000009;PHARMACIE DE L'ÉGLISE;;;;6;R;SAINT CYR\n"
    path = tmp_path / "etalab-cs1100502-stock.csv"
    path.write_bytes(pack(text.encode(encoding)))
    said = refusal(path)
    assert ". " not in said
    for word in (
        "avant mai 2026",
        "« finess-structures.json.gz »",
        "data.gouv.fr",
        "« maillage import finess »",
    ):
        assert word in said


def test_a_file_without_version_is_read_and_told(tmp_path: Path) -> None:
    content = document(ege())
    del content["schemaVersion"], content["generatedAt"]
    path = written(tmp_path, content)
    found = read(path)
    assert len(found.places) == 1
    assert found.remarks.count(RemarkKind.WARNING) == 2  # the version, and no coordinates
    assert published_on(path) is None


def test_the_key_of_a_number_is_judged_where_it_is_known() -> None:
    numbers = ["829000017", "829000018", "2A9000001", "2B9000001", "82900001", "9A9000001", ""]
    assert [oddity_of(number) for number in numbers] == [
        "", "dont la clé est fausse", "", "", "mal formé", "", "absent",
    ]  # fmt: skip


def test_labels_and_kinds_of_coordinated_practice() -> None:
    assert category_label("603") == "Maison de santé"
    assert category_label("183") == "Catégorie 183"
    kinds = {kind for each in categories().values() if (kind := str(each.kind))}
    assert kinds == {"pharmacie", "msp", "cds", "cpts", "dac", "hopital", "ehpad", "ssiad", "laboratoire"}
