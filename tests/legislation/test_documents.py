"""The plans of every document: each form has its own, asks something of its writer, and leaves its numbers blank."""

import re
from datetime import date

import pytest
from pydantic import ValidationError

from maillage.kernel import BadInput
from maillage.legislation import (
    BLANKS,
    documents_of,
    every_form,
    formalities,
    legal_kinds,
    plan,
    plan_of,
    plans,
    read_law,
    stages,
)
from maillage.legislation.papers import MOMENTS, Plan
from maillage.legislation.yaml_files import ROOM, read_yaml
from overlays import FORM, laid_over, write

DAY = date(2026, 1, 1)
FORMS = sorted(entry.key for entry in every_form())
PLANS = plans()
FIRST = {
    "cpts": "lettre_d_intention_cpts",
    **{form: f"projet_de_sante_{form}" for form in FORMS if form != "cpts"},
}


def keys_of(form: str, *persons: str) -> list[str]:
    return [each.key for each in documents_of(form, persons)]


def written(name: str = "statuts_association") -> dict:
    return read_yaml(ROOM / "documents" / f"{name}.yaml")


@pytest.mark.parametrize("form", FORMS)
def test_the_first_document_of_a_form_comes_first_among_its_own_and_is_the_only_one(form: str):
    found = documents_of(form)
    first = plan_of(form)
    assert first is not None
    assert first.key == FIRST[form]
    assert [each for each in found if each.first] == [first]
    assert found[0] == first
    assert [MOMENTS.index(each.moment) for each in found] == sorted(
        MOMENTS.index(each.moment) for each in found
    )


def test_each_form_writes_what_its_law_and_its_partners_ask():
    every_day = {"fiche_identite", "protocole_pluriprofessionnel", "convention_partenariat"}
    every_day |= {"fiche_de_changement", "rapport_d_activite"}
    assert {form for form in FORMS if not every_day <= set(keys_of(form))} == {"escap"}
    assert keys_of("escap") == ["projet_de_sante_escap"]
    assert {"projet_de_sante_cpts", "statuts_association", "dossier_aci_cpts", "avis_de_demarrage"} <= set(
        keys_of("cpts")
    )
    assert {"dossier_de_dialogue", "releve_de_conclusions"} <= set(keys_of("cpts"))
    assert "dossier_aci_msp" in keys_of("msp")
    assert "engagement_conformite_cds" in keys_of("cds")
    assert "fiche_esp_clap" in keys_of("esp_clap")
    assert documents_of("equipe_inventee") == ()


def test_statutes_are_those_of_the_legal_persons_that_a_form_has_or_usually_takes():
    def statutes(form: str, *persons: str) -> set[str]:
        return {key for key in keys_of(form, *persons) if key.startswith("statuts")}

    assert statutes("cpts") == {"statuts_association"}
    assert statutes("msp") == {"statuts_association", "statuts_sisa"}
    assert statutes("esp") == set()
    assert statutes("esp", "association_locale") == {"statuts_association"}
    assert statutes("esp", "a_kind_that_is_no_more") == set()
    told = {kind.tells.get("legal_person") for kind in legal_kinds().values()}
    assert {each.kind_of_person for each in PLANS} - {""} <= told


@pytest.mark.parametrize("each", PLANS, ids=lambda each: each.key)
def test_a_plan_belongs_to_forms_that_exist_is_filed_at_a_stage_of_theirs_and_asks_something(each: Plan):
    for form in each.forms:
        assert form in FORMS
        assert not each.until or each.until in {stage.key for stage in stages(form)[1:]}
    assert each.until or not each.first
    assert 0 < each.pages[0] <= each.pages[1]
    assert each.sent_back_when
    assert all(section.questions and section.expects for section in each.sections)
    asked = [question for section in each.sections for question in section.questions]
    asked += [clause.question for clause in each.clauses]
    # a sentence may follow the question
    assert [words for words in asked if not re.split(r"(?<=[?]) ", words)[0].endswith("?")] == []


@pytest.mark.parametrize("key", ["statuts_association", "statuts_sisa", "reglement_interieur"])
def test_a_clause_never_fixes_a_number_that_the_law_leaves_free(key: str):
    """Days, fractions, seats and euros are blanks; what stays in digits is a date, an article, a bound of the year."""
    texts = [option.text for clause in plan(key).clauses for option in clause.options]
    assert len(texts) > 30
    told = [re.sub(r"1er juillet 1901|D\.\s1434-44|1er janvier|31 décembre", "", text) for text in texts]
    assert [text for text in told if re.search(r"\d", text)] == []
    free = r"\b(tiers|quarts?|moitié|quinze|trente|huit) (des|jours|membres|voix)\b|majorité (simple|absolue)"
    assert [text for text in texts if re.search(free, text)] == []


def test_the_texts_of_clauses_are_whole_sentences_and_use_every_blank():
    options = [option for each in PLANS for clause in each.clauses for option in clause.options]
    assert [option.key for option in options if not re.match(r"[A-ZÀÉ].*\.$", option.text)] == []
    assert {key for option in options for key in option.blanks} == {blank.key for blank in BLANKS}
    assert len({blank.key for blank in BLANKS}) == len(BLANKS)


@pytest.mark.parametrize(
    ("at_fault", "why"),
    [
        ({"text": "Le siège est à {adresse}."}, "adresse"),
        ({"text": "Le siège est à {siege."}, "accolade"),
        ({"text": "Le siège est à {siege:>9}."}, "blanc"),
        ({"source": "on_dit"}, "on_dit"),
        ({"options": []}, "options"),
        ({"twice": True}, "ordre"),
    ],
)
def test_a_clause_that_could_not_be_written_is_refused(at_fault: dict, why: str):
    content = written()
    clause = content["sections"][2]["clauses"][0]
    if "text" in at_fault:
        clause["options"][0]["text"] = at_fault["text"]
    elif "twice" in at_fault:
        clause["options"] = [{"key": "ordre", "label": "A", "text": "A."}] * 2
    else:
        clause.update(at_fault)
    with pytest.raises(ValidationError, match=why):
        Plan.model_validate(content)


def test_two_parts_of_a_document_never_share_their_key():
    content = written()
    content["sections"].append(content["sections"][0])
    with pytest.raises(ValidationError, match="constitution"):
        Plan.model_validate(content)


@pytest.mark.parametrize("form", FORMS)
def test_a_formality_says_who_or_which_paper_and_its_plans_are_documents_of_the_form(form: str):
    found = formalities(form, DAY)
    assert found
    assert [each.key for each in found if not (each.what and (each.papers or each.who))] == []
    named = {key for each in found for key in each.plans}
    assert named <= set(keys_of(form))
    first = plan_of(form)
    assert first is not None
    assert form == "escap" or first.key in named


def test_a_formality_tells_its_delay_as_the_law_stood_that_day():
    (project,) = (each for each in formalities("cpts", DAY) if each.key == "projet_de_sante")
    assert project.delay == "2\N{NO-BREAK SPACE}mois"
    assert "ARS" in project.delay_of
    assert "Reçu daté de l’ARS" in project.papers
    (letter,) = (each for each in formalities("cpts", DAY) if each.key == "lettre_d_intention")
    assert letter.delay == ""


def test_a_step_cannot_name_a_document_that_no_file_plans(tmp_path):
    lost = FORM.replace("content:", "plans: [charte_perdue], content:")
    with laid_over(write(tmp_path, forms__esi=lost)), pytest.raises(BadInput, match="charte_perdue"):
        read_law()
