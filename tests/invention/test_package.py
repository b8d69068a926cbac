"""What invents files is in a checkout, never in an installed package, which says so."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest
from setuptools import find_packages

from maillage.kernel import BadInput, paths
from maillage.portal import commands
from maillage.portal.services import make_demo_directory

SOURCES = paths.PROJECT / "src" / "maillage"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "maillage_invention", None)


def test_the_wheel_holds_the_rooms_alone() -> None:
    settings = tomllib.loads((paths.PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    found = find_packages(
        str(paths.PROJECT / settings["find"]["where"][0]), exclude=settings["find"]["exclude"]
    )
    assert {name.partition(".")[0] for name in found} == {"maillage"}


@pytest.mark.parametrize(
    "file", [file for file in SOURCES.rglob("*.py") if "maillage_invention" in file.read_text("utf-8")]
)
def test_no_room_imports_it_when_it_loads(file: Path) -> None:
    for line in ast.parse(file.read_text("utf-8")).body:
        if isinstance(line, ast.Import | ast.ImportFrom):
            assert "maillage_invention" not in ast.unparse(line)


def test_an_installed_package_says_that_it_invents_nothing(
    installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadInput, match="dans les sources de Maillage seulement"):
        make_demo_directory()
    monkeypatch.setattr(sys, "argv", ["maillage", "demo", "rpps", "--output", str(tmp_path / "files")])
    with pytest.raises(SystemExit) as end:
        commands.main()
    assert end.value.code == 2
    assert "n’a pas de quoi inventer un annuaire" in capsys.readouterr().err
    assert not (tmp_path / "files").exists()
