"""The door of the server: a body is received whole, in time and within limits, before a thread reads it.

A WSGI server lends a thread to each body that comes, for as long as it comes: eight that stop half-way would take
the eight threads. Here they wait without a thread, and none is written on the disk.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from sys import stderr
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings

from maillage.config.wsgi import application

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WSGI = Callable[..., Any]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

#: Seconds between two pieces of a body, and for the whole of it: 12 MB from a telephone.
PATIENCE, LONGEST = 15.0, 120.0
#: Bytes of all the bodies that are coming, together.
MOST_HELD = 128 * 1024 * 1024


class Hungup(Exception):
    """The visitor left before the end of the body: nobody is there to answer."""


class BodyRefused(Exception):
    """`status` says why: too heavy (413), too slow (408), or too many at once (503)."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Door:
    """An ASGI application over a WSGI one, with so many threads."""

    def __init__(self, answer: WSGI, *, threads: int) -> None:
        self.answer = answer
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.held = 0  # bytes of the bodies that are coming

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        meta = meta_of(scope)
        with self.holding() as more:
            try:
                body = await self.body_of(meta, receive, more)
            except Hungup:
                return
            except BodyRefused as refusal:
                body = b""
                meta["maillage.refused"] = refusal.status.value  # config.middleware answers
            meta |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
            loop = asyncio.get_running_loop()
            status, headers, content = await loop.run_in_executor(self.threads, answered, self.answer, meta)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    @contextmanager
    def holding(self) -> Iterator[Callable[[int], None]]:
        """Count the bytes of one body among those of all, until it is answered."""
        mine = 0

        def more(size: int) -> None:
            nonlocal mine
            mine += size
            self.held += size
            if mine > settings.BODY_MAX_SIZE:
                raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            if self.held > MOST_HELD:
                raise BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE)

        try:
            yield more
        finally:
            self.held -= mine

    async def body_of(self, meta: dict[str, Any], receive: Receive, more: Callable[[int], None]) -> bytes:
        announced = meta.get("CONTENT_LENGTH", "")
        if announced.isdecimal() and int(announced[:20]) > settings.BODY_MAX_SIZE:
            raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        now, pieces = asyncio.get_running_loop().time, []
        end = now() + LONGEST
        while True:
            try:
                async with asyncio.timeout_at(min(end, now() + PATIENCE)):
                    message = await receive()
            except TimeoutError:
                raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from None
            if message["type"] == "http.disconnect":
                raise Hungup
            if piece := message.get("body", b""):
                more(len(piece))
                pieces.append(piece)
            if not message.get("more_body"):
                return b"".join(pieces)
            if now() > end:
                raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT)


def meta_of(scope: Message) -> dict[str, Any]:
    """What PEP 3333 says of a request: bytes as Latin-1. A header with an underscore is dropped: it would pass for another."""
    path = unquote_to_bytes(scope["raw_path"]) if scope.get("raw_path") else scope["path"].encode()
    host, port = scope.get("server") or ("localhost", 80)
    client, client_port = scope.get("client") or ("", 0)
    meta = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client,
        "REMOTE_PORT": str(client_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        meta[key] = f"{meta[key]}{joint}{value}" if key in meta else value
    return meta


def answered(answer: WSGI, meta: dict[str, Any]) -> Answer:
    """The whole answer, in the thread of the page."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    parts = answer(meta, lambda status, headers, _error=None: started.append((status, headers)))
    try:
        content = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = started[-1]
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return int(status.split(" ", 1)[0]), raw, content


def door(threads: int) -> Door:
    return Door(application, threads=threads)
