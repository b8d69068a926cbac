"""A download is whole, or says why it is not, and nothing of it stays."""

import errno
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

import pytest

from maillage.kernel import BadInput, paths
from maillage.registers import Downloads, ImportFailed, Progress
from maillage.registers.download import day_in, download
from registers.server import Served, serving

CONTENT = bytes(range(256)) * 4_000  # four blocks


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "VAR", tmp_path)
    return tmp_path / "downloads"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(Served(CONTENT)) as server:
        yield server


def test_a_file_is_downloaded_whole_and_leaves_with_the_import(served: Served, folder: Path) -> None:
    with Downloads() as downloads:
        given = downloads.given(served.address)
        assert given.source.path == folder / "fichier.txt"
        assert given.source.path.read_bytes() == CONTENT
    assert list(folder.iterdir()) == []


def test_a_download_that_was_cut_says_so_and_starts_again(served: Served, folder: Path) -> None:
    served.cut_at = 300_000
    with pytest.raises(ImportFailed, match=r"s’est arrêté à 0,3 sur 1,0 Mo"), Downloads() as downloads:
        downloads.given(served.address)
    assert list(folder.iterdir()) == []
    served.cut_at = None
    with Downloads() as downloads:
        assert downloads.given(served.address).source.path.read_bytes() == CONTENT


def test_what_a_killed_import_left_is_written_over(served: Served, folder: Path) -> None:
    folder.mkdir()
    (folder / "annuaire.txt").write_bytes(CONTENT * 2)
    download(served.address, folder / "annuaire.txt")
    assert (folder / "annuaire.txt").read_bytes() == CONTENT


def test_progress_counts_every_byte_once(served: Served, folder: Path) -> None:
    counted: list[int] = []
    totals: list[int] = []

    def watch(_: str, total: int) -> AbstractContextManager[Progress]:
        totals.append(total)
        return nullcontext(counted.append)

    download(served.address, folder / "annuaire.txt", watch)
    assert (sum(counted), totals) == (len(CONTENT), [len(CONTENT)])


def test_a_web_page_is_not_a_file(served: Served, folder: Path) -> None:
    served.kind = "text/html; charset=utf-8"
    with pytest.raises(BadInput, match="donne une page web"):
        download(served.address, folder / "annuaire.txt")
    assert not folder.exists()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_refusal_of_the_server_is_said(status: int, served: Served, folder: Path) -> None:
    served.status = status
    with pytest.raises(ImportFailed, match=f"127.0.0.1 a répondu {status}"):
        download(served.address, folder / "annuaire.txt")


def test_a_server_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(ImportFailed, match="ne répond pas"):
        download("http://127.0.0.1:9/fichier.txt", folder / "annuaire.txt")


def test_a_full_disk_is_not_the_fault_of_the_network(served: Served) -> None:
    with pytest.raises(OSError, match="No space") as failure:
        download(served.address, Path("/dev/full"))
    assert failure.value.errno == errno.ENOSPC


# The day a file is of


@pytest.mark.parametrize(
    ("headers", "day"),
    [
        ({}, None),
        ({"Last-Modified": "Mon, 05 Oct 2026 06:12:00 GMT"}, date(2026, 10, 5)),
        ({"Last-Modified": "hier"}, None),
        (
            {
                "Last-Modified": "Mon, 05 Oct 2026 06:12:00 GMT",
                "Content-Disposition": 'attachment; filename="PS_LibreAcces_Personne_activite_202610040612.txt"',
            },
            date(2026, 10, 4),
        ),
    ],
)
def test_the_day_is_that_of_the_name_else_of_the_server(
    headers: dict[str, str], day: date | None, served: Served, folder: Path
) -> None:
    served.headers = headers
    assert download(served.address, folder / "annuaire.txt") == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (
            "https://static.example.org/resources/annuaire/20261005-081512/ps-libreacces.txt",
            date(2026, 10, 5),
        ),
        ("PS_LibreAcces_202610050612.zip", date(2026, 10, 5)),
        ("annuaire_20261341.txt", None),
        ("annuaire_2026.txt", None),
        ("12026100506.txt", None),
    ],
)
def test_a_day_is_read_in_a_name(name: str, day: date | None) -> None:
    assert day_in(name) == day
