"""A running campaign calls other professions, or elsewhere: who enters is proposed, who leaves keeps what was said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from directory.small import ALBIAS, BRESSOLS, MONTAUBAN
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.outreach import services
from maillage.outreach.enums import Answer
from maillage.outreach.models import Campaign
from maillage.outreach.queries.calling import calls_in_hand, lines_of
from maillage.outreach.queries.campaigns import progress_of
from maillage.outreach.services import Told
from maillage.structures.models import Structure
from outreach.calls import NOON, callers, reply
from outreach.test_callers import campaign, town

__all__ = ["campaign", "town"]  # fixtures
pytestmark = pytest.mark.django_db
ON = NOON.date()


def communes_in(campaign: Campaign) -> set[str]:
    return set(campaign.communes.values_list("commune", flat=True))


def test_who_enters_is_proposed_and_who_leaves_keeps_what_was_said(campaign: Campaign, founder: User) -> None:
    (nurse,) = callers(campaign, founder, 1)
    services.take(nurse, at=NOON, commune=MONTAUBAN)
    said = reply(nurse, Answer.JOINS)
    promised = reply(nurse, Answer.AGAIN)
    services.retarget(campaign, ["infirmier"], [BRESSOLS], by=founder, on=ON)
    assert lines_of(calls_in_hand(nurse, on=ON), on=ON) == []
    said.refresh_from_db()
    promised.refresh_from_db()
    assert (said.answer, said.given_back_on) == (Answer.JOINS, None)
    assert (promised.answer, promised.given_back_on) == (Answer.AGAIN, ON)
    assert dict(progress_of(campaign, on=ON).answers)["Adhère"] == 1
    assert services.take(nurse, at=NOON) == 3  # those of Bressols
    assert {call.commune for call in nurse.calls.filter(answer="", given_back_on=None)} == {BRESSOLS}
    services.retarget(campaign, ["infirmier"], [], by=founder, on=ON)
    assert communes_in(campaign) == set()
    assert (
        len(lines_of(calls_in_hand(nurse, on=ON), on=ON)) == 3
    )  # what is held and still called stays in hand


def test_another_profession_is_called_by_who_chooses_it(campaign: Campaign, founder: User) -> None:
    (nurse,) = callers(campaign, founder, 1)
    services.take(nurse, at=NOON)
    services.retarget(campaign, ["sage_femme", "medecin_generaliste"], [], by=founder, on=ON)
    with pytest.raises(BadInput, match="Choisissez d’abord"):
        services.take(nurse, at=NOON)
    services.choose(nurse, "sage_femme", on=ON)
    assert services.take(nurse, at=NOON) == 2
    services.retarget(campaign, ["infirmier", "medecin_generaliste"], [ALBIAS], by=founder, on=ON)
    nurse.refresh_from_db()
    assert nurse.profession == ""


def test_a_campaign_that_is_closed_or_calls_nobody_does_not_change(campaign: Campaign, founder: User) -> None:
    with pytest.raises(BadInput, match="profession au moins"):
        services.retarget(campaign, [], [], by=founder, on=ON)
    services.close(campaign, by=founder, on=ON)
    with pytest.raises(BadInput, match="close"):
        services.retarget(campaign, ["infirmier"], [], by=founder, on=ON)


def test_from_its_page_one_says_whom_it_calls(
    structure: Structure, campaign: Campaign, founder: User
) -> None:
    url, client = reverse("outreach:retarget", args=[structure.slug, campaign.pk]), client_of(founder)
    assert 'value="infirmier"' in client.get(url).content.decode()
    assert client.post(url, {"professions": [], "communes": []}).status_code == 422
    sent = {"professions": ["sage_femme"], "communes": [BRESSOLS]}
    assert client.post(url, sent).status_code == 302
    assert [each.profession for each in campaign.professions.all()] == ["sage_femme"]
    assert communes_in(campaign) == {BRESSOLS}


@pytest.mark.django_db(transaction=True)
def test_names_taken_while_it_changes_are_of_those_it_calls_or_go_back(
    campaign: Campaign, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    pair = callers(campaign, founder, 2)
    at_once(
        *(lambda each=each: services.take(each, at=NOON) for each in pair),
        lambda: services.retarget(campaign, ["infirmier"], [BRESSOLS], by=founder, on=ON),
    )
    in_hand = campaign.calls.filter(answer="", given_back_on=None)
    assert {call.commune for call in in_hand} <= {BRESSOLS}
    for each in pair:
        assert {line.call.commune for line in lines_of(calls_in_hand(each, on=ON), on=ON)} <= {BRESSOLS}


@pytest.mark.django_db(transaction=True)
def test_an_answer_noted_while_it_changes_is_kept_or_refused_in_words(
    campaign: Campaign, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    (nurse,) = callers(campaign, founder, 1)
    services.take(nurse, at=NOON, commune=MONTAUBAN)
    call = nurse.calls.all()[0]
    results = at_once(
        lambda: services.answer(nurse, call.pk, Told(Answer.JOINS), at=NOON),
        lambda: services.retarget(campaign, ["infirmier"], [BRESSOLS], by=founder, on=ON),
    )
    call.refresh_from_db()
    is_refused = any(isinstance(result, BadInput) for result in results)
    assert (call.answer == "") == is_refused
    assert (call.given_back_on is None) == (call.answer == Answer.JOINS)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_it_at_once_leave_one_of_the_two_wishes(
    campaign: Campaign, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    wishes = [(["sage_femme"], [BRESSOLS]), (["medecin_generaliste"], [ALBIAS])]
    at_once(*(lambda wish=wish: services.retarget(campaign, *wish, by=founder, on=ON) for wish in wishes))
    kept = (list(campaign.professions.values_list("profession", flat=True)), sorted(communes_in(campaign)))
    assert kept in wishes
