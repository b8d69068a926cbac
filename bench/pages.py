"""What the first pages weigh on the wire, in a real browser with an empty cache."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler
from tests.browser import CHROMIUM, chromium, weight

FIRST = {
    "home": "/",
    "drawing page": "/territoire/",
    "drawing page of a département": "/territoire/?dep=82",
}


def rows() -> Iterator[tuple[str, str, str]]:
    """(work, measured, aim)."""
    if CHROMIUM is None:
        yield "weight of the first pages", "no Chromium here", "≤ 250 kB"
        return
    with served() as site, chromium() as browser:
        for name, path in FIRST.items():
            kilobytes = weight(browser.new_context().new_page(), site + path) / 1000
            yield f"{name}, all files but the map's", f"{kilobytes:.0f} kB", "≤ 250 kB"


@contextmanager
def served() -> Iterator[str]:
    """The site from a thread of this process: these pages ask nothing of the database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(get_wsgi_application())
    Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
