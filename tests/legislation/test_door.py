"""What the other rooms ask the law, and how it refuses."""

import time
from dataclasses import fields
from datetime import date

import pytest

from maillage import legislation
from maillage.kernel import BadInput
from maillage.legislation import CptsFacts, ask, cpts_size, deadlines, form, missions, plan, rule, rules

TODAY = date(2024, 6, 1)
EVE = date(2019, 8, 24)


def test_the_door_shows_what_it_promises():
    assert len(set(legislation.__all__)) == len(legislation.__all__)
    assert all(hasattr(legislation, name) for name in legislation.__all__)


def test_what_a_question_changes_is_told_with_the_values_of_the_day():
    told = legislation.filled(
        "Il faut {msp.points.concertation_meetings}, {msp.points.sas.half_from}.", on=TODAY
    )
    assert told == "Il faut 6\N{NO-BREAK SPACE}réunions, 50\N{NO-BREAK SPACE}%."


def test_a_sentence_whose_value_is_unknown_is_not_told():
    assert legislation.filled("{cpts.missions.parcours.fixed.size_2} par an", on=TODAY) == ""
    assert legislation.filled("{msp.points.sas.full}", on=date(2021, 6, 1)) == ""


def test_every_question_names_values_the_law_has():
    asked = [
        known.metadata["changes"]
        for subject in legislation.form_subjects().values()
        for known in fields(subject.facts)
        if known.metadata and known.metadata["changes"]
    ]
    assert len(asked) > 30
    assert [sentence for sentence in asked if not legislation.filled(sentence, on=TODAY)] == []


@pytest.mark.parametrize("population", [0, -1])
def test_a_territory_without_inhabitants_is_refused_in_french(population):
    with pytest.raises(BadInput, match="choisissez au moins une commune habitée") as refusal:
        CptsFacts(population)
    assert refusal.value.field == "population"


def test_a_contract_has_no_year_zero():
    with pytest.raises(BadInput, match="numéro 1") as refusal:
        CptsFacts(62000, 0)
    assert refusal.value.field == "contract_year"


@pytest.mark.parametrize(
    "asked", [lambda: rule("cpts.running_costs.size_2"), lambda: rule("cpts.runing_cost.size_2")]
)
def test_an_unknown_rule_suggests_the_nearest(asked):
    with pytest.raises(BadInput, match=r"Vouliez-vous dire cpts\.running_cost\.size_2"):
        asked()


def test_an_unknown_question_suggests_the_nearest_too():
    with pytest.raises(BadInput, match=r"cpts\.running_cost"):
        ask("cpts.runningcost", CptsFacts(1), on=TODAY)


def test_a_rule_like_no_other_points_at_the_list():
    with pytest.raises(BadInput, match="La liste des règles"):
        rule("zzz")


def test_before_the_agreement_there_is_no_amount_and_a_sentence_says_why():
    answer = ask("cpts.running_cost", CptsFacts(62000), on=EVE)
    assert (answer.value, answer.low, answer.high, answer.sources) == (None, None, None, ())
    assert "ACI" in answer.why
    assert "s'applique depuis le 25\N{NO-BREAK SPACE}août\N{NO-BREAK SPACE}2019" in answer.why


def test_the_trace_tells_the_class_under_the_amount():
    trace = ask("cpts.running_cost", CptsFacts(62000), on=TODAY).trace
    assert isinstance(trace, legislation.Step)
    (below,) = trace.steps
    assert (trace.rule, list(trace.values)) == ("cpts.running_cost", ["cpts.running_cost.size_2"])
    assert (below.rule, list(below.facts)) == ("cpts.size_class", ["population"])
    assert below.title == "Classe de taille, d'après la population du territoire"


def test_what_is_missing_says_where_to_read_or_find_it():
    answer = ask("cpts.ceiling", CptsFacts(), on=TODAY)
    assert all(each.where and each.label for each in answer.missing)


def test_bounds_cite_how_they_were_found():
    answer = ask("cpts.ceiling", CptsFacts(62000), on=TODAY)
    (bound,) = (each for each in answer.sources if each.rule == "cpts.ceiling.size_2")
    assert bound.grade == "derived"


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (1, (1, (1, 39999), 39999, None, None)),
        (62000, (2, (40000, 79999), 18000, 22000, 22001)),
        (40000, (2, (40000, 79999), 40000, 0, 1)),
        (80000, (None, None, 0, 0, 1)),
        (82095, (3, (80001, 175000), 92905, 2095, 2096)),
        (175000, (3, (80001, 175000), 0, 95000, 95001)),
        (175001, (4, (175001, None), None, 1, 1)),
    ],
)
def test_a_size_tells_how_far_the_others_are(population, expected):
    size = cpts_size(population, on=TODAY)
    told = (size.class_, size.bounds, size.to_next_threshold, size.above_previous, size.to_previous)
    assert told == expected


def test_before_the_agreement_a_size_is_nothing_but_a_reason():
    size = cpts_size(82095, on=EVE)
    assert {size.class_, size.low, size.high, size.bounds, size.to_next_threshold, size.to_previous} == {None}
    assert size.answer.why


@pytest.mark.parametrize("signed", [EVE, date(1, 1, 1)])
def test_a_contract_signed_before_the_agreement_is_refused(signed):
    with pytest.raises(BadInput, match="Aucun contrat") as refusal:
        deadlines("cpts", signed)
    assert refusal.value.field == "signed"


def test_a_signature_at_the_end_of_time_is_refused():
    with pytest.raises(BadInput, match="hors du calendrier"):
        deadlines("cpts", date.max)


def test_each_deadline_has_a_source_and_a_reason_when_it_has_no_date():
    for signed in (date(2020, 1, 1), TODAY):
        for deadline in deadlines("cpts", signed):
            assert deadline.source.title
            assert bool(deadline.note) == (deadline.start_by is None)


def test_a_mission_created_after_the_signature_says_its_delay_is_unknown():
    crisis = next(each for each in deadlines("cpts", date(2020, 1, 1)) if each.mission == "crise_sanitaire")
    assert "n'est pas dans nos sources" in crisis.note


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (lambda: missions("msq", on=TODAY), "form"),
        (lambda: form("msq", on=TODAY), "form"),
        (lambda: form("cpts", on=date(2016, 1, 25)), "on"),
        (lambda: plan("lettre"), "plan"),
    ],
)
def test_an_unknown_entry_of_the_catalogue_is_refused_in_french(asked, field):
    with pytest.raises(BadInput) as refusal:
        asked()
    assert refusal.value.field == field


def test_an_answer_with_its_trace_takes_less_than_five_milliseconds():
    ask("cpts.ceiling", CptsFacts(1), on=TODAY)
    start = time.process_time()
    for population in range(1, 101):
        ask("cpts.ceiling", CptsFacts(population * 2000), on=TODAY)
    assert (time.process_time() - start) / 100 < 0.005


def test_the_list_of_rules_shows_the_unknown_ones():
    unknown = {each.id for each in rules() if each.values[-1].status == "unknown"}
    assert {"cpts.ceiling.size_2", "cpts.ceiling.size_3", "cpts.size.bound_80000_belongs_to"} <= unknown
    assert len(unknown) < len(rules())
