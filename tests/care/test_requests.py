"""A request is asked once, taken by one, given back, closed: whatever the order in which things are said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from maillage.accounts.models import User
from maillage.care.enums import Answer, AskerKind, Move, RequestKind, RequestState
from maillage.care.forms.requests import commune_choices
from maillage.care.models import CareRequest
from maillage.care.services import requests as services
from maillage.care.services.counting import forget_closed
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 6, 17, 2, tzinfo=UTC)


def asked(structure: Structure, **said: object) -> CareRequest:
    words = services.Asked(
        kind=RequestKind.HOME,
        profession="infirmier",
        commune="46042",
        asked_by=AskerKind.HOSPITAL,
        **said,  # type: ignore[arg-type]
    )
    return services.ask(structure, words, key=uuid4(), at=AT)


def test_three_clicks_ask_once(structure: Structure) -> None:
    key = uuid4()
    words = services.Asked(RequestKind.HOME, "infirmier", "46042", AskerKind.HOSPITAL, flags=("ald", "ald"))
    first, *others = [services.ask(structure, words, key=key, at=AT) for _ in range(3)]
    assert others == [first, first]
    assert [each.flag for each in first.flags.all()] == ["ald"]


def test_a_note_that_names_somebody_asks_nothing(structure: Structure) -> None:
    with pytest.raises(BadInput, match="guichet"):
        asked(structure, note="Mme O., 84 ans")
    assert not structure.care_requests.filter(kind=RequestKind.HOME).exists()


def test_the_second_taker_learns_that_it_is_taken_and_the_first_may_give_back(structure: Structure) -> None:
    request = asked(structure)
    one, two = structure.people.all()[:2]
    mine, hers = services.offer(request, [one, two], at=AT)
    services.take(mine, at=AT)
    services.take(mine, at=AT)
    with pytest.raises(services.AlreadyTaken):
        services.take(hers, at=AT + timedelta(seconds=1))
    request.refresh_from_db()
    services.give_back(request, at=AT)
    assert (request.state, request.taker) == (RequestState.OPEN, None)
    assert request.offers.get(person=one).answer == Answer.GAVE_BACK
    services.take(hers, at=AT)
    moves = list(request.moves.values_list("move", flat=True))
    assert moves.count(Move.TAKEN) == 2
    assert services.offer(request, [one, two], at=AT) == []


def test_closed_is_closed_until_it_is_reopened(structure: Structure, max_: Person) -> None:
    request = asked(structure)
    (mine,) = services.offer(request, [max_], at=AT)
    services.close(request, RequestState.UNMET, at=AT, reason="personne")
    services.close(request, RequestState.UNMET, at=AT)
    with pytest.raises(services.AlreadyTaken):
        services.take(mine, at=AT)
    with pytest.raises(BadInput):
        services.close(request, RequestState.DONE, at=AT)
    services.reopen(request, at=AT)
    services.take(mine, at=AT)
    services.close(request, RequestState.DONE, at=AT)
    assert request.state == RequestState.DONE


def test_only_what_is_closed_is_reopened_and_a_taker_keeps_what_they_took(
    structure: Structure, max_: Person
) -> None:
    request = asked(structure)
    (mine,) = services.offer(request, [max_], at=AT)
    services.close(request, RequestState.UNMET, at=AT, reason="personne")
    stale = CareRequest.objects.get(pk=request.pk)
    services.reopen(request, at=AT)
    services.take(mine, at=AT)
    with pytest.raises(BadInput):
        services.reopen(stale, at=AT)
    request.refresh_from_db()
    assert (request.state, request.taker) == (RequestState.TAKEN, max_)
    assert request.moves.filter(move=Move.REOPENED).count() == 1


def test_what_is_joined_stays_closed_and_goes_with_the_other(structure: Structure, founder: User) -> None:
    first, second = asked(structure), asked(structure)
    services.join(first, second, at=AT, by=founder)
    with pytest.raises(BadInput):
        services.reopen(first, at=AT)
    assert CareRequest.objects.get(pk=first.pk).state == RequestState.WITHDRAWN


def test_a_request_that_lives_is_never_erased_with_one_that_it_was_joined_to(
    structure: Structure, founder: User
) -> None:
    first, second = asked(structure), asked(structure)
    services.join(first, second, at=AT, by=founder)
    services.close(second, RequestState.UNMET, at=AT, reason="personne")
    CareRequest.objects.filter(pk=first.pk).update(state=RequestState.OPEN, closed_at=None)
    assert forget_closed(AT.date() + timedelta(days=800)) >= 1
    assert list(CareRequest.objects.filter(pk__in=[first.pk, second.pk])) == [first]


def test_requests_are_joined_two_by_two_and_never_in_a_ring_nor_a_chain(
    structure: Structure, founder: User
) -> None:
    one, two, three = (asked(structure) for _ in range(3))
    services.join(one, two, at=AT, by=founder)
    with pytest.raises(BadInput):
        services.join(CareRequest.objects.get(pk=two.pk), one, at=AT, by=founder)
    with pytest.raises(BadInput):
        services.join(two, three, at=AT, by=founder)
    with pytest.raises(BadInput):
        services.join(one, three, at=AT, by=founder)
    services.join(three, two, at=AT, by=founder)
    assert set(two.joined.all()) == {one, three}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_joined_to_each_other_at_once_one_counts(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    def join(one: int, other: int) -> None:
        first, second = (CareRequest.objects.get(pk=pk) for pk in (one, other))
        services.join(first, second, at=AT, by=founder)

    for _ in range(6):
        one, two = asked(structure).pk, asked(structure).pk
        came = at_once(lambda: join(one, two), lambda: join(two, one))  # noqa: B023 -- called at once
        assert [type(each) for each in came if each] == [BadInput]
        assert CareRequest.objects.filter(pk__in=[one, two], joined_to=None).count() == 1


def test_communes_are_found_at_their_letter_whatever_its_accent() -> None:
    names = [name for _, name in commune_choices(["46082", "46073", "46081", "46068"])]
    assert names == ["Cénevières", "Concots", "Crégols", "Cremps"]
