"""What several tests of the directory start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.small import set_aside
from maillage.directory.services.storing.swap import ensure
from maillage.registers import FINESS_FILE
from maillage_invention import invent


@pytest.fixture
def own_directory(db: None, tmp_path: Path) -> Iterator[None]:
    """An empty directory that no other test reads."""
    with set_aside(tmp_path):
        ensure()
        yield


@pytest.fixture(scope="session")
def finess(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small FINESS+ file of invented places."""
    folder = tmp_path_factory.mktemp("finess")
    invent(folder, rows=50, seed=2, departements=("82",))
    return folder / FINESS_FILE
