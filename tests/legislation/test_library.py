"""Indicators, action sheets and the maturity talk: they name what exists, say who says so, and invent no figure."""

import re
import shutil
from datetime import date

import pytest
from pydantic import ValidationError

from maillage import legislation
from maillage.kernel import BadInput
from maillage.legislation import (
    Axis,
    CataloguedIndicator,
    Counter,
    every_form,
    indicator,
    indicators,
    library,
    maturity,
    missions,
    professions,
    sheet,
    sheets,
)
from maillage.legislation.yaml_files import ROOM, read_yaml

TODAY = date(2026, 1, 1)
FORMS = [each.key for each in every_form()]
CATALOGUE = {each.key: each for form in FORMS for each in indicators(form, on=TODAY)}
SHEETS = {each.key: each for form in FORMS for each in sheets(form)}
MISSIONS = {each.key for each in missions("cpts", on=TODAY)}
WITH_AXES = ("msp", "mspu", "cds")


def test_no_two_indicators_have_one_key():
    written = [each["key"] for path in (ROOM / "indicators").glob("*.yaml") for each in read_yaml(path)]
    assert len(written) == len(set(written)) == len(CATALOGUE)


@pytest.mark.parametrize("each", SHEETS.values(), ids=lambda each: each.key)
def test_a_sheet_names_what_exists_and_is_measured_in_each_of_its_forms(each: legislation.Sheet):
    assert {*each.indicators} <= CATALOGUE.keys()
    assert {*each.missions} <= MISSIONS
    assert {role.profession for role in each.roles} <= {known.key for known in professions()}
    assert [*each.steps] == sorted(each.steps, key=lambda step: step.after_weeks)
    for form in each.forms:
        kinds = {CATALOGUE[key].kind for key in each.indicators if form in CATALOGUE[key].forms}
        assert kinds == {"action", "resultat"}, form


@pytest.mark.parametrize("each", SHEETS.values(), ids=lambda each: each.key)
def test_a_sheet_leaves_its_figures_to_who_copies_it(each: legislation.Sheet):
    """« 24 heures » is what the mission asks, « 75 ans » an age of the census."""
    told = " ".join((each.need, each.general_goal, *each.goals, *each.means, each.first_third))
    assert set(re.findall(r"\d+", told)) <= {"24", "75"}
    assert any("…" in goal for goal in each.goals)


def test_every_form_but_the_team_of_one_patient_has_sheets_and_every_one_has_indicators():
    assert {form for form in FORMS if not sheets(form)} == {"escap"}
    for form in FORMS:
        assert {each.kind for each in indicators(form, on=TODAY)} == {"action", "resultat"}


def test_every_mission_and_every_axis_has_indicators_and_sheets():
    for form, names in (("cpts", MISSIONS), *((form, {*Axis}) for form in WITH_AXES)):
        for name in names:
            found = indicators(form, on=TODAY, mission=name)
            assert {each.kind for each in found} >= {"action"}, (form, name)
            assert {each.under(form) for each in found} == {name}
    written = {name for each in SHEETS.values() for name in each.missions}
    assert written == MISSIONS


def test_an_indicator_says_who_defines_it():
    ours, national, local = (
        indicator(key)
        for key in ("delai_de_l_avis", "aci_part_en_concertation", "habitants_sans_medecin_traitant")
    )
    assert (ours.grade, ours.said_by) == ("seed", "Proposé par nous")
    assert national.grade == "relayed"
    assert national.source is not None
    named = indicator("exercices_de_crise")
    assert named.source is not None
    assert (named.grade, named.source.grade) == ("seed", "professional")
    assert named.said_by.startswith("Proposé par nous, d’après\N{NO-BREAK SPACE}: Le Généraliste")
    assert (local.grade, local.said_by) == ("unknown", "À lire dans votre contrat")
    assert [each.key for each in CATALOGUE.values() if each.in_contract and each.grade != "unknown"] == []


def test_what_only_the_contract_defines_gives_no_number_of_ours():
    told = {each.key: f"{each.definition} {each.numerator} {each.denominator}" for each in CATALOGUE.values()}
    local = [key for key, each in CATALOGUE.items() if each.in_contract]
    assert len(local) > 10
    assert {
        key: found for key in local if (found := re.findall(r"\d+", told[key])) not in ([], ["2025"])
    } == {}


def test_every_counter_of_the_law_counts_for_an_indicator():
    assert {each.counter for each in CATALOGUE.values() if each.counter} == {*Counter}


def test_an_indicator_is_offered_from_the_day_of_its_text():
    assert indicators("cpts", on=date(2022, 3, 30), mission="crise_sanitaire")[0].since is None
    before, after = ({each.key for each in indicators("msp", on=on)} for on in (date(2021, 12, 31), TODAY))
    assert after - before >= {"aci_protocoles", "aci_logiciel_partage"}
    assert before < after


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda: indicators("gip", on=TODAY), "form"),
        (lambda: indicators("cpts", on=TODAY, mission="travail_en_equipe"), "mission"),
        (lambda: indicators("msp", on=TODAY, mission="parcours"), "mission"),
        (lambda: indicator("bonheur"), "indicator"),
        (lambda: sheets("gip"), "form"),
        (lambda: sheet("tout"), "sheet"),
    ],
)
def test_a_name_that_is_not_known_is_refused_in_french(ask, field):
    with pytest.raises(BadInput) as refusal:
        ask()
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"denominator": ""}, "une part a un dénominateur"),
        ({"origin": "compte_ici"}, "nomme son compteur"),
        ({"forms": ["msp"], "mission": "parcours"}, "une mission est de la CPTS"),
        ({"forms": ["esp"], "mission": "", "axis": "travail_en_equipe"}, "un axe est d"),
        ({"in_contract": True}, "commence par"),
        ({"better": "oui"}, "oui ou non"),
    ],
)
def test_an_indicator_that_contradicts_itself_is_refused(change, why):
    (written,) = (
        each
        for each in read_yaml(ROOM / "indicators" / "parcours.yaml")
        if each["key"] == "remarques_suivies"
    )
    with pytest.raises(ValidationError, match=why):
        CataloguedIndicator.model_validate(written | change)


def test_a_sheet_that_names_an_unknown_indicator_stops_the_server_with_its_file(tmp_path, monkeypatch):
    for folder in ("indicators", "sheets"):
        shutil.copytree(ROOM / folder, tmp_path / folder)
    path = tmp_path / "sheets" / "vaccination.yaml"
    path.write_text(path.read_text("utf-8").replace("couverture_vaccinale", "couverture_perdue"), "utf-8")
    monkeypatch.setattr(library, "ROOM", tmp_path)
    caches = (library._indicators, library._sheets)
    for cache in caches:
        cache.cache_clear()
    try:
        with pytest.raises(BadInput, match=r"vaccination\.yaml.*couverture_perdue"):
            legislation.read_law()
    finally:
        for cache in caches:
            cache.cache_clear()


def test_the_talk_has_four_axes_of_four_or_five_questions_each_of_four_different_levels():
    assert [axis.key for axis in maturity()] == ["projet", "patients", "equipe", "systeme_information"]
    for question in (each for axis in maturity() for each in axis.questions):
        assert question.ask.endswith("?")
        assert len(set(question.levels)) == 4
