"""Other people's values over ours: merged by day, sourced or refused, and named."""

import timeit
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from maillage.kernel import BadInput
from maillage.kernel.paths import PROJECT
from maillage.legislation.reading import parameters, tree

EXAMPLE = PROJECT / "docs" / "overlays-example"
FIXED = "cpts.missions.acces_aux_soins.fixed.size_2"
TODAY = date(2024, 6, 1)

VALUE = """
description: Taille
size_1:
  description: Fonctionnement, taille 1
  metadata: {unit: currency-EUR}
  values:
    2020-01-01: {value: 7, metadata: {grade: testimony, reference: {title: Exemple fictif}}}
"""


def overlay(folder: Path, text: str, name: str = "cpts/running_cost.yaml") -> Path:
    path = folder / "parameters" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def test_the_example_completes_an_unknown_amount_and_says_it_is_made_up():
    ours, completed = tree()[FIXED].at(TODAY), tree(EXAMPLE)[FIXED].at(TODAY)
    assert ours is not None
    assert completed is not None
    assert completed.source is not None
    assert (ours.value, ours.layer) == (None, "")
    assert (completed.value, completed.layer) == (Decimal(11111), "overlays-example")
    assert "Exemple fictif" in completed.source.title


def test_every_value_of_the_example_is_labelled_as_made_up():
    laid = [value for each in tree(EXAMPLE).values() for value in each.values if value.layer]
    assert len(laid) == 2
    assert all(value.source and "fictif" in value.source.title for value in laid)
    assert {value.source.grade for value in laid if value.source} == {"testimony"}


def test_what_the_overlay_does_not_say_stays_ours():
    ours, laid = tree(), tree(EXAMPLE)
    assert ours.keys() == laid.keys()
    changed = {key for key in ours if ours[key] != laid[key]}
    assert changed == {FIXED, "cpts.missions.acces_aux_soins.variable.size_2"}


def test_values_are_merged_day_by_day(tmp_path):
    laid = tree(overlay(tmp_path, VALUE))["cpts.running_cost.size_1"]
    ours = tree()["cpts.running_cost.size_1"]
    assert [each.since for each in laid.values] == sorted(
        {*(each.since for each in ours.values), date(2020, 1, 1)}
    )
    assert [each.until for each in laid.values] == [*(each.since for each in laid.values[1:]), None]
    assert laid.at(date(2019, 12, 31)).value == ours.at(date(2019, 12, 31)).value
    assert (laid.at(date(2020, 1, 1)).value, laid.at(date(2020, 1, 1)).layer) == (7, tmp_path.name)


def test_the_last_folder_speaks_last(tmp_path):
    first = overlay(tmp_path / "first", VALUE)
    last = overlay(tmp_path / "last", VALUE.replace("value: 7", "value: 8"))
    day = date(2020, 1, 1)
    assert tree(first, last)["cpts.running_cost.size_1"].at(day).value == 8
    assert tree(last, first)["cpts.running_cost.size_1"].at(day).layer == "first"


def test_an_overlay_may_add_a_number_and_a_region(tmp_path):
    region = VALUE.replace("size_1:", 'regions:\n  "28":\n    general_practitioners:', 1)
    head, body = region.split("general_practitioners:\n")
    indented = "\n".join(f"    {line}" if line.strip() else line for line in body.splitlines())
    laid = tree(overlay(tmp_path, f"{head}general_practitioners:\n{indented}", "msp/composition.yaml"))
    added = laid["msp.composition.regions.28.general_practitioners"].values
    assert [value.layer for value in added] == [tmp_path.name]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (VALUE.replace(", reference: {title: Exemple fictif}", ""), "cite son texte"),
        (VALUE.replace("value: 7", "value: null"), "grade « unknown »"),
        (VALUE.replace("testimony", "unknown").replace("value: 7", "value: null"), "où la lire"),
        (VALUE.replace("currency-EUR", "month"), "se compte en"),
        ("description: [", "pas du YAML"),
    ],
)
def test_a_value_without_its_text_is_refused_in_one_sentence(tmp_path, wrong, why):
    with pytest.raises(BadInput) as refusal:
        tree(overlay(tmp_path, wrong))
    assert why in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")
    assert refusal.value.field == "MAILLAGE_RULES"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="parameters"):
        tree(tmp_path / "nowhere")


def test_the_environment_names_the_folders(monkeypatch):
    monkeypatch.setenv("MAILLAGE_RULES", str(EXAMPLE))
    parameters.cache_clear()
    try:
        assert parameters()[FIXED].at(TODAY).layer == "overlays-example"
    finally:
        monkeypatch.undo()
        parameters.cache_clear()


def test_the_whole_tree_is_read_in_less_than_a_third_of_a_second():
    assert min(timeit.repeat(tree, number=1, repeat=5)) < 0.3
