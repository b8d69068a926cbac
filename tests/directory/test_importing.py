"""An import is all or nothing, says what changed, and never calls success what changed nothing."""

import gc
import signal
import sys
import zipfile
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from directory.imports import NOW, fails_with, imported, names, rpps
from instance import empty_tables
from maillage.directory.models import (
    ImportedFile,
    Person,
    PersonName,
    Place,
    PlaceName,
    Reach,
    Remark,
)
from maillage.directory.services import importing
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.storing import swap
from maillage.directory.services.storing.swap import alone
from maillage.kernel import BadInput, paths
from maillage.registers import ACTIVITY_FILE, FINESS_FILE, SKILL_FILE, Progress
from processes import running
from registers.files import ADA, MAX, ZOE, nurses, someone, text_of, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("own_directory")]

# What an import says


def test_an_import_says_what_it_read_and_from_where(tmp_path: Path) -> None:
    file = write(tmp_path, [someone(ADA), someone(MAX)])
    file = file.rename(tmp_path / "PS_LibreAcces_Personne_activite_202610050612.txt")
    report = rpps(file)
    row = imported(ACTIVITY_FILE)
    assert (row.register, row.origin, row.published_on) == ("rpps", str(file), date(2026, 10, 5))
    assert (row.rows_read, row.rows_kept, row.rows_refused, row.subjects) == (2, 2, 0, 2)
    assert (row.added, row.left, row.changed) == (None, None, None)
    assert (row.imported_at, row.size) == (NOW, file.stat().st_size)
    assert report.age_days == 47


def test_an_import_says_what_changed_since_the_last(tmp_path: Path) -> None:
    rpps(write(tmp_path, [someone(ADA), someone(MAX), *nurses(9)]))
    rpps(write(tmp_path, [someone(ADA, mode="S"), someone(ZOE), *nurses(9)]))
    row = imported(ACTIVITY_FILE)
    assert (row.added, row.left, row.changed) == (1, 1, 1)
    assert not Person.objects.filter(number=MAX).exists(), "who left the file leaves the directory"


def test_the_same_file_changes_nothing_and_says_so(tmp_path: Path) -> None:
    file = write(tmp_path, [someone(ADA)])
    rpps(file)
    report = import_rpps([str(file)], on=NOW + timedelta(days=2))
    assert report.same_as is not None
    assert report.same_as.imported_at == imported(ACTIVITY_FILE).imported_at == NOW
    assert rpps(file, force=True).same_as is None


def test_a_companion_more_is_not_the_same_import(tmp_path: Path) -> None:
    write(tmp_path, [someone(ADA)])
    rpps(tmp_path)
    write(tmp_path, [someone(ADA, skill="SI01")], SKILL_FILE)
    assert rpps(tmp_path).same_as is None
    assert rpps(tmp_path).same_as is not None


def test_remarks_are_kept_with_their_file(tmp_path: Path, finess: Path) -> None:
    import_finess(str(finess), on=NOW)
    others = set(Remark.objects.values_list("file", "reason", "rows", "lines"))
    rpps(write(tmp_path, [someone(ADA), someone(ADA)]))
    kept = set(Remark.objects.values_list("file", "reason", "rows", "lines"))
    repeated = (ACTIVITY_FILE, "Ligne répétée à l’identique\u00a0: comptée une fois.", 1, "3")
    assert kept == others | {repeated}


def test_progress_tells_every_byte_read(tmp_path: Path) -> None:
    odd = [someone(ADA), someone(MAX), someone(ADA, mode="S"), someone(MAX), someone("", national="")]
    skills = [someone(ADA, skill="SI01"), someone(ZOE, skill="SM01")]
    files = [write(tmp_path, [*odd, *nurses(700)]), write(tmp_path, skills, SKILL_FILE)]
    told: list[int] = []
    report = import_rpps([str(file) for file in files], on=NOW, watch=lambda *_: nullcontext(told.append))
    assert [(each.row.rows_read, each.row.rows_kept, each.row.rows_refused) for each in report.files] == [
        (705, 703, 1),
        (2, 1, 1),
    ]
    assert sum(told) == sum(file.stat().st_size for file in files)


# Two registers


def test_each_register_leaves_the_other_as_it_is(tmp_path: Path, finess: Path) -> None:
    rpps(write(tmp_path, [someone(ADA)]))
    import_finess(str(finess), on=NOW)
    places = Place.objects.count()
    assert places
    assert (names(), Reach.objects.count()) == (["Ada"], 7)
    rpps(write(tmp_path, [someone(ADA), someone(MAX, "Max")]))
    assert (names(), Place.objects.count(), Reach.objects.count()) == (["Ada", "Max"], places, 7)
    assert PersonName.objects.count() == 2
    assert PlaceName.objects.count() == places
    assert {file.name for file in ImportedFile.objects.all()} == {ACTIVITY_FILE, FINESS_FILE}
    assert import_finess(str(finess), on=NOW).same_as is not None


def test_places_are_dated_by_their_file_and_compared(tmp_path: Path, finess: Path) -> None:
    report = import_finess(str(finess.parent), on=NOW)
    assert report.day == date(2026, 9, 5)
    again = import_finess(str(finess), on=NOW, force=True)
    assert (again.main.added, again.main.left, again.main.changed) == (0, 0, 0)
    assert imported(FINESS_FILE).subjects == Place.objects.count() == report.main.rows_kept


# What may be given


def test_a_folder_or_a_zip_gives_the_last_of_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    for day, given in (("20261005", "Ada"), ("20261107", "Zoé"), ("20260901", "Max")):
        write(folder, [someone(ADA, given)]).rename(folder / f"PS_LibreAcces_Personne_activite_{day}0612.txt")
    (folder / "porteurs.txt").write_text("rien", "utf-8")
    assert rpps(folder).day == date(2026, 11, 7)
    assert names() == ["Zoé"]
    archive = tmp_path / "PS_LibreAcces.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "dossier/PS_LibreAcces_Personne_activite_202611080612.txt", text_of([someone(MAX, "Max")])
        )
    assert rpps(archive).day == date(2026, 11, 8)
    assert names() == ["Max"]


def test_a_file_of_any_name_is_the_one_of_activities(tmp_path: Path) -> None:
    rpps(write(tmp_path, [someone(ADA)]).rename(tmp_path / "export"))
    assert names() == ["Ada"]


# All or nothing


def test_one_import_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "PATIENCE", 1)
    file = write(tmp_path, [someone(ADA)])
    rpps(file)
    with alone():
        fails_with("Un autre import est en cours", lambda: rpps(file, force=True))


def test_an_import_that_waited_for_another_does_not_judge_by_what_was_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its guards would be those of an older directory."""
    few, many = write(tmp_path / "few", nurses(5)), write(tmp_path / "many", nurses(60))

    def after_another(models: object) -> object:
        monkeypatch.undo()
        rpps(many)
        return swap.rebuilt(models)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "rebuilt", after_another)
    with pytest.raises(BadInput, match="plus d’une sur cinq"):
        rpps(few)
    assert len(names()) == 60
    assert imported(ACTIVITY_FILE).rows_kept == 60


#: Imports, says when people are loaded, and goes no further.
HELD = """
import sys
import django

django.setup()
from django.db import connections
from django.utils import timezone
from maillage.directory.services import importing
from maillage.kernel import paths
from pathlib import Path

paths.DIRECTORY = Path(sys.argv[2])
connections["directory"].settings_dict["NAME"] = f"file:{paths.DIRECTORY}?mode=ro"

def hold(*_):
    print("loaded", flush=True)
    sys.stdin.read()

importing.count_people = hold
importing.import_rpps([sys.argv[1]], on=timezone.now())
"""


def test_an_import_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    rpps(write(tmp_path, [someone(ADA)]))
    file = write(tmp_path, [someone(ADA), *nurses(2000)])
    environment = a_process_of_this_test(tmp_path)
    with running([sys.executable, "-c", HELD, file, paths.DIRECTORY], env=environment) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "loaded\n"
        assert names() == ["Ada"], "the old directory serves meanwhile"
        held.send_signal(signal.SIGKILL)
        held.wait()
        assert names() == ["Ada"]
        rpps(file)
    assert len(names()) == 2001
    assert left_over() == []


@pytest.mark.parametrize("is_on", [True, False])
def test_an_import_leaves_the_collection_of_garbage_as_it_was(tmp_path: Path, is_on: bool) -> None:
    """It is off meanwhile, for the time it would take."""
    seen = []

    def watch(_work: str, _total: int) -> AbstractContextManager[Progress]:
        seen.append(gc.isenabled())
        return nullcontext(lambda _: None)

    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        import_rpps([str(write(tmp_path, [someone(ADA)]))], on=NOW, watch=watch)
        with pytest.raises(BadInput):
            import_rpps([str(tmp_path / "nowhere")], on=NOW)
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()
    assert seen == [False]


def a_process_of_this_test(tmp_path: Path) -> dict[str, str]:
    """Where another process finds the database of the test, and a folder like ours."""
    var = tmp_path / "var"
    var.mkdir()
    for name in ("geography", "assets"):
        (var / name).symlink_to(paths.VAR / name)
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        place = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
        return {"MAILLAGE_VAR": str(var), "DATABASE_URL": f"postgres://{place}"}
    (var / "maillage.db").write_bytes(empty_tables())
    return {"MAILLAGE_VAR": str(var), "DATABASE_URL": ""}


def left_over() -> list[str]:
    """What a build would have left behind."""
    return [file.name for file in paths.DIRECTORY.parent.glob(f"{paths.DIRECTORY.name}.new-*")]
