"""A layer of habits over a territory: what it keeps and cuts adds up, what nobody locates is unknown, pages say so."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grounds import structure_on
from habits.test_habits import (
    ALBIAS,
    BRESSOLS,
    CAUSSADE,
    DAY,
    GROUPED,
    MONTAUBAN,
    TOULOUSE,
    laid,
    plain,
    some_communes,
    weights,
)
from house.visiting import client_of
from maillage.diagnosis.documents import chapter
from maillage.diagnosis.queries.diagnosis import diagnosis_of
from maillage.documents import types as doc
from maillage.geography import atlas
from maillage.habits.enums import HabitKind
from maillage.habits.models import HabitLayer, HabitRow
from maillage.habits.queries.figures import flow_words
from maillage.habits.queries.layers import SHARED, Layer, layer_of, places_of
from maillage.habits.queries.tables import (
    between,
    figures_of,
    groups_table,
    habits_map,
    habits_rows,
    others_table,
)
from maillage.habits.services.habit_file import (
    MOST_LINES,
    Row,
    read_habits,
)
from maillage.structures.models import Structure
from maillage.tables import csv_of
from players import GRAND_MONTAUBAN, Cast
from tables.books import xlsx

# Comparing


def compared(text: str, kind: HabitKind, codes: list[str]) -> Layer:
    return layer_of(laid(text, kind, over=structure_on(codes)), codes)


def test_the_sector_of_a_city_is_that_of_its_arrondissements(db: None) -> None:
    layer = compared("13055;Marseille\n13005;Aubagne\n", HabitKind.DUTY, ["13211", "13213"])
    assert layer.sectors
    (sector,) = layer.sectors.cut
    assert (sector.name, len(sector.inside.communes), sector.total) == ("Marseille", 2, 16)
    assert not layer.sectors.absent.communes


def test_the_sectors_of_arrondissements_are_apart(db: None) -> None:
    layer = compared("13211;Est\n13213;Nord\n13214;Nord\n", HabitKind.DUTY, ["13211", "13213"])
    assert layer.sectors
    assert [sector.name for sector in layer.sectors.cut] == ["Nord"]
    assert [sector.name for sector in layer.sectors.whole] == ["Est"]


def test_the_flows_of_a_city_say_nothing_of_one_arrondissement(db: None) -> None:
    layer = compared("13055;Aubagne;40\n13213;Aix-en-Provence;10\n", HabitKind.FLOWS, ["13211", "13213"])
    assert layer.flows
    assert layer.flows.total == 10
    assert [commune.code for commune in layer.flows.absent.communes] == ["13211"]


def test_flows_by_arrondissement_stay_in_their_city(db: None) -> None:
    layer = compared("13211;Marseille;40\n13213;Aubagne;10\n", HabitKind.FLOWS, ["13055"])
    assert layer.flows
    assert (layer.flows.kept, layer.flows.leaving) == (40, 10)


def test_a_sector_is_cut_or_whole_as_its_communes_are(db: None) -> None:
    text = "82121;Centre\n82025;Centre\n82001;Est\n82037;Est\n82125;Ouest"
    sectors = compared(text, HabitKind.DUTY, [MONTAUBAN, BRESSOLS, ALBIAS]).sectors
    assert sectors is not None
    assert [each.name for each in sectors.touched] == ["Centre", "Est"]
    assert [each.name for each in sectors.whole] == ["Centre"]
    assert [plain(sentence) for sentence in sectors.sentences] == [
        "Le secteur de garde « Est » est coupé : 1 commune sur 2 dans le territoire."
    ]
    east = sectors.cut[0]
    assert east.inside.population == atlas().commune(ALBIAS).population
    assert east.outside.population == atlas().commune(CAUSSADE).population


def test_a_file_that_stops_at_the_territory_calls_nothing_whole(db: None) -> None:
    sectors = compared("82121;Centre\n82025;Centre", HabitKind.LIVING, [MONTAUBAN, BRESSOLS]).sectors
    assert sectors is not None
    assert (sectors.whole, sectors.cut) == ((), ())
    layer = compared("82121;Centre", HabitKind.LIVING, [MONTAUBAN])
    assert [value for label, value, _ in figures_of(layer) if label == "Entiers"] == [None]


def test_a_commune_that_the_file_forgets_is_named(db: None) -> None:
    layer = compared("82121;Centre\n82037;Est", HabitKind.DUTY, [MONTAUBAN, BRESSOLS])
    assert plain(layer.absent_sentence) == "1 commune du territoire n’est pas dans le fichier : Bressols."
    assert "Bressols, Pas dans le fichier" in habits_map(layer)


def test_the_flows_kept_are_those_from_the_territory_to_the_territory(db: None) -> None:
    text = (
        "82121;82121;60\n82025;Montauban;10\n82025;31555;20\n82121;CHU;5\n82025;Clinique (82121);5\n"
        "82037;Montauban;40\n82037;31555;7\n82001;Montauban;<11"
    )
    flows = compared(text, HabitKind.FLOWS, [MONTAUBAN, BRESSOLS, ALBIAS]).flows
    assert flows is not None
    assert (flows.total, flows.kept, flows.leaving, flows.nowhere) == (100, 75, 20, 5)
    assert (flows.entering, flows.hidden) == (40, 1)
    assert [each.name for each in flows.unplaced] == ["CHU"]
    assert {each.name for each in flows.destinations} == {"Montauban", "Toulouse", "CHU", "Clinique (82121)"}
    assert flows.share(flows.kept) == Decimal("0.75")
    assert plain(between(flows, flows.kept) or "") == "entre 75,0 % et 80,0 %"
    assert "1 ligne sans poids connu est hors des parts." in plain(flows.sentence)


def test_flows_of_elsewhere_say_nothing_of_the_territory(db: None) -> None:
    layer = compared("82037;82121;3", HabitKind.FLOWS, [BRESSOLS])
    assert layer.flows is not None
    assert layer.flows.share(layer.flows.kept) is None
    assert "ne dit rien" in layer.flows.sentence
    assert figures_of(layer)[0][1] is None


@pytest.mark.parametrize("to", ["CH Montauban;60", "Grand Montauban;<11", "Grand Montauban;nd"])
def test_what_nobody_locates_is_unknown_and_said_once(db: None, to: str) -> None:
    layer = compared(f"82121;{to}", HabitKind.FLOWS, [MONTAUBAN])
    assert [label for label, value, _ in figures_of(layer) if value is None] == ["Restent dans le territoire"]
    assert "0,0\N{NO-BREAK SPACE}%" not in [value for _, value, _ in figures_of(layer)]
    table = groups_table(layer)
    assert table.rows[0][1] == "non située"
    assert flow_words(layer.flows) is None if layer.flows else False


def test_what_is_not_located_widens_every_share(db: None) -> None:
    text = "82121;Montauban;60\n82121;Toulouse;20\n82121;CHU;20\n82037;Montauban;7\n82037;CHU;3"
    layer = compared(text, HabitKind.FLOWS, [MONTAUBAN])
    assert [(plain(label), plain(str(value)), plain(words)) for label, value, words in figures_of(layer)] == [
        ("Restent dans le territoire", "entre 60,0 % et 80,0 %", "60 situés dedans sur 100, 20 non situés"),
        ("En sortent", "entre 20,0 % et 40,0 %", "20 situés dehors sur 100, 20 non situés"),
        ("Non situés", "20,0 %", "20 sur 100"),
        ("Viennent d’ailleurs", "7 à 10", "vers des communes du territoire, d’après le fichier"),
    ]
    located = compared("82121;Montauban;60\n82121;Toulouse;40", HabitKind.FLOWS, [MONTAUBAN])
    assert [plain(str(value)) for _, value, _ in figures_of(located)] == ["60,0 %", "40,0 %", "0"]


def test_the_chapter_prints_what_stays_and_where_people_go(db: None, structure: Structure) -> None:
    structure.habit_layers.all().delete()
    laid(
        "82121;Montauban;60\n82121;Toulouse;20\n82121;CHU;20", HabitKind.FLOWS, over=structure, name="Séjours"
    )
    found = diagnosis_of(structure.territory.codes)
    assert found
    printed = chapter(found, structure, on=DAY)
    (habits,) = [section for section in printed.sections if section.title == "Les habitudes"]
    (facts,) = [block for block in habits.blocks if isinstance(block, doc.Facts)]
    said = {label: plain(value) for label, value in facts.rows}
    assert said["Restent dans le territoire"].startswith("entre 60,0 % et 80,0 %")
    assert said["Non situés"] == "20,0 % (20 sur 100)"
    (table,) = [block for block in habits.blocks if isinstance(block, doc.Table)]
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Montauban", "Montauban (82121), dans le territoire", "60", "60,0 %"],
        ["CHU", "non située", "20", "20,0 %"],
        ["Toulouse", "Toulouse (31555), dehors", "20", "20,0 %"],
    ]
    assert [plain(cell) for cell in table.total] == ["Total", "", "100", "100,0 %"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("82121", MONTAUBAN),
        ("montauban", MONTAUBAN),
        ("Clinique du Pont (82121)", MONTAUBAN),
        ("Montauban (82)", MONTAUBAN),
        ("Verdun", None),
        ("Hôpital", None),  # an article away from a village of Moselle
        ("L'Hôpital", "57336"),
        ("CHU", None),
        ("Clinique du Pont (99999)", None),
    ],
)
def test_a_destination_is_placed_only_when_it_is_sure(said: str, code: str | None) -> None:
    place = places_of([said])[said]
    assert (place.code if place else None) == code


class Comparing(TestCase):
    @settings(max_examples=25)
    @given(
        lines=st.lists(
            st.tuples(some_communes, st.sampled_from([MONTAUBAN, TOULOUSE, "CHU"]), weights), min_size=1
        ),
        inside=st.sets(some_communes, min_size=1),
    )
    def test_kept_leaving_and_unplaced_are_the_whole(
        self, lines: list[tuple[str, str, Decimal]], inside: set[str]
    ) -> None:
        text = "\n".join(f"{code};{to};{weight}" for code, to, weight in lines)
        flows = compared(text, HabitKind.FLOWS, sorted(inside)).flows
        assert flows is not None
        naive = {
            to: sum(w for code, each, w in lines if each == to and code in inside)
            for to in (TOULOUSE, "CHU", MONTAUBAN)
        }
        home = MONTAUBAN in inside
        assert flows.kept == (naive[MONTAUBAN] if home else 0)
        assert flows.leaving == naive[TOULOUSE] + (0 if home else naive[MONTAUBAN])
        assert flows.nowhere == naive["CHU"]
        assert flows.kept + flows.leaving + flows.nowhere == flows.total
        arriving = sum(w for code, to, w in lines if to == MONTAUBAN and code not in inside)
        assert flows.entering == (arriving if home else 0)


# Showing


def test_the_map_colours_the_groups_of_the_territory_first_and_names_the_rest_others(db: None) -> None:
    codes = list(atlas().epci(GRAND_MONTAUBAN).members)
    elsewhere = [commune.code for commune in atlas().communes_of("82") if commune.code not in codes]
    lines = [f"{code};Loin {number % 9}" for number, code in enumerate(elsewhere)]
    lines += [f"{code};{'Ici' if code == MONTAUBAN else 'Autour'}" for code in codes]
    layer = compared("\n".join(lines), HabitKind.LIVING, codes)
    assert layer.largest[:2] == ["Ici", "Autour"]
    svg = habits_map(layer)
    assert "Montauban, Ici" in svg
    assert svg.count("Loin ") > 0
    assert "Autres</text>" in svg


def test_a_commune_of_several_groups_takes_the_heaviest_or_none(db: None) -> None:
    text = "82121;A;3\n82121;B;5\n82025;A;2\n82025;B;2\n82001;A;1"
    layer = compared(text, HabitKind.FLOWS, [MONTAUBAN, BRESSOLS, ALBIAS])
    assert layer.main_groups == {MONTAUBAN: "B", BRESSOLS: SHARED, ALBIAS: "A"}
    assert "Bressols, Plusieurs groupes" in habits_map(layer)


def test_the_rows_taken_away_come_back_the_same(db: None) -> None:
    layer = compared("82121;82121;60,25\n82025;Clinique, (82121);<11\n", HabitKind.FLOWS, [MONTAUBAN])
    again = read_habits(csv_of(habits_rows(layer)), counted=True)
    assert again.lost == ()
    assert [(row.commune, row.group, row.weight) for row in again.rows] == [
        (row.commune, row.group, row.weight) for row in layer.rows
    ]
    assert list(csv.reader(io.StringIO(csv_of(habits_rows(layer))), delimiter=";"))[1][1] == "Montauban"


def test_no_cell_of_the_file_is_a_formula_nor_a_character_no_document_can_hold(db: None) -> None:
    layer = compared("82121;=HYPERLINK(A1)\n82025;@SUM(1)\x01\n82001;'Nord", HabitKind.DUTY, [MONTAUBAN])
    written = [row[2] for row in csv.reader(io.StringIO(csv_of(habits_rows(layer))), delimiter=";")][1:]
    assert written == ["'=HYPERLINK(A1)", "'@SUM(1)", "'Nord"]
    again = read_habits(csv_of(habits_rows(layer)))
    assert [row.group for row in again.rows] == ["=HYPERLINK(A1)", "@SUM(1)", "'Nord"]


def test_a_page_holds_the_first_groups_of_a_file_that_has_thousands(db: None) -> None:
    lines = "\n".join(f"82121;Groupe {number}" for number in range(1_000))
    table = groups_table(compared(lines, HabitKind.LIVING, [MONTAUBAN]))
    assert len(table.rows) == 300
    assert "700 autres groupes" in plain(table.source)


def test_communes_beyond_the_territory_are_listed_apart(db: None) -> None:
    inside = compared("82121;A", HabitKind.LIVING, [MONTAUBAN])
    assert others_table(inside) is None
    beyond = others_table(compared("82121;A\n82037;A", HabitKind.LIVING, [MONTAUBAN]))
    assert beyond is not None
    assert [row[0] for row in beyond.rows] == ["Caussade"]


# The pages


def url(structure: Structure, name: str, *args: Any) -> str:
    return reverse(f"habits:{name}", args=[structure.slug, *args])


def typed(**given: Any) -> dict[str, Any]:
    return {
        "name": "Gardes", "kind": "garde", "source": "ARS", "dated_on": "2025-06-01", "text": GROUPED, **given,
    }  # fmt: skip


@pytest.fixture
def client(cast: Cast, structure: Structure) -> Client:
    structure.habit_layers.all().delete()
    return client_of(cast["founder"])


def test_the_first_layer_finds_its_explanation_open(client: Client, structure: Structure) -> None:
    page = plain(client.get(url(structure, "add")).content.decode())
    assert '<details class="fold" open>' in page
    assert "sans commune, une destination compte comme « non située »" in page
    laid(GROUPED, over=structure)
    assert '<details class="fold" open>' not in client.get(url(structure, "add")).content.decode()


def agreed(**given: Any) -> dict[str, Any]:
    """The same, once its preview was seen and taken."""
    return typed(**given, keep=read_habits(given.get("text", GROUPED), departement="82").key)


def test_lines_pasted_are_previewed_then_make_a_layer_and_its_page(
    client: Client, structure: Structure
) -> None:
    seen = client.post(url(structure, "add"), typed())
    assert seen.status_code == 200
    assert not HabitLayer.objects.exists()
    page = plain(seen.content.decode())
    assert "2 lignes gardées." in page
    assert "Ajouter ce calque (2)" in page
    assert agreed()["keep"] in page
    answer = client.post(url(structure, "add"), agreed(), follow=True)
    assert answer.redirect_chain == [(url(structure, "layer", HabitLayer.objects.get().pk), 302)]
    page = plain(answer.content.decode())
    assert "Gardes" in page
    assert "ARS, données du 1er juin 2025" in page
    assert "Montauban, Nord" in page
    assert "Gardes" in client.get(url(structure, "layers")).content.decode()


def test_a_file_is_read_rather_than_the_lines_and_comes_back_as_text(
    client: Client, structure: Structure
) -> None:
    file = SimpleUploadedFile("gardes.csv", "Nègrepelisse;Écart\nNullepart;Écart".encode("cp1252"))
    answer = client.post(url(structure, "add"), typed(file=file))
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "Nègrepelisse;Écart\nNullepart;Écart</textarea>" in page.replace("\r", "")
    assert "Nous ne trouvons pas « Nullepart »" in page
    assert not HabitLayer.objects.exists()


def test_a_workbook_is_read_and_comes_back_as_lines_at_their_numbers(
    client: Client, structure: Structure
) -> None:
    rows = [("Gardes 2025",), (), ("Commune", "Secteur"), (82121, "Nord"), ("Nullepart", "Sud; Est")]
    file = SimpleUploadedFile("gardes.xlsx", xlsx({"Lisez-moi": [("x",)], "Gardes": rows}))
    page = plain(client.post(url(structure, "add"), typed(file=file)).content.decode()).replace("\r", "")
    assert "Gardes 2025\n\nCommune;Secteur\n82121;Nord\nNullepart;&quot;Sud; Est&quot;</textarea>" in page
    assert "Ligne 5" in page
    assert "1 ligne gardée, 1 ligne perdue et 2 autres lignes (titres, totaux, notes)." in page


def test_all_or_nothing_unless_these_very_lines_are_left_out(client: Client, structure: Structure) -> None:
    text = f"{GROUPED}\nNullepart;Nord;1"
    add = url(structure, "add")
    page = plain(client.post(add, typed(text=text)).content.decode())
    assert "Garder les lignes comprises (2)" in page
    assert text in page.replace("\r", "")
    key = read_habits(text, departement="82").key
    assert key in page
    # Other lines are refused since: agreeing to the first is not agreeing to these.
    assert client.post(add, typed(text=f"{text}\n99999;Nord;1", keep=key)).status_code == 422
    assert not HabitLayer.objects.exists()
    assert client.post(add, typed(text=text, keep=key)).status_code == 302
    assert HabitRow.objects.count() == 2


def test_what_was_typed_stays_when_something_else_is_refused(client: Client, structure: Structure) -> None:
    page = client.post(url(structure, "add"), typed(name="", source=" ")).content.decode()
    assert f"{GROUPED}</textarea>" in page.replace("\r", "")
    client.post(url(structure, "add"), agreed())
    again = client.post(url(structure, "add"), agreed())
    assert again.status_code == 422
    assert "porte déjà ce nom" in again.content.decode()
    assert HabitLayer.objects.count() == 1


def test_a_layer_goes_when_asked_and_only_from_its_own_structure(
    client: Client, structure: Structure
) -> None:
    elsewhere = laid(GROUPED)
    assert client.post(url(structure, "drop", elsewhere.pk)).status_code == 404
    assert client.get(url(structure, "layer", elsewhere.pk)).status_code == 404
    mine = laid(GROUPED, over=structure)
    assert client.post(url(structure, "drop", mine.pk)).url == url(structure, "layers")
    assert list(HabitLayer.objects.all()) == [elsewhere]


def test_a_reader_sees_layers_and_no_gesture(structure: Structure, cast: Cast) -> None:
    layer = laid(GROUPED, over=structure)
    reader = client_of(cast["member"])
    page = reader.get(url(structure, "layer", layer.pk)).content.decode()
    assert "Retirer ce calque" not in page
    assert "Ajouter un calque" not in reader.get(url(structure, "layers")).content.decode()
    assert reader.get(url(structure, "rows", layer.pk, "csv")).content.startswith(
        "\N{BYTE ORDER MARK}code".encode()
    )


def test_a_page_of_twenty_thousand_lines_is_shown(client: Client, structure: Structure) -> None:
    codes = [
        commune.code
        for departement in atlas().departements()
        for commune in atlas().communes_of(departement.code)
    ]
    layer = HabitLayer.objects.create(
        structure=structure, name="Tout", kind="vie", source="Insee", dated_on=DAY
    )
    rows = [Row(code, f"Bassin {number % 900}", None) for number, code in enumerate(codes[:MOST_LINES])]
    HabitRow.objects.bulk_create(
        [HabitRow(layer=layer, commune=row.commune, group=row.group) for row in rows]
    )
    page = client.get(url(structure, "layer", layer.pk)).content
    assert len(page) < 1_000_000
