"""The official APL is that of the file: weighted as the DREES weights it, with its source, never guessed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from maillage.diagnosis.documents import chapter
from maillage.diagnosis.queries.diagnosis import diagnosis_of
from maillage.diagnosis.queries.tables import ESTIMATED
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.official import commands
from maillage.official.models import AplValue, AplVintage
from maillage.official.queries.apl import AplArea, apl_of
from maillage.official.services.apl import AplReport, import_apl, read_apl, threshold_of
from maillage.structures.models import Structure
from official.official_files import Line, refusal, workbook

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
MONTAUBAN, ALBIAS, BRESSOLS, PARIS, MAYOTTE, MAMOUDZOU = "82121", "82002", "82025", "75056", "97608", "97611"

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


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def take_apl(
    path: Path, *, profession: str = "medecin_generaliste", sheet: str = "", **changes: Any
) -> AplReport:
    return import_apl(read_apl(path, profession=profession, sheet=sheet), **({"at": NOW} | changes))


def test_means_are_weighted_by_the_standardised_population(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}))
    (area,) = apl_of([MONTAUBAN, ALBIAS, BRESSOLS])
    assert area.mean == pytest.approx((3.0 * 60_000 + 2.0 * 3_000) / 63_000)
    assert area.unvalued == ("Bressols",)
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
    assert plain(area.sentence) == "Médecin généraliste : seuil non renseigné."


def test_people_under_the_threshold_are_those_of_the_total_population(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"APL 2024": apl_sheet()})
    take_apl(path, threshold=threshold_of("2,5", "Arrêté du 13 novembre 2017"))
    (area,) = apl_of([MONTAUBAN, ALBIAS])
    assert area.below
    assert [place.name for place in area.below] == ["Albias"]
    assert area.people_below == 3_200
    assert area.threshold_words == "seuil de 2,5 (Arrêté du 13 novembre 2017)"
    assert "sous le seuil de 2,5, 3 200 habitants : Albias" in plain(area.sentence)


def test_a_city_is_its_arrondissements(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}), threshold=threshold_of("2.5", "Texte"))
    (area,) = apl_of([PARIS])
    assert area.mean == pytest.approx((2.4 * 180_000 + 4 * 46_000) / 226_000)
    assert area.below
    assert [(place.code, place.commune) for place in area.below] == [("75119", PARIS)]
    assert "19" in area.below[0].name


def test_an_arrondissement_has_its_own_apl_and_no_other(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}), threshold=threshold_of("2.5", "Texte"))
    (area,) = apl_of(["75107", "75108", MONTAUBAN])
    assert [place.code for place in area.places] == ["75107", MONTAUBAN]
    assert area.absent == ("Paris 8e Arrondissement",)


def test_a_commune_the_file_does_not_have_is_said(tmp_path: Path) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}), threshold=threshold_of("2.5", "Texte"))
    (area,) = apl_of([ALBIAS, MAMOUDZOU])
    assert area.absent == ("Mamoudzou",)
    (nowhere,) = apl_of([MAMOUDZOU])
    assert nowhere.mean is None
    assert nowhere.mean_words == "inconnue"


def apl_over(folder: Path, codes: Sequence[str], *, threshold: str = "2,5") -> AplArea:
    source = "Arrêté du 13 novembre 2017" if threshold else ""
    take_apl(workbook(folder, {"APL 2024": apl_sheet()}), threshold=threshold_of(threshold, source))
    (area,) = apl_of(codes)
    return area


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ([MAYOTTE, MAMOUDZOU], "Dzaoudzi et Mamoudzou"),
        (["2A004"], "Ajaccio"),
        ([BRESSOLS], "Bressols"),  # in the file, without a value
    ],
)
def test_communes_without_a_value_are_on_no_side_of_the_threshold(
    tmp_path: Path, codes: list[str], names: str
) -> None:
    area = apl_over(tmp_path, codes)
    said = plain(area.sentence)
    assert "aucune" not in said
    assert "sans APL dans le fichier" in said
    assert "nous ne le savons pas" in said
    assert names in said
    assert not area.knows_below
    assert area.figure is None, "there is nothing to write a need from"


def test_none_is_under_the_threshold_only_when_all_have_a_value(tmp_path: Path) -> None:
    area = apl_over(tmp_path, [MONTAUBAN])
    assert plain(area.sentence) == "Médecin généraliste : aucune commune sous le seuil de 2,5."
    (partly,) = apl_of([MONTAUBAN, BRESSOLS, MAMOUDZOU])
    assert plain(partly.sentence) == (
        "Médecin généraliste : 0 commune sous le seuil de 2,5, sur 1 dont l’APL est connue. 2 communes sur 3 sans "
        "APL dans le fichier : sous le seuil ou non, nous ne le savons pas (Bressols et Mamoudzou)."
    )
    (under,) = apl_of([ALBIAS, BRESSOLS])
    assert plain(under.sentence) == (
        "Médecin généraliste : 1 commune sous le seuil de 2,5, 3 200 habitants : Albias. 1 commune sur 2 sans APL "
        "dans le fichier : sous le seuil ou non, nous ne le savons pas (Bressols)."
    )


def test_the_arrondissements_the_file_does_not_have_are_unknown(tmp_path: Path) -> None:
    area = apl_over(tmp_path, [PARIS])
    assert len(area.absent) == 18
    assert "1 arrondissement sous le seuil" in plain(area.sentence)
    assert "18 arrondissements sur 20 sans APL" in plain(area.sentence)
    assert area.sentence.endswith("…).")


def test_without_a_threshold_the_unknown_communes_are_counted_all_the_same(tmp_path: Path) -> None:
    area = apl_over(tmp_path, [ALBIAS, BRESSOLS], threshold="")
    assert plain(area.sentence) == (
        "Médecin généraliste : seuil non renseigné. 1 commune sur 2 sans APL dans le fichier (Bressols)."
    )


def test_at_most_eight_communes_are_named(tmp_path: Path) -> None:
    codes = [each.code for each in atlas().communes_of("82")[:9]]
    rows = [(code, "", 2.0, 2.0, 100.0, 100) for code in codes]
    path = workbook(tmp_path, {"APL 2024": apl_sheet(rows)})
    take_apl(path, threshold=threshold_of("2.5", "Texte"))
    (nine,) = apl_of(codes)
    assert nine.sentence.endswith("…")
    assert sum(atlas().commune(code).name in nine.sentence for code in codes) == 8
    (eight,) = apl_of(codes[:8])
    assert all(atlas().commune(code).name in eight.sentence for code in codes[:8])


def test_the_official_index_is_compared_with_that_of_the_file(tmp_path: Path) -> None:
    area = apl_over(tmp_path, [MONTAUBAN])
    assert area.mean
    assert area.france
    assert plain(area.ratio_words) == f"× {area.mean / area.france:.2f} de la France".replace(".", ",")
    (nowhere,) = apl_of([MAMOUDZOU])
    assert nowhere.ratio_words == "inconnu"


def test_a_need_written_from_the_official_index_reads_as_a_sentence(tmp_path: Path) -> None:
    units = ("", "", "(en C/h/an)", "", "", "")
    path = workbook(tmp_path, {"APL 2024": apl_sheet(units=(units,))})
    take_apl(path, threshold=threshold_of("2.5", "Texte"))
    (area,) = apl_of([ALBIAS])
    assert area.figure
    assert plain(area.figure.sentence) == (
        "APL 2024, médecin généraliste : 2,0 en C/h/an (2,8 en France, soit × 0,72 ; "
        "1 commune sous le seuil de 2,5, 3 200 habitants : Albias)."
    )
    assert area.figure.on == NOW.date()
    assert "importée le" not in area.figure.source, "the day is said beside it"


def test_the_page_and_the_chapter_say_what_is_known_and_what_is_not(
    tmp_path: Path, structure: Structure, client: Client
) -> None:
    take_apl(workbook(tmp_path, {"APL 2024": apl_sheet()}), threshold=threshold_of("2,5", "Arrêté de 2017"))
    open_page = reverse("diagnosis:open_diagnosis")
    nowhere = plain(client.get(open_page, {"codes": "97608,97611"}).content.decode())
    assert "aucune commune sous le seuil" not in nowhere
    assert "2 communes sur 2 sans APL dans le fichier" in nowhere
    partly = client.get(open_page, {"codes": f"{ALBIAS},2A004"}).content.decode()
    assert "1 commune sur 2" in plain(partly), "its directory lacks Corsica: what is said is of the other"
    here = plain(client.get(open_page, {"codes": f"{MONTAUBAN},{ALBIAS}"}).content.decode())
    assert "de la France</td>" in here
    assert "seuil de 2,5 (Arrêté de 2017)" in here
    found = diagnosis_of([MONTAUBAN, ALBIAS])
    assert found
    printed = chapter(found, structure, on=NOW.date())
    blocks = [block for section in printed.sections for block in section.blocks]
    (table,) = [each for each in blocks if isinstance(each, doc.Table) and "officiels" in each.caption]
    ours = {access.trade: access.ratio_words for access in found.accesses}
    assert table.headers[-2:] == ("Rapport", ESTIMATED)
    assert table.rows[0][-1] == ours["medecin_generaliste"]
    said = [plain(each.text) for each in blocks if isinstance(each, doc.Paragraph)]
    assert any("1 commune sous le seuil de 2,5, 3 200 habitants : Albias" in each for each in said)


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
    assert "1 commune inconnue (99999) : gardée à part, hors de tout territoire." in plain(notes)
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
        (b"code;apl\n82121;3\n", "Le fichier ne dit pas son millésime"),
        (b"\xd0\xcf\x11\xe0 old", "n’est pas un classeur"),
        (b"PK\x03\x04 broken", "n’est pas un classeur"),
        (b"<html>", "est une page web"),
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
    assert "seuil 2,5 (Texte)" in said.output
