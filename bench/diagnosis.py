"""A diagnosis page, the first time and again, on a directory of BENCH_ROWS activities."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from django.test import Client

from maillage.diagnosis.queries import diagnosis
from maillage.directory.queries.vintages import vintages
from maillage.geography import atlas

EPCIS = ("248200099", "243100518", "200066231")  # small, large, middling


def rows() -> Iterator[tuple[str, str, str]]:
    """(work, measured, aim)."""
    read = vintages()
    assert read.rpps is not None
    client = Client(SERVER_NAME="localhost")
    for code in EPCIS:
        epci = atlas().epci(code)
        url = f"/territoire/diagnostic/?codes={','.join(epci.members)}"
        client.get(url)  # imports, templates, shapes: the process is warm, the diagnosis is not
        cold = median(timed(client, url, forget=True) for _ in range(5))
        warm = median(timed(client, url) for _ in range(10))
        name = f"diagnosis of {epci.name}, {len(epci.members)} communes, {read.rpps.subjects:,} people"
        yield name, f"{cold:.0f} ms, then {warm:.0f} ms", "≤ 300 ms cold, ≤ 60 ms warm"


def timed(client: Client, url: str, *, forget: bool = False) -> float:
    """Milliseconds of one answer."""
    if forget:
        diagnosis._diagnosis.cache_clear()
    start = perf_counter()
    assert client.get(url).status_code == 200
    return (perf_counter() - start) * 1000
