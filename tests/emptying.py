"""The tables emptied after a test that wrote for others to read, sooner than by `flush`: most of them hold nothing."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction

PATIENCE = 60  # seconds that a connection left open may keep the file of SQLite for itself


@contextmanager
def emptied_soon() -> Iterator[None]:
    """What `flush` executes, in this worker: PostgreSQL writes new files for each table that it truncates, SQLite
    looks in all of them for what each row could still be kept by.

    Of every connection: beside a browser, whose loop runs in this thread, Django gives the tests another one.
    """
    with closing(sqlite3.connect(":memory:")) as copy, pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "execute_sql_flush", lambda _ops, _statements: empty(copy))
        yield


def empty(copy: sqlite3.Connection) -> None:
    """Delete every row; in SQLite, put back the file as it was after that was done once."""
    if connection.vendor == "sqlite" and copy.execute("PRAGMA page_count").fetchone() != (0,):
        put_back(copy)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in full_tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    if connection.vendor == "sqlite":
        connection.connection.backup(copy)


def empty_tables() -> None:
    """As after a test that wrote for others to read."""
    call_command("flush", verbosity=0, interactive=False)


def full_tables() -> list[str]:
    """Those of our models that hold a row, asked in one question."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def put_back(copy: sqlite3.Connection) -> None:
    """The database of the tests as it was copied: a hundred times as fast as to write its rows."""
    connection.ensure_connection()
    copy.backup(connection.connection, progress=patient())


def patient() -> Callable[[int, int, int], None]:
    until = time.monotonic() + PATIENCE

    def check(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > until:
            raise TimeoutError("another connection keeps the database of the tests")

    return check
