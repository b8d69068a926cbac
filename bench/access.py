"""Who is well served: our computation beside PySAL's on the same weights, and what it costs a process."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from maillage.geography import METHOD, atlas, build
from maillage.geography.access import catchments, people
from maillage.geography.catchments import Catchments, Floats

RUNS = 7
FIRST = """
import json, re, time
from maillage.geography import atlas
france = atlas()
start = time.perf_counter()
france.accessibility({"82121": 3})
seconds = time.perf_counter() - start
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(json.dumps([seconds, int(peak[1]) / 1024]))
"""


def rows() -> Iterator[tuple[str, ...]]:
    """Work, what was measured, the aim."""
    build()
    france = atlas()
    yield "communes within 20 km of a commune", f"{_ms(lambda: france.nearby('82121', 20)):.1f} ms", "≤ 5 ms"

    first = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, check=True, text=True)
    seconds, megabytes = json.loads(first.stdout)
    yield "first profession, in a fresh process: pairs, three speeds", f"{seconds:.2f} s", "≤ 1 s"
    yield "memory of that process, at its peak", f"{megabytes:.0f} MB", "≤ 300 MB"

    supply = invented()
    stored = france.accessibility(supply).to_bytes()
    area = france.epci("248200099").members
    yield (
        "one more profession, from counts by commune",
        f"{_ms(lambda: france.accessibility(supply)):.0f} ms",
        "—",
    )
    shown = _ms(lambda: france.accessibility_from(stored).of(area))
    yield "read a stored profession, place a territory in France", f"{shown:.0f} ms", "—"

    if find_spec("access") is None:
        yield "PySAL on the same weights", "PySAL absent", "pip install -r requirements-bench.txt"
        return
    reached = catchments(france.names, france.mesh)
    counts = np.array([supply.get(code, 0) for code in france.names.codes], dtype=np.float64)
    yield from beside_pysal(reached, people(france.names), counts)


def invented() -> dict[str, int]:
    """Professionals per commune, as rare in villages as in life; nobody's, and the same each time."""
    random = Random(1)  # noqa: S311 (no secret here)
    communes = atlas().names.communes.values()
    expected = {commune.code: (commune.population or 0) / 1200 for commune in communes}
    counts = {code: int(mean + random.random()) for code, mean in expected.items()}
    return {code: count for code, count in counts.items() if count}


def beside_pysal(reached: Catchments, people: Floats, counts: Floats) -> Iterator[tuple[str, ...]]:
    """One profession at three speeds, once the weights exist, by each of the two."""
    from access.weights import step_fn

    indices, ours = reached.indices(counts), _ms(lambda: reached.indices(counts))
    # Any time within a step: the weight it stands for is all that counts.
    minutes = {weight: bound - 1 for bound, weight in METHOD.weights}
    steps = step_fn(dict(METHOD.weights))
    timed = pysal(reached, people, counts, cost=np.vectorize(minutes.get), weight=steps)
    work = "one profession at three speeds, once the weights exist"
    theirs = _ms(timed, runs=1)
    beside = f"PySAL `access`, by its step function: {theirs:.0f} ms"
    yield work, f"{ours:.1f} ms", "≤ ÷ 100", beside, f"÷ {theirs / ours:.0f}"

    # Its best case: each pair comes with its weight, and no Python function is called for it.
    weighed = pysal(reached, people, counts, cost=np.copy, weight=np.positive)
    theirs = _ms(weighed)
    beside = f"PySAL `access`, given pairs already weighed: {theirs:.0f} ms"
    yield work, f"{ours:.1f} ms", "—", beside, f"÷ {theirs / ours:.0f}"
    reference = np.stack([timed(), weighed()])
    apart = np.abs(indices - reference) / np.where(reference > 0, reference, 1)
    yield "greatest difference with either, relative to each index", f"{apart.max():.0e}", "≤ 1e-9"


def pysal(
    reached: Catchments,
    people: Floats,
    counts: Floats,
    *,
    cost: Callable[[Floats], Floats],
    weight: Callable[..., Any],
) -> Callable[[], Floats]:
    """Its computation, ready to run; `cost` makes of our weights what its `weight` turns back into them."""
    import pandas
    from access.fca import two_stage_fca

    geoid = pandas.RangeIndex(len(people), name="geoid")
    demand = pandas.DataFrame({"demand": people}, index=geoid)
    supply = pandas.DataFrame({"supply": counts}, index=geoid)
    pairs = [matrix.tocoo() for matrix in reached.weights]
    costs = [
        pandas.DataFrame({"origin": pair.row, "dest": pair.col, "cost": cost(pair.data)}) for pair in pairs
    ]

    def work() -> Floats:
        found = [two_stage_fca(demand, supply, table, demand_index=True, weight_fn=weight) for table in costs]
        return np.stack([row.reindex(geoid, fill_value=0.0).to_numpy() for row in found])

    return work


def _ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median time, once the first run has loaded what it needs."""
    work()
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000
