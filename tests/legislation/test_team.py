"""Professions as people write them, and who misses around a founding table."""

import pytest

from maillage.kernel import BadInput
from maillage.legislation import profession_of, profession_of_rpps, professions, team_gaps


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Médecin généraliste", "medecin_generaliste"),
        ("MEDECINS GENERALISTES", "medecin_generaliste"),
        ("MG", "medecin_generaliste"),
        ("Dupont (MG)", "medecin_generaliste"),
        ("Médecin", "medecin"),
        ("Dr Untel", "medecin"),
        ("Médecin cardiologue", "medecin_specialiste"),
        ("Dr Untel, orthophoniste", "orthophoniste"),
        ("IDE", "infirmier"),
        ("IDEL", "infirmier"),
        ("infirmière", "infirmier"),
        ("Infirmières libérales", "infirmier"),
        ("infirmier(ère)s", "infirmier"),
        ("infirmier·e·s", "infirmier"),
        ("IPA", "infirmier_pratique_avancee"),
        ("infirmière en pratique avancée", "infirmier_pratique_avancee"),
        ("kiné", "masseur_kinesitherapeute"),
        ("Kinés", "masseur_kinesitherapeute"),
        ("MKs", "masseur_kinesitherapeute"),
        ("masseuse-kinésithérapeute", "masseur_kinesitherapeute"),
        ("pharmacien(ne)", "pharmacien"),
        ("Préparatrice en pharmacie", "preparateur_pharmacie"),
        ("sage femme", "sage_femme"),
        ("Sages-femmes", "sage_femme"),
        ("Chirurgien(ne)-dentiste", "chirurgien_dentiste"),
        ("dentistes", "chirurgien_dentiste"),
        ("pédicure podologue", "pedicure_podologue"),
        ("diététicien-ne", "dieteticien"),
        ("psychologues", "psychologue"),
        ("assistante sociale", "assistant_social"),
        ("coordinatrice", "coordinateur"),
        ("directrice de l'EHPAD", "etablissement"),
        ("maire", "collectivite"),
        ("I.D.E.", "infirmier"),
        ("i.d.e", "infirmier"),
        ("I.D.E.L. à Caussade", "infirmier"),
        ("I.P.A.", "infirmier_pratique_avancee"),
        ("infirmier I.P.A.", "infirmier_pratique_avancee"),
        ("M.G.", "medecin_generaliste"),
        ("Dupont (M.G.)", "medecin_generaliste"),
        ("M.G. Durand, kiné", "masseur_kinesitherapeute"),
        ("M.K.", "masseur_kinesitherapeute"),
        ("M.K.D.E.", "masseur_kinesitherapeute"),
        ("S.F.", "sage_femme"),
        ("O.R.L.", "medecin_specialiste"),
    ],
)
def test_a_profession_is_recognised_as_people_write_it(text, key):
    found = profession_of(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "text", ["", " ", "plombier", "AS", "A.S.", "psy", "82121", "()", "·", "M. Durand", "M. G."]
)
def test_what_is_not_clear_is_not_guessed(text):
    assert profession_of(text) is None


def test_every_profession_is_found_by_its_own_names():
    for each in professions():
        for name in (each.label, each.plural, *each.aliases):
            found = profession_of(name)
            assert found is not None
            assert found.key == each.key, name


def test_a_code_and_its_skills_name_one_profession():
    codes = [(each.rpps, each.skills) for each in professions() if each.rpps and each.skills]
    assert len(set(codes)) == len(codes)
    assert {each.key for each in professions() if each.rpps == "10" and each.skills} == {
        "medecin_generaliste"
    }


def test_an_expected_profession_counts_only_professions_that_exist():
    keys = {each.key for each in professions()}
    for each in professions():
        if each.expected:
            assert {*each.expected.also, *each.expected.perhaps} <= keys


def status(counts: dict[str, int]) -> dict[str, str]:
    return {finding.key: finding.status for finding in team_gaps(counts)}


def test_an_empty_table_misses_everything_and_nothing_is_unknown():
    assert set(status({}).values()) == {"broken"}


def test_a_full_table_misses_nothing():
    assert set(status({each.key: 1 for each in professions()}).values()) == {"satisfied"}


def test_a_count_of_zero_is_nobody():
    assert status({"medecin_generaliste": 0}) == status({})


def test_a_doctor_whose_specialty_is_not_said_may_be_a_general_practitioner():
    assert status({"medecin": 1})["medecin_generaliste"] == "unknown"
    assert status({"medecin": 1, "medecin_generaliste": 1})["medecin_generaliste"] == "satisfied"
    assert status({"medecin_specialiste": 1})["medecin_generaliste"] == "broken"


def test_two_kinds_of_doctors_are_one_profession():
    assert status({"medecin_generaliste": 2, "medecin_specialiste": 1})["several"] == "broken"
    assert status({"medecin_generaliste": 2, "infirmier": 1})["several"] == "satisfied"


def test_partners_alone_do_not_take_the_initiative():
    assert status({"collectivite": 3, "coordinateur": 1})["initiative"] == "broken"


def test_only_what_the_code_says_is_called_law():
    law = [finding for finding in team_gaps({}) if finding.binding == "law"]
    assert [finding.key for finding in law] == ["initiative"]
    assert {finding.source.grade for finding in law} <= {"official", "relayed"}


@pytest.mark.parametrize("counts", [{"plombier": 1}, {"infirmier": -1}])
def test_an_impossible_table_is_refused_in_french(counts):
    with pytest.raises(BadInput):
        team_gaps(counts)


@pytest.mark.parametrize(
    ("code", "label", "skills", "key"),
    [
        ("10", "Médecin", [("S", "SM54")], "medecin_generaliste"),
        ("10", "Médecin", [("S", "SM26"), ("CAPA", "CAPA02")], "medecin_generaliste"),
        ("10", "Médecin", [("S", "SM04")], "medecin_specialiste"),
        ("10", "Médecin", [("S", "SM95")], "medecin_specialiste"),
        ("10", "Médecin", [("CAPA", "SM54")], "medecin"),
        ("10", "Médecin", [], "medecin"),
        ("60", "Infirmier", [], "infirmier"),
        ("60", "Infirmier", [("S", "SI01")], "infirmier_pratique_avancee"),
        ("60", "Infirmier", [("S", "SI06")], "infirmier_pratique_avancee"),
        ("69", "Infirmier psychiatrique", [], "infirmier_psychiatrique"),
        ("40", "Chirurgien-Dentiste", [("S", "SCD01")], "chirurgien_dentiste"),
        ("98", "Manipulateur ERM", [], "manipulateur_radio"),
        ("93", "Psychologue", [], "psychologue"),
        ("41", "Assistant de service social", [], "assistant_social"),
    ],
)
def test_a_national_file_names_one_profession(code, label, skills, key):
    found = profession_of_rpps(code, label, skills)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("code", "label"), [("93", "Psychothérapeute"), ("69", "Psychologue"), ("71", "Ostéopathe"), ("", "")]
)
def test_a_code_that_means_something_else_is_not_ours(code, label):
    assert profession_of_rpps(code, label, []) is None
