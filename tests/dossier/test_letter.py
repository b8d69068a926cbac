"""The letter of intent: what fills itself is exact, what is empty says so. The content, never the bytes."""

from datetime import date
from typing import TypeVar

import pytest
from django.test import Client
from django.urls import reverse

from dossier.writing import begun, letter, letter_sections, written
from grounds import described, move_named
from house.visiting import tasks_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.queries import trail_of
from maillage.documents import types as doc
from maillage.dossier.documents.blocks import TO_FIX
from maillage.dossier.queries.awaiting import awaiting
from maillage.dossier.queries.parts import Part
from maillage.geography import atlas
from maillage.people.enums import Engagement
from maillage.people.services import GivenPerson, found, welcome
from maillage.project.services import needs
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.services import advance
from maillage.surveys.models import Survey
from maillage.ui.queries import letter_blocks
from maillage.ui.slots import Task
from maillage.ui.types import Figure
from players import FOUNDED_ON
from surveys.surveying import LATER, answer, closed

DAY = date(2026, 9, 1)
SIGNED = date(2027, 6, 1)
LETTER = "lettre_d_intention_cpts"
PLAN = legislation.plan(LETTER)
B = TypeVar("B", bound=doc.Block)


def blocks_of(document: doc.Document, kind: type[B]) -> list[B]:
    every = [*document.opening, *(block for section in document.sections for block in section.blocks)]
    return [block for block in every if isinstance(block, kind)]


def the_section(document: doc.Document, key: str) -> doc.Section:
    title = next(section.title for section in PLAN.sections if section.key == key)
    return next(section for section in document.sections if section.title == title)


def state_of(structure: Structure, key: str, *, on: date = DAY) -> Part:
    return next(state for state in letter_sections(structure, on=on) if state.section.key == key)


def signing(structure: Structure, on: date | None, founder: User) -> Structure:
    return described(structure, signature_hoped_on=on, by=founder)


def of_the_letter(structure: Structure) -> list[Task]:
    return [each for each in tasks_of(awaiting(structure)) if "/dialogue/" not in each.url]


def test_the_letter_follows_the_plan_then_its_two_annexes(structure: Structure) -> None:
    titles = [section.title for section in letter(structure, on=DAY).sections]
    assert titles[:-2] == [section.title for section in PLAN.sections]
    assert titles[-2:] == ["Annexe\u00a0: les communes", "Annexe\u00a0: signatures"]


@pytest.mark.parametrize("region", [each.key for each in PLAN.correspondences])
def test_a_region_reads_the_same_sections_in_its_order(region: str, structure: Structure) -> None:
    ours, theirs = letter(structure, on=DAY), letter(structure, on=DAY, correspondence=region)
    order = [section.title for section in PLAN.in_order_of(region)]
    assert [section.title for section in theirs.sections][:-2] == order
    assert {section.title for section in theirs.sections} == {section.title for section in ours.sections}


def test_an_empty_section_says_so_and_asks_its_questions(structure: Structure) -> None:
    for state in letter_sections(structure, on=DAY):
        content = the_section(letter(structure, on=DAY), state.section.key).blocks
        asks = doc.Questions(state.section.questions) in content
        assert state.is_left == state.is_empty == asks == (doc.ToComplete() in content)
        assert state.is_left == state.is_empty  # once its blocks are made


def test_the_letter_is_a_draft_until_every_section_says_something(
    structure: Structure, founder: User
) -> None:
    empty = [state for state in letter_sections(structure, on=DAY) if state.is_empty]
    assert empty
    for state in empty:
        assert letter(structure, on=DAY).draft == "Brouillon"
        written(structure, state.section.key, "<p>Dit.</p>", by=founder)
    whole = letter(structure, on=DAY)
    assert whole.draft == ""
    assert blocks_of(whole, doc.ToComplete) == []
    assert of_the_letter(structure) == []


def test_what_is_written_stands_before_what_fills_itself(structure: Structure, founder: User) -> None:
    written(structure, "territoire", "<p>Nos habitudes.</p>", by=founder)
    first, *rest = the_section(letter(structure, on=DAY), "territoire").blocks
    assert first == doc.Html("<p>Nos habitudes.</p>")
    assert rest


def test_the_home_asks_for_the_first_empty_section_until_the_letter_is_deposited(
    structure: Structure, founder: User
) -> None:
    (task,) = of_the_letter(structure)
    first = next(state for state in letter_sections(structure, on=DAY) if state.is_empty)
    assert task.url == reverse("dossier:letter", args=[structure.slug])
    document = begun(structure, founder)
    (task,) = of_the_letter(structure)
    assert task.url == reverse("dossier:section", args=[structure.slug, document.pk, first.section.key])
    advance(
        structure,
        Track.RECOGNITION,
        move_named(Track.RECOGNITION, "deposer_lettre"),
        by=founder,
        on=FOUNDED_ON,
        today=FOUNDED_ON,
    )
    assert of_the_letter(Structure.objects.get()) == []


# What the rooms write by themselves


def test_every_block_that_a_plan_names_is_written_by_a_room(structure: Structure) -> None:
    """A name that no room declares would be an empty part without a word."""
    read = legislation.plans()
    named = {name for plan in read for name in plan.opening}
    named |= {name for plan in read for section in plan.sections for name in section.blocks}
    assert len(named) > 10
    assert named - letter_blocks().keys() == set()
    for name in named:
        assert isinstance(letter_blocks()[name].blocks(structure, on=DAY), tuple), name


def test_a_need_written_in_the_diagnosis_fills_its_section_with_its_figure(
    structure: Structure, founder: User
) -> None:
    figure = Figure("offre.x", "Pharmaciens en ville", "4,1 pour 10 000 habitants", "", "RPPS de mai", DAY)
    need, _ = needs.need_from(structure, figure, by=founder)
    needs.reword(need, "Des gardes tenues toute l’année.", by=founder)
    content = the_section(letter(structure, on=DAY), "diagnostic").blocks
    said = " ".join(block.text for block in content if isinstance(block, doc.Paragraph))
    for words in ("1. Des gardes tenues toute l’année.", figure.label, figure.value, "RPPS de mai", "2026"):
        assert words in said
    assert doc.ToComplete() not in content
    assert state_of(structure, "diagnostic").is_empty is False


def test_a_survey_fills_it_once_closed_and_only_then(survey: Survey, founder: User) -> None:
    for _ in range(12):
        answer(survey, "infirmier")
    assert state_of(survey.structure, "diagnostic").is_empty
    assert state_of(survey.structure, "diagnostic").is_left
    closed(survey, founder)
    tables = [
        block
        for block in the_section(letter(survey.structure, on=LATER), "diagnostic").blocks
        if isinstance(block, doc.Table)
    ]
    assert tables[0].rows[0][0] == "Prenez-vous de nouveaux patients\N{NARROW NO-BREAK SPACE}?"
    assert tables[0].sources
    assert state_of(survey.structure, "diagnostic", on=LATER).is_empty is False
    assert state_of(survey.structure, "diagnostic", on=LATER).is_left is False


def test_open_data_alone_accompany_a_section_and_do_not_fill_it(structure: Structure) -> None:
    content = the_section(letter(structure, on=DAY), "diagnostic").blocks
    assert "ailleurs" in str(content)
    assert doc.ToComplete() in content


def test_who_writes_is_led_to_where_needs_are_written(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    address = reverse("dossier:section", args=[structure.slug, begun(structure, founder).pk, "diagnostic"])
    page = client.get(address).content.decode()
    link = f'Il ajouterait aussi <a href="{reverse("project:needs", args=[structure.slug])}">'
    assert link in page
    needs.add_need(structure, "Des gardes.", by=founder)
    page = client.get(address).content.decode()
    assert "les besoins écrits" in page
    assert link not in page


# Actors


def test_actors_are_told_apart_by_what_they_said(structure: Structure, founder: User) -> None:
    invented = GivenPerson("Lou", "sage_femme", engagement=Engagement.A_ASSOCIER, is_fictitious=True)
    welcome(structure, [invented], by=founder)
    engaged, wanted = (
        block
        for block in the_section(letter(structure, on=DAY), "acteurs").blocks
        if isinstance(block, doc.Table)
    )
    assert [row[0] for row in engaged.rows] == ["Ada Fictif", "Max Fictif"]
    assert engaged.rows[1][2:4] == ("Bressols", TO_FIX)
    assert [row[0] for row in wanted.rows] == ["Lou (fictif)"]


def test_only_those_who_are_in_sign(structure: Structure, founder: User) -> None:
    welcome(structure, [GivenPerson("Lou", "sage_femme", engagement=Engagement.A_ASSOCIER)], by=founder)
    (page,) = blocks_of(letter(structure, on=DAY), doc.Signatures)
    assert {row.name for row in page.rows} == {"Ada Fictif", "Max Fictif"}
    assert page.blank > 0


def test_a_name_is_written_as_it_is_and_never_read_as_markup(structure: Structure, founder: User) -> None:
    welcome(structure, [GivenPerson("<b>*Lou*</b> #1", "sage_femme")], by=founder)
    (page,) = blocks_of(letter(structure, on=DAY), doc.Signatures)
    assert "<b>*Lou*</b> #1" in {row.name for row in page.rows}


# Territory


def test_the_commune_table_sums_to_the_population_told(structure: Structure) -> None:
    document = letter(structure, on=DAY)
    (communes,) = (block for block in document.sections[-2].blocks if isinstance(block, doc.Table))
    assert len(communes.rows) == 12
    assert sum(int(row[3].replace("\u202f", "")) for row in communes.rows) == 82_095
    assert communes.total[3] == "82\u202f095"
    (facts,) = (block for block in the_section(document, "territoire").blocks if isinstance(block, doc.Facts))
    told = dict(facts.rows)
    assert "82\u202f095 habitants (Insee 2023)" in told["Population"]
    assert told["D’un seul tenant"] == "oui"
    assert "taille 3" in told["Taille au sens de l’accord"]


def test_a_map_comes_with_its_words(structure: Structure) -> None:
    (figure,) = blocks_of(letter(structure, on=DAY), doc.Figure)
    assert figure.svg.startswith("<svg")
    assert "12\u00a0communes" in figure.alt
    assert "Montauban" in figure.alt
    assert figure.sources


def test_an_unpublished_population_is_neither_zero_nor_hidden_in_a_total(founder: User) -> None:
    without = next(
        c.code for d in atlas().departements() for c in atlas().communes_of(d.code) if c.population is None
    )
    structure = found(name="CPTS", codes=["82121", without], by=founder, on=FOUNDED_ON)
    document = letter(structure, on=DAY)
    (communes,) = (block for block in document.sections[-2].blocks if isinstance(block, doc.Table))
    assert "non publiée" in {row[3] for row in communes.rows}
    assert "publiées" in communes.total[1]
    (facts,) = (block for block in the_section(document, "territoire").blocks if isinstance(block, doc.Facts))
    assert dict(facts.rows)["Population"].startswith("au moins ")


# Calendar


def test_a_calendar_counts_its_dates_from_the_signature_hoped_for(
    structure: Structure, founder: User
) -> None:
    (calendar,) = blocks_of(letter(signing(structure, SIGNED, founder), on=DAY), doc.Calendar)
    dated = [milestone for milestone in calendar.milestones if isinstance(milestone.when, date)]
    due = {
        day
        for line in legislation.deadlines("cpts", SIGNED)
        for day in (line.start_by, line.deployed_by)
        if day
    }
    assert due
    assert {milestone.when for milestone in dated} == {FOUNDED_ON, SIGNED, date(2032, 6, 1), *due}
    coming = [milestone.when for milestone in dated if milestone.when >= SIGNED]
    assert coming == sorted(coming)


def test_the_calendar_of_a_letter_names_its_deposit_its_assembly_its_project_and_its_agreement(
    structure: Structure, founder: User
) -> None:
    (calendar,) = blocks_of(letter(structure, on=DAY), doc.Calendar)
    assert calendar.milestones == (
        doc.Milestone(FOUNDED_ON, "Émergence", "fait"),
        doc.Milestone(TO_FIX, "Dépôt de la lettre d’intention"),
        doc.Milestone(TO_FIX, "Assemblée constitutive de l’association"),
        doc.Milestone(TO_FIX, "Dépôt du projet de santé"),
        doc.Milestone(TO_FIX, "Signature de l’ACI", "les délais des missions en partent"),
    )
    (calendar,) = blocks_of(letter(signing(structure, SIGNED, founder), on=DAY), doc.Calendar)
    assert calendar.milestones[4] == doc.Milestone(SIGNED, "Signature de l’ACI", "date espérée")
    assert calendar.milestones[-1] == doc.Milestone(date(2032, 6, 1), "Fin du contrat de cinq ans")


def test_without_a_signature_no_date_is_invented(structure: Structure, founder: User) -> None:
    (calendar,) = blocks_of(letter(signing(structure, None, founder), on=DAY), doc.Calendar)
    assert [milestone.when for milestone in calendar.milestones if milestone.when != TO_FIX] == [FOUNDED_ON]
    assert any("Signature" in milestone.what for milestone in calendar.milestones)


def test_a_step_taken_is_a_date_and_no_longer_to_fix(structure: Structure, founder: User) -> None:
    def to_fix() -> set[str]:
        (calendar,) = blocks_of(letter(Structure.objects.get(), on=DAY), doc.Calendar)
        return {milestone.what for milestone in calendar.milestones if milestone.when == TO_FIX}

    before = to_fix()
    advance(
        structure,
        Track.RECOGNITION,
        move_named(Track.RECOGNITION, "deposer_lettre"),
        by=founder,
        on=FOUNDED_ON,
        today=FOUNDED_ON,
    )
    assert before - to_fix() == {"Dépôt de la lettre d’intention"}
    advance(
        structure,
        Track.PERSON,
        move_named(Track.PERSON, "assemblee"),
        by=founder,
        on=FOUNDED_ON,
        today=FOUNDED_ON,
    )
    assert not any("Assemblée" in what for what in to_fix())


def test_a_signature_before_the_agreement_says_why_nothing_is_counted(
    structure: Structure, founder: User
) -> None:
    (calendar,) = blocks_of(letter(signing(structure, date(2015, 1, 1), founder), on=DAY), doc.Calendar)
    last = calendar.milestones[-1]
    assert last.when == date(2015, 1, 1)
    assert "25 août 2019" in last.note


# The files


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF-")])
def test_a_file_leaves_with_a_name_and_a_trace(
    form: str, begins: bytes, structure: Structure, member: User, client: Client
) -> None:
    client.force_login(member)
    answer = client.get(reverse("dossier:download", args=[structure.slug, form]))
    assert answer.content.startswith(begins)
    assert f".{form}" in answer["Content-Disposition"]
    (trace,) = trail_of(structure.pk).filter(kind=Kind.DOWNLOAD)
    assert trace.actor == member.pk


def test_what_is_typed_in_the_address_of_a_file_does_not_reach_its_headers(
    structure: Structure, founder: User, client: Client
) -> None:
    described(structure, name='CPTS "x"; é/..', by=founder)
    client.force_login(founder)
    header = client.get(reverse("dossier:download", args=[structure.slug, "odt"]))["Content-Disposition"]
    assert header.isascii()
    assert header.count('"') == 2
    assert "/" not in header
