"""Django's migrate, one at a time: two on an empty database would make the same tables.

There, it makes the tables of the models at once, and notes the migrations as done: to walk through all of them, each
drawing its models again, takes ten times as long, and moves no row.

Elsewhere it walks through those that are left, and draws the models again once for several operations.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

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
        self.gathers = not options.get("fake_initial")  # which looks among the operations for tables to find
        super().handle(*args, **options)

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        if action == "apply_start" and migration and self.gathers:
            migration.operations = list(gathered(migration.operations))  # type: ignore[misc]
        super().migration_progress_callback(action, migration, fake)

    def make_at_once(self, connection: BaseDatabaseWrapper) -> None:
        """All or nothing, even when it is killed. tests/house/test_releases.py shows that migrations lead there too."""
        self.verbosity = 0  # read by `sync_apps`
        loader = MigrationLoader(connection)
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            self.sync_apps(connection, loader.migrated_apps)
            recorder = MigrationRecorder(connection)
            for app, name in loader.graph.nodes:
                recorder.record_applied(app, name)


class Together(Operation):
    """Operations that need the models drawn once, before and after all of them.

    For each operation, Django draws every model again that is related to the one that changes: all of ours.
    """

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if "apps" in vars(state):
            del state.apps  # they are drawn when they are next asked for: the executor of Django does so too
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        made: set[str] = set()
        for operation in self.operations:
            # A table is made as it stands at the end: what is added to it further on is in it already.
            if subject_of(operation) not in made:
                operation.database_forwards(app_label, schema_editor, from_state, to_state)
            if isinstance(operation, CreateModel):
                made.add(operation.name_lower)


def gathered(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The same, those of each table in the same order.

    Until one that does anything else, which stays as it is and where it is: all that makes tables, with what is added
    to these, and one addition to each table that was there; then one more to each, and so on.
    """
    together: list[list[Operation]] = []
    made: set[str] = set()
    added: Counter[str] = Counter()
    for operation in operations:
        subject = subject_of(operation)
        if subject is None:
            yield from map(Together, together)
            together, made, added = [], set(), Counter()
            yield operation
            continue
        if isinstance(operation, CreateModel):
            made.add(subject)
        turn = 0 if subject in made else added[subject]
        added[subject] += 1
        if turn == len(together):
            together.append([])
        together[turn].append(operation)
    yield from map(Together, together)


def subject_of(operation: Operation) -> str | None:
    """The table, in small letters, that an operation makes or adds to; None when it does anything else."""
    match operation:
        case CreateModel():
            return operation.name_lower
        case AddField() | AddConstraint() | AddIndex():
            return str(operation.model_name).lower()
    return None


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
