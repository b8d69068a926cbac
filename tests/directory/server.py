"""A server of files that may know how to resume, or cut, or answer something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Served:
    """What it gives, and how; `asked` are the Range headers it received."""

    content: bytes = b""
    tag: str = '"one"'
    status: int = 200
    kind: str = "text/plain"
    resumes: bool = True
    cut_at: int | None = None  # bytes sent before the connection closes
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""


class Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A client that has seen enough hangs up."""


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    """At `served.address`, until the end of the block."""
    server = Quiet(("127.0.0.1", 0), handler(served))
    thread = Thread(
        target=server.serve_forever, args=[0.01], daemon=True
    )  # seconds until it sees that it must stop
    thread.start()
    served.address = f"http://127.0.0.1:{server.server_port}/dossier/fichier.txt"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def handler(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            served.asked.append(asked)
            start = self.first_byte(asked) if served.status == 200 else None
            if start is not None and start >= len(served.content):
                self.send_response(416)
                self.end_headers()
                return
            self.send_response(served.status if start is None else 206)
            self.send_header("Content-Type", served.kind)
            self.send_header("ETag", served.tag)
            rest = served.content[start or 0 :]
            self.send_header("Content-Length", str(len(rest)))
            if start is not None:
                end = len(served.content)
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{end}")
            for name, value in served.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(rest if served.cut_at is None else rest[: served.cut_at])

        def first_byte(self, asked: str) -> int | None:
            """None for the whole file: not asked to resume, not able to, or the file is another."""
            if not (asked and served.resumes and self.headers.get("If-Range") == served.tag):
                return None
            return int(asked.removeprefix("bytes=").rstrip("-"))

        def log_message(self, *_: Any) -> None:
            """Nothing on the screen."""

    return Handler
