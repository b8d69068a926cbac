"""What a national import costs, beside a raw insert of the same columns by the same reader; what the site feels.

BENCH_ROWS is the number of activities (300,000; the nation has 2,300,000). What is compared is the time that passes,
in turns.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench._instance import ROWS
from maillage.kernel import paths
from maillage_invention import invent

RUNS = int(os.environ.get("BENCH_RUNS", "3"))  # the best of them

HEAD = """
import sys, time
from contextlib import suppress
from pathlib import Path

import django

django.setup()
from django.db import connection
from django.utils import timezone

from maillage.directory.models import TABLES
from maillage.directory.services.importing import import_rpps
from maillage.directory.services.importing import reports_of
from maillage.directory.services.storing import people
from maillage.directory.services.storing import swap
from maillage.registers import ACTIVITY_FILE, DIPLOMA_FILE, SKILL_FILE, Downloads, Register, Remarks
from maillage.registers import rpps, rpps_files, unwatched

folder = sys.argv[1]
files = rpps_files([folder], Downloads())
start = time.perf_counter()
"""
TAIL = """
print(time.perf_counter() - start)
"""
PEAK = """
import resource

print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
READ = """
CELLS = {ACTIVITY_FILE: rpps.ACTIVITY_CELLS, SKILL_FILE: (rpps.SkillLine,), DIPLOMA_FILE: (rpps.DiplomaLine,)}

def tables():
    for name, cells in CELLS.items():
        yield rpps.cells_of(files[name].source, cells, (), Remarks(), lambda _: None)
"""
#: The cells that are read, as they are read, in tables without a key.
RAW = (
    READ
    + """
with suppress(KeyboardInterrupt), swap.rebuilt(()) as aside:
    for rank, table in enumerate(tables()):
        names = [f"c{place}" for place in range(len(table.wanted))]
        aside.run(f"CREATE TABLE raw{rank} ({' text, '.join(names)} text)")
        rows = (cells for _, _, cells in table)
        aside.db.executemany(f"INSERT INTO raw{rank} VALUES ({', '.join('?' * len(names))})", rows)
    raise KeyboardInterrupt
"""
)
#: People, activities, skills and diplomas with their indexes; no count, no search.
INDEXED = """
with suppress(KeyboardInterrupt), swap.rebuilt(TABLES[Register.RPPS]) as aside:
    first, *companions = reports_of(Register.RPPS, files, timezone.now())
    people.load_people(aside, first, left_out=(), watch=unwatched)
    for companion in companions:
        people.load_companion(aside, companion, unwatched)
    aside.index()
    raise KeyboardInterrupt
"""
WHOLE = """
import_rpps([folder], on=timezone.now(), force=True)
"""
#: One short write after another, as the site makes them, until a file appears.
WRITES = """
import json, statistics, sys, time
from pathlib import Path

import django

django.setup()
from maillage.audit.services import record

end, times = Path(sys.argv[1]), []
while not end.exists():
    start = time.perf_counter()
    record("Une écriture du site.", by=None)
    times.append(time.perf_counter() - start)
    time.sleep(0.02)
print(json.dumps(statistics.median(times) * 1000))
"""


def rows() -> Iterator[tuple[str, ...]]:
    """Work, what was measured, the aim."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("geography", "assets"):
            (folder / part).symlink_to(getattr(paths, part.upper()))
        invent(folder / "files", rows=ROWS, seed=1)
        environment = {**os.environ, "MAILLAGE_VAR": name}
        command = Path(sys.executable).with_name("maillage")
        subprocess.run(
            [command, "import", "finess", folder / "files", "--force"],
            env=environment,
            check=True,
            capture_output=True,
        )
        turns = [[measured(work, folder) for work in (RAW, INDEXED, WHOLE)] for _ in range(RUNS)]
        raw, indexed, whole = map(min, zip(*turns, strict=True))
        yield f"directory: raw insert of {ROWS:,} activities and their companions", f"{raw:.1f} s", "—"
        beside = "the raw insert"
        ratio = f"× {indexed / raw:.2f}"
        yield "directory: rows and their indexes", f"{indexed:.1f} s", "≤ × 1.5", beside, ratio
        ratio = f"× {whole / raw:.2f}"
        yield "directory: with counts, reach and search tables", f"{whole:.1f} s", "≤ × 3", beside, ratio
        yield "directory: memory of the import", f"{memory(WHOLE, folder):.0f} MB", "< 500 MB"
        idle = writes_during("import time; time.sleep(4)", folder)
        busy = writes_during(HEAD + WHOLE, folder)
        ratio = f"× {busy / idle:.1f}"
        yield (
            "directory: a write of the site meanwhile",
            f"{busy:.2f} ms",
            "≤ × 2",
            "without an import",
            ratio,
        )


def measured(work: str, folder: Path) -> float:
    """Seconds in a fresh process."""
    with started(HEAD + work + TAIL, folder) as process:
        said, _ = process.communicate()
    return float(said.splitlines()[-1])


def memory(work: str, folder: Path) -> float:
    """Megabytes at the peak."""
    with started(HEAD + work + PEAK, folder) as process:
        said, _ = process.communicate()
    return float(said.splitlines()[-1])


def writes_during(work: str, folder: Path) -> float:
    """Milliseconds of a short write, at the median, while another process works."""
    end = folder / "end"
    with started(WRITES, folder, end) as writer:
        try:
            with started(work, folder):
                pass
        finally:
            end.touch()
        said, _ = writer.communicate()
    end.unlink()
    return float(said)


@contextmanager
def started(code: str, folder: Path, argument: Path | None = None) -> Iterator["subprocess.Popen[str]"]:
    """A process that runs this, to its end."""
    environment = {**os.environ, "MAILLAGE_VAR": str(folder)}
    command = [sys.executable, "-c", code, str(argument or folder / "files")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
    if process.returncode:
        raise SystemExit(process.returncode)
