"""Missions, the form, the letter's plan and the glossary: complete, sourced, written for people."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from maillage.legislation import (
    form,
    forms,
    glossary,
    indicators,
    maturity,
    missions,
    neighbours,
    plan,
    plans,
    professions,
    questions,
    rules,
    sheets,
)
from maillage.legislation.evaluator import formulas
from maillage.legislation.papers import Plan
from maillage.legislation.values import parameters
from maillage.legislation.yaml_files import ROOM, grade_of, read_yaml, sources

TODAY = date(2024, 6, 1)
PLANS = plans()
LETTER = plan("lettre_d_intention_cpts")

CATALOGUES = ("missions", "forms", "professions", "documents", "glossary", "neighbours", "checks", "advice")
CATALOGUES += ("indicators", "sheets", "protocols", "trees")


def words_shown(node: Any) -> Iterator[str]:
    """Every sentence a catalogue or a rule brings to the screen."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, BaseModel):
        for value in dict(node).values():
            yield from words_shown(value)
    elif isinstance(node, tuple):
        for value in node:
            yield from words_shown(value)


ALL_FORMS = forms(on=date(2026, 1, 1))
ENTRIES = (
    *missions("cpts", on=TODAY),
    *ALL_FORMS,
    *neighbours(),
    *PLANS,
    *professions(),
    *glossary(),
    *questions(),
    *(each for entry in ALL_FORMS for each in (*indicators(entry.key, on=TODAY), *sheets(entry.key))),
    *maturity(),
)


def test_every_file_of_the_room_is_read():
    read = re.compile(
        r"parameters/.+|missions/cpts/\w+|forms/\w+|documents/\w+|neighbours/neighbours|checks/\w+|advice/questions"
        r"|professions/(professions|common_names)|glossary/terms|sources|official_sites|legal_persons"
        r"|indicators/\w+|sheets/\w+|maturity|protocols/\w+|trees/\w+"
    )
    files = [path.relative_to(ROOM).with_suffix("").as_posix() for path in ROOM.rglob("*.yaml")]
    assert [each for each in files if not read.fullmatch(each)] == []
    numbers = [each.removeprefix("parameters/").replace("/", ".") for each in files if "parameters/" in each]
    assert [each for each in numbers if not any(name.startswith(f"{each}.") for name in parameters())] == []


def test_every_text_of_the_register_is_cited():
    written = "\n".join(
        path.read_text("utf-8") for folder in CATALOGUES for path in (ROOM / folder).rglob("*.yaml")
    ) + (ROOM / "team.py").read_text("utf-8")
    assert [key for key in sources() if not re.search(rf"\b{key}\b", written)] == []


@pytest.mark.parametrize(
    ("href", "grade"),
    [
        ("https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000045443303", "official"),
        ("https://bretagne.paps.sante.fr/dans-une-equipe", "official"),
        ("https://french-business-law.com/legifrance.gouv.fr", "relayed"),
        ("https://legifrance.gouv.fr.example.org/jorf", "relayed"),
        ("https://faux-ameli.fr/accord", "relayed"),
        ("", "relayed"),
    ],
)
def test_a_text_is_official_only_where_it_is_published(href, grade):
    assert grade_of("official", href) == grade
    assert grade_of("professional", href) == "professional"


def test_each_text_found_lowers_the_count_of_those_without_an_address():
    """A number computed from others has no text of its own: those are not counted."""
    read = [value.source for rule in rules() for value in rule.values if value.source]
    assert len([text for text in read if not text.href and text.grade != "derived"]) == 25
    assert len([text for text in sources().values() if not text.href]) == 38


def test_no_sentence_has_a_plain_space_where_french_wants_a_no_break_one():
    shown = [each for entry in ENTRIES for each in words_shown(entry)]
    shown += [each for rule in rules() for each in (rule.label, *(v.note + v.where for v in rule.values))]
    assert [each for each in shown if re.search(r" [€%;:!?»]|« ", each)] == []


def test_the_socle_missions_come_first():
    statuses = [each.status for each in missions("cpts", on=TODAY)]
    assert statuses == ["socle"] * 4 + ["optionnelle"] * 2


def test_every_mission_says_what_it_asks_in_return():
    assert all(each.asks and each.purpose for each in missions("cpts", on=TODAY))


def test_the_form_shows_only_what_was_law_that_day():
    before, after = form("cpts", on=date(2020, 1, 1)), form("cpts", on=TODAY)
    assert [each.say for each in before.legal_persons] == ["Forme libre."]
    assert len(before.legal_basis) < len(after.legal_basis)
    assert "association loi de 1901" in after.legal_persons[0].say
    assert "Forme libre." not in {each.say for each in after.legal_persons}


@pytest.mark.parametrize("entry", ALL_FORMS, ids=lambda each: each.key)
def test_a_form_names_rules_and_delays_that_exist(entry):
    assert {each.rule for each in entry.funding if each.rule} <= formulas().keys()
    assert {each.delay for each in entry.steps if each.delay} <= parameters().keys()


def test_the_eight_forms_are_there_each_from_its_first_day():
    assert [each.key for each in ALL_FORMS] == [
        "msp",
        "cpts",
        "esp",
        "mspu",
        "esp_clap",
        "cds",
        "ess",
        "escap",
    ]
    for entry in ALL_FORMS:
        assert entry in forms(on=entry.since) or form(entry.key, on=entry.since)
        assert entry.key not in {each.key for each in forms(on=entry.since - timedelta(days=1))}


@pytest.mark.parametrize("entry", ALL_FORMS, ids=lambda each: each.key)
def test_a_form_fills_every_row_of_the_comparison(entry):
    rows = ("origin", "legal_basis", "initiators", "composition", "legal_persons", "steps", "pharmacist")
    rows += ("funding", "asked_in_return", "advantages", "limits", "nesting")
    assert [row for row in rows if not getattr(entry, row)] == []
    assert len({step.key for step in entry.steps}) == len(entry.steps) >= 3


def test_a_form_speaks_to_professions_that_exist():
    keys = {each.key for each in professions()}
    assert {key for entry in ALL_FORMS for key in entry.brings} <= keys


def test_a_neighbour_touches_forms_that_exist():
    keys = {each.key for each in ALL_FORMS}
    assert all(each.touches for each in neighbours())
    assert {touch.form for each in neighbours() for touch in each.touches} <= keys


def test_a_region_has_its_own_sentences():
    (pays_de_la_loire,) = form("msp", on=TODAY).in_region("52")
    assert "trois médecins généralistes" in pays_de_la_loire.say
    assert form("msp", on=TODAY).in_region("28") == ()


def test_no_text_of_a_form_speaks_of_the_first_document_of_another():
    others = [each for each in PLANS if "cpts" not in each.forms]
    shown = [words for each in others for words in words_shown(each)]
    assert len(shown) > 400
    assert [words for words in shown if re.search(r"CPTS|lettre d.intention", words)] == []


def test_the_letter_has_its_twelve_sections_each_with_questions():
    assert len(LETTER.sections) == 12
    assert all(each.questions for each in LETTER.sections)
    assert len({each.key for each in LETTER.sections}) == 12


def test_the_blocks_of_the_letter_fill_its_first_page_actors_territory_and_calendar():
    blocks = {block for section in LETTER.sections for block in section.blocks} | set(LETTER.opening)
    assert {"identite", "signataires", "territoire", "carte", "communes", "calendrier"} <= blocks


def test_a_regional_order_comes_first_and_loses_no_section():
    for region in LETTER.correspondences:
        ordered = [each.key for each in LETTER.in_order_of(region.key)]
        assert ordered[: len(region.order)] == list(region.order)
        assert sorted(ordered) == sorted(each.key for each in LETTER.sections)


def test_normandie_asks_for_people_before_territory():
    assert [each.key for each in LETTER.in_order_of("normandie")][:2] == ["acteurs", "diagnostic"]


def test_a_regional_order_cannot_name_a_section_that_does_not_exist():
    written = read_yaml(ROOM / "documents" / "lettre_d_intention_cpts.yaml")
    written["correspondences"][0]["order"] = ["territoire", "chapitre_perdu"]
    with pytest.raises(ValidationError, match="chapitre_perdu"):
        Plan.model_validate(written)


def test_a_sentence_citing_an_unlisted_text_is_refused():
    written = read_yaml(ROOM / "documents" / "lettre_d_intention_cpts.yaml")
    written["purpose"]["source"] = "on_dit"
    with pytest.raises(ValidationError, match="on_dit"):
        Plan.model_validate(written)


def test_the_glossary_sends_only_to_words_it_has():
    keys = [each.key for each in glossary()]
    assert len(set(keys)) == len(keys)
    assert {other for term in glossary() for other in term.see} <= set(keys)


def test_a_definition_is_short_enough_for_a_tip():
    assert [each.term for each in glossary() if len(each.definition) > 220] == []


def test_the_glossary_explains_the_words_of_the_first_pages():
    wanted = {
        "cpts",
        "aci",
        "ars",
        "cpam",
        "lettre_d_intention",
        "fonctionnement",
        "maximum_theorique",
        "contiguite",
    }
    assert wanted <= {each.key for each in glossary()}
