"""How long the communes take to load and to sum up, and what a map weighs."""

import gzip
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from maillage.geography import atlas, build
from maillage.kernel import paths

LOADING = """
import json, re, time
start = time.perf_counter()
from maillage.geography import atlas
france = atlas()
loaded = time.perf_counter() - start
france.summary(france.epci("248200099").members)
# Not getrusage: its peak is inherited from the process that started this one.
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(json.dumps([loaded, int(peak[1]) / 1024]))
"""


def rows() -> Iterator[tuple[str, str, str]]:
    """Work, what was measured, the aim."""
    build()
    seconds, megabytes = json.loads(
        subprocess.run([sys.executable, "-c", LOADING], capture_output=True, check=True, text=True).stdout
    )
    yield "geography: load, in a fresh process", f"{seconds:.2f} s", "≤ 0.5 s"
    yield "geography: memory of that process, a territory summed up", f"{megabytes:.0f} MB", "≤ 300 MB"

    # Half of the Pas-de-Calais: many pieces, many holes.
    codes = [commune.code for commune in atlas().communes_of("62")][:500]
    yield "geography: summary of 500 communes", f"{_milliseconds(codes):.1f} ms", "≤ 50 ms"

    heaviest = max(len(gzip.compress(path.read_bytes())) for path in (paths.ASSETS / "geo").iterdir())
    yield "geography: heaviest département map, gzip", f"{heaviest / 1000:.0f} kB", "≤ 130 kB"


def _milliseconds(codes: list[str]) -> float:
    """Median of a summary, once the first has loaded what it needs."""
    atlas().summary(codes)
    times = []
    for _ in range(21):
        start = time.perf_counter()
        atlas().summary(codes)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000
