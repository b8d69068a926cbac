"""A storage that speaks as S3 does, in this process: what is written, and what it may be made to answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

KEY, SECRET = "CLEF", "secret/avec+signes"


@dataclass
class Bucket:
    """Its address; its objects by path; the status that it answers to everything, when it fails."""

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    fails: int = 0
    #: It answers that it fails, once it has written.
    lies: bool = False


@contextmanager
def serving() -> Iterator[Bucket]:
    bucket = Bucket()

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if not bucket.fails or bucket.lies:
                bucket.objects[self.path] = content
            self.answer(200)

        def do_GET(self) -> None:
            content = bucket.objects.get(self.path)
            self.answer(404 if content is None else 200, content or b"")

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            if not bucket.fails:
                bucket.objects.pop(self.path, None)
            self.answer(204)

        def answer(self, status: int, content: bytes = b"") -> None:
            bucket.asked.append((self.command, self.headers.get("Authorization", "")))
            self.send_response(bucket.fails or status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", '"etag"')
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, *_said: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        bucket.address = f"127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield bucket
        server.shutdown()
