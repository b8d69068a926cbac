"""Nobody guesses a code, nor fills a mailbox: what is asked and tried is counted before it is answered."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.test_entering import CODE, ENTER, NEW, ask, clock, code_sent, signed_in
from maillage.accounts import perms
from maillage.limits.models import Count
from maillage.limits.services import DAY, Limit

pytestmark = pytest.mark.django_db
#: Of one code.
TRIES = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS


def wrong_code() -> str:
    return "000000" if code_sent() != "000000" else "111111"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes that were compared with the right one."""
    seen: list[str] = []

    def compare(*, actual: str, expected: str) -> bool:
        seen.append(actual)
        return actual == expected

    monkeypatch.setattr("allauth.account.forms.compare_user_code", compare)
    return seen


def test_a_sixth_code_for_one_address_waits(client: Client) -> None:
    most, span = perms.CODES_PER_ACCOUNT[0]
    for number in range(most):
        Client().post(ENTER, {"email": NEW.upper() if number else NEW}, REMOTE_ADDR=f"192.0.2.{number}")
    response = client.post(ENTER, {"email": NEW})
    assert response.status_code == 429
    assert int(response["Retry-After"]) == pytest.approx(span, abs=60)
    assert "Trop de demandes" in response.content.decode()
    assert len(mail.outbox) == most


def test_a_code_sent_again_is_one_more_mail(client: Client) -> None:
    most = perms.CODES_PER_ACCOUNT[0].most
    for _ in range(most):
        ask(client, NEW)
    response = client.post(CODE, {"action": "resend"}, follow=True)
    assert "Trop d’essais. Attendez" in response.content.decode()
    assert len(mail.outbox) == most


def test_a_mailbox_receives_few_codes_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    most, span = perms.CODES_PER_ACCOUNT[0]
    for turn in range(10):
        with monkeypatch.context() as patch:
            clock(patch, turn * (span + 1))
            for number in range(most):
                Client().post(ENTER, {"email": NEW}, REMOTE_ADDR=f"192.0.2.{number}")
    assert len(mail.outbox) == perms.CODES_PER_ACCOUNT[1].most


def test_one_machine_does_not_ask_for_everybody(client: Client) -> None:
    most = perms.CODES_PER_ADDRESS[0].most
    addresses = [f"2001:db8:1:2::{number:x}" for number in range(most + 1)]
    answers = [
        client.post(ENTER, {"email": f"a{rank}@example.org"}, REMOTE_ADDR=address).status_code
        for rank, address in enumerate(addresses)
    ]
    assert answers == [302] * most + [429]


def test_what_an_address_is_refused_is_not_held_against_the_account(client: Client) -> None:
    for number in range(perms.CODES_PER_ADDRESS[0].most):
        client.post(ENTER, {"email": f"a{number}@example.org"})
    for _ in range(10):
        assert client.post(ENTER, {"email": NEW}).status_code == 429
    assert client.post(ENTER, {"email": NEW}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_thirty_guesses_at_once_are_five(
    at_once: Callable[..., list[Any]], client: Client, judged: list[str]
) -> None:
    ask(client, NEW)
    wrong, session = wrong_code(), client.cookies[settings.SESSION_COOKIE_NAME].value

    def guess() -> int:
        other = Client()
        other.cookies[settings.SESSION_COOKIE_NAME] = session
        return int(other.post(CODE, {"code": wrong}).status_code)

    answers = at_once(*[guess] * 30)
    assert [answer for answer in answers if not isinstance(answer, int)] == []
    assert len(judged) <= TRIES
    client.post(CODE, {"code": code_sent()})
    assert not signed_in(client)


def other_codes(email: str, count: int) -> Iterator[Client]:
    """Browsers that each asked for a code of their own, from elsewhere."""
    for number in range(count):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        ask(client, email)
        yield client


@pytest.mark.parametrize("which", [0, 1])
def test_tries_are_counted_for_the_account_whatever_the_code(
    which: int, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = list(perms.TRIES_PER_ACCOUNT)
    limits[which] = Limit(7, limits[which].span)
    monkeypatch.setattr(perms, "TRIES_PER_ACCOUNT", tuple(limits))
    for client in other_codes(NEW, 3):
        for _ in range(4):
            client.post(CODE, {"code": wrong_code()})
        assert not signed_in(client)
    assert len(judged) == 7


def test_tries_are_counted_for_the_address(judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perms, "TRIES_PER_ADDRESS", (Limit(3, 600),))
    for number in range(5):
        client = Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
        ask(client, f"a{number}@example.org")
        client.post(CODE, {"code": wrong_code()})
    assert len(judged) == 3


def test_a_day_of_guesses_is_nothing_beside_a_million() -> None:
    daily = next(limit for limit in perms.TRIES_PER_ACCOUNT if limit.span == DAY)
    assert daily.most <= 50


def test_calls_of_the_api_erase_no_count(client: Client, judged: list[str]) -> None:
    """From as many addresses of one site: they are one, and each of a crowd has its own row."""
    ask(client, NEW)
    for _ in range(TRIES + 1):
        client.post(CODE, {"code": wrong_code()})
    assert len(judged) == TRIES
    api = "/api/v1/rules/cpts.running_cost.size_2"
    same = [client.get(api, REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code for number in range(62)]
    assert same == [200] * 60 + [429] * 2
    for number in range(310):
        client.get(api, REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}")
    assert Count.objects.filter(since__lte=timezone.now().timestamp()).count() > 310
    client.post(CODE, {"code": code_sent()})
    assert not signed_in(client)
