"""An idea: proposed, upheld, answered, followed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.enums import IdeaState
from maillage.governance.models import Idea, IdeaSupport
from maillage.governance.queries.ideas import Author, author_of, followed, idea_page, ideas_of, ideas_waiting
from maillage.governance.services import decisions, ideas
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.people.services import doors_to, erase_person, go
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
TODAY = date(2026, 6, 2)
SITE = "https://maillage.example/"
FIVE_LINES = {"title": "Un vélo", "what": "Un vélo", "for_whom": "Nous", "need": "Aller vite", "by_whom": ""}


@pytest.fixture
def max_(structure: Structure) -> Person:
    structure.people.filter(name="Max Fictif").update(email="max@example.org")
    return structure.people.get(name="Max Fictif")


@pytest.fixture
def idea(structure: Structure, max_: Person) -> Idea:
    """Of Max, who has an address."""
    return structure.ideas.select_related("structure", "person", "account").get()


@pytest.fixture
def door(max_: Person) -> str:
    return doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()


def told(idea: Idea) -> list[str]:
    rows = Sending.objects.filter(key__startswith=f"governance.idea {idea.pk} ").order_by("pk")
    return [row.body.replace("\N{NO-BREAK SPACE}", " ") for row in rows]


def answered(idea: Idea, state: str, by: User, reason: str = "", **said: Any) -> Idea:
    idea.refresh_from_db()
    given = ideas.GivenAnswer(state, TODAY, reason)
    return ideas.answer(idea, given, **({"version": idea.version, "by": by, "at": NOW} | said))


def test_an_idea_sent_twice_is_proposed_once(structure: Structure, max_: Person) -> None:
    given, key = ideas.GivenIdea("Un", "Deux", "Trois", "Quatre"), uuid4()
    one, again = (
        ideas.propose(structure, given, Author(max_, None), key=key, at=NOW, site=SITE) for _ in range(2)
    )
    assert one == again
    assert structure.ideas.filter(title="Un").count() == 1


def test_somebody_does_not_flood_the_bureau(structure: Structure, max_: Person) -> None:
    given = ideas.GivenIdea("Un", "Deux", "Trois", "Quatre")
    for _ in range(ideas.MOST_WAITING - 1):
        ideas.propose(structure, given, Author(max_, None), key=uuid4(), at=NOW, site=SITE)
    with pytest.raises(BadInput, match="Vingt de vos idées"):
        ideas.propose(structure, given, Author(max_, None), key=uuid4(), at=NOW, site=SITE)


def test_one_supports_once_whichever_way_they_came(
    structure: Structure, idea: Idea, max_: Person, member: User, door: str
) -> None:
    """Max has an account under the address of his card."""
    Person.objects.filter(pk=max_.pk).update(email=member.email.upper())
    url = reverse("governance:uphold", args=[structure.slug, idea.pk])
    client_of(member).post(url, {"support": "oui"})
    Client().post(f"{door}idee-{idea.pk}/", {"support": "oui"})
    assert idea.supports.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaSupport.objects.create(idea=idea, person=max_)
    Client().post(f"{door}idee-{idea.pk}/", {"support": "non"})
    assert idea.supports.count() == 0


def test_an_address_that_two_cards_bear_is_nobodys_card(structure: Structure, member: User) -> None:
    structure.people.update(email=member.email)
    assert author_of(member, structure) == Author(None, member)


def test_a_comment_is_taken_away_by_whose_it_is_and_by_the_desk(
    structure: Structure, idea: Idea, member: User, founder: User
) -> None:
    """The one of the cast is of the card of Max; his account, of another address, is somebody else."""
    comment = idea.comments.get()
    url = reverse("governance:drop_comment", args=[structure.slug, idea.pk, comment.pk])
    client_of(member).post(url)
    assert idea.comments.count() == 1
    client_of(founder).post(url)
    assert idea.comments.count() == 0


def test_by_ones_link_one_proposes_says_and_takes_it_back(structure: Structure, door: str) -> None:
    visitor = Client()
    made = visitor.post(f"{door}idees/", FIVE_LINES | {"key": str(uuid4())})
    assert made.status_code == 302
    theirs = structure.ideas.get(title="Un vélo")
    assert theirs.person.name == "Max Fictif"
    page = f"{door}idee-{theirs.pk}/"
    assert made.url == page
    visitor.post(page, {"words": "Le mien.", "key": str(uuid4())})
    assert "Le mien." in visitor.get(page).content.decode()
    visitor.post(page, {"comment": str(theirs.comments.get().pk)})
    assert not theirs.comments.exists()
    refused = visitor.post(f"{door}idees/", FIVE_LINES | {"need": "", "key": str(uuid4())})
    assert refused.status_code == 422
    assert 'value="Un vélo"' in refused.content.decode()


@pytest.mark.parametrize(
    "step", ["idee-", "idee-0", "idee-99999999", "idee-12345678901", "idee-x", "idees-x", "rien-1"]
)
def test_a_step_that_leads_nowhere_is_not_there(door: str, step: str) -> None:
    assert Client().get(f"{door}{step}/").status_code == 404


def test_who_left_finds_no_ideas_behind_their_link(door: str, max_: Person) -> None:
    assert Client().get(f"{door}idees/").status_code == 200
    go(max_, on=timezone.localdate(), at=timezone.now())
    assert Client().get(f"{door}idees/").status_code == 404
    assert "idees/" not in Client().get(door).content.decode()


def test_the_idea_of_another_structure_is_not_there(
    structure: Structure, founder: User, idea: Idea, door: str
) -> None:
    other = structure_on(structure.territory.codes, by=founder)
    given = ideas.GivenIdea("Ailleurs", "Deux", "Trois", "Quatre")
    theirs = ideas.propose(other, given, Author(None, founder), key=uuid4(), at=NOW, site=SITE)
    assert Client().get(f"{door}idee-{theirs.pk}/").status_code == 404
    with pytest.raises(BadInput, match="servi ailleurs"):
        ideas.propose(structure, given, Author(None, founder), key=theirs.key, at=NOW, site=SITE)


def test_what_is_turned_down_says_why(idea: Idea, founder: User) -> None:
    for state in (IdeaState.DISMISSED, IdeaState.REWORK):
        with pytest.raises(BadInput, match="Dites pourquoi"):
            answered(idea, state, founder, "  ")
    assert answered(idea, IdeaState.DISMISSED, founder, "Elle existe déjà.").state == IdeaState.DISMISSED


def test_its_author_is_told_of_each_change_once(idea: Idea, founder: User, door: str) -> None:
    answered(idea, IdeaState.KEPT, founder)
    assert len(told(idea)) == 1
    assert "Elle est retenue." in told(idea)[0]
    assert f"{SITE.rstrip('/')}{door}idee-{idea.pk}/" in told(idea)[0]
    idea.refresh_from_db()
    decision = idea.structure.decisions.earliest("pk")
    bound = ideas.bind(idea, decision, version=idea.version, by=founder, at=NOW)
    ideas.bind(bound, decision, version=bound.version, by=founder, at=NOW)
    assert [decision.reference in body for body in told(idea)] == [False, True]
    idea.refresh_from_db()
    given = decisions.GivenTask("Acheter un vélo")
    task = ideas.entrust(idea, given, key=uuid4(), version=idea.version, by=founder, at=NOW)
    for _ in range(2):
        decisions.finish(task, on=TODAY, by=founder, at=NOW)
    assert len(told(idea)) == 4
    assert "C’est fait : Acheter un vélo" in told(idea)[-1]


def test_who_gave_no_address_is_told_nothing_and_nothing_breaks(idea: Idea, founder: User) -> None:
    Person.objects.filter(pk=idea.person_id).update(email="")
    answered(Idea.objects.select_related("person").get(pk=idea.pk), IdeaState.KEPT, founder)
    assert told(idea) == []


def test_two_of_the_bureau_do_not_answer_over_one_another(idea: Idea, founder: User) -> None:
    version = idea.version
    answered(idea, IdeaState.KEPT, founder)
    with pytest.raises(BadInput, match="vient d’écrire"):
        answered(idea, IdeaState.DISMISSED, founder, "Non.", version=version)
    idea.refresh_from_db()
    assert (idea.state, idea.answers.count()) == (IdeaState.KEPT, 1)


def test_what_was_typed_is_kept_when_somebody_answered_meanwhile(
    structure: Structure, idea: Idea, founder: User
) -> None:
    answered(idea, IdeaState.KEPT, founder)
    client, url = client_of(founder), reverse("governance:answer_idea", args=[structure.slug, idea.pk])
    sent = {"state": "ecartee", "reason": "Trop cher, vraiment.", "answered_on": "2026-06-02", "version": "1"}
    page = client.post(url, sent)
    assert page.status_code == 422
    assert "Trop cher, vraiment." in page.content.decode()
    assert 'value="2"' in page.content.decode()


def test_its_state_is_said_in_words(idea: Idea, founder: User) -> None:
    assert followed(idea).replace("\N{NO-BREAK SPACE}", " ") == "Attend une réponse depuis le 2 mars 2026."
    key = UUID(int=9)
    given = decisions.GivenTask("Un")
    first = ideas.entrust(idea, given, key=key, version=1, by=founder, at=NOW)
    again = ideas.entrust(idea, given, key=key, version=1, by=founder, at=NOW)
    assert first == again
    ideas.entrust(idea, decisions.GivenTask("Deux"), key=uuid4(), version=2, by=founder, at=NOW)
    decisions.finish(first, on=TODAY, by=founder, at=NOW)
    said = followed(Idea.objects.get(pk=idea.pk)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Transformée en tâche le 2 juin 2026. 2 tâches : 1 faite, 1 à faire."
    assert idea.answers.count() == 1


def test_a_task_does_not_flow_from_an_idea_that_was_set_aside(idea: Idea, founder: User) -> None:
    answered(idea, IdeaState.DISMISSED, founder, "Non.")
    idea.refresh_from_db()
    with pytest.raises(BadInput, match="retenez-la d’abord"):
        ideas.entrust(idea, decisions.GivenTask("Un"), key=uuid4(), version=2, by=founder, at=NOW)
    assert not idea.structure.tasks.filter(title="Un").exists()


def test_what_was_answered_is_not_effaced(idea: Idea, founder: User) -> None:
    answered(idea, IdeaState.KEPT, founder)
    with pytest.raises(BadInput, match="Une réponse est écrite"):
        ideas.drop(idea, by=founder)


def test_an_agenda_is_offered_what_waits_the_most_upheld_first(
    structure: Structure, idea: Idea, max_: Person, founder: User
) -> None:
    given = ideas.GivenIdea("Une autre", "Deux", "Trois", "Quatre")
    other = ideas.propose(structure, given, Author(None, founder), key=uuid4(), at=NOW, site=SITE)
    ideas.uphold(other, Author(max_, None), is_for=True)
    assert list(ideas_waiting(structure)) == [other, idea]
    answered(other, IdeaState.KEPT, founder)
    assert list(ideas_waiting(structure)) == [idea]


def test_ideas_are_found_by_words_state_and_support(structure: Structure, idea: Idea, founder: User) -> None:
    assert list(ideas_of(structure, q="annuaire cherche")) == [idea]
    assert not ideas_of(structure, q="annuaire velo")
    assert not ideas_of(structure, state=IdeaState.KEPT)
    assert list(ideas_of(structure, first="soutiens")) == [idea]


def test_an_erased_author_leaves_the_idea_and_takes_their_words(
    idea: Idea, max_: Person, founder: User
) -> None:
    ideas.uphold(idea, Author(max_, None), is_for=True)
    erase_person(max_, by=founder)
    kept = Idea.objects.get(pk=idea.pk)
    shown = idea_page(kept, None)
    assert (shown.name, shown.supports, shown.comments) == ("Une personne partie", 0, [])


def test_a_link_that_is_opened_upholds_nothing(idea: Idea, door: str) -> None:
    assert Client().get(f"{door}idee-{idea.pk}/?support=oui").status_code == 200
    assert idea.supports.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_uphold_once(
    idea: Idea, max_: Person, at_once: Callable[..., list[Any]]
) -> None:
    at_once(*[lambda: ideas.uphold(idea, Author(max_, None), is_for=True)] * 8)
    assert idea.supports.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(idea: Idea, founder: User, at_once: Callable[..., list[Any]]) -> None:
    def say(state: str) -> Callable[[], Any]:
        given = ideas.GivenAnswer(state, TODAY, "Voici pourquoi.")
        return lambda: ideas.answer(idea, given, version=1, by=founder, at=NOW)

    at_once(say(IdeaState.KEPT), say(IdeaState.DISMISSED))
    assert idea.answers.count() == 1
    assert len(told(idea)) == 1
