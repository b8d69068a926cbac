"""Folders of instances that share what `maillage build` made, which is read and never written."""

import os
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from processes import run

#: Of an instance of its own in SQLite, without the examples that nobody looks at: to make them takes seconds.
ALONE = {"DATABASE_URL": "", "MAILLAGE_DEMO": "0", "MAILLAGE_EXAMPLES": "0"}
BUILT = ("assets", "documents", "fonts", "geography", "static", "static.stamp")


def share_built(folder: Path) -> Path:
    """Give this folder what was built for the instance at hand; the folder."""
    var = Path(os.environ.get("MAILLAGE_VAR") or Path(__file__).parents[1] / "var").absolute()
    for name in BUILT:
        (folder / name).symlink_to(var / name)
    return folder


def prepare(folder: Path) -> Path:
    """As `share_built`, and the tables of this version in SQLite, empty."""
    (folder / "maillage.db").write_bytes(empty_tables())
    return share_built(folder)


@cache
def empty_tables() -> bytes:
    """Made once by this process: to start another that makes them takes seconds."""
    with TemporaryDirectory() as folder:
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
        run(migrate, env={**ALONE, "MAILLAGE_VAR": folder}).check_returncode()
        return (Path(folder) / "maillage.db").read_bytes()
