"""The chooser: what fits, what would with one change, and what nobody said stays unknown."""

import time
import timeit
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.legislation import Advice, advise, forms, professions, questions

TODAY = date(2026, 1, 1)
TEAM = {"medecin_generaliste.liberal": "2", "infirmier.liberal": "1"}


def advised(answers: dict[str, str], form: str, on: date = TODAY) -> Advice:
    return next(each for each in advise(answers, on=on) if each.form == form)


def test_nothing_said_leaves_everything_unknown():
    assert {each.fits for each in advise({}, on=TODAY)} == {"unknown"}
    assert {finding.status for each in advise({}, on=TODAY) for finding in each.findings} == {"unknown"}


def test_an_empty_answer_is_no_answer():
    blank = {question.key: "" for question in questions()}
    assert advise(blank, on=TODAY) == advise({}, on=TODAY)


def test_two_general_practitioners_and_a_nurse_make_a_maison_de_sante():
    assert advised(TEAM, "msp").fits == "yes"


def test_in_pays_de_la_loire_they_lack_one_general_practitioner():
    advice = advised({**TEAM, "region": "52"}, "msp")
    assert (advice.fits, advice.changes) == ("almost", ("un médecin généraliste de plus",))
    assert advice.next_steps[0] == "Trouver un médecin généraliste de plus"


def test_a_form_that_lacks_several_people_says_whom_to_find():
    advice = advised({"pharmacien": "1"}, "msp")
    assert (advice.fits, advice.changes, advice.to_create) == ("several", (), ())
    assert advice.to_find[0].startswith("Il manque 2 médecins généralistes")
    assert advice.next_steps[0] == advice.to_find[0]


def test_a_form_that_nothing_can_mend_is_no():
    advice = advised({**TEAM, "region": "28"}, "esp_clap")
    assert (advice.fits, advice.changes, advice.next_steps) == ("no", (), ())


def test_someone_to_find_and_something_to_create_are_two_conditions():
    one = {"medecin_generaliste.liberal": "1", "infirmier.liberal": "1"}
    alone = advised(one, "msp")
    assert (alone.fits, alone.to_create) == ("almost", ())
    both = advised({**one, "legal_person": "none"}, "msp")
    assert both.fits == "several"
    assert (len(both.to_find), len(both.to_create)) == (1, 1)
    assert "personne morale" in both.to_create[0]


def test_what_is_created_on_the_way_keeps_no_form_from_fitting():
    advice = advised({**TEAM, "legal_person": "none"}, "msp")
    assert advice.fits == "yes"
    assert len(advice.to_create) == 1


@given(
    st.dictionaries(
        st.sampled_from(["medecin_generaliste", "infirmier", "pharmacien", "chirurgien_dentiste"]),
        st.integers(0, 3).map(str),
    ),
    st.sampled_from(["", "none", "association"]),
)
def test_one_condition_is_one(counts, legal_person):
    for advice in advise({**counts, "legal_person": legal_person}, on=TODAY):
        if advice.fits == "almost":
            assert advice.changes
            assert not advice.to_create
        if advice.fits in {"almost", "several"}:
            assert advice.to_find or advice.to_create


def test_what_was_never_asked_is_not_held_for_done():
    for advice in advise({**TEAM, "initiator": "non_profit"}, on=TODAY):
        for finding in advice.findings:
            assert not (finding.key.endswith(".approval") and finding.status == "satisfied")


def test_a_pharmacist_cannot_start_a_centre_de_sante_but_knows_who_can():
    advice = advised({"pharmacien": "1", "initiator": "pharmacist"}, "cds")
    assert advice.fits == "almost"
    assert "à but non lucratif" in advice.changes[0]


def test_a_commune_may_manage_a_centre_de_sante():
    assert advised({"medecin_generaliste": "1", "initiator": "local_authority"}, "cds").fits == "yes"


@pytest.mark.parametrize(
    ("scope", "kept"),
    [
        ("patients", {"msp", "mspu", "esp", "esp_clap", "cds"}),
        ("territory", {"cpts", "ess"}),
        ("patient", {"escap"}),
    ],
)
def test_whom_one_serves_rules_out_the_other_levels(scope, kept):
    assert {each.form for each in advise({"scope": scope}, on=TODAY) if each.fits != "no"} == kept


def test_several_scopes_keep_both_levels():
    kept = {each.form for each in advise({"scope": "patient, territory"}, on=TODAY) if each.fits != "no"}
    assert kept == {"cpts", "ess", "escap"}


def test_a_form_not_yet_born_is_not_advised():
    assert "escap" not in {each.form for each in advise(TEAM, on=date(2025, 3, 22))}
    assert "escap" in {each.form for each in advise(TEAM, on=date(2025, 3, 23))}


def test_what_fits_comes_first_then_what_almost_does():
    fits = [each.fits for each in advise({**TEAM, "region": "52", "scope": "patients"}, on=TODAY)]
    assert fits == sorted(fits, key=["yes", "almost", "unknown", "several", "no"].index)


def test_a_wish_moves_a_form_up_among_those_that_fit():
    both = [each.form for each in advise({**TEAM, "region": "28"}, on=TODAY)][:2]
    rich = [
        each.form
        for each in advise({**TEAM, "region": "28", "share_money": "yes", "premises": "same"}, on=TODAY)
    ]
    assert (both[0], rich[0]) == ("esp", "msp")


def test_among_forms_that_fit_the_best_known_come_first():
    table = {
        **TEAM,
        "infirmier.liberal": "3",
        "pharmacien.liberal": "1",
        "masseur_kinesitherapeute.liberal": "1",
    }
    fitting = [each for each in advise(table, on=TODAY) if each.fits == "yes"]
    assert [each.form for each in fitting] == ["esp", "cpts", "msp", "escap"]
    assert [each.unknowns for each in fitting] == sorted(each.unknowns for each in fitting)


def test_the_answer_says_what_it_brings_to_my_profession():
    assert any(
        "pharmacien correspondant" in each.say for each in advised({"profession": "pharmacien"}, "esp").brings
    )
    assert advised({}, "esp").brings == ()


def test_an_advice_brings_money_duties_and_three_steps():
    for advice in advise(TEAM, on=TODAY):
        assert advice.funding
        assert advice.duties
        assert 0 < len(advice.steps) <= 3
        assert len(advice.next_steps) <= 3


def test_the_order_of_the_answers_is_irrelevant():
    answers = {**TEAM, "region": "52", "scope": "patients"}
    assert advise(answers, on=TODAY) == advise(dict(reversed(answers.items())), on=TODAY)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([], "answers"),
        ({"plombier": "1"}, "plombier"),
        ({"infirmier": "-1"}, "infirmier"),
        ({"infirmier": "1.5"}, "infirmier"),
        ({"infirmier.retired": "1"}, "infirmier.retired"),
        ({"region": "99"}, "region"),
        ({"scope": "planet"}, "scope"),
        ({"share_money": "yes,no"}, "share_money"),
        ({"profession": "plombier"}, "profession"),
    ],
)
def test_nonsense_is_refused_by_its_name(answers, field):
    with pytest.raises(BadInput) as refusal:
        advise(answers, on=TODAY)
    assert refusal.value.field == field


def test_before_any_form_there_is_nothing_to_advise():
    with pytest.raises(BadInput, match="Aucune forme") as refusal:
        advise(TEAM, on=date(2007, 12, 21))
    assert refusal.value.field == "on"


def test_a_reason_speaks_of_a_form_that_exists():
    keys = {each.key for each in forms(on=TODAY)}
    assert {
        reason.form for each in questions() for option in each.options for reason in option.reasons
    } <= keys


def test_no_question_is_named_as_a_profession():
    assert not {each.key for each in questions()} & {each.key for each in professions()}


def test_about_ten_questions_each_in_french():
    assert 9 <= len(questions()) <= 12
    assert all(each.ask.endswith("?") for each in questions())


def test_eight_forms_are_advised_in_fifty_milliseconds():
    answers = {"pharmacien": "1", "infirmier": "1"}
    assert (
        min(timeit.repeat(lambda: advise(answers, on=TODAY), number=1, repeat=5, timer=time.process_time))
        < 0.05
    )
