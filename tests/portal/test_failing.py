"""What the machine refuses is said in French, with the way out."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from maillage.kernel import paths
from maillage.portal.commands.failing import said

ROLE = "maillage_test_borne"


def failure_of(work: Callable[[], object]) -> str:
    try:
        work()
    except Exception as failure:
        return said(failure)
    raise AssertionError("nothing failed")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EROFS, "« /var/lib/directory.lock » est en lecture seule. Donnez"),
        (errno.EACCES, "est fermé à ce compte du système. Donnez"),
        (errno.ENOSPC, "Le disque est plein."),
    ],
)
def test_a_file_that_cannot_be_written_is_named(number: int, sentence: str) -> None:
    assert sentence in said(OSError(number, "No", "/var/lib/directory.lock"))


def test_a_memory_too_narrow_is_said() -> None:
    assert "La mémoire manque." in said(MemoryError())


def test_what_nobody_foresaw_is_left_to_others() -> None:
    assert said(OSError(errno.EIO, "Input/output error")) == said(ValueError("odd")) == ""


def test_a_damaged_file_of_sqlite_is_said(tmp_path: Path) -> None:
    (tmp_path / "maillage.db").write_bytes(b"nothing that SQLite wrote" * 99)
    broken = sqlite3.connect(tmp_path / "maillage.db")
    assert "remettez votre sauvegarde" in failure_of(lambda: broken.execute("SELECT * FROM sqlite_schema"))
    broken.close()


def test_a_folder_that_does_not_exist_is_said() -> None:
    sentence = failure_of(lambda: sqlite3.connect("/nowhere/at/all/maillage.db"))
    assert f"« {paths.VAR} » ne s’ouvre pas" in sentence


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_not_there_yet_is_said() -> None:
    with connection.cursor() as cursor:
        assert "Lancez « maillage serve »" in failure_of(lambda: cursor.execute("SELECT * FROM nowhere"))


@contextmanager
def reached_at(**place: str) -> Iterator[None]:
    """The same database, were it elsewhere."""
    settings = connection.settings_dict
    before = {name: settings[name] for name in place}
    connection.close()
    settings.update(place)
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"NAME": "maillage_nowhere"}, 'CREATE DATABASE "maillage_nowhere";'),
        ({"PORT": "1"}, "Vérifiez que le serveur est en marche"),
        ({"USER": "maillage_nobody"}, "DATABASE_URL. PostgreSQL dit"),
    ],
)
def test_a_database_that_does_not_open_is_said(place: dict[str, str], sentence: str) -> None:
    with reached_at(**place):
        assert sentence in failure_of(connection.ensure_connection)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_right_that_lacks_is_named_with_what_gives_it() -> None:
    """Followed to the letter, the sentence lets tables be made."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE}")
        try:
            cursor.execute(f"SET ROLE {ROLE}")
            sentence = failure_of(lambda: cursor.execute("CREATE TABLE nowhere ()"))
            cursor.execute("RESET ROLE")
            assert f"Il manque au rôle PostgreSQL « {ROLE} » le droit CREATE" in sentence
            cursor.execute(sentence.rpartition("par :")[2])
            with transaction.atomic():
                cursor.execute(f"SET LOCAL ROLE {ROLE}")
                cursor.execute("CREATE TABLE nowhere ()")
                cursor.execute("DROP TABLE nowhere")
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {ROLE}")
            cursor.execute(f"DROP ROLE {ROLE}")
