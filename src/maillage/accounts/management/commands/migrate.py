"""Django's migrate, one at a time: two on an empty database would make the same tables.

There, it makes the tables of the models at once, and notes the migrations as done: to walk through all of them, each
drawing its models again, takes ten times as long, and moves no row.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from maillage.kernel import paths

#: Of PostgreSQL's advisory locks: any number, always the same.
LOCK = 0x4D61696C


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Its checks wait too: of a database that another one writes, they say that SQLite knows no JSON."""
        with alone(options.get("database") or DEFAULT_DB_ALIAS):
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if asks_for_all(options) and not connection.introspection.table_names():
            self.make_at_once(connection)
        super().handle(*args, **options)

    def make_at_once(self, connection: BaseDatabaseWrapper) -> None:
        """All or nothing, even when it is killed. tests/house/test_releases.py shows that migrations lead there too."""
        self.verbosity = 0  # read by `sync_apps`
        loader = MigrationLoader(connection)
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            self.sync_apps(connection, loader.migrated_apps)
            recorder = MigrationRecorder(connection)
            for app, name in loader.graph.nodes:
                recorder.record_applied(app, name)


def asks_for_all(options: Mapping[str, Any]) -> bool:
    """Whether nothing but the present version will do, and it is to be made for good."""
    said = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "prune")
    return not any(options.get(each) for each in said)


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
