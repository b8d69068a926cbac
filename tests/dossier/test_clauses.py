"""Statutes by choices: each option shows its text, no number is guessed, and no word changed by hand is undone."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.dossier.models import ClauseChoice, Document, SectionText, SectionVersion
from maillage.dossier.queries.clauses import filled, text_of
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import write_section
from maillage.structures.models import Structure

KEY = "siege_duree"
SECTIONS = [
    (plan.key, section) for plan in legislation.plans() for section in plan.sections if section.clauses
]


@pytest.fixture
def statutes(structure: Structure, founder: User) -> Document:
    return begin(structure, "statuts_association", by=founder)


@pytest.fixture
def page(statutes: Document) -> str:
    return reverse("dossier:clauses", args=[statutes.structure.slug, statutes.pk, KEY])


@pytest.fixture
def client(founder: User) -> Client:
    client = Client()
    client.force_login(founder)
    return client


CHOSEN = {"clause-siege": "conseil", "clause-duree": "illimitee", "blank-siege": "1 rue des <Lilas>"}


def test_what_is_chosen_writes_the_section_with_what_was_typed(page: str, client: Client) -> None:
    assert client.post(page, CHOSEN).status_code == 302
    text = SectionText.objects.get(section=KEY)
    assert "1 rue des &lt;Lilas&gt;" in text.html
    assert "illimitée" in text.html
    assert text.from_clauses == text.html
    assert {each.clause: each.options for each in ClauseChoice.objects.all()} == {
        "siege": ["conseil"], "duree": ["illimitee"],
    }  # fmt: skip


def test_what_nobody_said_is_to_complete_and_never_guessed(page: str, client: Client) -> None:
    client.post(page, CHOSEN | {"blank-siege": ""})
    assert "[à compléter\N{NO-BREAK SPACE}: Adresse du siège]" in unescape(
        SectionText.objects.get(section=KEY).html
    )


@pytest.mark.parametrize(("plan", "section"), SECTIONS, ids=lambda value: getattr(value, "key", value))
def test_no_blank_leaves_its_brace_in_a_text(plan: str, section: legislation.Section) -> None:
    every = {clause.key: [option.key for option in clause.options] for clause in section.clauses}
    text = text_of(section, every, {})
    assert "{" not in text
    assert text.count("<p>") == sum(map(len, every.values()))


def test_another_choice_takes_the_place_of_a_text_nobody_changed(page: str, client: Client) -> None:
    client.post(page, CHOSEN)
    client.post(page, CHOSEN | {"clause-siege": "assemblee"})
    text = SectionText.objects.get(section=KEY)
    assert text.version == 2
    assert "décision de l’assemblée générale" in text.html.replace("'", "’")


def test_what_was_changed_by_hand_is_shown_beside_and_replaced_only_on_purpose(
    statutes: Document, page: str, client: Client, founder: User
) -> None:
    client.post(page, CHOSEN)
    write_section(statutes, KEY, "<p>À notre façon.</p>", rich=True, version=1, by=founder, at=timezone.now())
    client.post(page, CHOSEN | {"clause-siege": "assemblee"})
    assert SectionText.objects.get(section=KEY).html == "<p>À notre façon.</p>"
    shown = client.get(page).content.decode()
    assert "<del>À notre façon.</del>" in shown
    assert client.post(page, {"replace": "1", "version": "1"}).status_code == 422
    assert client.post(page, {"replace": "1", "version": "2"}).status_code == 302
    assert "illimitée" in SectionText.objects.get(section=KEY).html
    assert [each.number for each in SectionVersion.objects.filter(text__section=KEY)] == [3, 2, 1]


def test_a_clause_of_one_answer_refuses_two(page: str, client: Client) -> None:
    refused = client.post(page, {"clause-siege": ["conseil", "assemblee"]})
    assert refused.status_code == 422
    assert not ClauseChoice.objects.exists()


def test_every_profession_of_the_team_is_shown_with_its_seats(
    structure: Structure, page: str, client: Client
) -> None:
    from maillage.people.queries import seats_of

    known = legislation.professions_by_key()
    shown = client.get(page).content.decode()
    team = {known[person.profession].label for person in seats_of(structure)}
    assert team
    assert all(f'<th scope="row">{trade}</th>' in shown for trade in team)


def test_a_blank_is_plain_text() -> None:
    assert (
        filled("« {nom} »", {"nom": "<b>{siege}</b> & Fils"}) == "« &lt;b&gt;{siege}&lt;/b&gt; &amp; Fils »"
    )
