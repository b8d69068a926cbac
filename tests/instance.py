"""Folders of instances that share what `maillage build` made, which is read and never written."""

import os
from pathlib import Path

#: Of an instance of its own in SQLite, without the examples that nobody looks at: to make them takes seconds.
ALONE = {"DATABASE_URL": "", "MAILLAGE_DEMO": "0", "MAILLAGE_EXAMPLES": "0"}
BUILT = ("assets", "documents", "fonts", "geography", "static", "static.stamp")


def share_built(folder: Path) -> Path:
    """Give this folder what was built for the instance at hand; the folder."""
    var = Path(os.environ.get("MAILLAGE_VAR") or Path(__file__).parents[1] / "var").absolute()
    for name in BUILT:
        (folder / name).symlink_to(var / name)
    return folder
