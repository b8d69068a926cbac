"""Invented national files: the official format, real communes, people and numbers that do not exist."""

import errno
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import maillage_invention as invention
from invention.inventions import Files, luhn
from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.portal import commands
from maillage.registers import enums
from maillage_invention import files, invent, words
from maillage_invention.communes import Communes
from maillage_invention.numbers import with_key
from maillage_invention.rows import Structure

AT = enums.AT
ROWS = 20_000
COLUMNS = {
    enums.ACTIVITY_FILE: enums.ACTIVITY_COLUMNS,
    enums.SKILL_FILE: enums.SKILL_COLUMNS,
    enums.DIPLOMA_FILE: enums.DIPLOMA_COLUMNS,
}


@pytest.fixture(scope="module")
def france(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(invent(tmp_path_factory.mktemp("france"), rows=ROWS, seed=1))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_has_the_official_columns_and_no_line_has_another_count(name: str, france: Files) -> None:
    header, *lines = france.lines(name)
    assert header == "|".join(COLUMNS[name])
    assert {line.count("|") + 1 for line in lines} == {len(COLUMNS[name])}
    assert not any("\r" in line or "\ufffd" in line for line in lines)


def test_the_columns_of_a_structure_are_those_of_the_header() -> None:
    first = enums.ACTIVITY_COLUMNS.index("Numéro SIRET site")
    last = enums.ACTIVITY_COLUMNS.index("Autorité d'enregistrement")
    assert last - first + 1 == len(Structure._fields)
    there = dict(zip(Structure._fields, enums.ACTIVITY_COLUMNS[first:], strict=False))
    assert there["finess"] == "Numéro FINESS site"
    assert there["entity"] == "Numéro FINESS établissement juridique"
    assert there["postal_code"] == f"Code postal{AT}"
    assert there["commune"] == f"Code commune{AT}"
    assert there["phone_2"] == f"Téléphone 2{AT}"
    assert there["departement"] == f"Code Département{enums.OF}"
    assert there["former"] == "Ancien identifiant de la structure"


def test_there_are_the_rows_asked_for_and_half_as_many_people(france: Files) -> None:
    assert france.made.rows == len(france.activities) == ROWS
    assert france.made.people == len(france.people)
    assert 0.49 < len(france.people) / ROWS < 0.54


def test_a_person_has_one_name_and_a_number_with_its_key(france: Files) -> None:
    seen: dict[str, tuple[str, str]] = {}
    for row in france.activities:
        kind, number, national = (row[column] for column in enums.PERSON_COLUMNS)
        name = row["Nom d'exercice"], row["Prénom d'exercice"]
        assert national == kind + number
        assert seen.setdefault(national, name) == name
        if kind == "8":
            assert re.fullmatch(r"99\d{9}", number)
            assert luhn(number)
        else:
            assert (kind, len(number)) == ("0", 9)
    assert {national[0] for national in seen} == {"0", "8"}


def test_a_reader_cannot_count_on_the_rows_of_a_person_being_together(france: Files) -> None:
    runs = Counter(who for who, _ in groupby(row["Identification nationale PP"] for row in france.activities))
    apart = sum(1 for count in runs.values() if count > 1)
    assert 0 < apart < len(france.people) * 0.02


def test_communes_are_real_under_the_codes_people_use(france: Files) -> None:
    names = atlas().names
    kinds = Counter[str]()
    for row in france.activities:
        code, label = row[f"Code commune{AT}"], row[f"Libellé commune{AT}"]
        if not code:
            kinds["blank"] += 1
        elif code in names.communes:
            assert label == names.communes[code].name
            kinds["city" if code in ("75056", "69123", "13055") else "commune"] += 1
        elif code in names.arrondissements:
            assert label == names.arrondissements[code][1]
            assert row[f"Code postal{AT}"][-2:] == f"{int(code[-2:]) % 80:02d}"
            kinds["arrondissement"] += 1
        else:
            assert label == names.retired[code].old_name != ""
            kinds["former"] += 1
    assert set(kinds) == {"blank", "commune", "city", "arrondissement", "former"}
    assert kinds["blank"] < ROWS * 0.25


def test_cabinets_follow_population(france: Files) -> None:
    """Cabinets alone: a small France has few hospitals, which gather the others."""
    names = atlas().names
    rows = Counter[str]()
    for row in france.activities:
        commune = names.communes.get(row[f"Code commune{AT}"])
        if commune and row["Code secteur d'activité"] in {"SA07", "SA08"}:
            rows[commune.departement] += 1
    national = rows.total() / sum(commune.population or 0 for commune in names.communes.values())
    for departement in ("59", "31", "2B", "33", "34", "38", "44", "62"):
        people = sum(commune.population or 0 for commune in atlas().communes_of(departement))
        assert 0.4 < rows[departement] / people / national < 2.5, departement


def test_some_communes_have_nobody(france: Files) -> None:
    assert 2_000 < len({row[f"Code commune{AT}"] for row in france.activities}) < 15_000


def test_professions_have_their_shares(france: Files) -> None:
    shares = Counter[str]()
    for written in words("professions")["professions"]:
        shares[written["code"]] += written["share"]
    total = sum(shares.values())
    found = Counter(row["Code profession"] for row in france.people.values())
    for code, share in shares.items():
        expected = share / total * len(france.people)
        assert abs(found[code] - expected) < 5 * expected**0.5 + 1, code


def test_all_that_a_reader_must_tell_apart_is_there(france: Files) -> None:
    def share(column: str, value: str) -> float:
        return sum(row[column] == value for row in france.activities) / ROWS

    def values(column: str) -> set[str]:
        return {row[column] for row in france.activities}

    assert 0.35 < share("Code mode exercice", "L") < 0.5
    assert values("Code mode exercice") == {"L", "S", "B", ""}
    assert values("Code genre activité") == {"GENR01", "GENR02", "GENR03", "GENR04", "GENR08", ""}
    assert values("Code catégorie professionnelle") == {"C", "M", "E"}
    assert {"SA05", "SA07", "SA08", "SA09", "SA33", "SA52", "SA63"} <= values("Code secteur d'activité")
    assert {"S", "C", "CAPA", "DSM", ""} == values("Code type savoir-faire")
    assert {"SM26", "SM53", "SM54", "SM42", "SI01", "SCD01"} <= values("Code savoir-faire")
    assert 0.12 < share("Identifiant technique de la structure", "") < 0.22
    assert 0.35 < share(f"Code Département{enums.OF}", "") < 0.55
    unlocated = [
        row for row in france.activities if row["Raison sociale site"] and not row[f"Libellé commune{AT}"]
    ]
    assert unlocated


def test_students_have_no_title_nor_skill(france: Files) -> None:
    students = [row for row in france.activities if row["Code catégorie professionnelle"] == "E"]
    assert students
    assert {(row["Code civilité d'exercice"], row["Code savoir-faire"]) for row in students} == {("", "")}


def test_the_skills_of_activities_are_those_of_the_file_of_skills(france: Files) -> None:
    columns = ("Identification nationale PP", "Code savoir-faire")
    kept = {tuple(row[column] for column in columns) for row in france.records(enums.SKILL_FILE)}
    shown = {
        tuple(row[column] for column in columns) for row in france.activities if row["Code savoir-faire"]
    }
    assert shown <= kept
    assert len(kept - shown) <= 1  # the last person may be cut


def test_everyone_has_a_diploma(france: Files) -> None:
    owners = Counter(row["Identification nationale PP"] for row in france.records(enums.DIPLOMA_FILE))
    assert owners.keys() == france.people.keys()
    assert 1.7 < owners.total() / len(owners) < 2


def test_names_try_what_a_search_must_stand(france: Files) -> None:
    names = [row["Nom d'exercice"] for row in france.people.values()]
    for hard in ("[ÉÈÇŒ]", "-", "'", "^DE LA ", " ", '"'):
        assert any(re.search(hard, name) for name in names), hard
    given = [row["Prénom d'exercice"] for row in france.people.values()]
    assert any("-" in name for name in given)
    assert 0.03 < sum(name.isupper() for name in given) / len(given) < 0.12
    assert len({word for name in names for word in re.split("[ '-]", name)}) > 5_000


def test_nobody_can_be_called_or_written_to(france: Files) -> None:
    fiction = ("019900", "026191", "035301", "046571", "053649", "063998")
    for row in france.activities:
        for column in ("Téléphone", "Téléphone 2", "Télécopie"):
            assert not row[f"{column}{AT}"] or re.fullmatch(
                rf"({'|'.join(fiction)})\d{{4}}", row[f"{column}{AT}"]
            )
        mail = row[f"Adresse e-mail{AT}"]
        assert not mail or mail.endswith("@example.org")


def test_the_same_question_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    def made(name: str, **asked: Any) -> list[bytes]:
        there = invent(tmp_path / name, **{"rows": 400, "seed": 3, "departements": ["82", "31"], **asked})
        return [path.read_bytes() for path in there.files]

    first = made("one")
    assert made("two", departements=["31", "82", "31"]) == first
    assert all(new != old for new, old in zip(made("three", seed=4), first, strict=True))


@pytest.mark.parametrize("departement", ["82", "2A", "75", "974", "975"])
def test_departements_limit_places_and_people(departement: str, tmp_path: Path) -> None:
    made = Files(invent(tmp_path, rows=300, seed=1, departements=[departement]))
    names = atlas().names
    codes = {row[f"Code commune{AT}"] for row in made.activities} | {
        address["cogCommune"] for place, _ in made.places.values() for address in place["adresse"]
    }
    cities = {
        names.arrondissements[code][0] if code in names.arrondissements else code for code in codes - {""}
    }
    today = {code if code in names.communes else names.retired[code].new_code for code in cities}
    assert {names.communes[code].departement for code in today} == {departement}


@pytest.mark.parametrize("rows", [1, 2, 200])
def test_a_few_rows_are_a_whole_set_of_files(rows: int, tmp_path: Path) -> None:
    made = Files(invent(tmp_path, rows=rows, seed=1))
    assert len(made.activities) == rows
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in made.made.files)
    assert all(number in made.places for row in made.activities if (number := row["Numéro FINESS site"]))


def test_progress_adds_up_to_the_rows(tmp_path: Path) -> None:
    told: list[int] = []
    invent(tmp_path, rows=3_500, seed=1, departements=["31"], progress=told.append)
    assert len(told) > 2
    assert sum(told) == 3_500


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"rows": 0}, "rows", "au moins une ligne"),
        ({"rows": -5}, "rows", "au moins une ligne"),
        ({"rows": 50_000_000}, "rows", "trop de lignes"),
        ({"rows": 50_000, "departements": ["82"]}, "", ""),
        ({"rows": 60_000, "departements": ["82"]}, "rows", "demandez-en"),
        ({"departements": ["99"]}, "departement", "Le département 99 n’existe pas"),
        ({"departements": ["82", ""]}, "departement", "n’existe pas"),
        ({"departements": ["984"]}, "departement", "Personne n’habite"),
    ],
)
def test_what_cannot_be_invented_is_a_sentence(
    asked: dict[str, Any], field: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invention, "write_people", lambda *_, **__: 0)
    monkeypatch.setattr(invention, "write_finess", lambda *_: 0)
    monkeypatch.setattr(files.os, "replace", lambda *_: None)
    if not field:
        invent(tmp_path, **{"rows": 10, "seed": 1, **asked})
        return
    with pytest.raises(BadInput, match=sentence) as refusal:
        invent(tmp_path, **{"rows": 10, "seed": 1, **asked})
    assert refusal.value.field == field


def test_a_file_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("")
    with pytest.raises(BadInput, match="ce n’est pas un dossier"):
        invent(tmp_path / "there", rows=10, seed=1, departements=["82"])


def test_a_full_disk_leaves_the_files_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {
        path: path.read_bytes() for path in invent(tmp_path, rows=50, seed=1, departements=["82"]).files
    }

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(invention, "write_people", full)
    with pytest.raises(BadInput, match="le disque est plein"):
        invent(tmp_path, rows=60, seed=1, departements=["82"])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_keys_are_those_of_known_numbers() -> None:
    """FINESS numbers of the dossier, and the RPPS of no one."""
    assert [with_key(start) for start in ("01078019", "13078329", "75010016")] == [
        "010780195",
        "130783293",
        "750100166",
    ]
    assert luhn(with_key("9912345678"))


def test_every_commune_can_be_drawn_and_no_other() -> None:
    communes = Communes({"82", "2B"}, seed=1)

    def drawn(chance: float) -> Iterator[int]:
        yield communes.draw(1_000, chance)
        yield communes.draw_in("82", 1_000, chance)
        yield communes.draw_in("2B", 1_000, chance)

    for chance in (0.0, 0.25, 0.5, 1 - 2**-53):
        anywhere, there, elsewhere = drawn(chance)
        assert 0 <= anywhere < len(communes.all)
        assert communes.all[there].departement == "82"
        assert communes.all[elsewhere].departement == "2B"


def test_the_command_writes_and_says_what(tmp_path: Path) -> None:
    asked = [
        "demo",
        "rpps",
        "--rows",
        "150",
        "--seed",
        "2",
        "--output",
        str(tmp_path),
        "--departement",
        "82",
        "--departement",
        "46",
    ]
    said = CliRunner().invoke(commands.cli, asked)
    assert said.exit_code == 0, said.output
    assert re.search(r"150\slignes.*tous inventés", said.output)
    assert {path.name for path in tmp_path.iterdir()} == {*COLUMNS, enums.FINESS_FILE}
