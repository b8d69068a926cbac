"""Django's migrate, one at a time: two on an empty database would make the same tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from maillage.kernel import paths

#: Of PostgreSQL's advisory locks: any number, always the same.
LOCK = 0x4D61696C


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Its checks wait too: of a database that another one writes, they say that SQLite knows no JSON."""
        with alone(options.get("database") or DEFAULT_DB_ALIAS):
            return super().execute(*args, **options)


@contextmanager
def alone(alias: str) -> Iterator[None]:
    """Wait for one's turn: on this machine for a file, on the server for PostgreSQL."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        with paths.alone("migrate"):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
