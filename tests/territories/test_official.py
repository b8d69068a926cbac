"""The official APL is that of the file: weighted as the DREES weights it, with its source, never guessed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from maillage.territories import commands
from maillage.territories.models import AplValue, AplVintage
from maillage.territories.queries.official import apl_of
from maillage.territories.services.apl import AplReport, import_apl, threshold_of
from territories.official_files import Line, refusal, workbook

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
MONTAUBAN, ALBIAS, BRESSOLS, PARIS, MAMOUDZOU = "82121", "82002", "82025", "75056", "97611"

HEADER = (
    "Code commune INSEE ", "Commune", "APL aux médecins généralistes ", "APL aux médecins généralistes de 65 ans et moins",
    "Population standardisée 2022 pour la médecine générale ", "Population totale 2022 ",
)  # fmt: skip
UNITS = ("", "", "consultations ou visites par an par habitant standardisé", "idem", "", "")
ROWS = (
    ("82121", "Montauban", 3.0, 2.8, 60_000.0, 62_945),
    ("82002", "Albias", 2.0, 1.9, 3_000.0, 3_200),
    ("82025", "Bressols", None, None, 3_600.0, 3_800),
    ("75119", "Paris 19e", 2.4, 2.0, 180_000.0, 184_000),
    ("75107", "Paris 7e", 4.0, 3.0, 46_000.0, 48_000),
)


def apl_sheet(
    rows: Sequence[Line] = ROWS, header: Line = HEADER, units: Sequence[Line] = (UNITS,)
) -> list[Line]:
    titles: list[Line] = [(f"Ligne de titre {number}",) for number in range(8)]
    return [*titles, header, *units, *rows, ("Source : Drees",)]


def take_apl(path: Path, **changes: Any) -> AplReport:
    return import_apl(path, **({"profession": "medecin_generaliste", "at": NOW} | changes))


def test_means_are_weighted_by_the_standardised_population(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}))
    (area,) = apl_of([MONTAUBAN, ALBIAS, BRESSOLS])
    assert area.mean == pytest.approx((3.0 * 60_000 + 2.0 * 3_000) / 63_000)
    assert area.unweighted == ("Bressols",)
    weights = [row[4] for row in ROWS if row[2]]
    assert area.france == pytest.approx(sum(row[2] * row[4] for row in ROWS if row[2]) / sum(weights))
    assert (area.vintage.year, area.vintage.population_year) == (2024, 2022)
    assert area.vintage.unit == "consultations ou visites par an par habitant standardisé"
    assert "APL 2024 (apl.xlsx, feuille" in area.source
    assert "1er septembre 2026" in area.source.replace("\N{NO-BREAK SPACE}", " ")


def test_without_a_threshold_nothing_is_under_it(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}))
    (area,) = apl_of([MONTAUBAN, ALBIAS])
    assert area.below is None
    assert area.people_below is None
    assert area.threshold_words == area.below_words == "seuil non renseigné"


def test_people_under_the_threshold_are_those_of_the_total_population(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"APL 2024": apl_sheet()})
    take_apl(path, threshold=threshold_of("2,5", "Arrêté du 13 novembre 2017"))
    (area,) = apl_of([MONTAUBAN, ALBIAS])
    assert area.below
    assert [place.name for place in area.below] == ["Albias"]
    assert area.people_below == 3_200
    assert area.share_below == pytest.approx(3_200 / 66_145)
    assert area.threshold_words == "seuil 2,5 (Arrêté du 13 novembre 2017)"
    assert area.below_words.replace("\N{NO-BREAK SPACE}", " ").endswith(
        "3\N{NARROW NO-BREAK SPACE}200 habitants"
    )
    (with_bressols,) = apl_of([ALBIAS, BRESSOLS])
    assert with_bressols.share_below is None, "the APL of Bressols is unknown: nobody can say the share"


def test_a_city_is_its_arrondissements(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}), threshold=threshold_of("2.5", "Texte"))
    (area,) = apl_of([PARIS])
    assert area.mean == pytest.approx((2.4 * 180_000 + 4 * 46_000) / 226_000)
    assert area.below
    assert [(place.code, place.commune) for place in area.below] == [("75119", PARIS)]
    assert "19" in area.below[0].name


def test_a_commune_the_file_does_not_have_is_said(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}), threshold=threshold_of("2.5", "Texte"))
    (area,) = apl_of([ALBIAS, MAMOUDZOU])
    assert area.absent == ("Mamoudzou",)
    assert area.share_below is None
    (nowhere,) = apl_of([MAMOUDZOU])
    assert nowhere.mean is None
    assert nowhere.mean_words == "inconnue"


def test_the_latest_sheet_is_taken_unless_one_is_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Lisez-moi": [("Bonjour",)], "APL 2023": apl_sheet(), "APL 2024": apl_sheet()})
    assert take_apl(path).sheet == "APL 2024"
    assert take_apl(path, sheet="apl 2023").vintage.year == 2023
    assert AplVintage.objects.count() == 2
    (area,) = apl_of([ALBIAS])
    assert area.vintage.year == 2024, "the latest year, whatever was imported last"


def test_importing_a_vintage_again_replaces_it_and_keeps_its_threshold(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"APL 2024": apl_sheet()})
    take_apl(path, threshold=threshold_of("2.5", "Texte"))
    report = take_apl(path)
    assert AplVintage.objects.count() == 1
    assert AplValue.objects.count() == len(ROWS)
    assert report.vintage.threshold == Decimal("2.5")
    assert any("Remplace" in note for note in report.notes)
    assert any("seuil déjà renseigné" in note for note in report.notes)


def test_a_drop_of_the_same_year_is_refused_unless_forced(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}))
    few = workbook(tmp_path, {"APL 2024": apl_sheet(ROWS[:2])}, "few.xlsx")
    assert "donne 2 communes, le millésime 2024 en tient 5" in refusal(take_apl, few)
    assert AplValue.objects.count() == len(ROWS)
    take_apl(workbook(tmp_path, {"APL 2023": apl_sheet(ROWS[:2])}, "2023.xlsx"))
    given = [str(few), "--profession", "medecin_generaliste", "--force"]
    assert CliRunner().invoke(commands.apl, given).exit_code == 0
    assert AplValue.objects.filter(vintage__year=2024).count() == 2


def test_the_layout_of_midwives_is_read_too(tmp_path: Path) -> None:
    header = (
        "Code",
        "Commune",
        "APL aux sages-femmes",
        "Population féminine standardisée",
        "Population totale",
        "Population féminine",
    )
    path = workbook(
        tmp_path, {"APL 2023": apl_sheet([("82121", "Montauban", 18.5, 30_000, 62_945, 33_000)], header, ())}
    )
    take_apl(path, profession="sages-femmes")
    (area,) = apl_of([MONTAUBAN])
    assert (area.vintage.profession, area.mean, area.vintage.unit) == ("sage_femme", 18.5, "")
    assert area.label == "Sage-femme"


def test_odd_lines_of_an_apl_are_told(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        ROWS[0],
        ("99999", "Nulle part", 2.0, 2.0, 10.0, 10),
        (1001, "L'Abergement", "n.d.", "", 700, 800),
    ]
    report = take_apl(workbook(tmp_path, {"APL 2024": apl_sheet(rows)}))
    notes = " ".join(report.notes)
    assert "1\N{NO-BREAK SPACE}commune inconnue (99999)" in notes
    assert "1\N{NO-BREAK SPACE}ligne répétée" in notes
    assert "2\N{NO-BREAK SPACE}communes sans APL" in notes
    assert AplValue.objects.get(code="01001").value is None


def test_what_is_wrong_in_an_apl_gets_one_sentence(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"APL 2024": apl_sheet(), "APL": apl_sheet()})
    assert "« APL 2030 » n’est pas dans" in refusal(take_apl, path, sheet="APL 2030")
    assert "ne dit pas son millésime" in refusal(take_apl, path, sheet="APL")
    assert "n’est pas reconnue" in refusal(take_apl, path, profession="zingueur")
    assert "pas l’APL de la profession demandée" in refusal(take_apl, path, profession="infirmier")
    contrary = [*ROWS, ("82121", "Montauban", 2.0, 2.0, 1.0, 1)]
    for sheet, said in (
        ([("Bonjour",)], "pas de colonne « Code commune INSEE »"),
        (apl_sheet(header=HEADER[:2]), "n’a pas l’APL de la profession"),
        (apl_sheet(header=HEADER[:4]), "« Population standardisée »"),
        (apl_sheet(header=(*HEADER, "Population totale 2021")), "Plusieurs colonnes conviennent"),
        (apl_sheet([]), "ne contient aucune commune"),
        (apl_sheet(contrary), "données deux fois avec des valeurs différentes : 82121 (lignes 11 et 16)"),
    ):
        assert said in refusal(take_apl, workbook(tmp_path, {"APL 2024": sheet}))
    assert AplVintage.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"code;apl\n82121;3\n", "n’est pas un classeur XLSX"),
        (b"\xd0\xcf\x11\xe0 old", "n’est pas un classeur XLSX"),
        (b"PK\x03\x04 broken", "n’est pas un classeur XLSX"),
        (b"<html>", "n’est pas un classeur XLSX"),
    ],
)
def test_what_is_no_workbook_gets_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "apl.xlsx"
    path.write_bytes(content)
    assert said in refusal(take_apl, path)
    assert "ne se lit pas" in refusal(take_apl, tmp_path / "absent.xlsx")


def test_a_sheet_cut_inside_its_workbook_gets_a_sentence(tmp_path: Path) -> None:
    """The workbook opens; its sheet stops in the middle of a row."""
    whole = workbook(tmp_path, {"APL 2024": apl_sheet()})
    cut = tmp_path / "cut.xlsx"
    with ZipFile(whole) as source, ZipFile(cut, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content[: len(content) * 3 // 4] if "sheet1.xml" in name else content)
    assert "ou il est abîmé" in refusal(take_apl, cut)


def test_a_threshold_has_its_source_or_is_not() -> None:
    assert threshold_of("", "") is None
    assert "n’a pas de source" in refusal(threshold_of, "2.5", " ")
    for value in ("", "deux", "-1", "0", "NaN", "2.71828"):
        assert "Le seuil" in refusal(threshold_of, value, "Texte")


def test_the_command_says_what_was_kept(tmp_path: Path) -> None:
    path = str(workbook(tmp_path, {"APL 2024": apl_sheet()}))
    gp = ("--profession", "medecin_generaliste")
    said = CliRunner().invoke(commands.apl, [path, *gp, "--threshold", "2.5", "--threshold-source", "Texte"])
    assert said.exit_code == 0, said.exception
    assert "APL 2024, médecin généraliste" in said.output
    assert "seuil 2.5 (Texte)" in said.output
