"""Django's migrate, one at a time: two on an empty database would make the same tables.

There, it makes the tables of the models at once, and notes the migrations as done: to walk through all of them, each
drawing its models again, takes ten times as long, and moves no row.

Elsewhere it walks through those that are left, and draws the models again once for several operations: those that
change, and what these point to.
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
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import resolve_relation

from maillage.kernel import paths

#: Of PostgreSQL's advisory locks: any number, always the same.
LOCK = 0x4D61696C

#: They make a table, or add to it.
ADDITIONS = (CreateModel, AddField, AddConstraint, AddIndex)
#: They change what is in a table.
CHANGES = (AlterField, RemoveField, RemoveConstraint, RemoveIndex)
#: An application and a model, both in small letters.
ModelName = tuple[str, str]


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Its checks wait too: of a database that another one writes, they say that SQLite knows no JSON."""
        with alone(options.get("database") or DEFAULT_DB_ALIAS):
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if asks_for_all(options):
            if not connection.introspection.table_names():
                self.make_at_once(connection)
            elif not options["verbosity"] and is_up_to_date(connection):
                return  # else Django draws every model to tell so: a second before each command and each server
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
    """Operations that need models drawn once, before and after all of them: those they name, and what these point to.

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
        subjects = {(app_label, subject_of(each)) for each in self.operations}
        if any(
            isinstance(each, CHANGES) for each in self.operations
        ):  # of a key, it changes what points there
            subjects |= {name for name, model in to_state.models.items() if pointed_to(model) & subjects}
        from_state, to_state = part_of(from_state, subjects), part_of(to_state, subjects)
        from_state.apps  # noqa: B018  drawn first: Django puts the columns of a table in the order of their drawing
        made: set[str] = set()
        for operation in self.operations:
            # A table is made as it stands at the end: what is added to it further on is in it already.
            if subject_of(operation) not in made:
                operation.database_forwards(app_label, schema_editor, from_state, to_state)
            if isinstance(operation, CreateModel):
                made.add(operation.name_lower)


class Walk(MigrationExecutor):
    def _migrate_all_forwards(
        self, state: ProjectState, plan: Any, full_plan: Any, fake: bool, fake_initial: bool
    ) -> ProjectState:
        """As Django walks, but it draws every model before each migration, which may ask for none."""
        left = {migration for migration, _ in plan}
        for migration, _ in full_plan:
            if migration in left:
                state = self.apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        return state


migrate.MigrationExecutor = Walk  # type: ignore[attr-defined]  # the command of Django asks nobody which one


def part_of(state: ProjectState, names: Iterable[ModelName]) -> ProjectState:
    """These models, when they are there, and all that they lead to."""
    wanted: dict[ModelName, ModelState] = {}
    left = list(names)
    while left:
        name = left.pop()
        if name not in wanted and name in state.models:
            wanted[name] = state.models[name]
            left += pointed_to(state.models[name])
    return ProjectState(wanted, state.real_apps)


def pointed_to(model: ModelState) -> set[ModelName]:
    bases = [base for base in model.bases if isinstance(base, str)]
    relations = [field.remote_field for field in model.fields.values() if field.remote_field]
    through = [table for each in relations if (table := getattr(each, "through", None))]
    targets = (*bases, *(each.model for each in relations), *through)
    return {resolve_relation(target, model.app_label, model.name_lower) for target in targets}


def gathered(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The same, those of each table in the same order.

    Until one that does anything else, which stays where it is: all that makes tables, with what is added to these, and
    one addition to each table that was there; then one more to each, and so on.
    """
    together: list[list[Operation]] = []
    made: set[str] = set()
    added: Counter[str] = Counter()
    for operation in operations:
        if not isinstance(operation, ADDITIONS):
            yield from map(Together, together)
            together, made, added = [], set(), Counter()
            yield Together([operation]) if isinstance(operation, CHANGES) else operation
            continue
        subject = subject_of(operation)
        if isinstance(operation, CreateModel):
            made.add(subject)
        turn = 0 if subject in made else added[subject]
        added[subject] += 1
        if turn == len(together):
            together.append([])
        together[turn].append(operation)
    yield from map(Together, together)


def subject_of(operation: Operation) -> str:
    """The table, in small letters, that one of ADDITIONS or CHANGES is about."""
    named = operation.name if isinstance(operation, CreateModel) else operation.model_name  # type: ignore[attr-defined]
    return str(named).lower()


def asks_for_all(options: Mapping[str, Any]) -> bool:
    """Whether nothing but the present version will do, and it is to be made for good."""
    said = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "prune")
    return not any(options.get(each) for each in said)


def is_up_to_date(connection: BaseDatabaseWrapper) -> bool:
    loader = MigrationLoader(connection)
    return set(loader.graph.nodes) <= set(loader.applied_migrations or ())


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
