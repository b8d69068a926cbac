"""A limit holds whatever comes at once, whatever else is counted, and whichever way the clock turns."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from maillage.limits import services
from maillage.limits.models import Count
from maillage.limits.services import Limit, address_of, seconds_to_wait, sweep

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
FIVE = Limit(5, 600)


def waits(times: int, *, who: str = "ada", now: datetime = NOW, limit: Limit = FIVE) -> list[int]:
    return [seconds_to_wait("codes", who, limit, now=now) for _ in range(times)]


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.django_db
def test_the_sixth_of_five_waits_until_the_span_ends() -> None:
    assert waits(6) == [0, 0, 0, 0, 0, 600]
    assert waits(1, now=at(599)) == [1]
    assert waits(6, now=at(600)) == [0, 0, 0, 0, 0, 600]


@pytest.mark.django_db
def test_each_is_counted_apart() -> None:
    assert waits(6)[-1]
    assert waits(1, who="max") == [0]
    assert waits(1, limit=Limit(5, 60)) == [0]
    assert seconds_to_wait("other", "ada", FIVE, now=NOW) == 0


@pytest.mark.django_db
def test_several_at_a_time_are_counted_as_several() -> None:
    assert seconds_to_wait("codes", "ada", FIVE, now=NOW, more=5) == 0
    assert seconds_to_wait("codes", "ada", FIVE, now=NOW, more=5)


@pytest.mark.django_db
def test_a_clock_set_back_does_not_lengthen_a_wait() -> None:
    assert waits(6, now=at(3600))[-1]
    assert waits(1) == [0]
    assert waits(5)[-1] == 600, "what follows counts as ever"


def test_thirty_at_once_are_thirty(at_once: Callable[..., list[Any]]) -> None:
    results = at_once(*[lambda: seconds_to_wait("codes", "ada", FIVE, now=NOW)] * 30)
    assert sorted(results) == [0] * 5 + [600] * 25


@pytest.mark.django_db
def test_a_crowd_erases_nobody_s_count() -> None:
    assert waits(6)[-1]
    for number in range(400):
        waits(1, who=f"192.0.2.{number}")
    assert waits(1) == [600]
    assert Count.objects.count() == 401


@pytest.mark.django_db
def test_a_count_keeps_no_address() -> None:
    waits(1, who="ada@example.org")
    assert "ada" not in str(Count.objects.values().get())


@pytest.mark.django_db
def test_what_is_over_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    waits(1)
    assert sweep(now=at(599)) == 0
    monkeypatch.setattr(services, "_swept_at", services.monotonic() - services.SWEEP_EVERY)
    waits(1, who="max", now=at(600))
    assert Count.objects.count() == 1


def test_the_table_is_the_one_the_statement_names() -> None:
    assert Count._meta.db_table in services.COUNT
    assert connection.vendor in {"sqlite", "postgresql"}


# Whom an address limit counts


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("anything", "anything"),
        ("", ""),
    ],
)
def test_a_site_of_ipv6_is_one_asker(address: str, counted: str) -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (3, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (1, "2001:db8:1:2::7", "2001:db8:1:2::/64"),
        (1, "", "192.0.2.7"),
    ],
)
def test_only_what_our_proxies_wrote_is_believed(
    proxies: int, forwarded: str, counted: str, settings: Settings
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == counted
