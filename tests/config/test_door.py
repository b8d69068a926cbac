"""A body is received whole before a thread reads it, or refused in the words of the site."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from maillage.config import asgi
from maillage.config.asgi import Door

pytestmark = pytest.mark.usefixtures("db")


class Exchange:
    """One request through a door: the pieces that come, then silence or the end."""

    def __init__(self, *pieces: bytes, headers: Iterable[tuple[str, str]] = (), ends: bool = True) -> None:
        self.pieces, self.ends = list(pieces), ends
        self.headers = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        self.sent: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        if self.pieces:
            return {"type": "http.request", "body": self.pieces.pop(0), "more_body": True}
        if not self.ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    def site(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.seen.append({**environ, "body": environ["wsgi.input"].read()})
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"fine"]

    def go(self, door: Door | None = None, path: str = "/territoire/") -> "Exchange":
        scope = {
            "type": "http", "method": "POST", "raw_path": path.encode(), "path": path, "query_string": b"a=1",
            "http_version": "1.1", "scheme": "http", "headers": self.headers, "client": ("192.0.2.7", 4000),
            "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        door = door or Door(self.site, threads=2)
        asyncio.run(door(scope, self.receive, self.send))
        return self

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])


def test_a_body_in_pieces_is_read_whole() -> None:
    exchange = Exchange(b"un ", b"deux", headers=[("cookie", "a=1"), ("cookie", "b=2")]).go()
    (seen,) = exchange.seen
    assert (seen["body"], seen["CONTENT_LENGTH"]) == (b"un deux", "7")
    assert (seen["HTTP_COOKIE"], seen["REMOTE_ADDR"], seen["QUERY_STRING"]) == (
        "a=1; b=2",
        "192.0.2.7",
        "a=1",
    )
    assert exchange.sent[1]["body"] == b"fine"


def test_a_path_arrives_as_it_was_typed() -> None:
    (seen,) = Exchange().go(path="/r%C3%A8gles/%FF").seen
    assert seen["PATH_INFO"].encode("latin-1") == "/règles/".encode() + b"\xff"


def test_a_header_with_an_underscore_passes_for_no_other() -> None:
    exchange = Exchange(headers=[("x_forwarded_for", "192.0.2.1"), ("x-forwarded-for", "192.0.2.2")]).go()
    assert exchange.seen[0]["HTTP_X_FORWARDED_FOR"] == "192.0.2.2"


@pytest.fixture
def site_door() -> Door:
    return asgi.door(2)


@pytest.mark.parametrize("path", ["/territoire/", "/api/v1/advise"])
@pytest.mark.parametrize(
    ("status", "exchange"),
    [
        (413, {"headers": [("content-length", "500000000")], "ends": False}),
        (413, {"headers": [("content-length", "9" * 5_000)], "ends": False}),
        (413, {"pieces": [b"x" * 7_000_000] * 2, "ends": False}),
        (408, {"pieces": [b"abc"], "ends": False}),
    ],
)
def test_what_is_too_heavy_or_stops_half_way_is_refused_in_french(
    path: str, status: int, exchange: dict[str, Any], site_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.01)
    done = Exchange(*exchange.get("pieces", ()), headers=exchange.get("headers", ()), ends=False).go(
        site_door, path
    )
    assert done.status == status
    body = done.sent[1]["body"].decode()
    if path.startswith("/api"):
        body = json.loads(body)["errors"][0]["reason"]
    assert "rien n’a été enregistré" in body
    assert site_door.held == 0


def test_a_body_that_drips_has_an_end(site_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    class Drip(Exchange):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0)
            return {"type": "http.request", "body": b"x", "more_body": True}

    monkeypatch.setattr(asgi, "LONGEST", 0.01)
    assert Drip().go(site_door).status == 408


def test_bodies_that_come_together_are_bounded_together(
    site_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "MOST_HELD", 10)
    assert Exchange(b"x" * 11).go(site_door).status == 503
    assert Exchange(b"x" * 9).go().status == 200
    assert site_door.held == 0


def test_who_hangs_up_is_not_answered(site_door: Door) -> None:
    class Gone(Exchange):
        async def receive(self) -> dict[str, Any]:
            return {"type": "http.disconnect"}

    assert Gone().go(site_door).sent == []


def test_half_sent_bodies_hold_no_thread() -> None:
    """More of them than threads, and a page is answered."""

    async def together() -> int:
        page = Exchange()
        door = Door(page.site, threads=2)
        scope = {
            "type": "http", "method": "POST", "path": "/", "query_string": b"", "http_version": "1.1", "scheme": "http",
            "headers": [],
        }  # fmt: skip
        halves = [Exchange(b"abc", ends=False) for _ in range(20)]
        tasks = [asyncio.create_task(door(scope, half.receive, half.send)) for half in halves]
        await asyncio.sleep(0)
        await door(scope, page.receive, page.send)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return page.status

    assert asyncio.run(together()) == 200


def test_a_file_we_accept_is_never_on_the_disk(settings: Settings) -> None:
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.BODY_MAX_SIZE
