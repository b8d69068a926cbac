"""The tree of values: readable by OpenFisca-Core, sourced value by value, read whole."""

import re
from datetime import date, timedelta

import pytest
import yaml
from openfisca_core.parameters import Parameter as OpenFiscaParameter
from openfisca_core.parameters import load_parameter_file
from pydantic import ValidationError

from maillage.legislation import rules
from maillage.legislation.values import WrittenParameter, as_parameter, parameters
from maillage.legislation.yaml_files import ROOM

TREE = ROOM / "parameters"


def openfisca_values() -> dict[str, OpenFiscaParameter]:
    """The same files as OpenFisca-Core reads them."""
    tree = load_parameter_file(str(TREE), "")
    return {each.name: each for each in tree.get_descendants() if isinstance(each, OpenFiscaParameter)}


def test_openfisca_finds_the_same_values_on_the_same_days():
    theirs = openfisca_values()
    assert theirs.keys() == parameters().keys()
    for name, ours in parameters().items():
        history = {each.instant_str: each.value for each in theirs[name].values_list}
        assert history == {
            value.since.isoformat(): None if value.value is None else float(value.value)
            for value in ours.values
        }


@pytest.mark.parametrize("day", [date(2019, 8, 25), date(2022, 3, 30), date(2022, 3, 31), date(2024, 6, 1)])
def test_openfisca_answers_the_same_on_a_given_day(day):
    for name, theirs in openfisca_values().items():
        ours = parameters()[name].at(day)
        value = None if ours is None or ours.value is None else float(ours.value)
        assert theirs.get_at_instant(day.isoformat()) == value, name


def test_every_value_of_the_law_cites_its_text():
    orphans = [
        (rule.id, value.since)
        for rule in rules()
        for value in rule.values
        if not (value.where if value.value is None else value.source and value.source.title)
    ]
    assert orphans == []


def test_every_bound_cites_its_text():
    bare = [
        rule.id
        for rule in rules()
        for value in rule.values
        if (value.low, value.high) != (None, None) and not value.source
    ]
    assert bare == []


def test_a_source_names_the_rule_that_cites_it_and_since_when():
    for rule in rules():
        for value in rule.values:
            if value.source:
                assert (value.source.rule, value.source.since) == (rule.id, value.since)


def test_every_identifier_is_made_of_plain_words():
    assert [each for each in parameters() if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", each)] == []


def test_values_follow_one_another_without_a_gap():
    for rule in rules():
        assert [each.until for each in rule.values] == [*(each.since for each in rule.values[1:]), None]
        for value in rule.values:
            assert rule.at(value.since) is value
        assert rule.at(rule.since - timedelta(days=1)) is None


def test_floats_are_read_as_written():
    value = parameters()["cpts.contract.running_cost_advance_rate"].at(date(2024, 6, 1))
    assert value is not None
    assert str(value.value) == "0.75"


GOOD = """
description: Montant
metadata: {unit: currency-EUR}
values:
  2020-01-01: {value: 1, metadata: {grade: official, reference: {title: Article 1}}}
"""


def written(text: str) -> None:
    as_parameter("a.b", WrittenParameter.model_validate(yaml.safe_load(text)))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (GOOD.replace(", reference: {title: Article 1}", ""), "cite son texte"),
        (GOOD.replace("value: 1", "value: null"), "une valeur nulle a le grade"),
        (GOOD.replace("grade: official", "grade: unknown"), "dit où la lire"),
        (GOOD.replace("grade: official", "grade: rumour"), "Input should be"),
        (GOOD.replace("grade: official", "grade: official, low: 1"), "des bornes citent leur texte"),
        (GOOD.replace("description", "label"), "description"),
        (GOOD.replace("{value: 1", "{value: 1, guess: 2"), "Extra inputs"),
    ],
)
def test_a_value_without_text_or_grade_is_refused(wrong, why):
    written(GOOD)
    with pytest.raises(ValidationError, match=why):
        written(wrong)


def test_no_class_gets_less_than_the_one_below():
    for family in ("running_cost", "ceiling", "ceiling.crisis"):
        for day in (date(2019, 8, 25), date(2024, 6, 1)):
            found = [parameters()[f"cpts.{family}.size_{size}"].at(day) for size in (1, 2, 3, 4)]
            known = [value.value for value in found if value and value.value is not None]
            assert known == sorted(known)


def test_unknown_ceilings_are_those_of_2019_the_crisis_and_what_the_known_ones_gained():
    """Sizes 1 and 4 gained the maximum of the crisis mission and the same remainder: sizes 2 and 3 are bounded so."""
    law = parameters()
    before, after, crisis = (
        [law[f"{branch}.size_{size}"].values[place] for size in (1, 2, 3, 4)]
        for branch, place in (("cpts.ceiling", 0), ("cpts.ceiling", -1), ("cpts.ceiling.crisis", -1))
    )
    first, last = (after[size].value - before[size].value - crisis[size].value for size in (0, 3))
    assert first == last == 5000
    for size, rounding in ((1, 500), (2, 0)):  # the maximum of size 2 was published rounded
        assert after[size].low == before[size].value + crisis[size].low + first - rounding
        assert after[size].high == before[size].value + crisis[size].high + first + rounding
