"""A download that is cut resumes where it stopped, and only if the file is still the same."""

import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from directory.server import Served, serving
from maillage.directory.services.fetching import download as fetching
from maillage.directory.services.fetching.download import ImportFailed, day_in, fetched
from maillage.kernel import BadInput, paths

CONTENT = bytes(range(256)) * 4_000  # four blocks


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "VAR", tmp_path)
    return tmp_path / "downloads"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(Served(CONTENT)) as server:
        yield server


def cut(served: Served, after: int) -> None:
    """A first download that stops there."""
    served.cut_at = after
    with pytest.raises(ImportFailed, match="Relancez la commande"):
        fetched(served.address, "annuaire.txt")
    served.cut_at = None


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_downloaded_whole(served: Served, folder: Path) -> None:
    download = fetched(served.address, "annuaire.txt")
    assert download.path.read_bytes() == CONTENT
    assert names(folder) == ["annuaire.txt"]


def test_a_download_that_was_cut_resumes(served: Served, folder: Path) -> None:
    cut(served, 300_000)
    assert names(folder) == ["annuaire.txt.part", "annuaire.txt.part.json"]
    assert fetched(served.address, "annuaire.txt").path.read_bytes() == CONTENT
    assert served.asked == ["", "bytes=300000-"]
    assert names(folder) == ["annuaire.txt"]


def test_a_cut_is_said_with_what_was_received(served: Served) -> None:
    served.cut_at = 300_000
    with pytest.raises(ImportFailed, match=r"s’est arrêté à 0,3 sur 1,0 Mo"):
        fetched(served.address, "annuaire.txt")


def test_a_server_that_cannot_resume_starts_again(served: Served) -> None:
    cut(served, 300_000)
    served.resumes = False
    assert fetched(served.address, "annuaire.txt").path.read_bytes() == CONTENT


def test_another_file_is_not_glued_to_the_first(served: Served) -> None:
    cut(served, 300_000)
    served.content, served.tag = CONTENT[::-1], '"two"'
    assert fetched(served.address, "annuaire.txt").path.read_bytes() == CONTENT[::-1]


def test_a_shorter_file_is_asked_again(served: Served) -> None:
    """It kept its tag: the server says that nothing lies that far."""
    cut(served, 300_000)
    served.content = CONTENT[:1_000]
    assert fetched(served.address, "annuaire.txt").path.read_bytes() == CONTENT[:1_000]
    assert served.asked == ["", "bytes=300000-", ""]


def test_without_a_sure_tag_nothing_is_resumed(served: Served) -> None:
    served.tag = 'W/"weak"'
    cut(served, 300_000)
    assert fetched(served.address, "annuaire.txt").path.read_bytes() == CONTENT
    assert served.asked == ["", ""]


def test_what_was_begun_elsewhere_is_not_resumed(served: Served) -> None:
    cut(served, 300_000)
    served.address = served.address.replace("fichier", "autre")
    assert fetched(served.address, "annuaire.txt").path.read_bytes() == CONTENT
    assert served.asked == ["", ""]


def test_progress_counts_every_byte_once(served: Served) -> None:
    from contextlib import AbstractContextManager, nullcontext

    cut(served, 300_000)
    counted: list[int] = []
    totals: list[int] = []

    def watch(_: str, total: int) -> AbstractContextManager[object]:
        totals.append(total)
        return nullcontext(counted.append)

    fetched(served.address, "annuaire.txt", watch)  # type: ignore[arg-type]
    assert (sum(counted), totals) == (len(CONTENT), [len(CONTENT)])


def test_a_web_page_is_not_a_file(served: Served, folder: Path) -> None:
    served.kind = "text/html; charset=utf-8"
    with pytest.raises(BadInput, match="donne une page web"):
        fetched(served.address, "annuaire.txt")
    assert names(folder) == []


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_refusal_of_the_server_is_said(status: int, served: Served) -> None:
    served.status = status
    with pytest.raises(ImportFailed, match=f"127.0.0.1 a répondu {status}"):
        fetched(served.address, "annuaire.txt")


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(ImportFailed, match="ne répond pas"):
        fetched("http://127.0.0.1:9/fichier.txt", "annuaire.txt")


def test_a_full_disk_is_not_the_fault_of_the_network(served: Served, folder: Path) -> None:
    folder.mkdir()
    (folder / "annuaire.txt.part").symlink_to("/dev/full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching._Part, "start", lambda *_: None)
        with pytest.raises(OSError, match="No space") as failure:
            fetched(served.address, "annuaire.txt")
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
    headers: dict[str, str], day: date | None, served: Served
) -> None:
    served.headers = headers
    assert fetched(served.address, "annuaire.txt").published_on == day


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
