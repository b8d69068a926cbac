"""The demonstration: real communes, invented people, made once, and only where it was asked for."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from dossier.writing import letter_sections
from house.visiting import tasks_of
from maillage.accounts.models import User
from maillage.care.queries.awaiting import awaiting
from maillage.governance.enums import IdeaState
from maillage.governance.models import DeclaredInterest, Idea, Minutes, Poll, RcpSession, Recusal, Referent
from maillage.habits.models import HabitRow
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.outreach.models import Exchange
from maillage.people.models import InformationMeeting, Person
from maillage.people.queries.reaching import stopped_in
from maillage.portal.commands import cli
from maillage.portal.queries import scripts
from maillage.portal.services import demo_structures, make_demo
from maillage.structures.enums import Track
from maillage.structures.models import LegalPerson, Membership, Structure
from maillage.structures.queries import stage_of
from maillage.surveys.models import SurveyAnswer
from maillage.territories.models import Territory
from recording import kept_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for these tests: it takes seconds."""
    with override_settings(DEMO=True), kept_for_a_module(django_db_blocker, make_demo):
        yield


def counts() -> list[int]:
    return [
        model.objects.count()
        for model in (
            User,
            Structure,
            Territory,
            Membership,
            Person,
            InformationMeeting,
            SurveyAnswer,
            HabitRow,
            DeclaredInterest,
            Exchange,
            Idea,
            Poll,
            RcpSession,
            Recusal,
            Referent,
        )
    ]


def test_doing_it_again_changes_nothing() -> None:
    once = counts()
    assert "déjà là" in make_demo()
    assert counts() == once
    assert all(once)


def test_what_is_decided_together_is_at_each_of_its_stages() -> None:
    """And nobody is written to of it."""
    assert set(Idea.objects.values_list("state", flat=True)) == set(IdeaState)
    assert Poll.objects.filter(closed_at=None, closes_at__gt=timezone.now()).exists()
    assert Minutes.objects.filter(approval=None, frozen_at__isnull=False).exists()
    assert Minutes.objects.filter(approval__isnull=False).exists()
    assert not Recipient.objects.filter(state=State.QUEUED).exists()


def test_a_project_that_is_written_has_words_under_the_sections_of_its_plan() -> None:
    written = {each["name"]: each["document"] for each in scripts() if "document" in each}
    assert written
    for name, words in written.items():
        structure = Structure.objects.get(name=name)
        states = {state.section.key: state for state in letter_sections(structure, on=timezone.localdate())}
        assert set(words) <= set(states)
        assert all(states[section].html for section in words)


def test_a_number_that_was_given_is_there_and_is_nobodys() -> None:
    for person in LegalPerson.objects.filter(structure__is_fictitious=True):
        assert "numéro non noté" not in dict(person.numbers).values(), person
        assert not person.rna or person.rna.startswith("W000")
        assert not person.siret or person.siret.startswith("00")
        assert not person.finess or person.finess[2] == "9"


def test_nobody_in_it_is_real_and_everybody_says_so() -> None:
    assert not Person.objects.filter(is_fictitious=False).exists()
    assert not Structure.objects.filter(is_fictitious=False).exists()
    assert not User.objects.filter(is_demo=False).exists()
    assert all(user.email.endswith("@demo.example") and "Fictif" in user.name for user in User.objects.all())


def slug_of(wanted: str) -> str:
    return next(slug for slug, _, what in demo_structures() if what == wanted)


def test_it_founds_one_structure_of_each_kind_that_is_named() -> None:
    rows = {what: (slug, form) for slug, form, what in demo_structures()}
    assert {what: form for what, (_, form) in rows.items()} == {
        "preparing": "cpts", "neighbour": "cpts", "running": "cpts", "msp": "msp", "esp_clap": "esp_clap", "cds": "cds",
    }  # fmt: skip
    msp = Structure.objects.get(slug=rows["msp"][0])
    assert [site.is_antenna for site in msp.sites.all()] == [False, True]
    assert {person.kind for person in msp.legal_persons.all()} == {"association", "sisa"}
    running = Structure.objects.get(slug=rows["running"][0])
    assert stage_of(running, Track.RECOGNITION) == "en_fonctionnement"


def test_its_command_lists_what_it_shows() -> None:
    said = CliRunner().invoke(cli, ["demo", "list", "--json"])
    rows = json.loads(said.output)
    assert {"preparing", "running", "msp", "esp_clap", "cds"} <= {row["what"] for row in rows}
    assert all(Structure.objects.get(slug=row["slug"]).form == row["form"] for row in rows)


def test_it_stands_just_above_a_threshold_with_a_neighbour_who_declared() -> None:
    structure = Structure.objects.get(slug=slug_of("preparing"))
    neighbour = Structure.objects.get(slug=slug_of("neighbour"))
    assert len(structure.territory.codes) == 12
    assert set(structure.territory.codes) & set(neighbour.territory.codes)
    page = Client().get("/territoire/", {"dep": "82", "codes": ",".join(structure.territory.codes)})
    assert "82\u202f095" in page.content.decode()
    assert neighbour.name in page.content.decode()


def test_every_page_of_it_opens(client: Client) -> None:
    for membership in Membership.objects.all():
        client.force_login(membership.user)
        for part in ("", "equipe/", "territoire/", "parcours/", "lettre/", "diagnostic/"):
            page = client.get(f"{membership.structure.get_absolute_url()}{part}", follow=True)
            assert page.status_code == 200


def test_its_bulletins_are_written_to_nobody_and_say_who_is_to_be_told_otherwise() -> None:
    assert not Recipient.objects.exclude(state__in=["accepted", "returned", "given_up"]).exists()
    structure = Structure.objects.get(slug="cpts-du-grand-montauban-demonstration")
    assert structure.bulletins.filter(sent_at=None).exists()
    (stopped,) = stopped_in(structure)
    assert [card.name for card in stopped.cards] == ["Reine SUPPOSÉ"]
    assert structure.subscriptions.filter(wish="refuse").count() == 1


def test_what_waits_for_who_coordinates_care_is_shown() -> None:
    """A doctor said yes and the person was not called; a session was held and nobody counted it."""
    tasks = tasks_of(awaiting(Structure.objects.get(slug=slug_of("running"))))
    said = " ".join(" ".join(task.text for task in tasks).split())
    assert "personne à rappeler : un médecin a dit oui" in said
    assert "Compter les présents : 1 séance" in said
