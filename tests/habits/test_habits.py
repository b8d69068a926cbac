"""Overlays of habits: every line of a file is read or told, nothing guessed, kept and dropped whole."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grounds import structure_on
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.geography import atlas
from maillage.habits.enums import HabitKind
from maillage.habits.models import HabitLayer, HabitRow
from maillage.habits.queries.layers import layers_of
from maillage.habits.services.habit_file import (
    MOST_BYTES,
    MOST_LINES,
    HabitReading,
    in_short,
    read_habits,
    text_of,
)
from maillage.habits.services.layers import add_layer, drop_layer
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.tables import RowFate
from players import GRAND_MONTAUBAN

DAY = date(2026, 9, 1)
MONTAUBAN, BRESSOLS, ALBIAS, MONTECH, CAUSSADE, TOULOUSE = (
    "82121", "82025", "82001", "82125", "82037", "31555",
)  # fmt: skip
GROUPED = "Montauban;Nord;1\nBressols;Sud;2"


def pairs(reading: HabitReading) -> dict[tuple[str, str], Decimal | None]:
    return {(row.commune, row.group): row.weight for row in reading.rows}


def plain(text: str) -> str:
    """French signs carry no-break spaces: compare with plain ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def said_of(text: str, **asked: Any) -> list[str]:
    return [plain(fate.why) for fate in read_habits(text, **asked).lost]


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
    assert read_habits(text).lost == ()


def test_columns_found_by_their_titles_are_told_with_those_left() -> None:
    (note,) = read_habits("Secteur;Communes voisines;INSEE\nNord;x;82121").notes
    assert plain(note) == (
        "Colonnes lues : « INSEE » (commune) et « Secteur » (groupe). Laissées : « Communes voisines »."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = "Nègrepelisse;Hôpital d’Œuvres"
    assert text_of("a.csv", text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04rest", "abîmé"),
        (b"%PDF-1.7", "pas un tableau"),
        (b"<html>", "page web"),
        (b"\x00\x01\x02\x03\x04" * 9, "pas un tableau"),
        (b"a" * (MOST_BYTES + 1), "2 Mo"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_way_out(data: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        text_of("a", data)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Nullepart;Nord;1", "Nous ne trouvons pas « Nullepart »."),
        ("99999;Nord;1", "Code inconnu : 99999."),
        (";Nord;1", "La commune manque."),
        ("82121;;1", "Le groupe manque."),
        (f"82121;{'x' * 121};1", "dépasse 120 signes"),
        ("82121;Nord;beaucoup", "« beaucoup » n’est pas un nombre"),
        ("82121;Nord;-3", "négatif"),
        ("82121;Nord;1e5", "n’est pas un nombre"),
        ("82121;Nord;99999999999", "n’est pas un nombre"),
        ("82121;Nord;9 999 999 999 999", "trop grand"),
        ('"82121;Nord;1', "guillemets"),
        ("Verdun;Nord;1", "Plusieurs communes répondent à « Verdun »"),
    ],
)
def test_a_line_not_understood_is_told_and_the_others_are_kept(line: str, why: str) -> None:
    reading = read_habits(f"{GROUPED}\n{line}\nAlbias;Nord;3")
    (fate,) = reading.lost
    assert fate.line == 3
    assert why in plain(fate.why)
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
    assert said_of("Saint-Georges;Nord") != []
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
    reading = read_habits("01091;Nord;1\n01033;Nord;2")
    assert pairs(reading) == {("01033", "Nord"): Decimal(3)}
    assert "01091 par Valserhône (01033)" in reading.notes[-1]


weights = st.decimals(0, 10**6, places=4, allow_nan=False)
some_communes = st.sampled_from([MONTAUBAN, BRESSOLS, ALBIAS, MONTECH, CAUSSADE])


@given(lines=st.lists(st.tuples(some_communes, st.sampled_from("ABC"), weights), min_size=1, max_size=30))
def test_no_weight_is_lost_whatever_the_order(lines: list[tuple[str, str, Decimal]]) -> None:
    text = "\n".join(f"{code};{group};{str(weight).replace('.', ',')}" for code, group, weight in lines)
    reading = read_habits(text)
    assert reading.lost == ()
    assert sum(row.weight or 0 for row in reading.rows) == sum(weight for _, _, weight in lines)


@settings(max_examples=200)
@given(text=st.text(alphabet=st.sampled_from('82121;,\t"Nord Montauban12,5\n\r<-é«'), max_size=200))
def test_every_line_is_read_or_told(text: str) -> None:
    try:
        reading = read_habits(text)
    except BadInput:
        return
    numbers = [fate.line for fate in reading.preview.fates]
    assert numbers == sorted(set(numbers))
    assert reading.lines >= len(reading.rows)
    assert len(pairs(reading)) == len(reading.rows)


def test_many_refusals_are_told_by_kind_with_all_their_numbers() -> None:
    lost = [
        RowFate(line, "", why=f"«\N{NO-BREAK SPACE}v{line}\N{NO-BREAK SPACE}» n’est rien.")
        for line in (3, 4, 5, 9)
    ]
    told = [(plain(kind), numbers) for kind, numbers in in_short([*lost, RowFate(12, "", why="Vide.")])]
    assert told == [("« … » n’est rien", "3 à 5, 9"), ("Vide", "12")]


# Keeping it


def laid(
    text: str,
    kind: HabitKind = HabitKind.DUTY,
    *,
    over: Structure | None = None,
    name: str = "Calque",
    **given: Any,
) -> HabitLayer:
    structure = over or structure_on(atlas().epci(GRAND_MONTAUBAN).members)
    by, _ = User.objects.get_or_create(email="auteur@example.org")
    rows = read_habits(text, counted=kind is HabitKind.FLOWS).rows
    asked: Mapping[str, Any] = {"source": "ARS", "dated_on": date(2025, 1, 1), "on": DAY, "by": by, **given}
    return add_layer(structure, rows, name=name, kind=kind, **asked)


def test_a_layer_is_added_once_under_its_name_and_dropped_whole_with_its_trace(
    founder: User, structure: Structure
) -> None:
    structure.habit_layers.all().delete()
    layer = laid(GROUPED, over=structure, by=founder, left_out=3)
    with pytest.raises(BadInput, match="déjà ce nom"):
        laid(GROUPED, over=structure)
    assert [each.lines for each in layers_of(structure)] == [2]
    drop_layer(layer, by=founder)
    assert not HabitRow.objects.exists()
    told = [plain(entry.sentence) for entry in trail_of(structure.pk)]
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
