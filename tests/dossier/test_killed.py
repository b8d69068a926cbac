"""A process that dies in the middle (`kill -9`) leaves what stood before: no half file, no document half filed."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from dossier.writing import begun, written
from instance import ALONE, share_built
from maillage.accounts.models import User
from maillage.directory.services.storing.swap import ensure
from maillage.documents.enums import Format
from maillage.dossier.models import Document
from maillage.dossier.services import exporting
from maillage.kernel import paths
from maillage.structures.models import Structure
from processes import PATIENCE, run, running

pytestmark = pytest.mark.django_db
COMMAND = Path(sys.executable).with_name("maillage")
#: In the process that dies: it says when it is there, and goes no further.
HOLDING = """
import sys, django
django.setup()
from threading import Event
from django.utils import timezone
def hold(*_, **__):
    print("there", flush=True)
    Event().wait(600)
"""
FREEZING = """
from maillage.dossier.models import Document
from maillage.dossier.services import review_filing
document = Document.objects.get()
review_filing.record = hold
review_filing.freeze(document, by=document.started_by, at=timezone.now())
"""
INTACT = "print(review_filing.is_intact(Document.objects.get().frozen))"
EXPORTING = """
from maillage.dossier.services import exporting
from maillage.jobs.services import run_next
setattr(exporting, sys.argv[1], hold)
run_next()
"""
PACKING = """
from maillage.kernel import paths
from maillage.portal.commands import cli
paths.Path.replace = hold
cli(sys.argv[1:])
"""
OF_EXPORTS = "SELECT state, outcome, done FROM jobs_job WHERE kind = 'dossier-sortie'"
ASKED_LONG_AGO = "UPDATE jobs_job SET beat_at = '2026-01-01 00:00:00'"


@pytest.fixture
def document(structure: Structure, founder: User) -> Document:
    written(structure, "origine", "<p>Avant.</p>", by=founder)
    return begun(structure, founder)


@pytest.fixture
def put_aside(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Writes what this test did in an instance of its own, that other processes open; gives its environment."""
    if connection.vendor != "sqlite":
        pytest.skip("the same rows in another process: a file of SQLite")

    def put() -> dict[str, str]:
        var = share_built(tmp_path)
        (var / "maillage.db").write_bytes(connection.connection.serialize())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paths, "DIRECTORY", var / "directory.db")
            ensure()
        return {**ALONE, "MAILLAGE_VAR": str(var), "PYTHONUNBUFFERED": "1"}

    return put


def killed(environment: dict[str, str], script: str, *arguments: str) -> None:
    """Run it until it says that it is there; then kill it."""
    with running([sys.executable, "-c", HOLDING + script, *arguments], env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == "there\n", process.communicate()[1][-2000:]
        process.kill()
        assert process.wait(PATIENCE) < 0


def rows(environment: dict[str, str], statement: str) -> list[tuple[object, ...]]:
    with (
        closing(sqlite3.connect(Path(environment["MAILLAGE_VAR"]) / "maillage.db", timeout=30)) as base,
        base,
    ):
        return base.execute(statement).fetchall()


def maillage(environment: dict[str, str], *arguments: str) -> str:
    done = run([COMMAND, *arguments], env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_freeze_that_died_froze_nothing_and_a_pack_leaves_the_one_before(
    document: Document, put_aside: Callable[[], dict[str, str]], tmp_path: Path
) -> None:
    environment, slug = put_aside(), document.structure.slug
    killed(environment, FREEZING)
    stood = "SELECT state, (SELECT count(*) FROM dossier_frozenstate) FROM dossier_document"
    assert rows(environment, stood) == [("ecriture", 0)]
    again = FREEZING.replace("review_filing.record = hold\n", "") + INTACT
    assert run([sys.executable, "-c", HOLDING + again], env=environment).stdout == "True\n"
    assert rows(environment, stood) == [("arrete", 1)]
    pack = tmp_path / "dossier.zip"
    pack.write_bytes(b"the one before")
    killed(environment, PACKING, "dossier", "pack", slug, "--document", "lettre", "-o", str(pack))
    assert pack.read_bytes() == b"the one before"


def test_an_export_that_died_twice_is_taken_up_again_and_leaves_one_file(
    document: Document, founder: User, put_aside: Callable[[], dict[str, str]]
) -> None:
    """Killed before the file is written, then between the file and what tells of it."""
    exporting.export_later(document, Format.DOCX, correspondence="", by=founder, at=timezone.now())
    environment = put_aside()
    ((before,),) = rows(environment, "SELECT count(*) FROM files_file")
    for at, done, files in (("render", 0, 0), ("Outcome", 1, 1)):
        killed(environment, EXPORTING, at)
        assert rows(environment, OF_EXPORTS) == [("running", "", done)]
        assert rows(environment, f"SELECT count(*) - {before} FROM files_file") == [(files,)]
        rows(environment, ASKED_LONG_AGO)
    maillage(environment, "worker", "--once")
    assert rows(environment, OF_EXPORTS) == [("done", "Le fichier est prêt.", exporting.STEPS)]
    assert rows(environment, "SELECT file_id IS NOT NULL, printed FROM dossier_export") == [(1, "")]
    assert rows(environment, f"SELECT count(*) - {before} FROM files_file") == [(1,)]
