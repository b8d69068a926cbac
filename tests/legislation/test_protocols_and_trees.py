"""Protocols say only what a text says; a tree always ends, whatever one answers, and the same answers end alike."""

import re
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.legislation import Protocol, Tree, protocols, read_tree, run, tree, trees, walk, ways_on
from maillage.legislation.care_entries import Asking
from maillage.legislation.deciding import faults_of
from maillage.legislation.yaml_files import ROOM

TODAY = date(2026, 11, 30)
EVERY = {each.key: each for each in trees()}
ANGINA = {
    "formation": "oui", "venue": "seul", "age": "30", "urgence": "non", "exclusion": "non", "score": "oui",
    "test": "oui", "contre_indication": "non",
}  # fmt: skip


@pytest.mark.parametrize("each", protocols(), ids=lambda each: each.key)
def test_a_protocol_says_where_to_read_what_it_does_not_say(each: Protocol) -> None:
    assert each.consult.href.startswith("https://")
    assert all(said is None or said.source.title for _, said in each.details)
    assert all(taking.source.title for taking in (*each.delegating, *each.delegated))


def test_no_dose_is_written_in_a_protocol_nor_in_a_tree() -> None:
    """Neither a dose nor how many days of a drug: those are read in the annexe."""
    for branch in ("protocols", "trees"):
        for path in (ROOM / branch).glob("*.yaml"):
            assert not re.search(r"\d\s*(mg|g|ml|gélules?|comprimés?)\b", path.read_text("utf-8")), path.name


def test_the_age_of_a_test_is_that_of_the_rules_never_a_second_one() -> None:
    ages = [asked.number.spans[0].limit for asked in EVERY["angine_au_comptoir"].questions if asked.number]
    assert ages
    assert all(isinstance(limit, str) and limit.startswith("pharmacy.patients.") for limit in ages)


def test_a_pharmacist_is_delegate_for_angina_until_june_2024() -> None:
    (found,) = [each for each in protocols() if each.key == "odynophagie"]
    until = {each.profession: each.until for each in found.delegated}
    assert until == {"infirmier": None, "pharmacien": date(2024, 6, 19)}


def answers_of(asked: Asking) -> st.SearchStrategy[str]:
    if asked.number:
        return st.integers(asked.number.low, asked.number.high).map(str)
    return st.sampled_from([each.key for each in asked.choices] or ["oui", "non"])


@given(st.data())
@pytest.mark.parametrize("key", EVERY)
def test_whatever_one_answers_a_tree_ends_and_the_answers_alone_say_where(
    key: str, data: st.DataObject
) -> None:
    chosen = EVERY[key]
    answers = {asked.key: data.draw(answers_of(asked)) for asked in chosen.questions}
    found = run(chosen, answers, on=TODAY)
    assert found.end is not None
    met = {each.question.key for each in found.steps}
    assert len(met) == len(found.steps)
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert run(chosen, shuffled, on=TODAY) == found
    assert run(chosen, {step: answers[step] for step in met}, on=TODAY) == found
    assert (chosen.consult in found.sources) >= any(each.question.source is None for each in found.steps)


def test_an_angina_is_followed_to_a_sourced_end_and_says_which_step_has_no_text() -> None:
    found = run(EVERY["angine_au_comptoir"], ANGINA, on=TODAY)
    assert found.end is not None
    assert found.end.leads == "acte"
    assert [each.question.key for each in found.steps if each.question.source is None] == ["score"]
    assert run(EVERY["angine_au_comptoir"], ANGINA | {"age": "9"}, on=TODAY).end != found.end


def test_a_walk_asks_the_next_question_and_refuses_an_answer_that_is_not_one() -> None:
    angina = EVERY["angine_au_comptoir"]
    assert walk(angina, {}, on=TODAY).question == angina.questions[0]
    asked = walk(angina, {"formation": True, "venue": "seul"}, on=TODAY).question
    assert asked is not None
    said = [words.replace("\N{NO-BREAK SPACE}", " ") for words, _ in ways_on(asked, on=TODAY)]
    assert said == ["Moins de 10 ans", "10 ans ou plus"]
    for wrong in ("-1", "121", "10,5", "٣", "1e9", "douze"):
        with pytest.raises(BadInput, match="nombre entier"):
            walk(angina, {"formation": "oui", "venue": "seul", "age": wrong}, on=TODAY)
    with pytest.raises(BadInput, match="se répond par"):
        walk(angina, {"formation": "peut-être"}, on=TODAY)
    with pytest.raises(BadInput, match="Aucune question"):
        run(angina, {"dose": "1"}, on=TODAY)
    with pytest.raises(BadInput, match="Il manque la réponse"):
        run(angina, {"formation": "oui"}, on=TODAY)


@st.composite
def any_graph(draw: st.DrawFn) -> dict[str, Any]:
    """Questions that lead anywhere: forwards, backwards, nowhere."""
    size = draw(st.integers(1, 6))
    names = [f"q{rank}" for rank in range(size)] + ["fin", "autre", "perdu"]
    questions = [
        {
            "key": f"q{rank}",
            "ask": "Oui ?",
            "yes": draw(st.sampled_from(names)),
            "no": draw(st.sampled_from(names)),
        }
        for rank in range(size)
    ]
    ends = [{"key": key, "title": "Fin", "say": "Fin.", "leads": "autre"} for key in ("fin", "autre")]
    return {
        "key": "essai", "title": "Essai", "purpose": "Essai.", "version": 1, "written_on": TODAY,
        "consult": "arrete_trod", "start": "q0", "questions": questions, "ends": ends,
    }  # fmt: skip


@given(any_graph(), st.integers(0, 2**6 - 1))
def test_a_tree_without_fault_ends_and_reaches_all_it_holds(written: dict[str, Any], bits: int) -> None:
    made = Tree.model_validate(written)
    if any(faults_of(made)):
        return
    answers = {f"q{rank}": "oui" if bits >> rank & 1 else "non" for rank in range(6)}
    assert walk(made, answers, on=TODAY).end is not None
    reached = {asked[way] for asked in written["questions"] for way in ("yes", "no")}
    assert reached | {"q0"} == {each["key"] for each in (*written["questions"], *written["ends"])}


TYPED = """key: garde
title: "Qui appeler"
purpose: "Savoir qui appeler."
version: 1
written_on: 2026-11-30
consult: {title: "Convention locale", grade: testimony}
start: urgent
questions:
  - key: urgent
    ask: "Est-ce urgent ?"
    yes: quinze
    no: cabinet
ends:
  - {key: quinze, title: "Le 15", say: "Appelez le 15.", leads: urgence}
  - {key: cabinet, title: "Le cabinet", say: "Appelez le cabinet.", leads: medecin}
"""


def test_a_typed_tree_is_read_as_ours_are() -> None:
    made = read_tree(TYPED)
    assert made.end("quinze") is not None
    assert made.consult.grade == "testimony"
    assert made.without_source == 3


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("no: cabinet", "no: nulle_part", "Ligne 9.*mène à « nulle_part », qui n'existe pas"),
        ("no: cabinet", "no: urgent", "Ligne 9.*tourne en rond"),
        ("no: cabinet", "no: quinze", "Ligne 15.*rien ne mène à « cabinet »"),
        ("start: urgent", "start: cabinet", "Ligne 1 : le départ"),
        ("    no: cabinet\n", "", "Ligne 9.*mènent chacun quelque part"),
        ("leads: medecin", "leads: voisin", "Ligne 15"),
        ("version: 1", "version: un", "Ligne 4"),
        ("key: cabinet,", "key: quinze,", "Ligne 15.*deux fois"),
        ("start: urgent", "start: urgent\nstart: urgent", "Ligne 8"),
        ("purpose:", "\tpurpose:", "Ligne 3, une tabulation"),
        ("consult: {title: \"Convention locale\", grade: testimony}", "consult: inconnu", "Ligne 6.*sources.yaml"),
        ("title: \"Qui appeler\"", "title: &x \"Qui appeler\"\nnote: *x", "renvoi"),
    ],
)  # fmt: skip
def test_a_typed_tree_is_refused_with_its_line(before: str, after: str, told: str) -> None:
    assert before in TYPED
    with pytest.raises(BadInput) as refusal:
        read_tree(TYPED.replace(before, after, 1))
    said = str(refusal.value).replace("\N{NO-BREAK SPACE}", " ").replace("’", "'")
    assert re.search(told.replace("’", "'"), said, re.DOTALL), said


@given(st.text(max_size=300) | st.binary(max_size=60).map(repr))
def test_whatever_is_typed_a_tree_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_tree(text)


@pytest.mark.parametrize("key", EVERY)
def test_a_tree_written_out_is_read_again_equal(key: str) -> None:
    """Who starts from one of ours types the same thing."""
    text = (ROOM / "trees" / f"{key}.yaml").read_text("utf-8")
    assert read_tree(text) == tree(key)
    assert yaml.safe_load(text)["version"] >= 1


ROWS = """titre | Qui appeler | Savoir qui appeler.
texte | Convention du 3 mars, page 2

? | urgent | Est-ce urgent ? | oui > quinze | non > age | aide : Regardez la lettre.
? | age | Quel âge ? | 0 à 120 ans | moins de 16 > cabinet | jusqu'à 65 > qui | sinon > garde | source : Convention, page 4
? | qui | Qui a appelé ? | L'hôpital > garde | La famille > cabinet
! | quinze | urgence | Le 15 | Appelez le 15.
! | cabinet | Voir un médecin | Le cabinet | Appelez le cabinet. | source : Convention, page 5
! | garde | autre | La garde | Appelez la garde.
"""


def test_a_tree_typed_in_rows_is_the_same_tree() -> None:
    made = read_tree(ROWS)
    told = {
        age: run(made, {"urgent": "non", "age": age, "qui": "choix_1"}, on=TODAY).reached.key
        for age in (15, 16, 65, 66)
    }
    assert told == {15: "cabinet", 16: "garde", 65: "garde", 66: "garde"}
    assert [each.kind for each in made.questions] == ["yes_no", "number", "choice"]
    assert made.questions[0].help == "Regardez la lettre."
    assert made.without_source == 4
    assert made.end("cabinet").leads == "medecin"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("non > age", "non > nulle", "Ligne 4.*nulle"),
        ("sinon > garde", "plus > garde", "Ligne 5.*tranche"),
        (" | sinon > garde", "", "Ligne 5"),
        ("moins de 16", "moins de 70", "Ligne 5.*ne se suivent pas"),
        ("L'hôpital > garde", "L'hôpital", "Ligne 6.*s'écrit"),
        ("! | garde | autre", "! | garde | voisin", "Ligne 9.*on attend"),
        ("? | qui", "bonjour | qui", "Ligne 6.*on attend"),
        ("texte |", "? |", "Ligne 2"),
        ("La famille > cabinet", "La famille > urgent", "tourne en rond"),
        ("? | age |", "? | Âge du patient |", "Ligne 5"),
    ],
)
def test_a_tree_typed_in_rows_is_refused_with_its_line(before: str, after: str, told: str) -> None:
    assert before in ROWS
    with pytest.raises(BadInput) as refusal:
        read_tree(ROWS.replace(before, after, 1))
    said = re.sub("[\u00a0\u202f]", " ", str(refusal.value)).replace("’", "'")
    assert re.search(told, said, re.DOTALL), said


@given(
    st.lists(st.sampled_from([*ROWS.splitlines(), "? | a", "|||", "! | x | y | z | t", "? | q | r | > | >"]))
)
def test_rows_in_any_order_are_read_or_refused(rows: list[str]) -> None:
    try:
        made = read_tree("\n".join(rows))
    except BadInput:
        return
    assert not list(faults_of(made))


def test_a_missing_answer_is_asked_by_one_choice_or_another() -> None:
    with pytest.raises(BadInput, match="oui ou non"):
        run(EVERY["angine_au_comptoir"], {}, on=TODAY)
