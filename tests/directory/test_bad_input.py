"""What can go wrong with `maillage import`: one French sentence, an exit code, and the directory as it was."""

import json
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from directory.small import set_aside
from maillage.audit.models import Entry
from maillage.directory.models import Person
from maillage.directory.services.storing import swap
from maillage.directory.services.storing.swap import alone, ensure
from maillage.kernel import paths
from maillage.portal import commands
from maillage.registers import ACTIVITY_COLUMNS, ACTIVITY_FILE, DIPLOMA_FILE, SKILL_FILE, sources
from registers.files import ADA, MAX, nurses, someone, text_of, write
from registers.finess_files import document, ege, written
from registers.server import Served, serving

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """Past the names of the bars."""
        return self.err.replace("\u00a0", " ").replace("\u202f", " ").strip().rpartition("\n")[2]


Import = Callable[..., Said]


@pytest.fixture
def maillage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Import]:
    """Type `maillage import …`, over a directory where Ada is."""

    def typed(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["maillage", "import", *map(str, words)])
        code = 0
        try:
            commands.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capsys.readouterr())

    monkeypatch.setattr(paths, "VAR", tmp_path / "var")
    with set_aside(tmp_path):
        ensure()
        assert typed("rpps", write(tmp_path / "before", [someone(ADA)])).code == 0
        yield typed


def refused(said: Said, sentence: str, code: int = 2) -> None:
    assert sentence in said.sentence
    assert (said.code, said.out) == (code, "")
    assert "Traceback" not in said.err
    assert list(Person.objects.values_list("number", flat=True)) == [ADA], "the directory is as it was"


WHOLE = text_of([someone(ADA, '"Ada'), someone(MAX)])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide (0 octet)"),
        (b"<!DOCTYPE html><p>Erreur 503", "est une page web, pas des données"),
        (WHOLE.replace("Code profession", "Profession").encode(), "n’a pas la colonne « Code profession »"),
        (text_of([someone(ADA)], ACTIVITY_COLUMNS[:-1]).encode(), "« Libellé genre activité »"),
        (text_of([someone(ADA)], delimiter=";").encode(), "par des points-virgules, et non par « | »"),
        (WHOLE.encode()[:-70], "est coupé : sa dernière ligne s’arrête à la colonne"),
        (b"\x1f\x8b\x08\x00 rien", "ne se décompresse pas jusqu’au bout"),
        (b"PK\x03\x04 rien", "ce ZIP ne s’ouvre pas"),
        (text_of([]).encode(), "aucune activité lisible"),
        (
            text_of([someone(ADA), *[someone("", national="")] * 2]).encode(),
            "Plus d’une ligne sur dix serait refusée",
        ),
        (b"\xff\xfe" + WHOLE.encode("utf-16-le"), "n’est pas un fichier texte"),
        (b"%PDF-1.7\n" + b"1 0 obj\n" * 100, "n’est pas un fichier texte"),
        (bytes(range(256)) * 4, "n’est pas un fichier texte"),
    ],
)
def test_a_file_that_is_not_one_is_refused_whole(
    content: bytes, sentence: str, maillage: Import, tmp_path: Path
) -> None:
    file = tmp_path / ACTIVITY_FILE
    file.write_bytes(content)
    refused(maillage("rpps", file), sentence)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda text: text.encode("cp1252"), 2),
        (lambda text: text.replace("\n", "|\n").encode(), 2),
        (lambda text: text.replace('"Ada', '"A"da').encode(), 2),
        (lambda text: f"{text}{text.splitlines()[1]}\n".encode(), 2),
        (lambda text: text.replace("82121", "").encode(), 2),
        (lambda text: text.replace("82121", "99999").encode(), 2),
        (lambda text: text.encode().replace(b'"Ada', b"\xe9\xe8"), 1),
        (lambda text: text.replace('"Ada', "|").encode(), 1),
    ],
    ids=[
        "Windows-1252", "57 columns", "quotes", "repeated line", "no commune", "unknown commune",
        "badly encoded line", "line of another shape",
    ],
)  # fmt: skip
def test_what_can_be_read_is_read(
    change: Callable[[str], bytes], kept: int, maillage: Import, tmp_path: Path
) -> None:
    file = tmp_path / ACTIVITY_FILE
    file.write_bytes(change(WHOLE))
    said = maillage("rpps", file, "--force", "--json")
    assert said.code == 0
    report = json.loads(said.out)["files"][0]
    assert (report["rows_kept"], Person.objects.count()) == (kept, kept)
    assert bool(report["refused"]) == (kept == 1)


def locked(content: bytes) -> bytes:
    """As if a password had been asked for."""
    return flagged(content, lambda flags, method: (flags | 1, method))


def strange(content: bytes) -> bytes:
    """As if compressed by a method of the next century."""
    return flagged(content, lambda flags, _: (flags, 99))


def flagged(content: bytes, change: Callable[[int, int], tuple[int, int]]) -> bytes:
    """Both headers of a ZIP of one file, their flags and method changed."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(signature) + at
        changed = struct.pack("<HH", *change(*struct.unpack_from("<HH", content, start)))
        content = content[:start] + changed + content[start + 4 :]
    return content


@pytest.mark.parametrize(
    ("change", "sentence"), [(locked, "est protégé par un mot de passe"), (strange, "ne connaît pas")]
)
def test_an_archive_that_does_not_open_says_why(
    change: Callable[[bytes], bytes], sentence: str, maillage: Import, tmp_path: Path
) -> None:
    archive = tmp_path / "rpps.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(ACTIVITY_FILE, WHOLE)
    archive.write_bytes(change(archive.read_bytes()))
    refused(maillage("rpps", archive), f"{sentence}. Décompressez-le, puis donnez le fichier.")


def test_a_folder_where_nothing_can_be_written_is_said(
    maillage: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder should be: what goes wrong even for the administrator of the machine."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(paths, "VAR", tmp_path / "file" / "var")
    said = maillage("rpps", write(tmp_path, [someone(MAX)]))
    refused(said, "choisissez un autre dossier par MAILLAGE_VAR", code=1)


def test_what_is_not_there_is_said(maillage: Import, tmp_path: Path) -> None:
    refused(maillage("rpps", tmp_path / "rien"), "n’existe pas")
    (tmp_path / "empty").mkdir()
    refused(maillage("rpps", tmp_path / "empty"), "Aucun fichier d’activités")
    refused(maillage("finess", tmp_path / "rien"), "n’existe pas")
    refused(maillage("finess", tmp_path / "empty"), "Aucun fichier FINESS")
    skills = write(tmp_path, [someone(ADA)], SKILL_FILE)
    refused(maillage("rpps", skills), "Aucun fichier d’activités")


def test_a_companion_that_is_not_one_refuses_all(maillage: Import, tmp_path: Path) -> None:
    write(tmp_path / "files", [someone(MAX)])
    (tmp_path / "files" / DIPLOMA_FILE).write_bytes(b"")
    refused(maillage("rpps", tmp_path / "files"), f"« {DIPLOMA_FILE} » est vide")


def test_a_sudden_drop_is_refused_and_the_way_out_is_said(maillage: Import, tmp_path: Path) -> None:
    assert maillage("rpps", write(tmp_path / "many", nurses(10))).code == 0
    few = write(tmp_path / "few", nurses(7))
    said = maillage("rpps", few)
    assert said.code == 2
    assert "plus d’une sur cinq disparaîtrait" in said.sentence
    assert "« --force »" in said.sentence
    assert Person.objects.count() == 10
    assert maillage("rpps", few, "--force").code == 0
    assert Person.objects.count() == 7


def test_the_same_file_is_stale_never_done(maillage: Import, tmp_path: Path) -> None:
    said = maillage("rpps", tmp_path / "before" / ACTIVITY_FILE)
    refused(said, "rien n’a changé, l’annuaire date toujours du", code=1)
    assert said.sentence.startswith("Le même fichier que le")
    said = maillage("rpps", tmp_path / "before" / ACTIVITY_FILE, "--json")
    report = json.loads(said.out)
    assert (said.code, report["imported"], report["files"]) == (1, False, [])
    assert report["same_as"]["digest"]


def test_another_import_is_waited_for(maillage: Import, tmp_path: Path) -> None:
    with alone():
        refused(maillage("rpps", write(tmp_path, [someone(MAX)])), "Un autre import est en cours")


def test_a_full_disk_is_said(maillage: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite answers as on a full disk when a file may not grow."""
    monkeypatch.setattr(swap, "PRAGMAS", (*swap.PRAGMAS, "max_page_count=60"))
    refused(maillage("rpps", write(tmp_path, nurses(2_000))), "Le disque est plein", code=1)
    assert [file.name for file in tmp_path.glob("directory.db*")] == ["directory.db"]


def test_a_full_disk_is_said_while_downloading(
    maillage: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        with Path("/dev/full").open("wb") as file:
            file.write(b"octets")

    monkeypatch.setattr(sources, "download", full)
    refused(maillage("rpps", "http://127.0.0.1:9/fichier.txt"), "Le disque est plein", code=1)


def test_what_the_network_does_is_said(maillage: Import) -> None:
    with serving(Served(WHOLE.encode())) as served:
        served.kind = "text/html"
        refused(maillage("rpps", served.address), "donne une page web")
        served.kind, served.content = "text/plain", b""
        refused(maillage("rpps", served.address), "est vide (0 octet)")
        served.content, served.cut_at = WHOLE.encode(), 50
        refused(maillage("rpps", served.address), "il repartira du début", code=1)
        served.cut_at, served.status = None, 503
        refused(maillage("rpps", served.address), "a répondu 503", code=1)
    refused(maillage("rpps", served.address), "ne répond pas", code=1)


def test_an_address_gives_a_file_and_nothing_of_it_stays(maillage: Import) -> None:
    with serving(
        Served(WHOLE.encode(), headers={"Last-Modified": "Mon, 05 Oct 2026 06:12:00 GMT"})
    ) as served:
        said = maillage("rpps", served.address)
    assert said.code == 0
    assert "RPPS du 5 octobre 2026 (il y a" in said.out.replace("\u00a0", " ")
    assert Person.objects.count() == 2
    assert list((paths.VAR / "downloads").iterdir()) == []


def test_nothing_said_means_the_official_addresses(
    maillage: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Served(WHOLE.encode())) as served:
        addresses = {
            **sources.ADDRESSES,
            **dict.fromkeys((ACTIVITY_FILE, SKILL_FILE, DIPLOMA_FILE), served.address),
        }
        monkeypatch.setattr(sources, "ADDRESSES", addresses)
        said = maillage("rpps")
    assert said.code == 2
    assert f"« {DIPLOMA_FILE} » n’a pas" in said.sentence, (
        "the third file was asked, and is not one of diplomas"
    )
    assert served.asked == 3
    assert list((paths.VAR / "downloads").iterdir()) == [], "what is refused does not stay"


def test_a_rehearsal_says_all_and_replaces_nothing(maillage: Import, tmp_path: Path) -> None:
    before, trail = list(Person.objects.values_list("national", flat=True)), Entry.objects.count()
    file = write(tmp_path / "files", [*nurses(20), someone("", national="")])
    said = maillage("rpps", file, "--dry-run")
    assert said.code == 0
    assert said.out.replace("\u00a0", " ").endswith("Essai : rien n’a été remplacé.\n")
    report = json.loads(maillage("rpps", file, "--dry-run", "--json").out)
    assert (report["dry_run"], report["imported"]) == (True, False)
    (activities,) = report["files"]
    assert (activities["rows_read"], activities["rows_kept"], activities["subjects"]) == (21, 20, 20)
    assert [(each["rows"], each["first_lines"]) for each in activities["refused"]] == [(1, [22])]
    assert list(Person.objects.values_list("national", flat=True)) == before
    assert Entry.objects.count() == trail
    assert [each.name for each in tmp_path.glob("directory.db*")] == ["directory.db"]
    json_file = written(tmp_path, document(ege()), compressed=False)
    report = json.loads(maillage("finess", json_file, "--dry-run", "--json").out)
    assert (report["files"][0]["rows_kept"], report["imported"]) == (1, False)
    refused(maillage("rpps", write(tmp_path / "none", []), "--dry-run"), "aucune activité lisible")


def test_an_import_leaves_a_line_in_the_trail(maillage: Import, tmp_path: Path) -> None:
    file, before = write(tmp_path / "files", nurses(20)), Entry.objects.count()
    maillage("rpps", file)
    maillage("rpps", file)  # the same: nothing is done
    sentences = [entry.sentence.replace("\u00a0", " ") for entry in Entry.objects.order_by("pk")[before:]]
    assert sentences == ["Annuaire remplacé : RPPS importé (le fichier ne dit pas sa date)."]


def test_a_report_is_read_by_people_and_by_machines(maillage: Import, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    write(folder, [someone(ADA), someone(ADA, mode="Z"), *nurses(20), someone("", national="")])
    write(folder, [someone(ADA, skill="SI01")], SKILL_FILE)
    said = maillage("rpps", folder)
    text = said.out.replace("\u00a0", " ")
    assert "21 personnes : 20 nouvelles, 0 partie, 1 modifiée depuis le dernier import." in text
    assert f"{ACTIVITY_FILE} : 23 lignes, dont 22 gardées et 1 refusée." in text
    assert "Refusé, 1 ligne : Ligne sans identification nationale. (lignes 24)" in text
    assert "Code inconnu, 1 ligne : Code mode exercice : « Z » n’est pas dans nos tables. (lignes 3)" in text
    report = json.loads(maillage("rpps", folder, "--force", "--json").out)
    activities, skills = report["files"]
    assert (activities["rows_read"], activities["subjects"], activities["added"]) == (23, 21, 0)
    assert activities["refused"] == [
        {"reason": "Ligne sans identification nationale.", "rows": 1, "first_lines": [24]}
    ]
    assert (skills["name"], skills["rows_kept"], skills["added"]) == (SKILL_FILE, 1, None)


def test_activities_alone_say_what_the_pages_of_people_lack(maillage: Import, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    activities = write(folder, [someone(ADA), someone(MAX)])
    write(folder, [someone(ADA, skill="SI01")], SKILL_FILE)
    whole = json.loads(maillage("rpps", folder, "--json").out)
    (lacking,) = map(plain, whole["warnings"])
    assert lacking.startswith("Les diplômes ne paraissent pas sur les pages des personnes")
    assert "donnez le dossier ou le ZIP qui contient les trois fichiers" in lacking
    lost = plain(maillage("rpps", activities).out)
    assert "Les savoir-faire et les diplômes ne paraissent plus sur les pages des personnes" in lost
    write(folder, [someone(ADA)], DIPLOMA_FILE)
    assert json.loads(maillage("rpps", folder, "--json").out)["warnings"] == []


def test_a_sentence_of_the_report_stops_once(maillage: Import, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    dated = write(folder, [someone(ADA), someone(MAX)]).rename(
        folder / "PS_LibreAcces_Personne_activite_202609050612.txt"
    )
    first, again = plain(maillage("rpps", dated).out), plain(maillage("rpps", dated).err)
    assert re.search(r"^RPPS du 5 septembre 2026 \(il y a [\d ]+ jours\)\.$", first, re.MULTILINE)
    assert re.search(r"date toujours du 5 septembre 2026 \(il y a [\d ]+ jours\)\.$", again, re.MULTILINE)
    undated = write(folder, [someone(ADA)])
    assert plain(maillage("rpps", undated, "--force").out).startswith(
        "RPPS importé (le fichier ne dit pas sa date).\n"
    )


def test_closed_places_are_left_out_not_refused(maillage: Import, tmp_path: Path) -> None:
    file = written(
        tmp_path, document(ege(), ege("829000025", etatObjet="F"), ege("829000033", etatObjet="F"))
    )
    text = plain(maillage("finess", file).out)
    assert "3 lignes, dont 1 gardée, 2 laissées de côté et 0 refusée." in text
    assert "Laissé de côté, 2 lignes : Lieu fermé" in text
    (report,) = json.loads(maillage("finess", file, "--force", "--json").out)["files"]
    assert (report["rows_read"], report["rows_left_out"], report["rows_refused"]) == (3, 2, 0)
    assert (report["left_out"][0]["rows"], report["refused"]) == (2, [])


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
