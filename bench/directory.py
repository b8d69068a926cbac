"""What a national import costs, beside a raw insert of the same columns by the same reader; what the site feels.

BENCH_ROWS is the number of activities (300,000; the nation has 2,300,000). On SQLite all the work is in the process:
its processor time is compared, which other work on the machine disturbs less. On PostgreSQL, the time that passes.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from maillage.directory.services.invention import invent
from maillage.kernel import paths

RUNS = 2  # the best of them
ROWS = int(os.environ.get("BENCH_ROWS", "300000"))

HEAD = """
import json, re, sys, time
from contextlib import suppress
from pathlib import Path

import django

django.setup()
from django.db import connection
from django.utils import timezone

from maillage.directory.enums import ACTIVITY_COLUMNS, ACTIVITY_FILE, Register
from maillage.directory.models import TABLES
from maillage.directory.services import building, loading
from maillage.directory.services.importing import import_rpps
from maillage.directory.services.reading import Source, Table
from maillage.directory.services.remarks import Remarks
from maillage.directory.services.rpps import ACTIVITY_WANTED
from maillage.directory.services.sources import rpps_files
from maillage.geography import atlas

folder = sys.argv[1]
files = rpps_files([folder])
clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time
atlas()
start = clock()
"""
TAIL = """
seconds = clock() - start
# Not getrusage: its peak is inherited from the process that started this one.
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(json.dumps([seconds, int(peak[1]) / 1024]))
"""
READ = """
def tables():
    remarks = Remarks("")
    yield Table(files[ACTIVITY_FILE].source, expected=ACTIVITY_COLUMNS, wanted=ACTIVITY_WANTED, remarks=remarks)
    for name, companion in loading.COMPANIONS.items():
        yield Table(files[name].source, expected=companion.expected, wanted=companion.wanted, remarks=remarks)
"""
#: The cells that are read, as they are read, in tables without a key.
RAW = (
    READ
    + """
with suppress(KeyboardInterrupt), building.rebuilt(()) as aside:
    for rank, table in enumerate(tables()):
        names = [f"c{place}" for place in range(len(table.wanted))]
        aside.run(f"CREATE TABLE raw{rank} ({' text, '.join(names)} text)")
        rows = (cells for block in table.blocks() for _, _, cells in block)
        with aside.connection.cursor() as cursor:
            if aside.is_postgresql:
                with cursor.cursor.copy(f"COPY raw{rank} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join("?" * len(names))
                aside.connection.connection.executemany(f"INSERT INTO raw{rank} VALUES ({places})", rows)
    raise KeyboardInterrupt
"""
)
#: People, activities, skills and diplomas with their indexes; no count, no search.
INDEXED = """
loading.Tally.take = lambda *_: None
with suppress(KeyboardInterrupt), building.rebuilt(TABLES[Register.RPPS]) as aside:
    numbers = loading.load_activities(aside, files[ACTIVITY_FILE], left_out=()).numbers
    for name in loading.COMPANIONS:
        loading.load_companion(aside, name, files[name], numbers)
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


def rows() -> Iterator[tuple[str, str, str]]:
    """Work, what was measured, the aim."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("geography", "assets"):
            (folder / part).symlink_to(getattr(paths, part.upper()))
        invent(folder / "files", rows=ROWS, seed=1)
        environment = {**os.environ, "MAILLAGE_VAR": name}
        command = Path(sys.executable).with_name("maillage")
        subprocess.run(
            [command, "import", "finess", folder / "files"], env=environment, check=True, capture_output=True
        )
        raw, indexed = (min(measured(work, folder)[0] for _ in range(RUNS)) for work in (RAW, INDEXED))
        yield f"directory: raw insert of {ROWS:,} activities and their companions", f"{raw:.1f} s", "—"
        yield "directory: rows and their indexes", f"{indexed:.1f} s, × {indexed / raw:.2f}", "≤ × 1.5"
        idle = writes_during("import time; time.sleep(4)", folder)
        whole, peak = measured(WHOLE, folder)
        yield (
            "directory: with counts, reach and search tables",
            f"{whole:.1f} s, × {whole / raw:.2f}",
            "≤ × 3",
        )
        yield "directory: memory of the import", f"{peak:.0f} MB", "< 500 MB"
        busy = writes_during(HEAD + WHOLE, folder)
        yield "directory: a write of the site meanwhile", f"{busy:.2f} ms, × {busy / idle:.1f}", "≤ × 2"


def measured(work: str, folder: Path) -> tuple[float, float]:
    """Seconds, and megabytes at the peak, of a fresh process."""
    said = run(HEAD + work + TAIL, folder / "files", folder)
    seconds, peak = json.loads(said.splitlines()[-1])
    return seconds, peak


def writes_during(work: str, folder: Path) -> float:
    """Milliseconds of a short write, at the median, while another process works."""
    end = folder / "end"
    environment = {**os.environ, "MAILLAGE_VAR": str(folder)}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES, end], env=environment, stdout=subprocess.PIPE, text=True
    )
    run(work, folder / "files", folder)
    end.touch()
    said, _ = writer.communicate()
    end.unlink()
    return float(said)


def run(code: str, argument: Path, folder: Path) -> str:
    environment = {**os.environ, "MAILLAGE_VAR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code, argument], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
