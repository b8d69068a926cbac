"""A request is asked once, taken by one, given back, closed: whatever the order in which things are said."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from maillage.care.enums import Answer, AskerKind, Move, RequestKind, RequestState
from maillage.care.models import CareRequest
from maillage.care.services import requests as services
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
