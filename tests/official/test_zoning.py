"""A zoning classes places, each apart, while its arrêté is in force; perimeters are said by someone."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from maillage.diagnosis.documents import chapter
from maillage.diagnosis.queries.diagnosis import diagnosis_of
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.kernel import integer
from maillage.official import commands
from maillage.official.models import Zoning, ZoningText
from maillage.official.queries.zoning import zonings_of
from maillage.official.services.zoning import Period, ZoningReport, import_zoning, read_zoning
from maillage.structures.models import Structure
from maillage.territories.commands import perimetres
from maillage.territories.models import Territory
from maillage.territories.queries import overlaps
from maillage.territories.services.perimeters import PerimetersReport, import_perimeters, read_perimeters
from official.official_files import refusal, text_file, workbook

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
DAY = date(2026, 9, 1)
MONTAUBAN, ALBIAS, BRESSOLS, PARIS = "82121", "82002", "82025", "75056"


def take_perimeters(path: Path, **said: Any) -> PerimetersReport:
    return import_perimeters(read_perimeters(path), **said)


def take_zoning(path: Path, *, sheet: str = "", **changes: Any) -> ZoningReport:
    given = {"profession": "medecin_generaliste", "arrete": "Arrêté du 1er mars 2022", "at": NOW}
    return import_zoning(
        read_zoning(path, sheet=sheet), **({"period": Period(date(2022, 3, 1))} | given | changes)
    )


def test_a_simple_list_is_a_zoning(tmp_path: Path) -> None:
    path = text_file(tmp_path, "commune;classe\n82121;ZAC\n82002;ZIP\n82025;ZIP\n")
    report = take_zoning(path)
    assert (report.classes, report.communes, report.notes) == ({"ZIP": 2, "ZAC": 1}, 3, ())
    (area,) = zonings_of([MONTAUBAN, ALBIAS, "82134"], on=DAY)
    assert {word: [place.name for place in places] for word, places in area.classes.items()} == {
        "ZAC": ["Montauban"], "ZIP": ["Albias"],
    }  # fmt: skip
    assert area.absent == ("Nègrepelisse",)
    assert "Arrêté du 1er mars 2022 (zonage.csv), en vigueur depuis le" in area.source
    first, second, last = area.sentences
    assert first.startswith("ZIP, ")
    assert first.endswith("habitants\N{NO-BREAK SPACE}: Albias.")
    assert second.endswith("habitants\N{NO-BREAK SPACE}: Montauban.")
    assert last == "Dans aucune de ses classes\N{NO-BREAK SPACE}: Nègrepelisse."
    figure = area.figure
    assert (figure.key, figure.on) == ("zonage.medecin_generaliste", date(2022, 3, 1))
    assert figure.sentence.startswith("Zonage, médecin généraliste\N{NO-BREAK SPACE}: ZIP, ")


DREES = (
    "Identifiant unique", "Code de la région", "Libellé de la région", "Code du territoire de vie-santé",
    "Libellé du TVS", "Code de la commune", "Libellé de la commune", "Qualification nationale (concertation 2017)",
    "Qualification attribuée par l'arrêté régional", "Population totale",
)  # fmt: skip


def test_the_workbook_of_the_drees_classes_communes_areas_and_quarters(tmp_path: Path) -> None:
    communes = [DREES, ("1", "76", "Occitanie", "82121T", "Montauban", "82002", "Albias", "ZAC", "ZIP", 3200)]
    areas = [DREES, ("2", "76", "Occitanie", "82121T", "Montauban", "82025", "Bressols", "", "ZAC", 3800)]
    quarters = [
        ("dep", "insee", "commune", "QPV", "libellé", "Zonage 2025"),
        ("82", "82121, 82002", "Montauban", "QN08201", "Les Chaumes", "ZIP"),
    ]
    path = workbook(
        tmp_path,
        {"Lisez-moi": [("x",)], "Zonage_communes": communes, "Zonage_TVS": areas, "ZD_QPV": quarters},
    )
    report = take_zoning(path)
    assert report.communes == 3
    zones = Zoning.objects.order_by("kind", "commune").values_list("kind", "code", "commune", "class_word")
    assert list(zones) == [
        ("commune", "82002", "82002", "ZIP"),
        ("qpv", "QN08201", "82002", "ZIP"),
        ("qpv", "QN08201", "82121", "ZIP"),
        ("tvs", "82121T", "82025", "ZAC"),
    ]
    (area,) = zonings_of([MONTAUBAN, BRESSOLS], on=DAY)
    assert [place.name for place in area.classes["ZIP"]] == ["quartier prioritaire Les Chaumes (Montauban)"]
    assert [place.name for place in area.classes["ZAC"]] == ["territoire de vie-santé Montauban (Bressols)"]


def test_a_commune_is_not_one_class(tmp_path: Path) -> None:
    """A quartier of a commune outside the zoning is classed all the same; so is an arrondissement of its city."""
    take_zoning(
        text_file(tmp_path, "insee;qpv;classe\n82121;;HV\n82121;QN08201;ZIP\n75119;;ZAC\n75107;;HV\n")
    )
    (montauban,) = zonings_of([MONTAUBAN], on=DAY)
    assert {word: [place.kind for place in places] for word, places in montauban.classes.items()} == {
        "HV": ["commune"], "ZIP": ["qpv"],
    }  # fmt: skip
    (paris,) = zonings_of([PARIS], on=DAY)
    assert {word: [place.code for place in places] for word, places in paris.classes.items()} == {
        "HV": ["75107"], "ZAC": ["75119"],
    }  # fmt: skip
    assert "19" in paris.classes["ZAC"][0].name
    (part,) = zonings_of(["75107", "75108"], on=DAY)
    assert {word: [place.code for place in places] for word, places in part.classes.items()} == {
        "HV": ["75107"]
    }
    assert part.absent == ("Paris 8e Arrondissement",)


def test_a_city_classed_whole_is_so_in_each_arrondissement(tmp_path: Path) -> None:
    take_zoning(text_file(tmp_path, "insee;classe\n13055;ZAC\n"))
    (area,) = zonings_of(["13213"], on=DAY)
    assert [place.commune for place in area.classes["ZAC"]] == ["13055"]
    assert area.absent == ()


def test_a_commune_since_merged_is_named_as_the_arrete_does(tmp_path: Path) -> None:
    take_zoning(text_file(tmp_path, "insee;classe\n93059;ZIP\n93066;ZAC\n"))
    (area,) = zonings_of(["93066"], on=DAY)
    assert [place.name for place in area.classes["ZIP"]] == ["Pierrefitte-sur-Seine (Saint-Denis)"]
    assert [place.name for place in area.classes["ZAC"]] == ["Saint-Denis"]


def test_classes_come_by_what_they_open_then_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = [
        "82121;Hors zonage",
        "82002;Zone de vigilance",
        "82025;Autre",
        "82125;ZAC",
        "82037;ZIP",
        "82134;HV",
    ]
    codes = [line.split(";")[0] for line in lines]
    take_zoning(text_file(tmp_path, "\n".join(("commune;classe", *lines))))
    (area,) = zonings_of(codes, on=DAY)
    assert list(area.classes) == ["ZIP", "ZAC", "Zone de vigilance", "Autre", "Hors zonage", "HV"]
    spelt = ["82121;Zone d’action complémentaire", "82002;Zone d’intervention prioritaire (ZIP)"]
    take_zoning(text_file(tmp_path, "\n".join(("commune;classe", *spelt))), profession="infirmier")
    (_, spelt_out) = zonings_of(codes, on=DAY)
    assert [word[:8] for word in spelt_out.classes] == ["Zone d’i", "Zone d’a"]
    # A part of the file is in the order of the whole.
    (two,) = zonings_of([BRESSOLS, ALBIAS], on=DAY)[:1]
    assert list(two.classes) == ["Zone de vigilance", "Autre"]


def test_inhabitants_of_a_class_are_those_nobody_has_to_guess(tmp_path: Path) -> None:
    rows = "82002;;ZIP", "82121;QN08201;ZIP", "82121;;HV", "75119;;ZAC", "82125;QN1;ZAC"
    take_zoning(text_file(tmp_path, "\n".join(("insee;qpv;classe", *rows))))

    def said(*codes: str) -> list[str]:
        (area,) = zonings_of(codes, on=DAY)
        return [sentence.split("\N{NO-BREAK SPACE}:")[0] for sentence in area.sentences]

    albias, montauban = (integer(atlas().commune(code).population or 0) for code in (ALBIAS, MONTAUBAN))
    assert said(ALBIAS) == [f"ZIP, {albias} habitants"]
    assert said(ALBIAS, MONTAUBAN) == [
        f"ZIP, {albias} habitants au moins",
        f"HV, {montauban} habitants au plus",  # less its quartier
    ]
    assert said(PARIS, "82125") == ["ZAC, habitants inconnus"]


def test_a_zoning_counts_while_it_is_in_force(tmp_path: Path) -> None:
    path = text_file(tmp_path, "commune;classe\n82121;ZIP\n")
    take_zoning(path, arrete="Ancien", period=Period(date(2019, 1, 1), date(2022, 3, 1)))
    report = take_zoning(path, arrete="Nouveau")
    assert report.notes == ()
    assert [area.text.arrete for area in zonings_of([MONTAUBAN], on=date(2022, 2, 28))] == ["Ancien"]
    assert [area.text.arrete for area in zonings_of([MONTAUBAN], on=date(2022, 3, 1))] == ["Nouveau"]
    assert zonings_of([MONTAUBAN], on=date(2018, 1, 1)) == []
    rival = take_zoning(path, arrete="Autre")
    assert any("« Nouveau » classe aussi" in note.replace("\N{NO-BREAK SPACE}", " ") for note in rival.notes)


def test_importing_an_arrete_again_replaces_it(tmp_path: Path) -> None:
    take_zoning(text_file(tmp_path, "commune;classe\n82121;ZIP\n82002;ZIP\n"))
    report = take_zoning(text_file(tmp_path, "commune,classe\n82121,très sous-dotée\n", "cp1252"))
    assert report.classes == {"très sous-dotée": 1}
    assert (ZoningText.objects.count(), Zoning.objects.count()) == (1, 1)


def test_odd_lines_of_a_zoning_are_told(tmp_path: Path) -> None:
    report = take_zoning(
        text_file(tmp_path, "commune;classe\n82121;ZIP\n82121;ZIP\n99999;ZIP\n82002;\nici;ZIP\n")
    )
    notes = " ".join(report.notes)
    assert "1\N{NO-BREAK SPACE}commune inconnue (99999) : laissée de côté." in notes
    assert "1\N{NO-BREAK SPACE}ligne sans classe : laissée de côté." in notes
    assert "1\N{NO-BREAK SPACE}ligne sans code de commune lisible : laissée de côté." in notes
    assert report.communes == 1


def test_what_is_wrong_in_a_zoning_gets_one_sentence(tmp_path: Path) -> None:
    good = text_file(tmp_path, "commune;classe\n82121;ZIP\n")
    assert "porte la référence de son arrêté" in refusal(take_zoning, good, arrete=" ")
    assert "n’est pas reconnue" in refusal(take_zoning, good, profession="zingueur")
    assert "n’est pas une adresse web" in refusal(take_zoning, good, href="javascript:alert(1)")
    assert "finit avant d’avoir commencé" in refusal(Period, DAY, DAY)
    for text, said in (
        ("nom;ville\nA;B\n", "n’a pas les colonnes « commune » et « classe »"),
        ("commune;classe\n99999;ZIP\n", "ne classe aucune commune connue"),
        ("commune;classe\n82121;ZIP\n82121;ZAC\n", "deux classes différentes : 82121 (ZIP, ligne 2"),
        ("insee;Zonage 2022;Zonage 2025\n82121;ZIP;ZAC\n", "Plusieurs colonnes conviennent"),
        ("<!DOCTYPE html>", "est une page web"),
    ):
        assert said in refusal(take_zoning, text_file(tmp_path, text)).replace(
            "\N{NARROW NO-BREAK SPACE}", " "
        )
    sheets = workbook(
        tmp_path,
        {"2022": [("insee", "classe"), ("82121", "ZIP")], "2025": [("insee", "classe"), ("82121", "ZAC")]},
    )
    assert "Choisissez-en une" in refusal(take_zoning, sheets)
    assert take_zoning(sheets, sheet="2025").classes == {"ZAC": 1}


def test_the_chapter_names_the_communes_in_no_class(tmp_path: Path, structure: Structure) -> None:
    take_zoning(text_file(tmp_path, "commune;classe\n82121;ZAC\n82002;ZIP\n"))
    found = diagnosis_of([MONTAUBAN, ALBIAS, "82134"])
    assert found
    printed = chapter(found, structure, on=DAY)
    said = [
        block.text
        for section in printed.sections
        for block in section.blocks
        if isinstance(block, doc.Paragraph)
    ]
    assert "Dans aucune de ses classes\N{NO-BREAK SPACE}: Nègrepelisse." in said


PERIMETERS = "nom;commune\nCPTS du Nord;82002\nCPTS du Nord;82121\nCPTS du Sud;82025\n"


def test_perimeters_are_declared_territories_with_their_source(tmp_path: Path) -> None:
    report = take_perimeters(text_file(tmp_path, PERIMETERS), source="ARS Occitanie", on=DAY)
    assert (report.territories, report.communes, report.replaced) == (2, 3, 0)
    (north, south) = Territory.objects.declared().order_by("public_name")
    assert (north.public_name, north.codes, north.declared_on) == ("CPTS du Nord", (ALBIAS, MONTAUBAN), DAY)
    assert (
        south.origin
        == "ARS Occitanie (au\N{NO-BREAK SPACE}1er\N{NO-BREAK SPACE}septembre\N{NO-BREAK SPACE}2026)"
    )
    assert [each.name for each in overlaps([MONTAUBAN])] == ["CPTS du Nord"]


def test_perimeters_of_arrondissements_do_not_overlap_unless_they_share_one(tmp_path: Path) -> None:
    rows = "nom;commune\nCPTS Nord;13213\nCPTS Nord;13214\nCPTS Sud;13208\nCPTS des Îles;97123\nCPTS des Îles;97127\n"
    report = take_perimeters(text_file(tmp_path, rows), source="ARS", on=DAY)
    assert (report.territories, report.communes, report.notes) == (3, 5, ())
    assert [each.name for each in overlaps(["13208"])] == ["CPTS Sud"]
    assert {each.name: each.codes for each in overlaps(["13055"])} == {
        "CPTS Nord": ("13213", "13214"), "CPTS Sud": ("13208",),
    }  # fmt: skip
    assert [each.name for each in overlaps(["97701"])] == ["CPTS des Îles"]


def test_a_source_replaces_what_it_said_and_nothing_else(tmp_path: Path) -> None:
    take_perimeters(text_file(tmp_path, PERIMETERS), source="ARS", on=DAY)
    take_perimeters(text_file(tmp_path, PERIMETERS), source="ARS Occitanie", on=DAY)
    path = text_file(tmp_path, "nom;commune\nCPTS unie;82002\nCPTS unie;82121\nCPTS unie;99999\n")
    report = take_perimeters(path, source="ARS", on=date(2026, 10, 1))
    assert (report.territories, report.replaced) == (1, 2)
    assert len(report.notes) == 1
    names = Territory.objects.order_by("public_name").values_list("public_name", flat=True)
    assert list(names) == ["CPTS du Nord", "CPTS du Sud", "CPTS unie"]


def test_what_is_wrong_in_perimeters_gets_one_sentence(tmp_path: Path) -> None:
    good = text_file(tmp_path, PERIMETERS)
    assert "porte sa source" in refusal(take_perimeters, good, source=" ", on=DAY)
    for text, said in (
        ("cpts;bourg\nA;B\n", "n’a pas les colonnes « nom » et « commune »"),
        ("nom;commune\nA;99999\n", "ne donne aucun périmètre"),
        (f"nom;commune\n{'A' * 121};82121\n", "trop long"),
        ('nom;commune\n"' + "A" * 140_000, "ne donne aucun périmètre"),
    ):
        assert said in refusal(take_perimeters, text_file(tmp_path, text), source="ARS", on=DAY)


def test_null_characters_are_left_out_and_said(tmp_path: Path) -> None:
    """PostgreSQL takes none: the whole file would fail."""
    path = text_file(tmp_path, "nom;commune\nCPTS\0 du Nord;82121\n")
    report = take_perimeters(path, source="ARS", on=DAY)
    assert [each.public_name for each in Territory.objects.declared()] == ["CPTS du Nord"]
    assert "1\N{NO-BREAK SPACE}caractère nul dans le fichier" in report.notes[0]
    zoned = take_zoning(text_file(tmp_path, "commune;classe\n82121;ZI\0P\n"))
    assert zoned.classes == {"ZIP": 1}
    assert "caractère nul" in zoned.notes[0]


def test_the_commands_say_what_was_kept(tmp_path: Path) -> None:
    zoning = str(text_file(tmp_path, "commune;classe\n82121;ZIP\n99999;ZIP\n"))
    text = ("--profession", "infirmier", "--arrete", "Arrêté", "--since", "2022-01-01", "--json")
    lost = CliRunner().invoke(commands.zonage, [zoning, *text])
    assert "1 ligne serait perdue (ligne 3, « 99999 ; ZIP » : Code inconnu : 99999)" in str(
        lost.exception
    ).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert not Zoning.objects.exists()
    said = CliRunner().invoke(commands.zonage, [zoning, *text, "--accept"])
    content = json.loads(said.stdout)
    assert content["classes"] == {"ZIP": 1}
    assert len(content["notes"]) == 1
    perimeters = str(text_file(tmp_path, PERIMETERS))
    said = CliRunner().invoke(perimetres, [perimeters, "--source", "ARS", "--date", "2026-03-01"])
    assert "2\N{NO-BREAK SPACE}périmètres" in said.output
