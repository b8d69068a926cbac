"""What each declares, when they are asked again, who stays out of a point."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance import documents
from maillage.governance.models import AgendaItem, Meeting, Recusal
from maillage.governance.queries.interests import comperage, recusals_of, told_on, touched, words_of
from maillage.governance.services import decisions, instances, interests, meetings, presences
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.people.services import doors_to, erase_person, go
from maillage.structures.models import Structure
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
SITE = "https://maillage.example/"


@pytest.fixture
def max_(structure: Structure, founder: User) -> Person:
    """He sits at the bureau, and declares a link with the « Hôpital fictif »."""
    structure.people.filter(name="Max Fictif").update(email="max@example.org")
    person = structure.people.get(name="Max Fictif")
    given = instances.GivenMandate("membre", FOUNDED_ON)
    instances.seat(structure.instances.get(), person, given, by=founder)
    return person


@pytest.fixture
def meeting(structure: Structure, max_: Person, founder: User) -> Meeting:
    """In five days, convoked; its second point speaks of the hospital."""
    begins = timezone.now().replace(microsecond=0) + timedelta(days=5)
    given = meetings.GivenMeeting("Bureau", begins, begins + timedelta(hours=2))
    points = [meetings.GivenItem("Budget"), meetings.GivenItem("Convention avec l’hôpital", 10)]
    made = meetings.plan(structure.instances.get(), given, points, by=founder)
    meetings.convoke(made, by=founder, at=timezone.now(), site=SITE)
    return Meeting.objects.select_related("instance__structure__territory").get(pk=made.pk)


@pytest.fixture
def point(meeting: Meeting) -> AgendaItem:
    return meeting.items.select_related("meeting__instance").get(title__startswith="Convention")


def asked() -> Any:
    return Sending.objects.filter(key__startswith="governance.interests ")


def test_an_agenda_touches_the_body_that_was_declared_and_nothing_else(
    meeting: Meeting, max_: Person
) -> None:
    found = touched(meeting, list(meeting.items.all()))
    assert [(each.item.title, each.person) for each in found] == [("Convention avec l’hôpital", max_)]
    max_.declared_interests.update(until=meeting.day)
    assert touched(meeting, list(meeting.items.all())) == []


def test_words_that_tell_nothing_of_a_body_touch_nothing() -> None:
    assert words_of("Association pour la santé de la Maison") == set()
    assert words_of("Clinique du Pré") == {"clinique"}


def test_one_is_asked_again_once_before_the_meeting(meeting: Meeting, max_: Person) -> None:
    now = timezone.now()
    interests.ask_again_due(now - timedelta(days=3))
    assert not asked().exists()
    for _ in range(2):
        interests.ask_again_due(now)
    sent = asked().get()
    link = doors_to([max_], on=timezone.localdate())[max_.pk]
    assert f"{SITE.rstrip('/')}{link.step('interets')}" in sent.body
    assert "Hôpital fictif" in sent.body


def test_one_declares_and_says_that_nothing_lacks_by_ones_link(structure: Structure, founder: User) -> None:
    lou = structure.people.create(name="Lou Fictif", profession="infirmier")
    instances.seat(structure.instances.get(), lou, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    door = f"{doors_to([lou], on=timezone.localdate())[lou.pk].get_absolute_url()}interets/"
    visitor = Client()
    assert "encore rien dit" in visitor.get(door).content.decode()
    assert told_on(Person.objects.get(pk=lou.pk)) is None
    visitor.post(door, {"whole": "1"})
    assert told_on(Person.objects.get(pk=lou.pk)) == timezone.localdate()
    sent = {"body": "Clinique", "nature": "Associée", "since": "2024-01-01", "key": str(uuid4())}
    for _ in range(2):
        visitor.post(door, sent)
    assert [str(each) for each in lou.declared_interests.all()] == ["Clinique, Associée"]
    late = visitor.post(door, sent | {"until": "2023-01-01", "key": str(uuid4())})
    assert late.status_code == 422
    assert 'value="Clinique"' in late.content.decode()
    visitor.post(door, {"withdraw": str(lou.declared_interests.get().pk)})
    assert not lou.declared_interests.exists()


def test_one_withdraws_nothing_of_another(structure: Structure, max_: Person) -> None:
    ada = structure.people.get(name="Ada Fictif")
    interests.withdraw(ada, max_.declared_interests.get().pk, by=None)
    assert max_.declared_interests.count() == 1


def test_the_register_is_for_whoever_runs_the_structure(
    structure: Structure, member: User, founder: User
) -> None:
    url = reverse("governance:interests", args=[structure.slug])
    assert client_of(member).get(url).status_code == 403
    assert "Hôpital fictif" in client_of(founder).get(url).content.decode()


def test_what_is_said_of_comperage_has_its_source() -> None:
    said = comperage()
    assert said is not None
    assert all(each.source.title for each in (said.what, *said.facts, *said.touches))


@pytest.fixture
def held(structure: Structure, max_: Person, founder: User) -> Meeting:
    """The bureau of ten days ago with Ada, then Max, there; its point was not decided yet."""
    meeting = Meeting.objects.select_related("instance__structure__territory").earliest("starts_at")
    meeting.decisions.all().delete()
    presences.arrive(meeting, max_, by=founder, at=meeting.starts_at)
    return meeting


def judged(meeting: Meeting, hands: decisions.Hands, by: User) -> Any:
    item = meeting.items.get()
    given = decisions.GivenDecision("On signe.", item=item, hands=hands)
    at = meeting.starts_at + timedelta(hours=1)
    return decisions.decide(meeting, given, key=uuid4(), by=by, at=at)


def test_who_is_out_of_a_point_has_no_hand_there(held: Meeting, max_: Person, founder: User) -> None:
    item = held.items.get()
    item.meeting = held
    interests.recuse(item, max_, "salarié de l’hôpital", by=founder)
    with pytest.raises(BadInput, match=r"2 voix, et 1.personne peut"):
        judged(held, decisions.Hands(2, 0, 0), founder)
    made = judged(held, decisions.Hands(1, 0, 0), founder)
    assert "1\N{NO-BREAK SPACE}personne n’a pas pris part" in made.rule
    assert made.heard == 2


def test_the_minutes_name_who_was_out_until_they_are_erased(
    held: Meeting, max_: Person, founder: User
) -> None:
    item = held.items.get()
    item.meeting = held
    interests.recuse(item, max_, "salarié de l’hôpital", by=founder)
    assert "N’ont pas pris part : Max Fictif (salarié de l’hôpital)." in repr(documents.minutes(held))
    erase_person(max_, by=founder)
    assert "Personne effacée" in repr(documents.minutes(held))
    assert "Max Fictif" not in repr(recusals_of(held))


def test_once_decided_nobody_comes_in_or_out(held: Meeting, max_: Person, founder: User) -> None:
    item = held.items.get()
    item.meeting = held
    out = interests.recuse(item, max_, "", by=founder)
    judged(held, decisions.Hands(1, 0, 0), founder)
    with pytest.raises(BadInput, match="déjà écrite"):
        interests.take_part(out, by=founder)
    with pytest.raises(BadInput, match="déjà écrite"):
        interests.recuse(item, held.instance.structure.people.get(name="Ada Fictif"), "", by=founder)
    assert Recusal.objects.filter(item=item).count() == 1


def test_the_page_proposes_who_may_have_to_stay_out(
    structure: Structure, meeting: Meeting, point: AgendaItem, founder: User
) -> None:
    client, page = client_of(founder), reverse("governance:meeting", args=[structure.slug, meeting.pk])
    assert "a déclaré un lien avec Hôpital fictif" in client.get(page).content.decode()
    url = reverse("governance:recuse", args=[structure.slug, meeting.pk])
    client.post(url, {"item": str(point.pk), "person": "Max Fictif", "reason": "Il y travaille"})
    shown = client.get(page).content.decode()
    assert "a déclaré un lien" not in shown
    assert "Il y travaille" in shown


def test_who_left_has_no_register_behind_their_link(structure: Structure) -> None:
    max_ = structure.people.get(name="Max Fictif")
    door = doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()
    go(max_, on=timezone.localdate(), at=timezone.now())
    assert Client().get(f"{door}interets/").status_code == 404


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_vote_and_a_recusal_at_once_never_disagree(
    held: Meeting, max_: Person, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    item = held.items.get()
    item.meeting = held
    at_once(
        lambda: judged(held, decisions.Hands(2, 0, 0), founder),
        lambda: interests.recuse(item, max_, "", by=founder),
    )
    assert held.decisions.count() + Recusal.objects.filter(item=item).count() == 1


def test_an_interest_that_ends_before_it_begins_is_refused(max_: Person) -> None:
    given = interests.GivenInterest("Clinique", "Associé", date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(BadInput, match="finirait avant"):
        interests.declare(max_, given, key=uuid4(), by=None, on=FOUNDED_ON)
