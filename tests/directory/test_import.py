"""Importing the national files: what is wrong is told in a sentence, and the directory is then as it was."""

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from directory.small import set_aside
from maillage.directory.enums import ACTIVITY_COLUMNS, ACTIVITY_FILE, FINESS_FILE, Register
from maillage.directory.models import Activity, Headcount, ImportedFile, Person, PersonPosting, Remark
from maillage.directory.services import building
from maillage.directory.services.fetching import ImportFailed, fetched
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.optout import forget
from maillage.kernel import BadInput, paths

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
HEADER = "|".join(ACTIVITY_COLUMNS)
run = partial(import_rpps, on=NOW)


@pytest.fixture(autouse=True)
def own_directory(tmp_path: Path, db: None) -> Iterator[None]:
    with set_aside(tmp_path):
        building.ensure()
        yield


def line(number: int = 1, **cells: str) -> str:
    """A nurse of Montauban, in liberal practice; `cells` says otherwise, by the first letters of a column."""
    said = {
        "Type d'identifiant PP": "8",
        "Identifiant PP": f"{99_000_000_000 + number}",
        "Identification nationale PP": f"8{99_000_000_000 + number}",
        "Nom d'exercice": f"FICTIF{number}",
        "Prénom d'exercice": "Ada",
        "Code profession": "60",
        "Libellé profession": "Infirmier",
        "Libellé catégorie professionnelle": "Civil",
        "Code mode exercice": "L",
        "Code commune (coord. structure)": "82121",
        "Code genre activité": "GENR01",
        **cells,
    }
    return "|".join(said.get(column, "") for column in ACTIVITY_COLUMNS)


def written(
    folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n"
) -> list[str]:
    path = folder / ACTIVITY_FILE
    path.write_bytes(("\n".join([header, *lines]) + end).encode(encoding))
    return [str(path)]


def remarks(kind: str = "refused") -> list[tuple[str, int, str]]:
    return list(Remark.objects.filter(kind=kind).values_list("reason", "rows", "lines"))


def test_a_file_is_read_and_its_people_found(tmp_path: Path) -> None:
    report = run(written(tmp_path, line(1), line(2, **{"Nom d'exercice": 'DUPONT "DIT" L’INVENTÉ'})))
    assert report.files[0].rows_kept == 2
    assert Person.objects.get(id=2).family == 'DUPONT "DIT" L’INVENTÉ'
    nurses = Headcount.objects.get(area="82121", trade="infirmier")
    assert (nurses.people, nurses.in_town, nurses.liberal) == (2, 2, 2)


def test_one_person_of_several_rows_counts_once(tmp_path: Path) -> None:
    run(written(tmp_path, line(1), line(1, **{"Code commune (coord. structure)": "82025"}), line(2)))
    assert Person.objects.count() == 2
    assert Activity.objects.count() == 3
    assert {
        each.area: each.people for each in Headcount.objects.filter(area__in=["82121", "82025", "D82", "F"])
    } == {"82121": 2, "82025": 1, "D82": 2, "F": 2}
    shares = Headcount.objects.filter(area__in=["82121", "82025"]).order_by("area")
    assert [each.share for each in shares] == pytest.approx([0.5, 1.5])


STUDENT = {"Libellé catégorie professionnelle": "Etudiant"}
REPLACES = {"Code genre activité": "GENR02"}
HOSPITAL = {"Code mode exercice": "S", "Code secteur d'activité": "SA01"}
CENTRE = {"Code mode exercice": "S", "Code secteur d'activité": "SA05"}


def test_who_counts_and_as_what(tmp_path: Path) -> None:
    run(
        written(
            tmp_path, line(1), line(2, **STUDENT), line(3, **REPLACES), line(4, **HOSPITAL), line(5, **CENTRE)
        )
    )
    counted = Headcount.objects.get(area="D82", trade="infirmier")
    assert (counted.people, counted.in_town, counted.liberal, counted.replacing) == (3, 2, 1, 1)


def refused(given: list[str], *words: str) -> None:
    """One sentence that says these words, and the directory as it was."""
    before = (Person.objects.count(), ImportedFile.objects.count())
    with pytest.raises(BadInput) as refusal:
        run(given)
    said = str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")
    assert said.endswith((".", "»"))
    for word in words:
        assert word in said
    assert (Person.objects.count(), ImportedFile.objects.count()) == before
    assert not list(paths.DIRECTORY.parent.glob("*.new-*"))


@pytest.fixture
def one_person(tmp_path: Path) -> None:
    folder = tmp_path / "before"
    folder.mkdir()
    run(written(folder, line(1)))


@pytest.mark.usefixtures("one_person")
def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ACTIVITY_FILE).touch()
    refused([str(tmp_path / ACTIVITY_FILE)], "vide", "0 octet")


@pytest.mark.usefixtures("one_person")
def test_a_web_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / ACTIVITY_FILE).write_text("<!DOCTYPE html><title>Maintenance</title>")
    refused([str(tmp_path / ACTIVITY_FILE)], "page web")


@pytest.mark.usefixtures("one_person")
def test_a_missing_or_renamed_column_is_named(tmp_path: Path) -> None:
    header = HEADER.replace("Code profession", "Profession (code)", 1)
    refused(
        written(tmp_path, line(), header=header), "la colonne « Code profession »", "rien n’a été importé"
    )


@pytest.mark.usefixtures("one_person")
@pytest.mark.parametrize(("delimiter", "said"), [(";", "points-virgules"), ("\t", "tabulations")])
def test_another_delimiter_is_named(tmp_path: Path, delimiter: str, said: str) -> None:
    header = HEADER.replace("|", delimiter)
    refused(written(tmp_path, line().replace("|", delimiter), header=header), said)


@pytest.mark.usefixtures("one_person")
def test_a_cut_file_is_refused_whole(tmp_path: Path) -> None:
    refused(written(tmp_path, line(1), line(2)[:60], end=""), "coupé")


@pytest.mark.usefixtures("one_person")
def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress("\n".join([HEADER, *map(line, range(1, 400))]).encode())
    path = tmp_path / f"{ACTIVITY_FILE}.gz"
    path.write_bytes(whole[: len(whole) // 2])
    refused([str(path)], "coupé ou abîmé")


@pytest.mark.usefixtures("one_person")
def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused([str(tmp_path / "absent.txt")], "n’existe pas")


def test_windows_1252_is_read_as_such_and_said(tmp_path: Path) -> None:
    run(written(tmp_path, line(1, **{"Nom d'exercice": "BÉGUÉ"}), encoding="cp1252"))
    assert Person.objects.get().family == "BÉGUÉ"
    assert any("Windows-1252" in reason for reason, _, _ in remarks("warning"))


def test_a_line_of_bad_bytes_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / ACTIVITY_FILE
    good = [line(number).encode() for number in range(1, 30)]
    path.write_bytes(
        b"\n".join(
            [
                HEADER.encode(),
                *good,
                line(30, **{"Nom d'exercice": "B?GUE"}).encode().replace(b"?", b"\xe9"),
                b"",
            ]
        )
    )
    run([str(path)])
    assert Person.objects.count() == 29
    assert [(rows, lines) for reason, rows, lines in remarks() if "encodée" in reason] == [(1, "31")]


def test_a_trailing_delimiter_is_tolerated(tmp_path: Path) -> None:
    """57 columns in older files."""
    assert run(written(tmp_path, f"{line(1)}|", header=f"{HEADER}|")).files[0].rows_kept == 1


def test_a_line_of_too_many_columns_is_refused_alone(tmp_path: Path) -> None:
    run(written(tmp_path, *map(line, range(1, 30)), f"{line(30)}|a|b"))
    assert Person.objects.count() == 29
    assert [rows for reason, rows, _ in remarks() if "58\N{NO-BREAK SPACE}colonnes" in reason] == [1]


def test_a_repeated_row_counts_once_and_is_told(tmp_path: Path) -> None:
    report = run(written(tmp_path, line(1), line(1)))
    assert report.files[0].rows_kept == 1
    assert any("identique" in each.reason for each in report.files[0].remarks)


def test_without_address_one_is_known_but_counted_nowhere(tmp_path: Path) -> None:
    run(written(tmp_path, line(1, **{"Code commune (coord. structure)": ""})))
    assert Person.objects.count() == 1
    assert not Headcount.objects.filter(area__startswith="8").exists()


def test_an_unknown_commune_is_kept_as_given_and_counted(tmp_path: Path) -> None:
    run(written(tmp_path, line(1, **{"Code commune (coord. structure)": "99999"})))
    activity = Activity.objects.get()
    assert (activity.commune, activity.commune_given) == ("", "99999")
    assert sum(rows for _, rows, _ in remarks("unknown")) == 1


def test_an_arrondissement_is_its_city(tmp_path: Path) -> None:
    run(written(tmp_path, line(1, **{"Code commune (coord. structure)": "69383"})))
    assert Activity.objects.get().commune == "69123"


def test_a_number_that_fails_its_key_is_warned_never_rejected(tmp_path: Path) -> None:
    run(
        written(
            tmp_path,
            line(3, **{"Identifiant PP": "12345678901", "Identification nationale PP": "812345678901"}),
        )
    )
    assert Person.objects.get().number == "12345678901"


def test_the_same_file_again_does_nothing_and_is_no_success(tmp_path: Path) -> None:
    given = written(tmp_path, line(1))
    run(given)
    report = run(given)
    assert report.same_as is not None
    assert report.same_as.imported_at == NOW


def test_what_changed_since_last_time_is_counted(tmp_path: Path) -> None:
    run(written(tmp_path, *map(line, range(1, 11))))
    moved = line(2, **{"Code commune (coord. structure)": "82025"})
    report = run(written(tmp_path, line(1), moved, *map(line, range(4, 13))))
    changes = report.files[0].changes
    assert changes is not None
    assert (changes.added, changes.left, changes.changed) == (2, 1, 1)
    assert not Person.objects.filter(number="99000000003").exists(), "who left the file leaves the copy"


def test_a_sudden_drop_is_refused_unless_forced(tmp_path: Path) -> None:
    run(written(tmp_path, *map(line, range(1, 21))))
    few = written(tmp_path, *map(line, range(1, 6)))
    refused(few, "précédent", "--force")
    assert run(few, force=True).files[0].subjects == 5


def test_an_import_of_people_leaves_the_places(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from maillage.directory.models import Place
    from maillage.directory.services.invention import invent

    invented = tmp_path_factory.mktemp("invented")
    invent(invented, rows=300, seed=2, departements=["82"])
    import_finess(str(invented / FINESS_FILE), on=NOW)
    places = Place.objects.count()
    run(written(tmp_path, line(1)))
    assert Place.objects.count() == places > 0
    assert set(ImportedFile.objects.values_list("register", flat=True)) == set(Register)


def test_who_opted_out_is_gone_at_once_and_does_not_come_back(tmp_path: Path) -> None:
    given = written(tmp_path, line(1), line(2))
    run(given)
    assert forget("899000000001", on=date(2026, 11, 3))
    assert Person.objects.count() == 1
    assert not PersonPosting.objects.filter(token="fictif1").exists()
    assert Headcount.objects.get(area="82121", trade="infirmier").people == 1
    run(given, force=True)
    assert Person.objects.get().number == "99000000002"


def test_a_disk_that_fills_is_a_sentence_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(written(tmp_path, line(1)))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building.Aside, "index", full)
    with pytest.raises(ImportFailed, match="disque est plein"):
        run(written(tmp_path, line(1), line(2)))
    assert Person.objects.count() == 1


def test_a_second_import_waits_for_nobody_and_says_so(tmp_path: Path) -> None:
    with building.alone(), pytest.raises(BadInput, match="autre import"):
        run(written(tmp_path, line(1)))


def test_killed_in_the_middle_the_old_directory_serves_and_the_next_run_is_clean(tmp_path: Path) -> None:
    """A process of its own, on a file of its own, killed while it fills the new one."""
    given = written(tmp_path, *map(line, range(1, 60_000)))
    environment = {
        **os.environ,
        "MAILLAGE_VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "geography").symlink_to(paths.GEOGRAPHY)
    (tmp_path / "var" / "assets").symlink_to(paths.ASSETS)
    command = [str(Path(sys.executable).with_name("maillage")), "import", "rpps", *given]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    var = tmp_path / "var"
    wait_for(lambda: list(var.glob("directory.db.new-*")))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert list(var.glob("directory.db.new-*")), "killed too late: this test would be idle"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "59" in done.stdout
    assert not list(var.glob("directory.db.new-*"))


def wait_for(condition: Callable[[], Any]) -> None:
    limit = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


class Server(BaseHTTPRequestHandler):
    """Gives `body`, at most `patience` bytes an answer; remembers the ranges it was asked."""

    body, patience, kind, asked = b"", 0, "text/plain", list[str | None]()

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.asked.append(asked)
        start = int(asked[6:-1]) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Type", self.kind)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(self.body) - start))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(self.body) - 1}/{len(self.body)}")
        self.end_headers()
        end = start + self.patience if self.patience else len(self.body)
        self.wfile.write(self.body[start:end])

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, type[Server]]]:
    monkeypatch.setattr(paths, "VAR", tmp_path)
    handler = type("Handler", (Server,), {"asked": []})
    web = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=web.serve_forever).start()
    yield f"http://127.0.0.1:{web.server_port}/{ACTIVITY_FILE}", handler
    web.shutdown()
    web.server_close()


def test_a_download_that_is_cut_resumes_where_it_stopped(server: tuple[str, type[Server]]) -> None:
    address, handler = server
    handler.body, handler.patience = b"a" * 10_000, 4_000
    for _ in range(2):
        with pytest.raises(ImportFailed):
            fetched(address, ACTIVITY_FILE)
    assert fetched(address, ACTIVITY_FILE).path.read_bytes() == handler.body
    assert handler.asked == [None, "bytes=4000-", "bytes=8000-"]


def test_a_server_that_answers_a_page_is_told(server: tuple[str, type[Server]]) -> None:
    address, handler = server
    handler.body, handler.kind = b"<html>", "text/html; charset=utf-8"
    refused([address], "page web")


def test_an_address_imports_as_a_file_does(server: tuple[str, type[Server]]) -> None:
    address, handler = server
    handler.body = f"{HEADER}\n{line(1)}\n".encode()
    assert run([address]).files[0].subjects == 1
    assert not list((paths.VAR / "downloads").glob("*")), "once imported, a download is of no use"


def test_nobody_answers_is_a_sentence() -> None:
    with pytest.raises(ImportFailed, match="ne répond pas"):
        run(["http://127.0.0.1:9/ps-libreacces-personne-activite.txt"])
