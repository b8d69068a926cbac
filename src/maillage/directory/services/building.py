"""Build tables aside, then put them in place at once: the old directory serves until the new one is whole.

On SQLite the directory is one file: a new one is written beside it and renamed. On PostgreSQL it is a schema: new
tables are made in another schema, then moved in one transaction. Either way a page sees one or the other.
"""

import fcntl
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import randbits
from time import sleep
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from maillage.directory.models import DERIVED, SHARED, Person, Place
from maillage.directory.services.columns import AT_ONCE, Piece, places_of
from maillage.directory.services.routing import ALIAS
from maillage.kernel import BadInput, paths, with_no_break_spaces

FORMAT = 4  # raise it when a table changes: an older directory is then emptied, to be imported again
#: Beside it, a number drawn for each build and each amendment (queries.vintages.edition).
EDITION_BITS = 31
MARK = f"COMMENT ON SCHEMA directory IS '{FORMAT} {{}}'"
NEXT = "directory_next"
ONE_AT_A_TIME = 8_206_301  # key of the lock of PostgreSQL: several machines may share a database
PATIENCE = 20  # tenths of a second
#: What is half-written is thrown away, so nothing protects it; what is whole is put on the disk once (`_kept`).
PRAGMAS = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "cache_size=-16384",
    "locking_mode=EXCLUSIVE",
    "threads=2",
    "analysis_limit=1000",
)
#: Found by what they say, never by their number: on PostgreSQL, where a key is one more index, they have none.
NEVER_BY_KEY = set(DERIVED) - {Person, Place, *SHARED}
BUSY = "Un autre import est en cours. Attendez qu’il finisse, puis recommencez."

#: A file that SQLite did not write, or not to its end: no directory at all.
DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
logger = logging.getLogger(__name__)
REPLACED = (
    "L’annuaire (%s) était abîmé : il est remplacé par un annuaire vide, à remplir par « maillage import rpps » et "
    "« maillage import finess »."
)

Models = Collection[type[Model]]
Row = tuple[Any, ...]


class Tables:
    """The directory, or one in the making, as we write it."""

    copying = "FROM STDIN"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @property
    def is_postgresql(self) -> bool:
        return self.connection.vendor == "postgresql"

    def load(self, model: type[Model], rows: Iterable[Row]) -> None:
        """Insert rows, in the order of the model's fields; to compute them asks nothing of this connection."""
        table, columns = model._meta.db_table, self._columns(model)
        with self.connection.cursor() as cursor:
            if self.is_postgresql:
                with cursor.cursor.copy(f"COPY {table} ({', '.join(columns)}) {self.copying}") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join("?" * len(columns))
                self.connection.connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 -- our own names

    def load_all(self, pieces: Iterable[Piece]) -> None:
        """Insert rows given column by column."""
        for model, columns in pieces:
            self.load(model, zip(*columns, strict=True))

    def save(self, instance: Model) -> None:
        """Insert one object, at leisure."""
        fields = instance._meta.concrete_fields
        values = [
            field.get_db_prep_save(getattr(instance, str(field.attname)), self.connection) for field in fields
        ]
        names, places = ", ".join(self._columns(instance)), ", ".join(["%s"] * len(fields))
        self.run(f"INSERT INTO {instance._meta.db_table} ({names}) VALUES ({places})", values)  # noqa: S608 -- our own names

    def _columns(self, model: type[Model] | Model) -> list[str]:
        """Quoted: `left` is a word of SQL."""
        fields = model._meta.concrete_fields
        return [self.connection.ops.quote_name(str(field.column)) for field in fields]

    def delete(self, model: type[Model], **where: Any) -> int:
        """Delete the rows that have these values, all of them when none is given; their number."""
        condition = " AND ".join(f"{column} = %s" for column in where) or "1 = 1"
        return self.run(f"DELETE FROM {model._meta.db_table} WHERE {condition}", where.values())  # noqa: S608 -- our own names

    def run(self, sql: str, values: Iterable[Any] = ()) -> int:
        """One statement of ours; the number of rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, tuple(values))
            return int(cursor.rowcount)

    def rows(self, sql: str, values: Iterable[Any] = ()) -> list[Row]:
        """What a short query finds."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, tuple(values))
            return list(cursor.fetchall())

    def all_rows(self, model: type[Model], *names: str) -> Iterator[list[Row]]:
        """These fields of a whole table, in the order of the first, some rows at a time: others may be written."""
        fields = model._meta.concrete_fields
        first, *others = (str(fields[place].column) for place in places_of(model, *names))
        columns = ", ".join((first, *others))
        sql = f"SELECT {columns} FROM {model._meta.db_table} ORDER BY {first}"  # noqa: S608 -- our own names
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(AT_ONCE):
                yield rows


class Aside(Tables):
    """Empty tables that nobody sees yet, made and filled in one transaction."""

    #: Rows nobody else has to doubt: an index answers alone at once, without waiting for a VACUUM.
    copying = "FROM STDIN (FREEZE)"

    def __init__(self, connection: BaseDatabaseWrapper, models: Models) -> None:
        super().__init__(connection)
        with connection.schema_editor(atomic=False) as editor:
            for model in models:
                editor.create_model(model)
            # Django leaves these out of a model it does not manage.
            self._indexes = {
                model: [str(index.create_sql(model, editor)) for index in model._meta.indexes]
                for model in models
            }
        if self.is_postgresql:
            self.run("SET LOCAL maintenance_work_mem = '128MB'")
            for model in models:
                table, key = model._meta.db_table, model._meta.pk
                self.run(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")
                if model not in NEVER_BY_KEY:
                    self._indexes[model].append(f"ALTER TABLE {table} ADD PRIMARY KEY ({key and key.column})")

    def index(self, *models: type[Model]) -> None:
        """Create the indexes of these tables, or of all that have none, and measure them: rows come first."""
        for model in models or tuple(self._indexes):
            for sql in self._indexes.pop(model):
                self.run(sql)
            self.run(f"ANALYZE {model._meta.db_table}")


@contextmanager
def rebuilt(models: Models) -> Iterator[Aside]:
    """Tables of these models, empty, aside: in place when the block ends, thrown away when it raises.

    The other tables stay as they are. Raises BadInput when another import is at work.
    """
    with alone():
        connections[ALIAS].close()  # the import one waited for may have put another file in place
        build = _in_a_schema if connections[ALIAS].vendor == "postgresql" else _in_a_file
        with build(models) as aside:
            yield aside
    connections[ALIAS].close()


@contextmanager
def amended() -> Iterator[Tables]:
    """The directory as it is, to take something out of it at once: all or nothing, like a build.

    Raises BadInput when an import is at work.
    """
    with alone():
        connections[ALIAS].close()
        amend = _the_schema if connections[ALIAS].vendor == "postgresql" else _a_copy
        with amend() as tables:
            yield tables
    connections[ALIAS].close()


def ensure() -> None:
    """An empty directory where there is none, or where the one there is of another format."""
    if (found := _format()) != FORMAT:
        if found is None and connections[ALIAS].vendor == "sqlite" and paths.DIRECTORY.exists():
            logger.warning(with_no_break_spaces(REPLACED), paths.DIRECTORY)
        with rebuilt(DERIVED):
            pass


@contextmanager
def alone() -> Iterator[None]:
    """One import at a time on this machine."""
    paths.VAR.mkdir(parents=True, exist_ok=True)
    with (paths.VAR / "directory.lock").open("w") as lock:

        def is_taken() -> bool:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            return False

        _insist(is_taken)
        yield


def _insist(is_taken: Callable[[], bool]) -> None:
    """Take a lock. An import that was killed holds it a moment more: its server, or its reader, has yet to see it."""
    for _ in range(PATIENCE):
        if is_taken():
            return
        sleep(0.1)
    raise BadInput(BUSY)


def _wrapper(**changes: Any) -> BaseDatabaseWrapper:
    """A connection of our own, which the site does not share."""
    here = connections[ALIAS]
    wrapper: BaseDatabaseWrapper = type(here)({**here.settings_dict, **changes}, alias=f"{ALIAS}_aside")
    return wrapper


@contextmanager
def _transaction(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    connection.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            yield cursor
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)


def _others(models: Models) -> list[str]:
    return [model._meta.db_table for model in DERIVED if model not in models]


# SQLite


@contextmanager
def _new_file() -> Iterator[BaseDatabaseWrapper]:
    """A file beside the directory, put in its place when the block ends."""
    for left_over in paths.DIRECTORY.parent.glob(f"{paths.DIRECTORY.name}.new-*"):
        left_over.unlink()  # a build that was killed
    new = paths.DIRECTORY.with_name(f"{paths.DIRECTORY.name}.new-{os.getpid()}")
    connection = _wrapper(NAME=str(new))
    try:
        yield connection
        connection.close()
        _kept(new)
        new.replace(paths.DIRECTORY)
    finally:
        connection.close()
        new.unlink(missing_ok=True)


@contextmanager
def _in_a_file(models: Models) -> Iterator[Aside]:
    with _new_file() as connection:
        _hasten(connection)
        aside = Aside(connection, DERIVED)
        aside.run("BEGIN")
        yield aside
        aside.run("COMMIT")
        if _format() == FORMAT:
            _copy(aside, _others(models))
        aside.index()
        aside.run(f"PRAGMA user_version = {FORMAT}")
        aside.run(f"PRAGMA application_id = {randbits(EDITION_BITS)}")


@contextmanager
def _a_copy() -> Iterator[Tables]:
    """A reader of a file being written would have to wait, or to mend what a kill left half-written."""
    with _new_file() as connection:
        shutil.copyfile(paths.DIRECTORY, connection.settings_dict["NAME"])
        _hasten(connection)
        tables = Tables(connection)
        tables.run("BEGIN")
        yield tables
        tables.run("COMMIT")
        tables.run(f"PRAGMA application_id = {randbits(EDITION_BITS)}")


def _hasten(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")


def _copy(aside: Aside, tables: Iterable[str]) -> None:
    aside.run(f"ATTACH DATABASE 'file:{paths.DIRECTORY}?mode=ro' AS before")
    for table in tables:
        aside.run(f"INSERT INTO main.{table} SELECT * FROM before.{table}")  # noqa: S608 -- our own names
    aside.run("DETACH DATABASE before")


def _kept(file: Path) -> None:
    """On the disk for good, before it takes the place of the other."""
    with file.open("rb") as written:
        os.fsync(written.fileno())


# PostgreSQL


@contextmanager
def _in_a_schema(models: Models) -> Iterator[Aside]:
    built = tuple(models) if _format() == FORMAT else DERIVED
    with _schema(NEXT) as connection:
        _lock(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {NEXT} CASCADE")  # a build that was killed
            cursor.execute(f"CREATE SCHEMA {NEXT}")
        try:
            with _transaction(connection):
                aside = Aside(connection, built)
                yield aside
                aside.index()
            _move(connection, built)
        finally:
            with suppress(Exception), connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA IF EXISTS {NEXT} CASCADE")


@contextmanager
def _the_schema() -> Iterator[Tables]:
    with _schema(ALIAS) as connection:
        _lock(connection)
        with _transaction(connection) as cursor:
            yield Tables(connection)
            cursor.execute(MARK.format(randbits(EDITION_BITS)))


@contextmanager
def _schema(name: str) -> Iterator[BaseDatabaseWrapper]:
    options = connections[ALIAS].settings_dict["OPTIONS"]
    connection = _wrapper(OPTIONS={**options, "options": f"-c search_path={name}"})
    try:
        yield connection
    finally:
        connection.close()


def _lock(connection: BaseDatabaseWrapper) -> None:
    """Held until the connection closes: several machines may share a database."""

    def is_taken() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_lock({ONE_AT_A_TIME})")
            return bool(cursor.fetchone() == (True,))

    _insist(is_taken)


def _move(connection: BaseDatabaseWrapper, models: Models) -> None:
    with _transaction(connection) as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS directory")
        for model in models:
            table = model._meta.db_table
            cursor.execute(f"DROP TABLE IF EXISTS directory.{table}")
            cursor.execute(f"ALTER TABLE {NEXT}.{table} SET SCHEMA directory")
        cursor.execute(MARK.format(randbits(EDITION_BITS)))


def _format() -> int | None:
    """The format of the directory in place; None when there is none, or one that cannot be read."""
    here = connections[ALIAS]
    if here.vendor == "postgresql":
        with here.cursor() as cursor:
            cursor.execute("SELECT obj_description(to_regnamespace('directory')::oid, 'pg_namespace')")
            (said,) = cursor.fetchone()
        number, _, _ = (said or "").partition(" ")
        return int(number) if number.isdigit() else None
    if not paths.DIRECTORY.exists():
        return None
    with closing(sqlite3.connect(f"file:{paths.DIRECTORY}?mode=ro", uri=True)) as connection:
        try:
            (number,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT name FROM sqlite_schema").fetchall()
        except sqlite3.DatabaseError as failure:
            if failure.sqlite_errorcode not in DAMAGED:
                raise
            return None
    return int(number)
