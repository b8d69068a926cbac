"""The contracts of `.importlinter` say no when they must."""

import shutil
import sys
from pathlib import Path

import pytest
from grimp import ImportGraph

from contracts import DoorsContract, by_the_door
from maillage.kernel.paths import PROJECT
from processes import run


def graph_with(*links: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    graph.add_module("maillage")
    for importer, imported in links:
        graph.add_import(importer=importer, imported=imported)
    return graph


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("maillage.dossier.views", "maillage.structures.services"),
        ("maillage.dossier.views", "maillage.documents.services.files"),
        ("maillage.dossier.views", "maillage.dossier.forms"),
        ("maillage.dossier.queries", "maillage.legislation"),
        ("maillage.ui.services", "maillage.kernel.paths"),
        ("maillage.portal.endpoints", "maillage.territories.endpoints"),
        ("maillage.config.urls", "maillage.portal.endpoints"),
    ],
)
def test_a_room_is_entered_by_its_doors(importer: str, imported: str) -> None:
    assert by_the_door(importer, imported)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("maillage.dossier.views", "maillage.structures.views"),
        ("maillage.dossier.forms", "maillage.structures.forms"),
        ("maillage.dossier.queries", "maillage.structures.lifecycle"),
        ("maillage.dossier.endpoints", "maillage.territories.endpoints"),
        ("maillage.config.urls", "maillage.portal.views"),
        ("maillage.territories.queries", "maillage.legislation.engine.rules"),
        ("maillage.structures.forms", "maillage.kernel.french"),
    ],
)
def test_a_room_is_not_entered_by_a_window(importer: str, imported: str) -> None:
    check = DoorsContract("doors", {}, {}).check(graph_with((importer, imported)), verbose=False)
    assert not check.kept
    assert check.metadata["forced"] == [(importer, imported)]


def test_a_forbidden_import_stops_the_build(tmp_path: Path) -> None:
    """The whole way: a copy of the building, one bad line, the command `make lint` runs."""
    shutil.copytree(PROJECT / "src/maillage", tmp_path / "maillage", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(PROJECT / ".importlinter", tmp_path)
    (tmp_path / "tests").mkdir()
    shutil.copy(PROJECT / "tests/contracts.py", tmp_path / "tests")
    (tmp_path / "maillage/territories/forms/rogue.py").write_text(
        "from maillage.dossier import views\nfrom maillage.ui import views\n"
    )
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    lint = run(command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert lint.returncode == 1
    assert "maillage.territories.forms.rogue -> maillage.ui.views" in lint.stdout
    assert "maillage.territories.forms.rogue -> maillage.dossier.views" in lint.stdout
    assert "imports go down only BROKEN" in lint.stdout
