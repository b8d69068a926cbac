"""How soon the site answers: starting, the drawing page and its API, the law."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from django.test import Client
from django.test.utils import override_settings

from maillage import legislation
from maillage.geography import atlas

RUNS = 15


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim)."""
    bare = milliseconds(lambda: run_python("import django, granian"))
    start, memory = started()
    beside = f"importing Django and the server: {bare / 1000:.2f} s"
    yield (
        "from `maillage serve` to the first page",
        f"{start:.2f} s",
        "≤ 3 s",
        beside,
        f"× {start * 1000 / bare:.1f}",
    )
    yield "memory of the site after the drawing page", f"{memory:.0f} MB", "≤ 300 MB"
    codes = [commune.code for commune in atlas().communes_of("62")[:500]]
    atlas().summary(codes)
    yield "summary of 500 communes, computed", ms(lambda: atlas().summary(codes)), "≤ 50 ms"
    with override_settings(ALLOWED_HOSTS=["testserver"], NINJA_DEFAULT_THROTTLE_RATES={}):
        client = Client()
        page = {"dep": "62", "codes": ",".join(codes)}
        yield "  … as the whole page", ms(lambda: client.get("/territoire/", page)), "—"
        part = {"headers": {"HX-Request": "true"}}
        yield (
            "  … as the part that is swapped",
            ms(lambda: client.get("/territoire/", page, **part)),
            "≤ 50 ms",
        )
    facts, day = legislation.CptsFacts(population=82_095), date(2026, 1, 1)
    yield (
        "one answer of the law, with its trace",
        ms(lambda: legislation.ask("cpts.ceiling", facts, on=day)),
        "≤ 5 ms",
    )


def ms(work: Callable[[], object]) -> str:
    taken = median(milliseconds(work) for _ in range(RUNS))
    return f"{taken:.0f} ms" if taken >= 10 else f"{taken:.2g} ms"


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def run_python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def started() -> tuple[float, float]:
    """Seconds to the first page of a second start, and the megabytes held after the drawing page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/bench.db", "MAILLAGE_DEMO": "1"}
        serve = [str(Path(sys.executable).with_name("maillage")), "serve", "--port", str(port)]
        for _ in range(2):
            begun = time.perf_counter()
            server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
            try:
                until_it_answers(f"http://127.0.0.1:{port}/")
                seconds = time.perf_counter() - begun
                urlopen(f"http://127.0.0.1:{port}/territoire/?dep=82&codes=82121,82037").read()
                memory = resident(server.pid)
            finally:
                server.terminate()
                server.wait()
    return seconds, memory


def until_it_answers(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(address).read()  # noqa: S310
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(address)


def resident(pid: int) -> float:
    """Megabytes of a process and of its children, as Linux counts them."""
    family = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in family)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
