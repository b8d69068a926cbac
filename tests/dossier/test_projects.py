"""The first document of every form: its plan, its page, its files. The content, never the bytes."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossier.test_letter import blocks_of
from dossier.writing import begun, letter, letter_sections, written
from grounds import described
from house.visiting import tasks_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.documents import types as doc
from maillage.documents.enums import Format
from maillage.documents.services import render
from maillage.dossier.documents.blocks import TO_FIX
from maillage.dossier.models import SectionText
from maillage.dossier.queries.awaiting import awaiting
from maillage.dossier.queries.documents import first_document
from maillage.dossier.queries.parts import left_behind
from maillage.people.services import GivenPerson, found
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import moves_on
from maillage.structures.services import GivenSite, add_legal_person, advance, evolve
from maillage.ui.queries import letter_blocks, workspace_menu
from players import FOUNDED_ON

DAY = date(2026, 9, 1)
FORMS = [entry.key for entry in legislation.every_form()]
OF_SITES = [entry.key for entry in legislation.every_form() if entry.founded_on in {"sites", "patient"}]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def founded(form: str, by: User, *codes: str) -> Structure:
    """Ada of the form's team, on one site, and on these communes."""
    return found(
        name="Essai",
        form=form,
        codes=codes,
        sites=[GivenSite("82121", name="Site du Tescou")],
        people=[GivenPerson("Ada Fictif", "infirmier", "Montauban", engagement="porteur")],
        by=by,
        on=FOUNDED_ON,
    )


@pytest.fixture(params=FORMS)
def each(request: pytest.FixtureRequest, founder: User) -> Structure:
    """A structure of every form in turn; without commune unless its form is founded on them."""
    form: str = request.param
    return founded(form, founder, *([] if form in OF_SITES else ["82121"]))


@pytest.fixture
def msp(founder: User) -> Structure:
    return founded("msp", founder)


def plan(structure: Structure) -> legislation.Plan:
    known = legislation.plan_of(structure.form)
    assert known
    return known


def words_of(file: bytes) -> str:
    """What a reader of a DOCX reads."""
    with ZipFile(BytesIO(file)) as parts:
        body = parts.read("word/document.xml").decode()
    return unescape(re.sub(r"<[^>]+>", "", body)).replace("’", "'")


def planned(structure: Structure) -> list[tuple[date | str, str]]:
    (calendar,) = letter_blocks()["calendrier"].blocks(structure, on=DAY)
    return [(milestone.when, milestone.what) for milestone in calendar.milestones]


def advanced(structure: Structure, *stages: str, by: User, on: date = FOUNDED_ON) -> Structure:
    for stage in stages:
        move = next(move for move in moves_on(structure, Track.RECOGNITION) if move.enters == stage)
        advance(structure, Track.RECOGNITION, move, by=by, on=on, today=timezone.localdate())
        structure = Structure.objects.get(pk=structure.pk)
    return structure


# The page


def test_the_rail_leads_each_form_to_its_document_by_its_name() -> None:
    def called(form: str) -> list[str]:
        entries = workspace_menu(set(), set(), form)
        return [entry.label for entry in entries if entry.url_name == "dossier:letter"]

    assert called("cpts") == ["Lettre"]
    assert called("escap") == ["Cadre de l’équipe"]
    assert {form for form in FORMS if len(called(form)) != 1} == set()
    assert called("equipe_inventee") == []


def test_a_form_whose_plan_is_written_has_its_line_in_the_rail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new form is a change of data: no list of forms is kept in this room."""
    written = legislation.plan_of("esp")
    assert written
    charter = written.model_copy(
        update={"key": "charte", "forms": ("esi",), "title": "Charte", "in_menu": ""}
    )
    monkeypatch.setattr(legislation, "plan_of", {"esi": charter}.get)
    assert "Charte" in [entry.label for entry in workspace_menu(set(), set(), "esi")]


def test_the_page_lists_the_sections_of_its_plan_under_its_title(
    each: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    before = unescape(client.get(reverse("dossier:letter", args=[each.slug])).content.decode())
    assert re.findall(r"<h2>([^<]*)</h2>", before)[: len(plan(each).sections)] == [
        part.title for part in plan(each).sections
    ]
    begun(each, founder)
    page = unescape(client.get(reverse("dossier:letter", args=[each.slug]), follow=True).content.decode())
    assert plan(each).title in re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[-1]
    listed = re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", page)
    assert listed == [part.title for part in plan(each).sections]


def test_a_section_is_written_and_the_next_one_follows(
    each: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    first, second, *_ = plan(each).sections
    begins = reverse("dossier:begin", args=[each.slug, plan(each).key])
    address = client.post(begins, {"section": first.key})["Location"]
    answer = client.post(address, {"text": "<p>Dit.</p>", "rich": "1", "version": "0", "next": "1"})
    document = first_document(each)
    assert answer["Location"] == reverse("dossier:section", args=[each.slug, document.pk, second.key])
    assert SectionText.objects.get().document == document
    page = client.get(reverse("dossier:letter", args=[each.slug]), follow=True)
    assert "<p>Dit.</p>" in page.content.decode()


def test_its_empty_sections_are_awaited_until_it_is_filed(each: Structure, founder: User) -> None:
    keys = [stage.key for stage in legislation.stages(each.form) if not stage.optional]
    for stage in keys[1 : keys.index(plan(each).until) + 1]:
        (task,) = tasks_of(awaiting(each))
        assert task.text.startswith(plan(each).title)
        each = advanced(each, stage, by=founder)
    assert list(tasks_of(awaiting(each))) == []


# The document


def test_the_document_has_the_sections_of_its_plan_and_says_which_are_empty(each: Structure) -> None:
    document = letter(each, on=DAY)
    parts = {section.title: section.blocks for section in document.sections}
    assert document.title == plan(each).title
    for state in letter_sections(each, on=DAY):
        content = parts[state.section.title]
        assert state.is_empty == (doc.ToComplete() in content)
        assert state.is_empty == (doc.Questions(state.section.questions) in content)
    assert any(state.is_empty for state in letter_sections(each, on=DAY))
    assert document.draft == "Brouillon"


@pytest.mark.parametrize("form", [Format.DOCX, Format.ODT, Format.PDF])
def test_a_file_of_every_form_is_produced(form: Format, each: Structure) -> None:
    begins = {Format.DOCX: b"PK", Format.ODT: b"PK", Format.PDF: b"%PDF-"}
    assert render(letter(each, on=DAY), form).startswith(begins[form])


def test_a_reader_finds_each_title_and_what_is_to_complete(each: Structure) -> None:
    words = words_of(render(letter(each, on=DAY), Format.DOCX))
    for section in plan(each).sections:
        assert section.title.replace("’", "'") in words.replace("’", "'"), section.title
    assert "À compléter" in words
    assert "Ada Fictif" in words


def test_no_document_speaks_of_another_form(each: Structure) -> None:
    words = words_of(render(letter(each, on=DAY), Format.DOCX))
    speaks = re.search(r"CPTS|lettre d.intention", words, re.IGNORECASE)
    assert bool(speaks) == (each.form == "cpts"), speaks


def test_the_team_of_a_patient_has_no_place_where_the_patient_is_named(founder: User) -> None:
    document = letter(founded("escap", founder), on=DAY)
    labels = {label for facts in blocks_of(document, doc.Facts) for label, _ in facts.rows}
    headers = {header for table in blocks_of(document, doc.Table) for header in table.headers}
    assert {label for label in labels | headers if "patient" in label.lower()} == set()
    assert blocks_of(document, doc.Signatures) == []
    assert "rien qui désigne le patient" in legislation.plan("projet_de_sante_escap").purpose.say


def test_what_was_written_follows_into_another_form(founder: User, client: Client) -> None:
    """The words of a section that both documents have stand there until others are written; the rest is shown."""
    esp = founded("esp", founder)
    for key in ("equipe", "constat"):
        written(esp, key, f"<p>Dit de {key}.</p>", by=founder)
    written(esp, "equipe", "<p>Redit.</p>", version=1, by=founder)
    evolve(esp, "msp", by=founder, on=FOUNDED_ON, today=timezone.localdate())
    msp = Structure.objects.get()
    states = {state.section.key: state for state in letter_sections(msp, on=DAY)}
    assert states["equipe"].html == "<p>Redit.</p>"
    assert [title for title, _ in left_behind(first_document(msp))] == ["Le problème à régler"]
    client.force_login(founder)
    document = begun(msp, founder)
    page = client.get(reverse("dossier:document", args=[msp.slug, document.pk])).content.decode()
    assert page.index("Dans le document d’avant") < page.index("Dit de constat.")
    address = reverse("dossier:section", args=[msp.slug, document.pk, "equipe"])
    version = re.findall(r'name="version" value="(\d+)"', client.get(address).content.decode())[0]
    answer = client.post(address, {"text": "<p>Neuf.</p>", "rich": "1", "version": version})
    assert answer.status_code == 302
    assert {text.plan: text.html for text in SectionText.objects.filter(section="equipe")} == {
        plan(esp).key: "<p>Redit.</p>", plan(msp).key: "<p>Neuf.</p>",
    }  # fmt: skip
    assert {state.section.key: state.html for state in letter_sections(msp, on=DAY)}[
        "equipe"
    ] == "<p>Neuf.</p>"


# What fills itself


@pytest.mark.parametrize("form", OF_SITES)
def test_without_communes_nothing_is_said_of_a_territory(form: str, founder: User) -> None:
    structure = founded(form, founder)
    for name in ("territoire", "carte", "communes", "diagnostic", "partenaires"):
        assert letter_blocks()[name].blocks(structure, on=DAY) == (), name
    titles = {section.title for section in letter(structure, on=DAY).sections}
    assert not any("communes" in title for title in titles)


def test_a_territory_has_a_size_in_the_agreement_of_cpts_alone(founder: User) -> None:
    def labels(form: str) -> set[str]:
        (facts,) = letter_blocks()["territoire"].blocks(founded(form, founder, "82121"), on=DAY)
        return {label for label, _ in facts.rows}

    assert "Taille au sens de l’accord" in labels("cpts")
    assert "Taille au sens de l’accord" not in labels("msp") | labels("ess")


def test_a_map_is_of_the_territory_hoped_for_or_of_where_the_team_goes(founder: User) -> None:
    def caption(form: str) -> str:
        (figure,) = letter_blocks()["carte"].blocks(founded(form, founder, "82121"), on=DAY)
        return str(figure.caption)

    assert caption("cpts") == caption("ess") == "Le territoire pressenti"
    assert caption("msp") == "Le territoire d’intervention"


def test_a_site_fills_the_section_that_asks_for_it(msp: Structure) -> None:
    state = next(state for state in letter_sections(msp, on=DAY) if state.section.key == "sites")
    (table,) = state.blocks
    assert isinstance(table, doc.Table)
    assert table.rows[0][:2] == ("Site du Tescou", "Montauban")
    assert not state.is_empty


def test_who_carries_it_in_law_is_each_with_the_number_it_has(msp: Structure, founder: User) -> None:
    add_legal_person(msp, by=founder, name="Asso", kind="association", rna="W821", since=FOUNDED_ON)
    add_legal_person(msp, by=founder, name="Soc", kind="sisa", siret="1234", since=FOUNDED_ON)
    (facts,) = letter_blocks()["identite"].blocks(msp, on=DAY)
    place = facts.rows.index(("Personne morale", "Asso"))
    assert facts.rows[place + 1 : place + 4] == (
        ("Numéro RNA", "W821"), ("Personne morale", "Soc"), ("SIRET", "1234"),
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_legal_person_is_awaited_where_the_form_wants_one_and_only_there(form: str, founder: User) -> None:
    (facts,) = letter_blocks()["identite"].blocks(founded(form, founder, "82121"), on=DAY)
    wants = bool(legislation.form(form, on=DAY).carried_by)
    assert (dict(facts.rows).get("Personne morale") == "pas encore constituée") == wants


# The calendar


def test_a_calendar_names_the_steps_of_its_form(msp: Structure) -> None:
    assert planned(msp) == [
        (FOUNDED_ON, "Émergence"),
        (TO_FIX, "Diagnostic et équipe"),
        (TO_FIX, "Projet de santé signé"),
        (TO_FIX, "Assemblée constitutive de l’association"),
        (TO_FIX, "Projet transmis à l’ARS"),
        (TO_FIX, "Signature de l’ACI"),
        (TO_FIX, "En fonctionnement"),
    ]


def test_every_form_plans_what_is_ahead_and_ends_with_nothing_to_fix(each: Structure, founder: User) -> None:
    stages = [stage for stage in legislation.stages(each.form) if not stage.optional][1:]
    assert any(when == TO_FIX for when, _ in planned(each))
    done = advanced(each, *(stage.key for stage in stages), by=founder)
    words = {what for when, what in planned(done) if when == TO_FIX}
    assert words & {stage.signature or stage.label for stage in stages} == set()
    assert {stage.label for stage in stages} <= {what for when, what in planned(done) if when == FOUNDED_ON}


def test_what_follows_a_signature_hoped_for_is_counted_from_it(msp: Structure, founder: User) -> None:
    hoped = described(msp, signature_hoped_on=date(2027, 1, 5), by=founder)
    dated = [(when, what) for when, what in planned(hoped) if when != TO_FIX]
    assert dated == [
        (FOUNDED_ON, "Émergence"),
        (date(2027, 1, 5), "Signature de l’ACI"),
        (date(2027, 7, 5), "Créer la SISA"),
    ]


def test_what_a_signature_opens_is_counted_from_the_day_it_was_signed(msp: Structure, founder: User) -> None:
    hoped = described(msp, signature_hoped_on=date(2027, 1, 5), by=founder)
    signed = advanced(hoped, "diagnostic_fait", "projet_signe", "projet_transmis", "aci_signe", by=founder)
    assert (date(2026, 9, 2), "Créer la SISA") in planned(signed)
    assert date(2027, 1, 5) not in {when for when, _ in planned(signed)}


def test_the_year_of_a_team_ends_on_its_day(founder: User) -> None:
    opened = advanced(
        founded("escap", founder), "grille_remplie", "accord_du_patient", "equipe_ouverte", by=founder
    )
    assert planned(opened)[-1] == (date(2027, 3, 2), "Fin de l’équipe")


def test_the_missions_of_a_signed_contract_are_counted_from_its_signature(
    structure: Structure, founder: User
) -> None:
    stages = ("lettre_deposee", "lettre_validee", "projet_depose", "projet_valide", "aci_signe")
    signed = advanced(described(structure, signature_hoped_on=DAY, by=founder), *stages, by=founder)
    due = {line.start_by for line in legislation.deadlines("cpts", signed=FOUNDED_ON) if line.start_by}
    days = [when for when, _ in planned(signed)]
    assert due <= set(days)
    assert DAY not in days
    assert [what for _, what in planned(signed)].count("Fin du contrat de cinq ans") == 1


def test_a_letter_sent_back_is_to_be_deposited_again(structure: Structure, founder: User) -> None:
    back = advanced(structure, "lettre_deposee", "emergence", by=founder)
    assert (TO_FIX, "Dépôt de la lettre d’intention") in planned(back)


def test_a_whole_project_is_no_draft(msp: Structure, founder: User) -> None:
    for state in letter_sections(msp, on=DAY):
        written(msp, state.section.key, "<p>Dit.</p>", by=founder)
    whole = letter(msp, on=DAY)
    assert (whole.draft, blocks_of(whole, doc.ToComplete)) == ("", [])
