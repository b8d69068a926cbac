"""Other people's values over ours: merged by day, sourced or refused, and named."""

import re
import time
import timeit
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from maillage.kernel import BadInput
from maillage.kernel.paths import PROJECT
from maillage.legislation.values import parameters, tree

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


def refusal_of(work: Callable[[], object]) -> str:
    """The sentence of a refusal, with plain spaces."""
    with pytest.raises(BadInput) as refusal:
        work()
    assert refusal.value.field == "MAILLAGE_RULES"
    return str(refusal.value).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def altered(old: str, new: str) -> str:
    assert old in VALUE
    return VALUE.replace(old, new)


UNKNOWN = altered("value: 7", "value: null").replace("grade: testimony", "grade: unknown, where: Ailleurs")
BOUNDED = UNKNOWN.replace("Ailleurs", "Ailleurs, bounds_reference: {title: Texte}, bounds_grade: seed")

WRONG = {
    "no text": (altered(", reference: {title: Exemple fictif}", ""), "cite son texte"),
    "an empty text": (altered("Exemple fictif", "''"), "title"),
    "null, known": (altered("value: 7", "value: null"), "grade « unknown »"),
    "unknown, nowhere": (UNKNOWN.replace(", where: Ailleurs", ""), "où la lire"),
    "bounds without text": (UNKNOWN.replace("Ailleurs", "Ailleurs, low: 1"), "citent leur texte"),
    "bounds upside down": (BOUNDED.replace("Ailleurs", "Ailleurs, low: 9, high: 1"), "borne basse 9"),
    "bounds that meet": (BOUNDED.replace("Ailleurs", "Ailleurs, low: 9, high: 9"), "borne basse 9"),
    "another unit": (altered("currency-EUR", "month"), "se compte en currency-EUR, pas en month"),
    "no unit": (altered("{unit: currency-EUR}", "{}"), "unit"),
    "a unit alone": (altered("{unit: currency-EUR}", "currency-EUR"), "metadata"),
    "not YAML": ("description: [", "pas du YAML"),
    "two documents": (f"{VALUE}\n---\n{VALUE}", "pas du YAML"),
    "a Python object": (altered("value: 7", "value: !!python/name:os.system ''"), "pas du YAML"),
    "an anchor of nothing": (altered("value: 7", "value: *nothing"), "pas du YAML"),
    "a null character": (altered("Taille", "Tai\0lle"), "UTF-8"),
    "a control character": (altered("Taille", "Tai\x01lle"), "pas du YAML"),
    "a tabulation": (altered("  values:", "\tvalues:"), "ligne 6, une tabulation"),
    "nothing": ("", "il est vide"),
    "a comment alone": ("# plus tard\n", "il est vide"),
    "a text": ("sept euros", "« sept euros »"),
    "a list": ("- 7", "un groupe de valeurs"),
    "a branch without leaves": ("size_1: {}", "cpts.running_cost.size_1"),
    "a number instead of a leaf": ("size_1: 7", "« 7 »"),
    "no value": (
        altered(
            "    2020-01-01: {value: 7, metadata: {grade: testimony, reference: {title: Exemple fictif}}}", ""
        ),
        "values",
    ),
    "an empty list of values": (VALUE.partition("    2020")[0].replace("values:", "values: {}"), "values"),
    "values misspelt": (altered("values:", "valeurs:"), "valeurs"),
    "an unknown key": (altered("value: 7,", "value: 7, source: moi,"), "ce nom n'est pas attendu ici"),
    "an unknown key of the evidence": (
        altered("grade: testimony,", "grade: testimony, degree: 3,"),
        "degree",
    ),
    "an unknown grade": (altered("testimony", "rumour"), "rumour"),
    "a key twice": (altered("value: 7,", "value: 7, value: 8,"), "« value » est écrit deux fois"),
    "a day twice": (
        f"{VALUE}    2020-01-01: {{value: 8, metadata: {{grade: testimony, reference: {{title: Autre}}}}}}\n",
        "ligne 8, « 2020-01-01 » est écrit deux fois",
    ),
    "a number twice": (f"{VALUE}{VALUE.partition('Taille')[2]}", "« size_1 » est écrit deux fois"),
    "a day that is not": (altered("2020-01-01", "2020-91-01"), "« 2020-91-01 » n'est pas un jour"),
    "30 February": (altered("2020-01-01", "2020-02-30"), "« 2020-02-30 » n'est pas un jour"),
    "no day": (altered("2020-01-01", "2020-01"), "« 2020-01 » n'est pas un jour"),
    "a year": (altered("2020-01-01", "2020"), "« 2020 » n'est pas un jour"),
    "an instant": (altered("2020-01-01", "2020-01-01T00:00:00"), "n'est pas un jour"),
    "a French day": (altered("2020-01-01", "01/01/2020"), "« 01/01/2020 » n'est pas un jour"),
    "a day in quotes": (altered("2020-01-01", "'2020-01-01'"), "« 2020-01-01 » n'est pas un jour"),
    "a space": (altered("value: 7", "value: 51 000"), "n'est pas un nombre"),
    "a narrow space": (altered("value: 7", "value: 51\N{NARROW NO-BREAK SPACE}000"), "n'est pas un nombre"),
    "a comma": (altered("value: 7", "value: '51,5'"), "« 51,5 » n'est pas un nombre"),
    "an underscore": (altered("value: 7", "value: 51_000"), "« 51_000 » n'est pas un nombre"),
    "a currency": (altered("value: 7", "value: 51000 €"), "n'est pas un nombre"),
    "a number in quotes": (altered("value: 7", "value: '51000'"), "« 51000 » n'est pas un nombre"),
    "an octal": (altered("value: 7", "value: 017"), "« 017 » n'est pas un nombre"),
    "an hour": (altered("value: 7", "value: 1:30"), "« 1:30 » n'est pas un nombre"),
    "a hexadecimal": (altered("value: 7", "value: 0x1F"), "« 0x1F » n'est pas un nombre"),
    "an infinity": (altered("value: 7", "value: .inf"), "« .inf » n'est pas un nombre"),
    "no number": (altered("value: 7", "value: .nan"), "« .nan » n'est pas un nombre"),
    "a power": (altered("value: 7", "value: 1.0e+30"), "« 1.0e+30 » n'est pas un nombre"),
    "thirty nines": (altered("value: 7", f"value: {'9' * 30}"), "n'est pas un nombre"),
    "a billion thousands": (altered("value: 7", f"value: 1{'0' * 13}"), "au plus"),
    "a truth": (altered("value: 7", "value: oui"), "« oui » n'est pas un nombre"),
    "a list of numbers": (altered("value: 7", "value: [7]"), "un groupe de valeurs"),
    "a link that runs": (altered("fictif}", "fictif, href: 'javascript:alert(1)'}"), "http"),
}


@pytest.mark.parametrize(("wrong", "why"), WRONG.values(), ids=WRONG)
def test_a_file_that_cannot_be_read_is_refused_in_french(wrong: str, why: str, tmp_path: Path) -> None:
    sentence = refusal_of(lambda: tree(overlay(tmp_path, wrong)))
    assert why in sentence
    assert f"« parameters/cpts/running_cost.yaml » du dossier « {tmp_path.name} »" in sentence
    assert not re.search(r"Input|should|valid|pydantic|datetime|expected|found", sentence)


@pytest.mark.parametrize(
    ("encoding", "why"),
    [
        ("windows-1252", "ligne 4, un caractère n'est pas en UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-32", "UTF-8"),
    ],
)
def test_a_file_in_another_encoding_is_refused(encoding: str, why: str, tmp_path: Path) -> None:
    text = VALUE.replace("Fonctionnement, taille", "Fonctionnement réel, taille")
    path = overlay(tmp_path, text) / "parameters" / "cpts" / "running_cost.yaml"
    path.write_bytes(text.encode(encoding))
    assert why in refusal_of(lambda: tree(tmp_path))


def test_a_byte_order_mark_changes_nothing(tmp_path):
    path = overlay(tmp_path, VALUE) / "parameters" / "cpts" / "running_cost.yaml"
    path.write_text(VALUE, "utf-8-sig")
    assert tree(tmp_path)["cpts.running_cost.size_1"].at(date(2020, 1, 1)).value == 7


@pytest.mark.parametrize("unit", ["class", "non|oui"])
def test_a_choice_that_is_unknown_gives_its_bounds(unit: str, tmp_path: Path) -> None:
    text = UNKNOWN.replace("currency-EUR", unit)
    assert "ses deux bornes" in refusal_of(lambda: tree(overlay(tmp_path, text, "cpts/new.yaml")))


@pytest.mark.parametrize(
    ("unit", "value"),
    [("month", "1.5"), ("month", "99999"), ("month", "-1"), ("non|oui", "2"), ("class", "0.5")],
)
def test_a_number_that_its_unit_cannot_have_is_refused(unit: str, value: str, tmp_path: Path) -> None:
    text = VALUE.replace("currency-EUR", unit).replace("value: 7", f"value: {value}")
    sentence = refusal_of(lambda: tree(overlay(tmp_path, text, "cpts/new.yaml")))
    assert f"« {value} » n'est pas possible en « {unit} »" in sentence


@pytest.mark.parametrize(
    "name", ["parameters/cpts/size.yml", "parametres/cpts/size.yaml", "parameters/size.YAML"]
)
def test_a_file_that_nobody_would_read_is_refused(name: str, tmp_path: Path) -> None:
    overlay(tmp_path, VALUE)
    lost = tmp_path / name
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_text(VALUE, "utf-8")
    assert "rien ne s'y lit" in refusal_of(lambda: tree(tmp_path))


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
    assert min(timeit.repeat(tree, number=1, repeat=5, timer=time.process_time)) < 0.3
