"""Rows that the rooms made once, written again for each test: some sixty questions to the database instead of 280."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from maillage.accounts.models import User
from maillage.structures.models import Structure

#: Rows that another fixture made before have smaller keys.
FIRST_KEY = 100_000

#: Its columns, and its rows.
Table = tuple[list[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Recording:
    """What was made: the structure, how to write its rows, the papers by their names."""

    made: Structure
    insertions: list[tuple[str, list[Any]]]
    papers: dict[str, bytes]

    def write(self) -> Structure:
        """Write all of it into this test's database; the structure, as it is read there."""
        with transaction.atomic(), connection.cursor() as cursor:
            execute = connection.connection.execute if connection.vendor == "sqlite" else cursor.execute
            for statement, values in self.insertions:
                execute(statement, values)
        self.put_papers()
        return Structure.objects.get(pk=self.made.pk)

    def put_papers(self) -> None:
        """Those that a test before threw away: no transaction brings them back."""
        for name, content in self.papers.items():
            if not storages["files"].exists(name):
                storages["files"].save(name, ContentFile(content))


def record(given: Callable[[], tuple[User, ...]], make: Callable[..., Structure]) -> Recording:
    """What is made for these users, who are not part of it. Nothing is left in the database."""
    with transaction.atomic():
        begin_far()
        users = given()
        papers = dict(read_papers())
        known = {
            name: {row[0] for row in rows} for name, (_, rows) in read_tables().items()
        }  # their keys come first
        made = make(*users)
        insertions = [
            insertion(name, columns, new)
            for name, (columns, rows) in read_tables().items()
            if (new := [row for row in rows if row[0] not in known[name]])
        ]
        transaction.set_rollback(True)
    return Recording(made, insertions, {name: paper for name, paper in read_papers() if name not in papers})


class Stage:
    """What `write` makes, written once for tests that follow one another: each undoes what is its own.

    It is struck before a test that wants nothing of it, or that another connection must see.
    """

    def __init__(self, blocker: DjangoDbBlocker, write: Callable[[], object]) -> None:
        self._blocker, self._write = blocker, write
        self._open: transaction.Atomic | None = None

    def set_up(self) -> None:
        """Nothing if it stands already, nor inside what a module keeps for itself."""
        if self._open or connection.in_atomic_block:
            return
        with self._blocker.unblock():
            self._open = transaction.atomic()
            self._open.__enter__()
            self._write()

    def strike(self) -> None:
        if self._open is None:
            return
        with self._blocker.unblock():
            transaction.set_rollback(True)
            self._open.__exit__(None, None, None)
        self._open = None


@contextmanager
def kept_for_a_module(blocker: DjangoDbBlocker, make: Callable[[], object]) -> Iterator[None]:
    """What `make` writes is there for each test of a module, and gone after them: each undoes what is its own."""
    with blocker.unblock(), transaction.atomic():
        make()
        yield
        transaction.set_rollback(True)


def begin_far() -> None:
    """Give keys that no other row of a test has. PostgreSQL never gives one twice, even when nothing is kept."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence")
            for name in connection.introspection.table_names(cursor):
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, FIRST_KEY])


def read_tables() -> dict[str, Table]:
    """Every row of every table."""
    read = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            read[name] = ([column[0] for column in cursor.description], cursor.fetchall())
    return read


def insertion(name: str, columns: list[str], rows: list[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """The statement that writes these rows, with its values."""
    quote = connection.ops.quote_name
    # As SQLite itself wants them: Django reads each statement again to say so, for a quarter of the time of a write.
    place = "?" if connection.vendor == "sqlite" else "%s"
    row = f"({', '.join([place] * len(columns))})"
    statement = (
        f"INSERT INTO {quote(name)} ({', '.join(map(quote, columns))}) VALUES {', '.join([row] * len(rows))}"
    )
    return statement, [as_written(value) for row in rows for value in row]


def as_written(value: Any) -> Any:
    """SQLite writes no hour of a clock by itself."""
    return connection.ops.adapt_timefield_value(value) if isinstance(value, time) else value


def read_papers(folder: str = "") -> Iterator[tuple[str, bytes]]:
    """Each paper that is kept, by its name."""
    folders, names = storages["files"].listdir(folder)
    for each in folders:
        yield from read_papers(f"{folder}{each}/")
    for name in names:
        with storages["files"].open(folder + name) as paper:
            yield folder + name, paper.read()
