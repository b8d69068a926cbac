"""How soon the directory answers, kind of question by kind of question, in processor time.

BENCH_PEOPLE_ROWS is the number of invented activities (2,300,000, a nation: 1.2 million people); BENCH_FILES, a
folder where `maillage demo rpps` already wrote them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from maillage.kernel import paths
from maillage_invention import invent

ROWS = int(os.environ.get("BENCH_PEOPLE_ROWS", "2300000"))
AIM = "p95 ≤ 50 ms"

ASKING = """
import json, sys, time
from random import Random

import django

django.setup()
from django.db.models import Max
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from maillage.directory import perms
from maillage.directory.models import Activity, Person, PersonNear
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import read_question
from maillage.directory.queries.vintages import vintages
from maillage.directory.services.importing import import_rpps

EACH = 100
draw = Random(5)
import_rpps([sys.argv[1]], on=timezone.now())

last = Person.objects.aggregate(last=Max("id"))["last"]
drawn = sorted(draw.sample(range(1, last + 1), 20 * EACH))
people = list(Person.objects.filter(id__in=drawn).order_by("id").values_list("id", "sort"))
where = dict(Activity.objects.filter(person_id__in=drawn).exclude(commune="").order_by("id").values_list("person_id", "commune"))
people = [(family, given, where[key]) for key, sort in people if key in where for family, _, given in [sort.rpartition(" ")] if len(family) > 3]
common = [word for word, _ in PersonNear.objects.order_by("-names", "word").values_list("word", "names").distinct()[:20]]


def misspelt(word):
    place, way = draw.randrange(1, len(word) - 1), draw.randrange(4)
    left, right = word[:place], word[place:]
    if way == 3:
        return left[:-1] + right[0] + left[-1] + right[1:]
    return left + ("", "k", "k" + right[0])[way] + right[1:]


PSYCHIATRIST = {"trade": "medecin_specialiste", "skill": "SM42", "mode": "L"}
KINDS = {
    "family": lambda family, given, commune: {"q": family},
    "given and family": lambda family, given, commune: {"q": f"{given} {family}"},
    "beginnings of both": lambda family, given, commune: {"q": f"{family[:4]} {given[:2]}"},
    "nobody's": lambda family, given, commune: {"q": f"zzqx {given}"},
    "misspelt family": lambda family, given, commune: {"q": misspelt(family)},
    "misspelt family, and given": lambda family, given, commune: {"q": f"{misspelt(family)} {given}"},
    "common name, small commune": lambda family, given, commune: {"q": draw.choice(common), "commune": "82001"},
    "common name, specialty": lambda family, given, commune: {"q": draw.choice(common), **PSYCHIATRIST},
    "family, commune": lambda family, given, commune: {"q": family, "commune": commune},
    "given, 20 km around": lambda family, given, commune: {"q": given, "commune": commune, "km": 20},
    "commune": lambda family, given, commune: {"commune": commune},
    "commune, profession": lambda family, given, commune: {"commune": commune, "trade": "sage_femme"},
    "20 km around": lambda family, given, commune: {"commune": commune, "km": 20},
    "20 km around, specialty": lambda family, given, commune: {"commune": commune, "km": 20, **PSYCHIATRIST},
}
find("people", read_question(q="zzqx", commune="82001", km=20))
times = {}
for kind, question in KINDS.items():
    draw.seed(kind)
    for one in draw.sample(people, EACH):
        wanted = read_question(**question(*one))
        start = time.process_time()
        find("people", wanted)
        times.setdefault(kind, []).append((time.process_time() - start) * 1000)

perms.VISITOR = perms.ACCOUNT = perms.Limit(10**9, 10**9)
with override_settings(ALLOWED_HOSTS=["testserver"]):
    client = Client()
    for family, given, _ in draw.sample(people, EACH):
        start = time.process_time()
        client.get("/annuaire/", {"q": f"{given} {family}"}, headers={"HX-Request": "true"})
        times.setdefault("the list and its map, as the page swaps them", []).append((time.process_time() - start) * 1000)
print(json.dumps([times, vintages().rpps.subjects]))
"""


def rows() -> Iterator[tuple[str, str, str]]:
    """Work, what was measured, the aim."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("geography", "assets", "static"):
            (folder / part).symlink_to(paths.VAR / part)
        files = Path(os.environ.get("BENCH_FILES") or folder / "files")
        if not files.exists():
            invent(files, rows=ROWS, seed=1)
        times, people = measured(files, folder)
        yield "search: people in the directory", f"{people:,}", "1.2 million"
        for kind, measures in times.items():
            cuts = quantiles(measures, n=20)
            yield f"search: {kind}", f"p50 {cuts[9]:.1f}, p95 {cuts[18]:.1f} ms", AIM


def measured(files: Path, folder: Path) -> Any:
    """Milliseconds by kind of question, and the people of a directory imported in a fresh process."""
    environment = {**os.environ, "MAILLAGE_VAR": str(folder), "DATABASE_URL": ""}
    command = Path(sys.executable).with_name("django-admin")
    subprocess.run([command, "migrate"], env=environment, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", ASKING, files], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])
