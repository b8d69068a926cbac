"""Processes that die in the middle (`kill -9`), on what a test did, and what is read of it afterwards."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from instance import ALONE, share_built
from maillage.directory.services.storing.swap import ensure
from maillage.kernel import paths
from processes import PATIENCE, run, running

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


def put_aside(folder: Path) -> dict[str, str]:
    """Writes what this test did in an instance of its own, that other processes open; gives its environment."""
    if connection.vendor != "sqlite":
        pytest.skip("the same rows in another process: a file of SQLite")
    var = share_built(folder)
    (var / "maillage.db").write_bytes(connection.connection.serialize())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "DIRECTORY", var / "directory.db")
        ensure()
    return {**ALONE, "MAILLAGE_VAR": str(var), "PYTHONUNBUFFERED": "1"}


def killed(environment: dict[str, str], script: str, *arguments: str) -> None:
    """Run it until it says that it is there; then kill it."""
    with running([sys.executable, "-c", HOLDING + script, *arguments], env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == "there\n", process.communicate()[1][-2000:]
        process.kill()
        assert process.wait(PATIENCE) < 0


def lived(environment: dict[str, str], script: str) -> str:
    """What it says when nobody kills it."""
    done = run([sys.executable, "-c", HOLDING + script], env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


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
