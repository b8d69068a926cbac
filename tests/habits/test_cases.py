"""What people met in files of habits, with invented data; each case stands for its kind."""

from decimal import Decimal

import pytest

from habits.test_habits import BRESSOLS, MONTAUBAN, MONTECH, pairs, plain
from maillage.habits.services.habit_file import read_habits, text_of
from tables.books import ods, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    "masked",
    [
        "n.c.",
        "NC",
        "N/A",
        "***",
        "..",
        "null",
        "s",
        "ns",
        "nd",
        "-",
        "< 11",
        "…",
        "n.d.",
        "#N/A",
        "n/d",
        "c",
        "1 à 4",
        "1-10",
    ],
)
def test_a_masked_weight_is_counted_apart(masked: str) -> None:
    reading = read_habits(f"Commune;Groupe;Poids\nMontauban;A;{masked}\nBressols;A;12")
    assert reading.lost == ()
    assert pairs(reading) == {(MONTAUBAN, "A"): None, (BRESSOLS, "A"): Decimal(12)}
    assert "1 ligne sans poids, ou dont le poids est masqué : comptée à part." in map(plain, reading.notes)


def test_weights_all_masked_are_not_one_for_each_line() -> None:
    text = "Commune;Groupe;Poids\nMontauban;A;N/A\nAlbias;A;***\nBressols;A;..\nMontech;A;null"
    reading = read_habits(text, counted=True)
    assert pairs(reading) == dict.fromkeys(
        [(MONTAUBAN, "A"), ("82002", "A"), (BRESSOLS, "A"), (MONTECH, "A")]
    )
    assert any("4 lignes sans poids, ou dont le poids est masqué" in plain(note) for note in reading.notes)


@pytest.mark.parametrize(
    "titles",
    [
        "Commune de résidence;Etablissement;Nb séjours", "Commune;Secteur;Nb patients", "Commune;Secteur;Nombre d’actes",
        "libgeo;Bassin de vie;Effectif 2024", "Ville;Destination;SÉJOURS", "Nom de la commune;Lieu;Volume",
    ],
)  # fmt: skip
def test_a_column_of_numbers_is_the_weight_whatever_its_title(titles: str) -> None:
    reading = read_habits(f"{titles}\nMontauban;CH;12\nAlbias;CH;3")
    assert pairs(reading) == {(MONTAUBAN, "CH"): Decimal(12), ("82002", "CH"): Decimal(3)}


def test_two_columns_of_weights_are_for_a_person_to_choose() -> None:
    with pytest.raises(ValueError, match="Nb séjours 2022"):
        read_habits("Commune;Secteur;Nb séjours 2022;Nb séjours 2023\nMontauban;A;1;2")


@pytest.mark.parametrize("above", ["sep=;", "Gardes de 2025", "Gardes, Tarn-et-Garonne\n\nARS 2025"])
def test_titles_are_found_below_other_lines(above: str) -> None:
    reading = read_habits(f"{above}\nCommune;Groupe;Poids\nMontauban;A;12")
    assert pairs(reading) == {(MONTAUBAN, "A"): Decimal(12)}
    assert reading.lost == ()


def test_totals_and_notes_are_no_lines_of_data() -> None:
    reading = read_habits("Commune;Groupe;Poids\nMontauban;A;12\nTotal;;12\nSource : ARS")
    assert reading.lost == ()
    assert [fate.why for fate in reading.preview.fates if fate.apart] == [
        "Titres des colonnes.", "Total.", "Note sous le tableau.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "commune", ["MONTAUBAN CEDEX", "82013 MONTAUBAN CEDEX 9", "82121.0", '"=""82121"""', "82 121"]
)
def test_a_commune_is_read_as_people_write_it(commune: str) -> None:
    assert pairs(read_habits(f"Commune;Secteur;Nombre\n{commune};B;5")) == {(MONTAUBAN, "B"): Decimal(5)}


def test_postal_codes_beside_names_are_no_other_communes() -> None:
    reading = read_habits("Code postal;Commune;Secteur\n62800;LIEVIN;A\n62110;HENIN BEAUMONT;A")
    assert list(pairs(reading)) == [("62510", "A"), ("62427", "A")]


def test_flows_are_from_the_commune_of_origin() -> None:
    text = "Code commune destination;Code commune résidence;Nombre\n82121;82025;3"
    assert pairs(read_habits(text)) == {(BRESSOLS, "82121"): Decimal(3)}


def test_a_sheet_is_found_by_its_titles_in_any_workbook() -> None:
    rows = [("Gardes",), ("Commune", "Secteur", "Nombre"), (82121, "A", 12.5), ("Albias", "B", 3)]
    for content in (
        xlsx({"Lisez-moi": [("x",)], "Données": rows}),
        ods({"Lisez-moi": [("x",)], "Données": rows}),
    ):
        reading = read_habits(text_of("gardes", content))
        assert pairs(reading) == {(MONTAUBAN, "A"): Decimal("12.5"), ("82002", "B"): Decimal(3)}
        assert [fate.line for fate in reading.preview.fates] == [1, 2, 3, 4]
