"""A file that would empty, or shake, the directory is refused unless one insists."""

import gzip
import re
from itertools import count
from pathlib import Path

import pytest

from directory.imports import NOW, fails_with, names, rpps
from maillage.directory.models import Place
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.directory.services.importing import import_finess
from maillage.kernel import BadInput
from maillage.registers import FINESS_FILE
from maillage_invention import invent
from registers.files import nurses, someone, write
from registers.finess_files import document, ege, written

#: What is read before protects.
NOT_INVENTED = Vintages(rpps=None, finess=None)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_directory")]


def test_a_sudden_drop_is_refused_unless_forced(tmp_path: Path) -> None:
    rpps(write(tmp_path, nurses(100)))
    rpps(write(tmp_path, nurses(80)))
    smaller = write(tmp_path, nurses(63))
    fails_with("Ce fichier donne 63 lignes, le précédent en donnait 80", lambda: rpps(smaller))
    rpps(smaller, force=True)
    assert len(names()) == 63


def test_what_is_invented_protects_nothing(tmp_path: Path, finess: Path) -> None:
    """The demonstration's people, then a smaller real file, whose numbers begin otherwise."""
    invented = tmp_path / "invented"
    invent(invented, rows=400, seed=2, departements=("82", "31"))
    rpps(invented)
    import_finess(str(invented), on=NOW)
    places = Place.objects.count()
    assert import_finess(str(finess), on=NOW).same_as is None
    assert 0 < Place.objects.count() < places
    real = [someone(f"10000000{rank:03}", f"Vraie {rank}") for rank in range(10)]
    rpps(write(tmp_path / "real", real))
    assert len(names()) == 10
    fails_with("plus d’une sur cinq", lambda: rpps(write(tmp_path / "less", real[:5])))
    read = vintages()
    assert read.rpps is not None
    assert read.finess is not None
    assert (read.rpps.is_invented, read.finess.is_invented) == (False, True), "each register for itself"


def test_too_few_places_never_replace_the_directory(tmp_path: Path) -> None:
    def given(count: int) -> str:
        return str(written(tmp_path, document(*(ege(f"82000{rank:04}") for rank in range(count)))))

    import_finess(given(20), on=NOW)
    with pytest.raises(BadInput, match="plus d’un sur dix"):
        import_finess(given(17), on=NOW)
    assert Place.objects.count() == 20
    import_finess(given(18), on=NOW)
    import_finess(given(9), on=NOW, force=True)
    with pytest.raises(BadInput, match="aucun lieu ouvert"):
        import_finess(given(0), on=NOW, force=True)
    assert Place.objects.count() == 9


def test_a_file_mostly_refused_is_refused_whole_unless_forced(tmp_path: Path) -> None:
    file = write(tmp_path, [*nurses(10), someone("", national=""), someone("", national="", mode="S")])
    fails_with("(2 sur 12), d’abord pour ceci : Ligne sans identification nationale.", lambda: rpps(file))
    rpps(file, force=True)
    assert len(names()) == 10


def test_a_file_without_anybody_is_refused_even_forced(tmp_path: Path) -> None:
    file = write(tmp_path, [])
    fails_with("aucune activité lisible", lambda: rpps(file, force=True))


def test_a_tenth_of_the_places_less_is_refused_unless_forced(
    tmp_path: Path, finess: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.directory.services.importing.vintages", lambda: NOT_INVENTED)
    many = tmp_path / "many"
    invent(many, rows=400, seed=2, departements=("82", "31"))
    import_finess(str(many), on=NOW)
    count = Place.objects.count()
    with pytest.raises(BadInput, match="--force"):
        import_finess(str(finess), on=NOW)
    assert Place.objects.count() == count
    import_finess(str(finess), on=NOW, force=True)
    assert 0 < Place.objects.count() < count


def test_places_that_move_together_are_refused_unless_forced(
    tmp_path: Path, finess: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a file names its coordinates otherwise."""
    monkeypatch.setattr("maillage.directory.services.importing.vintages", lambda: NOT_INVENTED)
    import_finess(str(finess), on=NOW)
    where = list(Place.objects.exclude(latitude=None).order_by("finess").values_list("latitude", flat=True))

    def moved(share: int) -> Path:
        """One in `share` latitudes of the file, a kilometre to the north."""
        rank = count()
        text = re.sub(
            r'"(4[34]\.\d+)"',
            lambda found: f'"{float(found[1]) + 0.01:.6f}"' if next(rank) % share == 0 else found[0],
            gzip.decompress(finess.read_bytes()).decode(),
        )
        file = tmp_path / str(share) / FINESS_FILE
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress(text.encode()))
        return file

    assert import_finess(str(moved(share=20)), on=NOW).files
    import_finess(str(finess), on=NOW)
    with pytest.raises(BadInput, match=f"{len(where)} lieux sur {len(where)} sont à plus de 500"):
        import_finess(str(moved(share=1)), on=NOW)
    import_finess(str(moved(share=1)), on=NOW, force=True)
    now = Place.objects.exclude(latitude=None).order_by("finess").values_list("latitude", flat=True)
    assert [round(one - other, 6) for one, other in zip(now, where, strict=True)] == [0.01] * len(where)
