"""A file that several processes write is whole at every moment."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from maillage.kernel import paths
from maillage.kernel.paths import write_whole
from processes import run

WRITING = """
import sys
from pathlib import Path
from maillage.kernel import paths
from maillage.kernel.paths import write_whole
for _ in range(300):
    write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 20_000)
"""


def test_two_who_write_at_once_are_in_nobodys_way(tmp_path: Path) -> None:
    file = tmp_path / "reference.docx"
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda letter: run([sys.executable, "-c", WRITING, file, letter]), "ab"))
    assert [(done.returncode, done.stderr) for done in both] == [(0, "")] * 2
    assert set(file.read_bytes()) in ({ord("a")}, {ord("b")})
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"1")
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


def test_a_journal_that_goes_while_one_looks_is_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process ends its transaction between the listing of the folder and what follows."""
    monkeypatch.setattr(paths, "VAR", tmp_path)
    gone, kept = tmp_path / "maillage.db-journal", tmp_path / "maillage.db-wal"
    gone.symlink_to(tmp_path / "nowhere")
    kept.write_text("")
    kept.chmod(0o644)
    mask = os.umask(0o022)
    try:
        paths.keep_private()
    finally:
        os.umask(mask)
    assert kept.stat().st_mode & 0o777 == 0o600
