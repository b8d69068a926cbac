"""Two turns change hands together or not at all; a roster that is closed makes no more turns."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from care.evenings import EVENING, FIRST, LAST, NOW, SITE, door, evenings, on, sent, three
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import SwapState
from maillage.care.models import Duty, Roster, Swap
from maillage.care.queries.roster_own import diary
from maillage.care.queries.rosters import Reading, instants_of, reading_at
from maillage.care.services import duties, exchanges, roster_closing, roster_watch, swaps
from maillage.kernel import BadInput
from maillage.people.models import Absence, Person
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(structure: Structure) -> list[Person]:
    return three(structure)


@pytest.fixture
def roster(structure: Structure, team: list[Person], founder: User) -> Roster:
    return evenings(structure, team, founder, FIRST, LAST, at=NOW)


@pytest.fixture
def soon(structure: Structure, team: list[Person], founder: User) -> Roster:
    """From today on, for links are of today."""
    now = datetime.now(UTC) - timedelta(days=1)
    return evenings(structure, team, founder, now.date(), now.date() + timedelta(days=20), at=now)


def a_pair(roster: Roster, after: date = FIRST) -> tuple[Duty, Duty]:
    """The next turn, and the next one of somebody else."""
    rows = roster.duties.filter(day__gt=after).select_related("roster__structure__territory", "published")
    mine, *later = rows.order_by("day")
    return mine, next(each for each in later if each.published_id != mine.published_id)


def of(duty: Duty) -> Person:
    assert duty.published
    return duty.published


def holders(roster: Roster, *pair: Duty) -> list[Person | None]:
    """As every page reads it."""
    days = [each.day for each in pair]
    held = Reading(roster.structure, min(days), max(days)).read().held
    return [next(each.person for each in held if each.duty == duty) for duty in pair]


def proposed(pair: tuple[Duty, Duty], at: datetime = NOW) -> Swap:
    return exchanges.propose(*pair, of(pair[0]), key=uuid4(), at=at, site=SITE)


def test_both_turns_change_hands_at_one_yes_and_page_diary_and_mail_say_so(roster: Roster) -> None:
    pair = a_pair(roster)
    first, second = map(of, pair)
    swap = proposed(pair)
    assert sent(f"care.proposed {swap.pk} ") == [second.email]
    assert holders(roster, *pair) == [first, second]
    for _ in range(2):
        exchanges.accept(swap, second, at=NOW, site=SITE)
    assert holders(roster, *pair) == [second, first]
    assert set(sent(f"care.exchanged {swap.pk} ")) == {
        first.email,
        second.email,
        roster.warned.email if roster.warned else "",
    }
    for person, gained, lost in ((first, pair[1], pair[0]), (second, pair[0], pair[1])):
        live = {each.starts_at for each in diary(person) if not each.is_off}
        assert instants_of(gained)[0] in live
        assert instants_of(lost)[0] not in live
    assert Swap.objects.filter(state=SwapState.TAKEN, duty__in=pair).count() == 2


def test_a_turn_that_changed_meanwhile_leaves_both_as_they_were(
    roster: Roster, team: list[Person], founder: User
) -> None:
    pair = a_pair(roster)
    swap = proposed(pair)
    third = next(each for each in team if each not in map(of, pair))
    handed = swaps.ask_swap(pair[1], of(pair[1]), EVENING, asked_of=third, key=uuid4(), at=NOW, site=SITE)
    swaps.take_swap(handed, third, at=NOW, site=SITE)
    with pytest.raises(BadInput, match="plus à prendre"):
        exchanges.accept(swap, of(pair[1]), at=NOW, site=SITE)
    assert holders(roster, *pair) == [of(pair[0]), third]
    assert Swap.objects.get(pk=swap.pk).state == SwapState.ASKED
    duties.give(pair[1], of(pair[0]), by=founder)
    duties.publish(roster, at=NOW, by=founder, site=SITE)
    assert Swap.objects.get(pk=swap.pk).state == SwapState.VOID


def test_an_absence_on_either_turn_leaves_both_as_they_were(roster: Roster) -> None:
    pair = a_pair(roster)
    swap = proposed(pair)
    away = Absence.objects.create(person=of(pair[1]), since=pair[0].day, last_day=pair[0].day)
    with pytest.raises(BadInput, match="absence"):
        exchanges.accept(swap, of(pair[1]), at=NOW, site=SITE)
    assert holders(roster, *pair) == [of(pair[0]), of(pair[1])]
    away.delete()
    exchanges.accept(swap, of(pair[1]), at=NOW, site=SITE)
    assert holders(roster, *pair) == [of(pair[1]), of(pair[0])]


def test_once_one_of_them_began_it_has_expired_and_no_one_else_says_yes(
    roster: Roster, team: list[Person]
) -> None:
    pair = a_pair(roster)
    swap = proposed(pair)
    third = next(each for each in team if each not in map(of, pair))
    with pytest.raises(BadInput, match="plus à prendre"):
        exchanges.accept(swap, third, at=NOW, site=SITE)
    with pytest.raises(BadInput, match="plus à prendre"):
        swaps.take_swap(swap, of(pair[1]), at=NOW, site=SITE)  # half of it
    began = min(instants_of(each)[0] for each in pair)
    with pytest.raises(BadInput, match="expiré"):
        exchanges.accept(swap, of(pair[1]), at=began, site=SITE)
    assert holders(roster, *pair) == [of(pair[0]), of(pair[1])]


def test_what_cannot_be_exchanged_is_refused_with_its_reason(roster: Roster, team: list[Person]) -> None:
    pair = a_pair(roster)
    key = uuid4()
    stranger = next(each for each in team if each != of(pair[0]))
    with pytest.raises(BadInput, match="plus à vous"):
        exchanges.propose(*pair, stranger, key=key, at=NOW, site=SITE)
    with pytest.raises(BadInput, match="même tableau"):
        exchanges.propose(pair[0], pair[0], of(pair[0]), key=key, at=NOW, site=SITE)
    with pytest.raises(BadInput, match="a commencé"):
        exchanges.propose(*pair, of(pair[0]), key=key, at=NOW + timedelta(days=9), site=SITE)
    twice = [exchanges.propose(*pair, of(pair[0]), key=key, at=NOW, site=SITE) for _ in range(2)]
    assert twice[0] == twice[1]
    with pytest.raises(BadInput, match="déjà quelqu’un"):
        swaps.ask_swap(pair[0], of(pair[0]), EVENING, asked_of=None, key=uuid4(), at=NOW, site=SITE)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_exchanges_of_one_turn_accepted_in_the_same_second_are_one(
    roster: Roster, at_once: Callable[..., list[Any]], team: list[Person]
) -> None:
    pair = a_pair(roster)
    third = next(each for each in team if each not in map(of, pair))
    other = roster.duties.filter(day__gt=FIRST, published=third).order_by("day")[0]
    two = [
        exchanges.propose(each, pair[1], of(each), key=uuid4(), at=NOW, site=SITE)
        for each in (pair[0], other)
    ]
    found = at_once(
        *[lambda swap=swap: exchanges.accept(swap, of(pair[1]), at=NOW, site=SITE) for swap in two]
    )
    assert sorted(type(each).__name__ for each in found) == ["BadInput", "Swap"]
    assert Swap.objects.filter(state=SwapState.TAKEN).count() == 2


def test_it_is_proposed_and_accepted_by_links_and_the_coordinator_reads_it(
    soon: Roster, structure: Structure, founder: User
) -> None:
    pair = a_pair(soon, timezone.localdate())
    first, second = map(of, pair)
    page = f"{door(first)}garde-{pair[0].pk}/"
    shown = Client().get(page).content.decode()
    assert "L’échanger contre un autre tour" in shown
    key = shown.split('id="echange-key"')[0].rsplit('value="', 1)[1][:36]
    assert Client().post(page, {"key": key, "against": ""}).status_code == 422
    assert Client().post(page, {"key": key, "against": pair[1].pk}).status_code == 302
    swap = Swap.objects.get(against=pair[1])
    month = reverse("care:roster", args=[structure.slug, soon.pk])
    assert "échange proposé à" in client_of(founder).get(month).content.decode()
    asked = f"{door(second)}remplacement-{swap.pk}/"
    assert "J’accepte l’échange" in Client().get(asked).content.decode()
    assert Swap.objects.get(pk=swap.pk).state == SwapState.ASKED
    assert "vous propose un échange" in Client().get(door(second)).content.decode()
    assert Client().post(asked, {"answer": "oui"}).status_code == 302
    assert holders(soon, *pair) == [second, first]
    assert "C’est échangé" in Client().get(asked).content.decode()
    assert "à la place de" in Client().get(f"{door(first)}gardes/").content.decode()


def test_a_no_and_a_proposal_that_expired_are_said(soon: Roster, team: list[Person]) -> None:
    pair = a_pair(soon, timezone.localdate())
    first, second = map(of, pair)
    swap = proposed(pair, timezone.now())
    asked = f"{door(second)}remplacement-{swap.pk}/"
    assert Client().post(asked, {"answer": "non"}).status_code == 302
    assert sent(f"care.refused {swap.pk}") == [first.email]
    assert f"{second.name} a dit non" in Client().get(f"{door(first)}gardes/").content.decode()
    assert Client().post(asked, {"answer": "oui"}).status_code == 422
    assert holders(soon, *pair) == [first, second]
    again = proposed(pair, timezone.now())
    began = timezone.localdate() - timedelta(days=1)
    soon.duties.filter(day=began).delete()
    Duty.objects.filter(pk=pair[0].pk).update(day=began)
    late = Client().post(f"{door(second)}remplacement-{again.pk}/", {"answer": "oui"})
    assert late.status_code == 422
    assert "Cet échange a expiré" in late.content.decode()
    assert "la proposition a expiré" in Client().get(f"{door(first)}gardes/").content.decode()


# Closing


def gaps(structure: Structure) -> int:
    return len(reading_at(structure, NOW, within=timedelta(days=30)).read().gaps(after=NOW))


def test_a_closed_roster_makes_no_turn_warns_of_none_and_holds_what_it_published(
    roster: Roster, structure: Structure, founder: User
) -> None:
    duties.draw_turns(roster, LAST, LAST + timedelta(days=20), at=NOW, by=founder)
    before = roster.duties.filter(published__isnull=False).count()
    assert not roster_closing.close_roster(roster, holds=True, at=NOW, by=founder, site=SITE)
    assert roster.duties.count() == before
    acts: list[Callable[[], object]] = [
        lambda: duties.draw_turns(roster, FIRST, LAST, at=NOW, by=founder),
        lambda: duties.publish(roster, at=NOW, by=founder, site=SITE),
        lambda: duties.give(on(roster, LAST), None, by=founder),
    ]
    for act in acts:
        with pytest.raises(BadInput, match="est fermé depuis le 1er"):
            act()
    moment = instants_of(on(roster, FIRST + timedelta(days=3)))[0]
    (line,) = reading_at(structure, moment, within=timedelta(days=9)).read().on_duty(at=moment)
    assert line.now
    assert line.now.person
    Absence.objects.create(person=line.now.person, since=FIRST, last_day=LAST)
    assert gaps(structure) == 0
    roster_watch.watch_due(NOW + timedelta(hours=2))
    assert sent("care.gaps ") == []
    far = NOW + timedelta(days=200)
    assert reading_at(structure, far, within=timedelta(days=9)).read().on_duty(at=far) == []
    roster_closing.reopen_roster(roster, at=NOW, by=founder)
    assert gaps(structure)


def test_turns_called_off_by_a_closing_are_told_once_and_drawn_again_once_it_is_open(
    roster: Roster, structure: Structure, team: list[Person], founder: User
) -> None:
    served = on(roster, FIRST)
    at = instants_of(served)[0] + timedelta(hours=1)
    swap = proposed(a_pair(roster))
    told = roster_closing.close_roster(roster, holds=False, at=at, by=founder, site=SITE)
    assert {each.person for each in told} == set(team)
    assert roster_closing.close_roster(roster, holds=False, at=at, by=founder, site=SITE) == []
    assert len(sent("care.roster ")) == 2 * len(team)
    assert Swap.objects.get(pk=swap.pk).state == SwapState.VOID
    assert holders(roster, served) == [served.published]  # it had begun
    live = [each for person in team for each in diary(person) if not each.is_off]
    assert {each.starts_at for each in live} == {instants_of(served)[0]}
    roster_closing.reopen_roster(roster, at=at, by=founder)
    drawn = duties.draw_turns(roster, FIRST, LAST, at=at, by=founder)
    assert (drawn.turns, drawn.empty) == (60, 0)


def test_who_coordinates_reads_what_is_to_come_closes_and_opens_again(
    soon: Roster, structure: Structure, founder: User
) -> None:
    client, close = client_of(founder), reverse("care:close_roster", args=[structure.slug, soon.pk])
    month, today = (
        reverse("care:roster", args=[structure.slug, soon.pk]),
        reverse("care:on_duty", args=[structure.slug]),
    )
    assert "tours à venir" in client.get(close).content.decode()
    assert client.post(close).status_code == 422
    assert client.post(close, {"gesture": "tenir"}).status_code == 302
    page = client.get(month).content.decode()
    assert "Tableau fermé le" in page
    assert "Proposer les tours" not in page
    assert "Fermés" in client.get(today).content.decode()
    assert client.post(close, {"gesture": "rouvrir"}).status_code == 302
    assert "Proposer les tours" in client.get(month).content.decode()
