"""What people met in official files, with invented data; each case stands for its kind."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from maillage.kernel import BadInput
from maillage.official import commands
from maillage.official.models import AplValue, AplVintage, Zoning
from maillage.official.queries.zoning import zonings_of
from maillage.official.services.zoning import read_zoning
from tables.books import ods, plain, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONTAUBAN, ALBIAS, BRESSOLS = "82121", "82002", "82025"
TITLES = (
    "Code commune INSEE", "Commune", "APL aux médecins généralistes", "APL aux médecins généralistes de 65 ans ou moins",
    "Population standardisée 2022 pour la médecine générale", "Population totale 2022",
)  # fmt: skip


def apl(folder: Path, content: bytes, *options: str, name: str = "apl.xlsx") -> Result:
    (folder / name).write_bytes(content)
    return CliRunner().invoke(
        commands.apl, [str(folder / name), "--profession", "medecin_generaliste", *options]
    )


def zonage(folder: Path, content: bytes | str, *options: str, name: str = "zonage.csv") -> Result:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    asked = ["--profession", "medecin_generaliste", "--arrete", "essai", "--since", "2022-04-01"]
    return CliRunner().invoke(commands.zonage, [str(folder / name), *asked, *options])


def refused(answer: Result) -> str:
    assert isinstance(answer.exception, BadInput)
    return plain(str(answer.exception))


def zones() -> list[tuple[str, str, str]]:
    return list(Zoning.objects.order_by("pk").values_list("code", "commune", "class_word"))


def row(code: Any, name: str = "", value: float = 2.4) -> tuple[Any, ...]:
    return code, name, value, 2, 200, 210


# Codes that a spreadsheet spoilt


@pytest.mark.parametrize(
    "codes",
    [
        ("82121.0", "1004.0"), ('"=""82121"""', '"=""01004"""'), ("'82121", "'01004"), ("82 121", "1 004"),
        ("82121,00", "1004"), ("COM82121", "COM01004"), ("\ufeff82121", "01004 "),
    ],
)  # fmt: skip
@pytest.mark.parametrize("title", ["Code INSEE", "commune", "CODGEO"])
def test_spoilt_codes_are_read(tmp_path: Path, codes: tuple[str, str], title: str) -> None:
    answer = zonage(tmp_path, f"{title};Zonage\n{codes[0]};ZIP\n{codes[1]};ZAC\n")
    assert answer.exit_code == 0, answer.exception
    assert zones() == [("82121", "82121", "ZIP"), ("01004", "01004", "ZAC")]


def test_numbers_of_a_workbook_are_codes(tmp_path: Path) -> None:
    rows = [("Code INSEE", "Zonage"), (82121.0, "ZIP"), (1004, "ZAC")]
    for content in (xlsx({"A": rows}), ods({"A": rows})):
        assert zonage(tmp_path, content, name="zonage.bin").exit_code == 0
        assert zones() == [("82121", "82121", "ZIP"), ("01004", "01004", "ZAC")]


# Rows dropped without a word


@pytest.mark.parametrize("code", ["'82002", "COM82002", "2024-COM-82002", 82002.0, "82 002"])
def test_the_apl_of_a_spoilt_code_is_kept(tmp_path: Path, code: Any) -> None:
    rows = [TITLES, row("82121", "Montauban"), row(code, "Albias"), ("Total", None, 4, 4, 1, 1)]
    assert apl(tmp_path, xlsx({"APL 2024": rows})).exit_code == 0
    assert set(AplValue.objects.values_list("code", flat=True)) == {MONTAUBAN, ALBIAS}


def test_an_apl_row_without_a_readable_code_is_refused_unless_accepted(tmp_path: Path) -> None:
    content = xlsx({"APL 2024": [TITLES, row("82121"), row("?82002", "Albias"), ("Total", None, 4, 4, 1, 1)]})
    assert "1 ligne serait perdue (ligne 3, « ?82002 ; Albias" in refused(apl(tmp_path, content))
    assert not AplVintage.objects.exists()
    shown = json.loads(apl(tmp_path, content, "--dry-run", "--json").stdout)
    assert (shown["rows_kept"], shown["rows_lost"]) == (1, 1)
    assert [(row_shown["line"], row_shown["kept"]) for row_shown in shown["rows"]] == [
        (1, []),
        (2, ["82121"]),
        (3, []),
        (4, []),
    ]
    assert "n’est pas un code de commune" in plain(shown["rows"][2]["why"])
    assert shown["rows"][3]["why"] == "Total."
    assert not AplVintage.objects.exists()
    assert apl(tmp_path, content, "--accept").exit_code == 0
    assert AplValue.objects.count() == 1


# Several codes in a cell


def test_several_codes_of_a_cell_are_all_read(tmp_path: Path) -> None:
    answer = zonage(
        tmp_path,
        'Code INSEE;Zonage\n"82121\n82002";ZIP\n82025/82125;ZAC\n82124 82144;ZAC\n82101, 82102;ZAC\n82001+82005;ZAC\n',
    )
    assert answer.exit_code == 0, answer.exception
    assert [code for code, _, word in zones() if word == "ZIP"] == [MONTAUBAN, ALBIAS]
    assert {code for code, _, word in zones() if word == "ZAC"} == {
        "82025", "82125", "82124", "82144", "82101", "82102", "82001", "82005",
    }  # fmt: skip


def test_a_cell_of_codes_of_which_one_is_unknown_loses_something(tmp_path: Path) -> None:
    text = "Code INSEE;Zonage\n82121/99999;ZIP\n"
    assert "1 ligne serait perdue (ligne 2" in refused(zonage(tmp_path, text))
    assert zonage(tmp_path, text, "--accept").exit_code == 0
    assert zones() == [("82121", "82121", "ZIP")]


# Sheets named with an underscore, titles, other shapes


@pytest.mark.parametrize(
    "titles",
    [("APL_2018", "APL_2019"), ("apl 2018", "APL-2019"), ("APL2018", "APL2019"), ("2018_APL", "2019_APL")],
)
def test_the_year_of_a_sheet_is_found_whatever_its_signs(tmp_path: Path, titles: tuple[str, str]) -> None:
    rows = [("APL aux médecins généralistes",), TITLES, row("82121"), row("82002", value=3.1)]
    content = xlsx({"Lisez-moi": [("x",)], **dict.fromkeys(titles, rows)})
    assert apl(tmp_path, content).exit_code == 0
    assert AplVintage.objects.get().year == 2019
    assert apl(tmp_path, content, "--sheet", titles[0]).exit_code == 0
    assert set(AplVintage.objects.values_list("year", flat=True)) == {2018, 2019}


def test_an_apl_saved_as_csv_says_its_year_in_its_name(tmp_path: Path) -> None:
    text = ";".join(TITLES) + "\n82121;Montauban;2,4;2;200;210\n"
    assert apl(tmp_path, text.encode("cp1252"), name="APL_2023.csv").exit_code == 0
    vintage = AplVintage.objects.get()
    assert (vintage.year, vintage.values.get().value) == (2023, 2.4)
    assert "ne dit pas son millésime" in refused(apl(tmp_path, text.encode(), name="apl.csv"))


def test_two_columns_of_class_are_both_named(tmp_path: Path) -> None:
    said = refused(zonage(tmp_path, "insee;Zonage 2022;Zonage 2025\n82121;ZIP;ZAC\n"))
    assert "pour la classe : « Zonage 2022 » et « Zonage 2025 »" in said
    chosen = zonage(
        tmp_path, "insee;Zonage 2022;Zonage 2025\n82121;ZIP;ZAC\n", "--column", "classe=Zonage 2025"
    )
    assert chosen.exit_code == 0, chosen.exception
    assert zones() == [("82121", "82121", "ZAC")]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "mac_roman", "utf-8-sig"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_zoning_is_read_in_any_encoding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    lines = ["Zonage arrêté", "Commune;Code Insee;Zonage", "Nègrepelisse;82134;très sous-dotée", "Total;;1"]
    answer = zonage(tmp_path, "\n".join(lines).replace(";", separator).encode(encoding))
    assert answer.exit_code == 0, answer.exception
    assert zones() == [("82134", "82134", "très sous-dotée")]


# Communes merged since, islands, names


def test_a_merged_commune_keeps_its_name_and_its_class(tmp_path: Path) -> None:
    assert zonage(tmp_path, "Code INSEE;Zonage\n93059;ZIP\n93066;ZAC\n").exit_code == 0
    (area,) = zonings_of(["93066"], on=date(2026, 9, 1))
    assert {word: [place.name for place in places] for word, places in area.classes.items()} == {
        "ZIP": ["Pierrefitte-sur-Seine (Saint-Denis)"],
        "ZAC": ["Saint-Denis"],
    }
    first, second = map(plain, area.sentences)
    assert first == "ZIP, habitants inconnus : Pierrefitte-sur-Seine (Saint-Denis)."
    assert second == "ZAC, 149 077 habitants au plus : Saint-Denis."


def test_islands_that_left_guadeloupe_are_known(tmp_path: Path) -> None:
    assert zonage(tmp_path, "Code INSEE;Zonage\n97123;ZIP\n97127;ZAC\n").exit_code == 0
    assert [commune for _, commune, _ in zones()] == ["97701", "97801"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("FR82121;ZIP", "Ligne 2 : Nous ne trouvons pas « FR82121 »"),
        ("13001;ZIP", "Ligne 2 : Plusieurs communes répondent à « 13001 »"),
        ("99999;ZIP", "Ligne 2 : Code inconnu : 99999."),
    ],
)
def test_a_file_of_which_nothing_is_kept_says_why(tmp_path: Path, row: str, why: str) -> None:
    said = refused(zonage(tmp_path, f"commune;classe\n{row}\n"))
    assert "ne classe aucune commune connue" in said
    assert why in said


def test_names_on_lines_of_a_cell_are_all_read(tmp_path: Path) -> None:
    text = 'commune;classe\n"Montauban\nAlbias";ZIP\n"Saint-Étienne-\nde-Tulmont";ZAC\n"Bressols\nNullepart";ZAC\n'
    assert "1 ligne serait perdue (ligne 6" in refused(zonage(tmp_path, text))
    assert zonage(tmp_path, text, "--accept").exit_code == 0
    assert [code for code, *_ in zones()] == ["82121", "82002", "82161", "82025"]


def test_an_arrondissement_stays_one(tmp_path: Path) -> None:
    assert zonage(tmp_path, "commune;classe\n75119;ZIP\nMarseille 13e Arrondissement;ZAC\n").exit_code == 0
    assert zones() == [("75119", "75056", "ZIP"), ("13213", "13055", "ZAC")]


def test_a_city_beside_a_postal_code_is_an_arrondissement(tmp_path: Path) -> None:
    assert zonage(tmp_path, "Code postal;Commune;Classe\n13001;MARSEILLE;ZIP\n").exit_code == 0
    assert zones() == [("13201", "13055", "ZIP")]


def test_postal_codes_beside_names_are_no_other_communes(tmp_path: Path) -> None:
    text = "Code postal;Commune;Classe\n62800;LIEVIN;ZIP\n62300;LENS;ZIP\n62110;HENIN BEAUMONT;ZAC\n"
    assert zonage(tmp_path, text).exit_code == 0
    assert [code for code, *_ in zones()] == ["62510", "62498", "62427"]


def test_a_dry_run_saves_nothing_and_shows_each_row(tmp_path: Path) -> None:
    answer = zonage(tmp_path, "Zonage 2022\ncommune;classe\n82121;ZIP\n82002;\nici;ZIP\n", "--dry-run")
    assert answer.exit_code == 0
    assert not Zoning.objects.exists()
    said = plain(answer.stdout)
    assert "3 : 82121 ; ZIP → 82121" in said
    assert "5 : ici ; ZIP → — Nous ne trouvons pas « ici »" in said
    assert "1 ligne gardée, 1 ligne perdue et 3 autres lignes (titres, totaux, notes)." in plain(
        answer.stderr
    )


def test_reading_touches_no_database(tmp_path: Path, django_assert_num_queries: Any) -> None:
    path = tmp_path / "zonage.csv"
    path.write_text("commune;classe\n82121;ZIP\n")
    with django_assert_num_queries(0):
        assert len(read_zoning(path).zones) == 1
