"""Checking a team: what holds for every form, whatever the members and the order they come in."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.legislation import (
    REGIONS,
    Circumstances,
    Member,
    Team,
    check,
    checkable,
    professions,
    read_circumstances,
    read_team,
)
from maillage.legislation.composition.checks import checks
from maillage.legislation.composition.facts import TeamFacts
from maillage.legislation.composition.rules import MARGINS
from maillage.legislation.values import parameters

TODAY = date(2026, 1, 1)
KEYS = [each.key for each in professions()]


def members() -> st.SearchStrategy[Member]:
    doctor = st.sampled_from(["medecin", "medecin_generaliste", "medecin_specialiste", "infirmier", *KEYS])
    return st.builds(
        Member,
        profession=doctor,
        specialty=st.just(""),
        status=st.sampled_from(["", "liberal", "salaried"]),
        role=st.sampled_from(["", "member", "associate", "initiator"]),
        count=st.integers(0, 4),
    ).filter(lambda each: not (each.role == "associate" and each.status == "salaried"))


TEAMS = st.lists(members(), max_size=6)
FORMS = st.sampled_from(checkable())
WHERE = st.sampled_from(["", "28", "52", "53"])


def statuses(
    form: str, team: list[Member], region: str, about: Circumstances | None = None
) -> dict[str, str]:
    found = check(form, Team(tuple(team)), on=TODAY, region=region, about=about or Circumstances())
    return {each.key: each.status for each in found}


@settings(max_examples=60, deadline=None)
@given(FORMS, TEAMS, WHERE, st.randoms(use_true_random=False))
def test_the_order_of_members_is_irrelevant(form, team, region, shuffler: random.Random):
    shuffled = list(team)
    shuffler.shuffle(shuffled)
    assert statuses(form, team, region) == statuses(form, shuffled, region)


@settings(max_examples=60, deadline=None)
@given(FORMS, TEAMS, WHERE, members())
def test_one_more_member_never_breaks_a_minimum(form, team, region, newcomer):
    minima = {each.id for each in checks()[form] if each.written.at_least}
    before, after = statuses(form, team, region), statuses(form, [*team, newcomer], region)
    assert [key for key in minima if before.get(key) == "satisfied" and after[key] != "satisfied"] == []


@settings(max_examples=60, deadline=None)
@given(FORMS, TEAMS, WHERE)
def test_what_is_unknown_is_never_satisfied(form, team, region):
    """Say what was not said, as you like: what was satisfied stays so, and what was broken too."""
    before = statuses(form, team, region)
    said = [
        Member(
            "medecin_generaliste" if each.profession == "medecin" else each.profession,
            status=each.status or "liberal",
            role=each.role or "member",
            count=each.count,
        )
        for each in team
    ]
    after = statuses(form, said, region)
    for key, status in before.items():
        if status != "unknown":
            assert after[key] == status, key


@settings(max_examples=40, deadline=None)
@given(FORMS, WHERE)
def test_nobody_said_who_is_there_so_nothing_is_satisfied(form, region):
    found = check(form, Team(is_known=False), on=TODAY, region=region)
    assert {each.key for each in found if each.status != "unknown"} <= {"esp_clap.check.experiment"}


@settings(max_examples=40, deadline=None)
@given(FORMS, TEAMS, WHERE)
def test_a_finding_is_a_french_sentence_with_its_source(form, team, region):
    for finding in check(form, Team(tuple(team)), on=TODAY, region=region):
        assert finding.source.title
        assert finding.sentence[0].isupper() or finding.sentence[0].isdigit()
        assert finding.sentence[-1] in ".?"
        assert "{" not in finding.sentence


def test_every_check_reads_facts_and_minima_that_exist():
    for form, asked in checks().items():
        for each in asked:
            facts = {each.written.at_least, each.written.must_be, each.written.must_not_be} - {""}
            assert facts <= TeamFacts.__dataclass_fields__.keys()
            assert facts or f"{form}.{each.written.key}" in MARGINS
            if each.written.at_least:
                assert any(
                    name.startswith(f"{form}.composition.") and name.endswith(f".{each.written.at_least}")
                    for name in parameters()
                )


def test_every_margin_is_asked_by_a_check():
    assert set(MARGINS) <= {
        f"{form}.{each.written.key}" for form, asked in checks().items() for each in asked
    }


def test_a_regional_variant_names_a_region():
    regions = {name.split(".regions.")[1].split(".")[0] for name in parameters() if ".regions." in name}
    assert regions <= REGIONS.keys()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"profession": "medecin", "specialty": "generaliste"}, "medecin_generaliste"),
        ({"profession": "medecin", "specialty": "Médecine générale"}, "medecin_generaliste"),
        ({"profession": "medecin"}, "medecin"),
        ({"profession": "medecin", "specialty": "cardiologie"}, "medecin_specialiste"),
        ({"profession": "10", "skill": "SM54"}, "medecin_generaliste"),
        ({"profession": 10, "skill": "SM26"}, "medecin_generaliste"),
        ({"profession": "10", "skill": "SM04"}, "medecin_specialiste"),
        ({"profession": "10"}, "medecin"),
        ({"profession": "60"}, "infirmier"),
        ({"profession": "60", "skill": "SI01"}, "infirmier_pratique_avancee"),
        ({"profession": "21", "skill": "SP01"}, "pharmacien"),
        ({"profession": "93"}, "psychologue"),
        ({"profession": "kiné"}, "masseur_kinesitherapeute"),
    ],
)
def test_a_profession_is_read_by_key_code_or_word(line, expected):
    assert read_team([line]).members[0].profession == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("libéral", "liberal"), ("L", "liberal"), ("salariée", "salaried"), ("S", "salaried")],
)
def test_a_status_is_read_as_people_or_the_directory_write_it(written, expected):
    assert read_team([{"profession": "infirmier", "status": written}]).members[0].status == expected


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"profession": ""},
        {"profession": "plombier"},
        {"profession": "99"},
        {"profession": "pharmacien", "specialty": "generaliste"},
        {"profession": "medecin_generaliste", "specialty": "cardiologie"},
        {"profession": "medecin_specialiste", "specialty": "generaliste"},
        {"profession": "infirmier", "status": "retraité"},
        {"profession": "infirmier", "role": "chef"},
        {"profession": "infirmier", "count": -1},
        {"profession": "infirmier", "count": "beaucoup"},
        {"profession": "infirmier", "age": 40},
        "infirmier",
    ],
)
def test_a_member_that_cannot_be_is_refused_by_its_rank(line):
    with pytest.raises(BadInput, match="Membre 2") as refusal:
        read_team([{"profession": "infirmier"}, line])
    assert refusal.value.field == "team"


@pytest.mark.parametrize("member", [Member("plombier"), Member("infirmier", count=-1)])
def test_a_team_made_by_hand_is_held_to_the_same(member):
    with pytest.raises(BadInput) as refusal:
        check("esp", Team((member,)), on=TODAY)
    assert refusal.value.field == "team"


@pytest.mark.parametrize("written", ["infirmier", {"profession": "infirmier"}, None])
def test_a_team_is_a_list(written):
    with pytest.raises(BadInput, match="liste"):
        read_team(written)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ([], "about"),
        ({"score": -1}, "score"),
        ({"colour": "blue"}, "colour"),
        ({"legal_person": "club"}, "legal_person"),
    ],
)
def test_a_circumstance_that_cannot_be_is_refused_by_its_name(written, field):
    with pytest.raises(BadInput) as refusal:
        read_circumstances(written)
    assert refusal.value.field == field
