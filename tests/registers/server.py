"""A server of files that may cut, or answer something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Served:
    """What it gives, and how; `asked` counts the times it did."""

    content: bytes = b""
    status: int = 200
    kind: str = "text/plain"
    cut_at: int | None = None  # bytes sent before the connection closes
    headers: dict[str, str] = field(default_factory=dict)
    asked: int = 0
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
            served.asked += 1
            self.send_response(served.status)
            self.send_header("Content-Type", served.kind)
            self.send_header("Content-Length", str(len(served.content)))
            for name, value in served.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(served.content[: served.cut_at])

        def log_message(self, *_: Any) -> None:
            """Nothing on the screen."""

    return Handler
