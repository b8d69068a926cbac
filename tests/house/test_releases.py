"""Each release upgrades from those before it, and loses nothing."""

import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from house.releases.__main__ import HEALTH_KEY
from instance import share_built
from maillage.kernel.paths import PROJECT
from processes import run

#: Seconds, on the busiest machine: an upgrade draws models again, and every page is opened after it.
MIGRATING = 400
RELEASES = sorted((PROJECT / "tests/house/releases").glob("*.sql"))
#: Tables that changed hands since: the rows are in the second.
MOVED = {
    "structures_actor": "people_person",
    "structures_site_practising": "people_person_sites",
    "structures_informationmeeting": "people_informationmeeting",
    "structures_informationattendance": "people_informationattendance",
    "diagnosis_need": "project_need",
}
#: It upgrades; and whatever a row was written by, the present reads it, and opens the pages of its structures.
UPGRADE = """
import django

django.setup()
from django.core.management import call_command

call_command("migrate", verbosity=0, skip_checks=False)
from django.apps import apps
from django.test import Client
from django.urls import reverse
from maillage.directory.services.storing.swap import ensure
from maillage.structures.models import Structure

ensure()
for model in (model for model in apps.get_models() if model._meta.managed):
    [str(row) for row in model._base_manager.all()]  # a table may be younger than the release
for structure in Structure.objects.all():
    client = Client(SERVER_NAME="localhost")
    client.force_login(structure.memberships.filter(left_on=None, role="founder").first().user)
    for name in (
        "structures:home", "people:team", "outreach:bulletins", "structures:life", "diagnosis:diagnosis",
        "dossier:letter", "project:project", "project:needs",
    ):
        assert client.get(reverse(name, args=[structure.slug])).status_code == 200, name
"""


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dump of this version."""
    file = tmp_path_factory.mktemp("present") / "present.sql"
    run([sys.executable, "-m", "house.releases", file], cwd=PROJECT / "tests").check_returncode()
    return file


def restored(dump: Path, folder: Path) -> Path:
    file = folder / "maillage.db"
    with closing(sqlite3.connect(file)) as base:
        base.executescript(dump.read_text())
    return file


def counts(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as base:
        names = base.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
        ).fetchall()
        return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def shape(file: Path) -> set[tuple[Any, ...]]:
    """What each table holds: columns, constraints by their names, indexes by their columns, keys to other tables."""
    found: set[tuple[Any, ...]] = set()
    with closing(sqlite3.connect(file)) as base:
        for table in counts(file):
            asked = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?)'
            found |= {(table, *row) for row in base.execute(asked, [table])}
            asked = 'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)'
            found |= {(table, "to", *row) for row in base.execute(asked, [table])}
            asked = 'SELECT name, "unique", partial FROM pragma_index_list(?)'
            for name, *kind in base.execute(asked, [table]).fetchall():
                held = base.execute("SELECT name FROM pragma_index_info(?)", [name]).fetchall()
                found.add((table, "index", *kind, frozenset(held)))
        for table, written in base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"):
            found |= {(table, "constraint", name) for name in re.findall(r'CONSTRAINT "(\w+)"', written)}
    return found


def test_the_dump_of_this_version_leaves_no_table_empty(present: Path, tmp_path: Path) -> None:
    assert [table for table, rows in counts(restored(present, tmp_path)).items() if not rows] == []


@pytest.mark.parametrize(
    "release", [*RELEASES, None], ids=lambda release: release.stem if release else "present"
)
def test_a_release_is_upgraded_with_all_its_rows(release: Path | None, present: Path, tmp_path: Path) -> None:
    file = restored(release or present, tmp_path)
    before = counts(file)
    share_built(tmp_path)
    environment = {"MAILLAGE_VAR": str(tmp_path), "DATABASE_URL": "", "MAILLAGE_HEALTH_KEYS": HEALTH_KEY}
    upgrade = run([sys.executable, "-c", UPGRADE], env=environment, patience=MIGRATING)
    assert (upgrade.returncode, upgrade.stderr) == (0, ""), upgrade.stderr

    after = counts(file)
    assert {
        table: rows for table, rows in before.items() if after.get(MOVED.get(table, table), 0) < rows
    } == {}
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert shape(file) ^ shape(restored(present, fresh)) == set()  # made at once, from the models
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
