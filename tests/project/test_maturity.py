"""Each says alone where the structure stands, reads the others afterwards, and two actions come of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.governance.queries.ideas import Author
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.project.models import Action, Maturity
from maillage.project.queries.maturity import conversation
from maillage.project.services import actions
from maillage.project.services import maturity as services
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
QUESTIONS = [question.key for axis in legislation.maturity() for question in axis.questions]


@pytest.fixture
def talk(structure: Structure) -> Maturity:
    return structure.maturities.get()


def said(level: int) -> dict[str, int]:
    return dict.fromkeys(QUESTIONS, level)


def test_nothing_of_the_others_is_read_before_one_has_answered(
    talk: Maturity, founder: User, member: User, client: Client
) -> None:
    services.answer(talk, said(4), Author(None, member))
    client.force_login(founder)
    page = reverse("project:maturity", args=[talk.structure.slug])
    before = client.get(page).content.decode()
    assert "maturity-levels" not in before
    assert "1\N{NO-BREAK SPACE}réponse" in before
    answer = reverse("project:answer_maturity", args=[talk.structure.slug, talk.pk])
    assert client.post(answer, said(2)).status_code == 302
    after = client.get(page).content.decode()
    assert "maturity-levels" in after
    assert "du niveau 2 au niveau 4" in after


def test_an_answer_with_a_blank_is_refused_and_nothing_is_kept(
    talk: Maturity, founder: User, client: Client
) -> None:
    client.force_login(founder)
    answer = reverse("project:answer_maturity", args=[talk.structure.slug, talk.pk])
    assert client.post(answer, said(2) | {QUESTIONS[0]: ""}).status_code == 422
    assert client.post(answer, said(2) | {QUESTIONS[0]: "9"}).status_code == 422
    assert not talk.answers.exists()


def test_who_answers_again_counts_once(talk: Maturity, member: User) -> None:
    author = Author(None, member)
    for level in (1, 3):
        services.answer(talk, said(level), author)
    shown = conversation(talk, author)
    assert shown.people == 1
    assert {
        level.rank for side in shown.sides for q in side.questions for level in q.levels if level.count
    } == {3}


def test_the_link_of_a_card_answers_as_its_person(talk: Maturity, max_: Person, client: Client) -> None:
    link = doors_to([max_], on=timezone.localdate())[max_.pk]
    page = link.step("maturite")
    assert client.get(page).status_code == 200
    assert client.post(page, said(3)).status_code == 302
    assert set(talk.answers.values_list("person", flat=True)) == {max_.pk}
    assert "dont la vôtre" in client.get(page).content.decode()


def test_it_closes_on_two_different_actions_and_its_answers_stay_as_they_are(
    structure: Structure, talk: Maturity, action: Action, founder: User, member: User
) -> None:
    other = actions.add_action(structure, actions.GivenAction("Une autre"), key=uuid4(), by=founder)
    with pytest.raises(BadInput, match="Personne n’a encore répondu"):
        services.close_maturity(talk, [action, other], by=founder, on=DAY)
    services.answer(talk, said(2), Author(None, member))
    for wrong in ([action], [action, action], []):
        with pytest.raises(BadInput, match="deux actions"):
            services.close_maturity(talk, wrong, by=founder, on=DAY)
    closed = services.close_maturity(talk, [action, other], by=founder, on=DAY)
    assert set(closed.actions.all()) == {action, other}
    with pytest.raises(BadInput, match="close"):
        services.answer(talk, said(4), Author(None, member))
    assert set(closed.answers.values_list("level", flat=True)) == {2}
    assert conversation(closed, None).sides, "once closed, who did not answer reads it too"


def test_one_conversation_at_a_time(structure: Structure, talk: Maturity, founder: User) -> None:
    with pytest.raises(BadInput, match="déjà ouverte"):
        services.open_maturity(structure, key=uuid4(), by=founder, on=DAY)
    assert services.open_maturity(structure, key=talk.key, by=founder, on=DAY) == talk
