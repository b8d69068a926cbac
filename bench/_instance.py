"""An instance of the bench: what `maillage build` made, and nothing else; thrown away afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.instance import share_built

ROWS = int(os.environ.get("BENCH_ROWS", "300000"))  # activities; the nation has 2,300,000


@contextmanager
def own_instance() -> Iterator[None]:
    """Its folder, and SQLite, for this process and those it starts. To be entered before the settings are read.

    BENCH_DATABASE_URL: an empty PostgreSQL database instead, left as it is afterwards.
    """
    with TemporaryDirectory(prefix="maillage-bench-") as folder:
        share_built(Path(folder))
        os.environ.update(MAILLAGE_VAR=folder, DATABASE_URL=os.environ.get("BENCH_DATABASE_URL", ""))
        yield


def fill() -> None:
    """Tables, and a directory of invented people of all France."""
    from django.utils import timezone

    from maillage.directory.services.importing import import_finess, import_rpps
    from maillage.portal.services import prepare_database
    from maillage_invention import invent

    prepare_database()
    with TemporaryDirectory() as files:
        invent(Path(files), rows=ROWS, seed=1)
        import_rpps([files], on=timezone.now())
        import_finess(files, on=timezone.now())
