"""Build the directory aside, then put it in place at once: the old one serves until the new one is whole.

It is one SQLite file beside the site, whatever the main database. A new one is written beside it and renamed; each
request opens the file (CONN_MAX_AGE 0), and so reads one or the other.
"""

import fcntl
import logging
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from secrets import randbits
from time import sleep
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from maillage.directory.models import DERIVED, Name, Near
from maillage.directory.services.routing import ALIAS
from maillage.kernel import BadInput, paths, with_no_break_spaces

FORMAT = 10  # raise it when a table changes: an older directory is then emptied, to be imported again
#: Beside it, a number drawn for each build and each amendment (queries.vintages.edition).
EDITION_BITS = 31
PATIENCE = 20  # tenths of a second
#: What is half-written is thrown away, so nothing protects it; what is whole is put on the disk once.
PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16384", "locking_mode=EXCLUSIVE")
BUSY = "Un autre import est en cours. Attendez qu’il finisse, puis recommencez."

WITHOUT_FTS5 = (
    "Le SQLite de ce Python est sans FTS5, sur quoi repose la recherche de l’annuaire : prenez un Python qui l’a, "
    'comme ceux de Debian, de python.org ou d’uv. « python -c "import sqlite3; '
    "sqlite3.connect(':memory:').execute('CREATE VIRTUAL TABLE t USING fts5(x)')\" » le vérifie."
)

#: A file that SQLite did not write, or not to its end: no directory at all.
DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
logger = logging.getLogger(__name__)
REPLACED = (
    "L’annuaire (%s) était abîmé : il est remplacé par un annuaire vide, à remplir par « maillage import rpps » et "
    "« maillage import finess »."
)

Models = Collection[type[Model]]
Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]  # for the `?` of a statement, or its names


class Tables:
    """The tables of a directory, written by SQL: names are ours, values are `?`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        connection.ensure_connection()
        self.connection = connection
        self.db: sqlite3.Connection = connection.connection

    def load(self, model: type[Model], rows: Iterable[Row], columns: Sequence[str] = ()) -> int:
        """Insert rows of these columns, of all by default in the order of the model's fields; their number."""
        columns = columns or [str(field.column) for field in model._meta.concrete_fields]
        into = f"{model._meta.db_table} ({', '.join(columns)})"
        places = ", ".join("?" * len(columns))
        return self.db.executemany(f"INSERT INTO {into} VALUES ({places})", rows).rowcount

    def save(self, instance: Model) -> None:
        """Insert one object, at leisure."""
        fields = instance._meta.concrete_fields
        values = (
            field.get_db_prep_save(getattr(instance, str(field.attname)), self.connection) for field in fields
        )
        self.load(type(instance), [tuple(values)])

    def delete(self, model: type[Model], **where: Any) -> None:
        """Delete the rows that have these values, all of them when none is given."""
        condition = " AND ".join(f"{column} = :{column}" for column in where) or "1"
        self.run(f"DELETE FROM {model._meta.db_table} WHERE {condition}", where)

    def run(self, sql: str, values: Values = ()) -> int:
        """Run one statement; the number of rows changed."""
        return self.db.execute(sql, values).rowcount

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """List what a short query finds."""
        return self.db.execute(sql, values).fetchall()


class Aside(Tables):
    """Empty tables that nobody sees yet; beside them the schemas `before`, the directory in place, and `staging`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__(connection)
        with connection.schema_editor(atomic=False) as editor:
            for model in DERIVED:
                if issubclass(model, (Name, Near)):
                    self._create(model)
                else:
                    editor.create_model(model)
            # Django leaves these out of a model it does not manage.
            self._indexes = {
                model: [str(index.create_sql(model, editor)) for index in model._meta.indexes]
                for model in DERIVED
            }

    def keep(self, model: type[Model], only: str = "", **values: Any) -> None:
        """Copy the rows of the directory in place; without condition SQLite copies them unread."""
        table = model._meta.db_table
        self.run(f"INSERT INTO main.{table} SELECT * FROM before.{table} {only}", values)

    def _create(self, model: type[Name] | type[Near]) -> None:
        try:
            self.run(model.CREATED.format(model._meta.db_table))
        except sqlite3.OperationalError as failure:
            if "no such module" not in str(failure):
                raise
            raise BadInput(WITHOUT_FTS5) from failure

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
    with alone(), _new_file() as connection:
        aside = Aside(connection)
        aside.run(f"ATTACH DATABASE '{connection.settings_dict['NAME']}-staging' AS staging")
        if has_before := _format() == FORMAT:
            aside.run(f"ATTACH DATABASE 'file:{paths.DIRECTORY}?mode=ro' AS before")
        for schema in ("main", "staging"):
            for pragma in PRAGMAS:
                aside.run(f"PRAGMA {schema}.{pragma}")
        aside.run("BEGIN")
        yield aside
        for model in DERIVED if has_before else ():
            if model not in models:
                aside.keep(model)
        aside.index()
        aside.run("COMMIT")
        aside.run(f"PRAGMA user_version = {FORMAT}")


@contextmanager
def amended() -> Iterator[Tables]:
    """A copy of the directory, to take something out of it at once: put in place or thrown away like a build.

    A reader of a file being written would have to wait, or to mend what a kill left half-written. Raises BadInput when
    an import is at work.
    """
    with alone(), _new_file() as connection:
        shutil.copyfile(paths.DIRECTORY, connection.settings_dict["NAME"])
        tables = Tables(connection)
        for pragma in PRAGMAS:
            tables.run(f"PRAGMA {pragma}")
        tables.run("BEGIN")
        yield tables
        tables.run("COMMIT")


def ensure() -> None:
    """An empty directory where there is none, or where the one there is of another format."""
    if (found := _format()) != FORMAT:
        if found is None and paths.DIRECTORY.exists():
            logger.warning(with_no_break_spaces(REPLACED), paths.DIRECTORY)
        with rebuilt(DERIVED):
            pass


@contextmanager
def alone() -> Iterator[None]:
    """One import at a time on this machine. One that was killed holds the lock a moment more. Raises BadInput."""
    paths.VAR.mkdir(parents=True, exist_ok=True)
    with (paths.VAR / "directory.lock").open("w") as lock:
        for _ in range(PATIENCE):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                sleep(0.1)
        else:
            raise BadInput(BUSY)
        connections[ALIAS].close()  # the import one waited for may have put another file in place
        yield


@contextmanager
def _new_file() -> Iterator[BaseDatabaseWrapper]:
    """A file beside the directory, put in its place when the block ends, with another number of edition."""
    for left_over in paths.DIRECTORY.parent.glob(f"{paths.DIRECTORY.name}.new-*"):
        left_over.unlink()  # a build that was killed
    new = paths.DIRECTORY.with_name(f"{paths.DIRECTORY.name}.new-{os.getpid()}")
    here = connections[ALIAS]
    connection: BaseDatabaseWrapper = type(here)(
        {**here.settings_dict, "NAME": str(new)}, alias=f"{ALIAS}_aside"
    )
    try:
        yield connection
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA application_id = {randbits(EDITION_BITS)}")
        connection.close()
        with new.open("rb") as whole:  # on the disk for good, before it takes the place of the other
            os.fsync(whole.fileno())
        new.replace(paths.DIRECTORY)
    finally:
        connection.close()
        for file in (new, new.with_name(f"{new.name}-staging")):
            file.unlink(missing_ok=True)
    here.close()


def _format() -> int | None:
    """The format of the directory in place; None when there is none, or one that cannot be read."""
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
