"""Overlays of habits: every line read or told, nothing guessed, and a comparison that adds up."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conftest import GRAND_MONTAUBAN, Cast
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.territories.enums import HabitKind
from maillage.territories.models import HabitLayer, HabitRow, Territory
from maillage.territories.queries.habit_tables import (
    figures_of,
    groups_table,
    habits_csv,
    habits_map,
    others_table,
)
from maillage.territories.queries.habits import SHARED, Layer, layer_of, layers_of, places_of
from maillage.territories.services import save_territory
from maillage.territories.services.habit_file import (
    MOST_BYTES,
    MOST_LINES,
    Reading,
    Refusal,
    Row,
    decoded,
    in_short,
    read_habits,
)
from maillage.territories.services.habits import add_layer, drop_layer

DAY = date(2026, 9, 1)
MONTAUBAN, BRESSOLS, ALBIAS, MONTECH, CAUSSADE, TOULOUSE = (
    "82121", "82025", "82001", "82125", "82037", "31555",
)  # fmt: skip
GROUPED = "Montauban;Nord;1\nBressols;Sud;2"


def pairs(reading: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {(row.commune, row.group): row.weight for row in reading.rows}


def plain(text: str) -> str:
    """French signs carry no-break spaces: compare with plain ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def said_of(text: str, **asked: Any) -> list[str]:
    return [plain(refusal.reason) for refusal in read_habits(text, **asked).refusals]


# Reading a file


@pytest.mark.parametrize(
    "text",
    [
        "82121;Nord;12,5\n82025;Sud;3",
        "82121\tNord\t12.5\n82025\tSud\t3",
        '82121,Nord,"12,5"\r\n82025,Sud,3',
        "Montauban;Nord;12,5\rBressols;Sud;3\r",
        "poids;groupe;commune\n12,5;Nord;82121\n3;Sud;82025",
        "CODE_INSEE;Nom;Secteur de garde;Nombre\n82121;Montauban;Nord;12,5\n82025;Bressols;Sud;3",
        "\n\n82121 ; Nord ; 12,5 ;;\n;;\n82025;Sud;3,0000\n",
        '"82121";"Nord";"12,5"\n"82025";"Sud";"3"',
    ],
)
def test_the_same_rows_are_read_however_they_are_written(text: str) -> None:
    assert pairs(read_habits(text)) == {
        (MONTAUBAN, "Nord"): Decimal("12.5"),
        (BRESSOLS, "Sud"): Decimal(3),
    }
    assert read_habits(text).refusals == ()


def test_columns_found_by_their_titles_are_told_with_those_left() -> None:
    (note,) = read_habits("Secteur;Communes voisines;INSEE\nNord;x;82121").notes
    assert plain(note) == (
        "Colonnes lues : « INSEE » (commune) et « Secteur » (groupe). Laissées : « Communes voisines »."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = "Nègrepelisse;Hôpital d’Œuvres"
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04rest", "classeur"),
        (b"82121;\x00Nord", "pas du texte"),
        (b"\x81\x8d;\xff", "pas du texte"),
        (b"\xff\xfe\x00", "pas du texte"),
        (b"a" * (MOST_BYTES + 1), "2 Mo"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_way_out(data: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        decoded(data)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Nullepart;Nord;1", "« Nullepart » n’est pas une commune connue."),
        ("99999;Nord;1", "« 99999 » n’est pas une commune connue."),
        (";Nord;1", "La commune manque."),
        ("82121;;1", "Le groupe manque."),
        (f"82121;{'x' * 121};1", "dépasse 120 signes"),
        ("82121;Nord;beaucoup", "« beaucoup » n’est pas un nombre"),
        ("82121;Nord;-3", "négatif"),
        ("82121;Nord;1e5", "n’est pas un nombre"),
        ("82121;Nord;99999999999", "n’est pas un nombre"),
        ("82121;Nord;9 999 999 999 999", "trop grand"),
        ('"82121;Nord;1', "guillemets"),
        ("Verdun;Nord;1", "peut être plusieurs communes"),
    ],
)
def test_a_line_not_understood_is_told_and_the_others_are_kept(line: str, why: str) -> None:
    reading = read_habits(f"{GROUPED}\n{line}\nAlbias;Nord;3")
    (refusal,) = reading.refusals
    assert (refusal.line, refusal.text) == (3, line[:200])
    assert why in plain(refusal.reason)
    assert reading.lines == len(reading.rows) == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "aucune ligne"),
        (" ;; \n\t", "aucune ligne"),
        ("Montauban\nBressols", "deux colonnes"),
        ("82121;a;b;1", "4 colonnes"),
        ("Commune;Zonage\n82121;Nord", "ne se nomme groupe"),
        ("groupe;poids\nNord;1", "ne se nomme commune"),
        ("82121;Nord\n" * (MOST_LINES + 2), "20\u202f000 au plus"),
    ],
)
def test_a_text_that_cannot_be_read_at_all_is_refused_whole(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        read_habits(text)
    assert refused.value.field == "text"


def test_homonyms_are_settled_by_the_departement_of_the_territory() -> None:
    assert said_of("Saint-Georges;Nord\n82121;Nord") != []
    assert pairs(read_habits("Saint-Georges;Nord", departement="82")) == {("82162", "Nord"): None}


def test_repeated_pairs_add_up_or_are_one_and_it_is_told() -> None:
    weighted = read_habits("82121;Nord;1,5\n82121;NORD;2")
    assert pairs(weighted) == {(MONTAUBAN, "Nord"): Decimal("3.5")}
    assert "additionnés" in weighted.notes[-1]
    bare = read_habits("82121;Nord\n82121;Nord")
    assert pairs(bare) == {(MONTAUBAN, "Nord"): None}
    assert "comptées une fois" in bare.notes[-1]
    counted = read_habits("82121;Nord\n82121;Nord\n82025;Nord", counted=True)
    assert pairs(counted) == {(MONTAUBAN, "Nord"): 2, (BRESSOLS, "Nord"): 1}
    assert "compte pour un" in counted.notes[-1]


def test_a_hidden_weight_is_unknown_never_zero_and_never_added() -> None:
    reading = read_habits("82121;Nord;<11\n82025;Nord;nd\n82001;Nord;\n82125;Nord;4")
    assert list(pairs(reading).values()) == [None, None, None, Decimal(4)]
    assert "comptées à part" in reading.notes[-1]
    assert any("ligne 1" in why for why in said_of("82121;Nord;4\n82121;Nord;<11"))


def test_a_code_no_longer_in_force_is_replaced_and_told() -> None:
    reading = read_habits("75101;Nord;1\n75102;Nord;2")
    assert pairs(reading) == {("75056", "Nord"): Decimal(3)}
    assert "75101 par Paris (75056)" in reading.notes[-1]


weights = st.decimals(0, 10**6, places=4, allow_nan=False)
some_communes = st.sampled_from([MONTAUBAN, BRESSOLS, ALBIAS, MONTECH, CAUSSADE])


@given(lines=st.lists(st.tuples(some_communes, st.sampled_from("ABC"), weights), min_size=1, max_size=30))
def test_no_weight_is_lost_whatever_the_order(lines: list[tuple[str, str, Decimal]]) -> None:
    text = "\n".join(f"{code};{group};{str(weight).replace('.', ',')}" for code, group, weight in lines)
    reading = read_habits(text)
    assert reading.refusals == ()
    assert sum(row.weight or 0 for row in reading.rows) == sum(weight for _, _, weight in lines)


@settings(max_examples=200)
@given(text=st.text(alphabet=st.sampled_from('82121;,\t"Nord Montauban12,5\n\r<-é«'), max_size=200))
def test_every_line_is_read_or_told(text: str) -> None:
    try:
        reading = read_habits(text)
    except BadInput:
        return
    numbers = [refusal.line for refusal in reading.refusals]
    assert numbers == sorted(set(numbers))
    assert reading.lines >= len(reading.rows)
    assert len(pairs(reading)) == len(reading.rows)


def test_many_refusals_are_told_by_kind_with_all_their_numbers() -> None:
    refusals = [
        Refusal(line, "", f"«\N{NO-BREAK SPACE}v{line}\N{NO-BREAK SPACE}» n’est rien.")
        for line in (3, 4, 5, 9)
    ]
    told = [(plain(kind), numbers) for kind, numbers in in_short([*refusals, Refusal(12, "", "Vide.")])]
    assert told == [("« … » n’est rien", "3 à 5, 9"), ("Vide", "12")]


# Keeping it


def laid(
    text: str,
    kind: HabitKind = HabitKind.DUTY,
    *,
    over: Territory | None = None,
    name: str = "Calque",
    **given: Any,
) -> HabitLayer:
    territory = over or save_territory(atlas().epci(GRAND_MONTAUBAN).members)
    by, _ = User.objects.get_or_create(email="auteur@example.org")
    rows = read_habits(text, counted=kind is HabitKind.FLOWS).rows
    asked: Mapping[str, Any] = {"source": "ARS", "dated_on": date(2025, 1, 1), "on": DAY, "by": by, **given}
    return add_layer(territory, rows, name=name, kind=kind, **asked)


def test_a_layer_is_added_once_under_its_name_and_dropped_whole_with_its_trace(
    founder: User, structure: Structure
) -> None:
    territory = structure.territory
    territory.habit_layers.all().delete()
    layer = laid(GROUPED, over=territory, by=founder, left_out=3)
    with pytest.raises(BadInput, match="déjà ce nom"):
        laid(GROUPED, over=territory)
    assert [each.lines for each in layers_of(territory)] == [2]
    drop_layer(layer, by=founder)
    assert not HabitRow.objects.exists()
    told = [plain(entry.sentence) for entry in trail_of(territory.pk)]
    assert told[:2] == [
        "Calque d’habitudes retiré : « Calque ».",
        "Calque d’habitudes ajouté : « Calque », 2 lignes, 3 lignes laissées de côté.",
    ]


def test_a_layer_of_a_day_to_come_is_refused(db: None) -> None:
    with pytest.raises(BadInput, match="à venir"):
        laid(GROUPED, dated_on=date(2026, 9, 2))
    assert not HabitLayer.objects.exists()


def test_a_layer_of_nothing_is_refused(db: None) -> None:
    with pytest.raises(BadInput, match="Aucune ligne"):
        laid("Nullepart;Nord")
    assert not HabitLayer.objects.exists()


# Comparing


def compared(text: str, kind: HabitKind, codes: list[str]) -> Layer:
    return layer_of(laid(text, kind, over=save_territory(codes)), codes)


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


def test_flows_of_elsewhere_say_nothing_of_the_territory(db: None) -> None:
    layer = compared("82037;82121;3", HabitKind.FLOWS, [BRESSOLS])
    assert layer.flows is not None
    assert layer.flows.share(layer.flows.kept) is None
    assert "ne dit rien" in layer.flows.sentence
    assert figures_of(layer)[0][1] is None


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
    again = read_habits(habits_csv(layer), counted=True)
    assert again.refusals == ()
    assert [(row.commune, row.group, row.weight) for row in again.rows] == [
        (row.commune, row.group, row.weight) for row in layer.rows
    ]
    assert list(csv.reader(io.StringIO(habits_csv(layer)), delimiter=";"))[1][1] == "Montauban"


def test_no_cell_of_the_file_is_a_formula_nor_a_character_no_document_can_hold(db: None) -> None:
    layer = compared("82121;=HYPERLINK(A1)\n82025;@SUM(1)\x01\n82001;'Nord", HabitKind.DUTY, [MONTAUBAN])
    written = [row[2] for row in csv.reader(io.StringIO(habits_csv(layer)), delimiter=";")][1:]
    assert written == ["'=HYPERLINK(A1)", "'@SUM(1)", "'Nord"]
    again = read_habits(habits_csv(layer))
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
    return reverse(f"territories:{name}", args=[structure.slug, *args])


def typed(**given: Any) -> dict[str, Any]:
    return {
        "name": "Gardes", "kind": "garde", "source": "ARS", "dated_on": "2025-06-01", "text": GROUPED, **given,
    }  # fmt: skip


@pytest.fixture
def client(cast: Cast, structure: Structure) -> Client:
    structure.territory.habit_layers.all().delete()
    return client_of(cast["founder"])


def test_lines_pasted_make_a_layer_and_its_page(client: Client, structure: Structure) -> None:
    answer = client.post(url(structure, "add_habits"), typed(), follow=True)
    assert answer.redirect_chain == [(url(structure, "habit_layer", HabitLayer.objects.get().pk), 302)]
    page = plain(answer.content.decode())
    assert "Gardes" in page
    assert "ARS, données du 1er juin 2025" in page
    assert "Montauban, Nord" in page
    assert "Gardes" in client.get(url(structure, "habits")).content.decode()


def test_a_file_is_read_rather_than_the_lines_and_comes_back_as_text(
    client: Client, structure: Structure
) -> None:
    file = SimpleUploadedFile("gardes.csv", "Nègrepelisse;Écart\nNullepart;Écart".encode("cp1252"))
    answer = client.post(url(structure, "add_habits"), typed(file=file))
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "Nègrepelisse;Écart\nNullepart;Écart</textarea>" in page.replace("\r", "")
    assert "« Nullepart » n’est pas une commune connue." in page
    assert not HabitLayer.objects.exists()


def test_all_or_nothing_unless_these_very_lines_are_left_out(client: Client, structure: Structure) -> None:
    text = f"{GROUPED}\nNullepart;Nord;1"
    add = url(structure, "add_habits")
    page = plain(client.post(add, typed(text=text)).content.decode())
    assert "Garder les lignes comprises (2)" in page
    assert text in page.replace("\r", "")
    key = read_habits(text).key
    assert key in page
    # Other lines are refused since: agreeing to the first is not agreeing to these.
    assert client.post(add, typed(text=f"{text}\n99999;Nord;1", keep=key)).status_code == 422
    assert not HabitLayer.objects.exists()
    assert client.post(add, typed(text=text, keep=key)).status_code == 302
    assert HabitRow.objects.count() == 2


def test_what_was_typed_stays_when_something_else_is_refused(client: Client, structure: Structure) -> None:
    page = client.post(url(structure, "add_habits"), typed(name="", source=" ")).content.decode()
    assert f"{GROUPED}</textarea>" in page.replace("\r", "")
    client.post(url(structure, "add_habits"), typed())
    again = client.post(url(structure, "add_habits"), typed())
    assert again.status_code == 422
    assert "porte déjà ce nom" in again.content.decode()
    assert HabitLayer.objects.count() == 1


def test_a_layer_goes_when_asked_and_only_from_its_own_structure(
    client: Client, structure: Structure
) -> None:
    elsewhere = laid(GROUPED)
    assert client.post(url(structure, "drop_habits", elsewhere.pk)).status_code == 404
    assert client.get(url(structure, "habit_layer", elsewhere.pk)).status_code == 404
    mine = laid(GROUPED, over=structure.territory)
    assert client.post(url(structure, "drop_habits", mine.pk)).url == url(structure, "habits")
    assert list(HabitLayer.objects.all()) == [elsewhere]


def test_a_reader_sees_layers_and_no_gesture(structure: Structure, cast: Cast) -> None:
    layer = laid(GROUPED, over=structure.territory)
    reader = client_of(cast["member"])
    page = reader.get(url(structure, "habit_layer", layer.pk)).content.decode()
    assert "Retirer ce calque" not in page
    assert "Ajouter un calque" not in reader.get(url(structure, "habits")).content.decode()
    assert reader.get(url(structure, "habit_rows", layer.pk)).content.startswith(
        "\N{BYTE ORDER MARK}code".encode()
    )


def test_a_page_of_twenty_thousand_lines_is_shown(client: Client, structure: Structure) -> None:
    codes = [
        commune.code
        for departement in atlas().departements()
        for commune in atlas().communes_of(departement.code)
    ]
    layer = HabitLayer.objects.create(
        territory=structure.territory, name="Tout", kind="vie", source="Insee", dated_on=DAY
    )
    rows = [Row(code, f"Bassin {number % 900}", None) for number, code in enumerate(codes[:MOST_LINES])]
    HabitRow.objects.bulk_create(
        [HabitRow(layer=layer, commune=row.commune, group=row.group) for row in rows]
    )
    page = client.get(url(structure, "habit_layer", layer.pk)).content
    assert len(page) < 1_000_000
