"""Columns are found by their titles, each row has a fate, and what two columns claim is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.tables import (
    Column,
    Preview,
    Table,
    beginning,
    exactly,
    preview,
    read_bytes,
    read_text,
    table_by_position,
    table_of,
    tables_of,
)
from tables.books import plain, xlsx

NAME = Column("name", "le nom", (exactly("nom", "cpts"), beginning("nom")), need="nom", filled=True)
CODE = Column(
    "code", "la commune", (beginning("code insee", "codgeo"), exactly("commune", "code")), need="commune"
)
COLUMNS = (NAME, CODE)


def table(text: str, **choices: str) -> Table:
    found = table_of(read_text(text).sheets[0], COLUMNS, choices)
    assert found
    return found


def values(found: Table) -> list[tuple[str, str]]:
    return [(entry.text("name"), entry.text("code")) for entry in found.entries]


def apart(found: Table) -> dict[int, str]:
    return {fate.line: fate.why for fate in found.apart}


@pytest.mark.parametrize(
    "titles",
    ["nom;commune", "NOM DE LA CPTS ; Code INSEE", "Cpts;CODGEO", '"nom\nde la CPTS";code_insee 2024'],
)
def test_titles_are_recognised_however_they_are_written(titles: str) -> None:
    assert values(table(f"{titles}\nAlpha;82121")) == [("Alpha", "82121")]


def test_the_surest_title_wins() -> None:
    found = table("nom;commune;Code Insee\nAlpha;Montauban;82121")
    assert values(found) == [("Alpha", "82121")]
    assert found.columns == {"name": "nom", "code": "Code Insee"}
    assert found.left == ("commune",)


def test_two_titles_that_fit_are_asked_and_both_are_named() -> None:
    text = "nom;Code Insee 2020;Code Insee 2026\nAlpha;49149;49261"
    with pytest.raises(BadInput) as refused:
        table(text)
    assert "pour la commune : « Code Insee 2020 » et « Code Insee 2026 »" in plain(str(refused.value))
    assert refused.value.field == "code"
    assert values(table(text, code="code insee 2026")) == [("Alpha", "49261")]


def test_two_columns_that_hold_the_same_are_one() -> None:
    assert values(table("nom;commune;commune\nA;82121;82121")) == [("A", "82121")]


def test_a_column_chosen_by_a_name_that_no_title_bears_is_refused() -> None:
    with pytest.raises(BadInput, match="Autre"):
        tables_of(read_text("nom;commune\nA;82121"), COLUMNS, choices={"code": "Autre"})


def test_lines_that_are_no_data_are_told_apart_each_with_its_reason() -> None:
    found = table(
        "Périmètres au 1er mars\n\nnom;commune\nAlpha;82121\nnom;commune\nTotal;\nSource : ARS\n"
        "Sous-total Alpha;12\n"
    )
    assert values(found) == [("Alpha", "82121")]
    assert apart(found) == {
        1: "Au-dessus des titres.",
        3: "Titres des colonnes.",
        5: "Titres répétés.",
        6: "Total.",
        7: "Note sous le tableau.",
        8: "Total.",
    }


def test_a_name_that_begins_as_a_total_with_a_code_is_data() -> None:
    assert values(table("nom;commune\nEnsemble;82121\nTotal santé;82002")) == [
        ("Ensemble", "82121"),
        ("Total santé", "82002"),
    ]


def test_blanks_under_a_value_take_it_and_it_is_told() -> None:
    found = table("nom;commune\nAlpha;82121\n;82002\nBeta;82125\n;82124\nTotal;\n;82025")
    assert values(found) == [
        ("Alpha", "82121"), ("Alpha", "82002"), ("Beta", "82125"), ("Beta", "82124"), ("", "82025"),
    ]  # fmt: skip
    assert [plain(entry.note) for entry in found.entries] == [
        "", "Le nom : repris de la ligne 2.", "", "Le nom : repris de la ligne 4.", "",
    ]  # fmt: skip


def test_a_heading_gives_its_name_to_the_rows_under_it() -> None:
    found = table("nom;commune\nAlpha;\n;82121\n;82002\nBeta;\nGamma;82025")
    assert values(found) == [("Alpha", "82121"), ("Alpha", "82002"), ("Beta", ""), ("Gamma", "82025")]
    assert apart(found)[2] == "Intitulé des lignes qui suivent."


def test_a_line_whose_quotes_do_not_close_is_given_to_the_caller_with_its_fault() -> None:
    found = table('nom;commune\n"Alpha;82121\nBeta;82002')
    assert values(found) == [("", ""), ("Beta", "82002")]
    assert found.entries[0].fate().why == "Des guillemets ne se ferment pas."
    assert found.entries[0].fate().lost


ROWS = [("nom", "commune"), ("Alpha", "82121")]


def test_all_the_sheets_that_fit_are_read_and_the_others_told() -> None:
    book = read_bytes(
        "a.xlsx", xlsx({"Lisez-moi": [("Bonjour",)], "A": ROWS, "_B": ROWS, "C": ROWS}, hidden=["C"])
    )
    found, (note,) = tables_of(book, COLUMNS)
    assert [each.sheet.title for each in found] == ["A", "_B"]
    assert plain(note) == "Feuilles lues : « A » et « _B » ; laissées : « Lisez-moi » et « C (masquée) »."
    (asked,), _ = tables_of(book, COLUMNS, sheet="c")
    assert asked.sheet.title == "C"


def test_sheets_of_several_years_are_for_a_person_to_choose() -> None:
    book = read_bytes("a.xlsx", xlsx({"CPTS 2025": ROWS, "CPTS 2026": ROWS}))
    with pytest.raises(BadInput) as refused:
        tables_of(book, COLUMNS)
    assert "« CPTS 2025 » et « CPTS 2026 »" in plain(str(refused.value))
    assert refused.value.field == "sheet"
    assert len(tables_of(book, COLUMNS, sheet="CPTS 2026")[0]) == 1


def test_a_hidden_sheet_alone_to_fit_is_read() -> None:
    book = read_bytes("a.xlsx", xlsx({"A": [("Bonjour",)], "B": ROWS}, hidden=["B"]))
    (found,), _ = tables_of(book, COLUMNS)
    assert values(found) == [("Alpha", "82121")]


@pytest.mark.parametrize("title", ["APL_2019", "apl 2019", " APL-2019"])
def test_a_sheet_is_asked_for_whatever_its_signs(title: str) -> None:
    book = read_bytes("a.xlsx", xlsx({"APL_2018": ROWS, "APL_2019": ROWS}))
    assert book.sheet(title).title == "APL_2019"
    with pytest.raises(BadInput, match="APL_2018"):
        book.sheet("2020")


def test_a_file_without_the_columns_is_refused_with_its_titles() -> None:
    with pytest.raises(BadInput) as refused:
        tables_of(read_text("ville;habitants\nMontauban;62945", name="a.csv"), COLUMNS)
    assert plain(str(refused.value)) == (
        "« a.csv » n’a pas les colonnes « nom » et « commune ». Sa première ligne dit : « ville » et « habitants ». "
        "Nommez-les ainsi sur une ligne, puis une ligne par commune."
    )


def seen(text: str) -> Preview:
    """Keeps the rows that have both a name and a code."""
    book = read_text(text, name="a.csv", encoding="UTF-8")
    found, notes = tables_of(book, COLUMNS)
    fates = [
        entry.fate(
            [entry.text("code")] if entry.text("code") and entry.text("name") else [],
            "" if entry.text("code") else "Sans code.",
        )
        for entry in found[0].entries
    ]
    return preview(book, found, fates, notes)


def test_a_preview_counts_rows_and_tells_what_was_chosen() -> None:
    shown = seen("nom;commune\nAlpha;82121\nBeta;\nGamma;82002\nTotal;")
    assert [(fate.line, fate.kept, fate.lost) for fate in shown.fates] == [
        (1, (), False), (2, ("82121",), False), (3, (), True), (4, ("82002",), False), (5, (), False),
    ]  # fmt: skip
    assert (
        plain(shown.sentence)
        == "2 lignes gardées, 1 ligne perdue et 2 autres lignes (titres, totaux, notes)."
    )
    content = shown.as_json()
    assert (content["rows_kept"], content["rows_lost"], content["encoding"]) == (2, 1, "UTF-8")
    assert content["rows"][2] == {"line": 3, "given": "Beta", "kept": [], "why": "Sans code."}


CELL = st.sampled_from(["", "Alpha", "82121", "Total", "nom", "commune", "Source : x", '"', "Beta"])


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=12))
def test_every_row_has_one_fate(rows: list[tuple[str, str]]) -> None:
    text = "\n".join(["nom;commune", *(";".join(row) for row in rows)])
    expected = [number for number, line in enumerate(text.split("\n"), 1) if line.strip(';"')]
    lines = [fate.line for fate in seen(text).fates]
    assert sorted(set(lines)) == lines
    covered = {line for line in expected if line in lines}
    assert all(line in covered or '"' in text for line in expected)


def test_columns_come_by_position_without_titles() -> None:
    found = table_by_position(read_text("Alpha;82121\nBeta;82002").sheets[0], COLUMNS)
    assert values(found) == [("Alpha", "82121"), ("Beta", "82002")]
    assert (found.columns, found.apart) == ({}, ())
