"""Where a Maillage instance keeps what is not source: data, database, built assets."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]

#: Everything an instance writes; `MAILLAGE_VAR` moves it.
VAR = Path(os.environ.get("MAILLAGE_VAR") or PROJECT / "var")
GEOGRAPHY = VAR / "geography"  # compiled by `make setup`: names, shapes
DIRECTORY = VAR / "directory.db"  # national directory (settings.DATABASES)
ASSETS = VAR / "assets"  # static files taken from packages, served with the site's own
NODE_MODULES = PROJECT / "node_modules"
