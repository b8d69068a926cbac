"""Lists whose SQL is written once: a page that reads a hundred would spend half of its time on writing them again."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, wraps
from threading import local
from typing import Any, ParamSpec, Self, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Expression,
    Field,
    IntegerField,
    Model,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models import TextField as Text
from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor
from django.db.models.query import FlatValuesListIterable, ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils.timezone import get_current_timezone_name

P = ParamSpec("P")
Lists = TypeVar("Lists", bound="QuerySet[Any, Any] | tuple[QuerySet[Any, Any], ...]")

#: What each thread wrote: its connections are its own.
_WRITTEN = local()
#: As Django tells a place of the SQL from a doubled percent (django.db.backends.sqlite3.base).
_PLACE = re.compile(r"(?<!%)%s")


class Given(Expression):
    """The place of a value that a prepared list is told each time."""

    def __init__(self, rank: int, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.rank = rank

    def _combine(self, other: Any, connector: str, *_: Any) -> Any:
        raise TypeError(f"{connector} {other!r}: compute it before, and tell it")

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, Any]:
        return "%s", [self]


@dataclass
class Written:
    """A list, its SQL, and its parameters: values, and the places of those that it is told."""

    rows: QuerySet[Any, Any]
    connection: BaseDatabaseWrapper
    compiler: SQLCompiler
    sql: str
    params: Sequence[Any]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any], *, again: bool = False) -> Self:
        """`again`: it will serve with other values."""
        connection, compiler = connections[rows.db], rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        if again and connection.vendor == "sqlite":
            sql, params = _spelt(sql, params)
        return cls(rows, connection, compiler, sql, params)

    @property
    def is_empty(self) -> bool:
        """It can have no row, and nothing is to be asked."""
        return not self.sql

    @cached_property
    def size(self) -> "Written":
        """The same, counted."""
        return Written.of(counted(self.rows), again=True)

    @cached_property
    def _converters(self) -> Any:
        return self.compiler.get_converters([column for column, *_ in self.compiler.select])

    @cached_property
    def _make(self) -> Callable[[Sequence[Any]], Any]:
        return _maker(self.compiler, self.compiler.klass_info, self.rows.db)

    def built(self, rows: QuerySet[Any, Any], lines: Iterable[Sequence[Any]]) -> Iterator[Any]:
        """What Django makes of such lines: tuples of `values_list`, else rows (django.db.models.query.ModelIterable)."""
        read: Iterable[Sequence[Any]] = (
            self.compiler.apply_converters(lines, self._converters) if self._converters else lines
        )
        kind = self.rows._iterable_class
        if not issubclass(kind, ModelIterable):
            is_flat = kind is FlatValuesListIterable
            yield from (line[0] for line in read) if is_flat else map(tuple, read)
            return
        owners: Mapping[Any, Mapping[Any, Model]] = vars(rows)["_known_related_objects"]
        for line in read:
            made = self._make(line)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(made, name, line[place])
            for field, known in owners.items():
                # One that is left unread (`only`) is not asked for.
                if not field.is_cached(made) and (owner := known.get(vars(made).get(field.attname))):
                    setattr(made, field.name, owner)
            yield made

    def told(self, values: Sequence[Any]) -> QuerySet[Any, Any]:
        """The list, to be read by `together`."""
        rows = self.rows.__class__.__new__(self.rows.__class__)
        vars(rows).update(vars(self.rows))
        vars(rows)["_told"] = (self, values)
        vars(rows)["_iterable_class"] = _Alone
        rows._result_cache = [] if self.is_empty else None
        owners = {type(each): each for each in values if isinstance(each, Model)}
        vars(rows)["_known_related_objects"] = {
            field: {owner.pk: owner}
            for field in rows.model._meta.concrete_fields
            if field.remote_field and (owner := owners.get(field.remote_field.model))
        }
        return rows

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """Its parameters, in the order of its SQL."""
        return [
            each.output_field.get_db_prep_value(_plain(values[each.rank]), self.connection)
            if isinstance(each, Given)
            else each
            for each in self.params
        ]


class _Alone:
    """Reads a prepared list that a page asks by itself, in place of the iterables of django.db.models.query."""

    def __init__(self, queryset: QuerySet[Any, Any], **_: Any) -> None:
        self.queryset = queryset

    def __iter__(self) -> Iterator[Any]:
        if (told := vars(self.queryset).get("_told")) is None:
            raise TypeError("a prepared list is read as it is: what narrows it goes in its function")
        written, values = told
        with written.connection.cursor() as cursor:
            cursor.execute(written.sql, written.filled(values))
            lines = cursor.fetchall()
        return iter(written.built(self.queryset, lines))


def prepared(make: Callable[P, Lists]) -> Callable[P, Lists]:
    """Mark a function that gives lists out of what it is told: rows, identifiers, days, instants, whole numbers, words.

    Never None: what equals nothing is written otherwise.
    It runs once in a thread: its body must be filters on its arguments, and read nothing else, neither of them nor of a
    clock. Its lists are read by `together`, or alone; one cannot narrow them further.
    """

    @wraps(make)
    def told(*args: P.args, **kwargs: P.kwargs) -> Lists:
        values = (*args, *kwargs.values())
        kept = vars(_WRITTEN).setdefault("lists", {})
        # What is said of a day is written for a zone.
        key = (make, tuple(kwargs), get_current_timezone_name())
        found = kept.get(key)
        if found is None or any(each.connection is not connections[each.rows.db] for each in found[1]):
            places = [Given(rank, _field_of(value)) for rank, value in enumerate(values)]
            first, named = places[: len(args)], dict(zip(kwargs, places[len(args) :], strict=True))
            lists: Any = make(*first, **named)  # type: ignore[arg-type]
            found = kept[key] = (
                lists,
                [Written.of(rows, again=True) for rows in (lists if isinstance(lists, tuple) else [lists])],
            )
        lists, written = found
        if any(_plain(value) is None for value in values):
            raise ValueError(f"{make.__name__}: None is no value of a prepared list")
        rows: Any = tuple(each.told(values) for each in written)
        returned: Lists = rows if isinstance(lists, tuple) else rows[0]
        return returned

    return told


def prepare_hanging(row: Model, name: str, joined: str = "") -> QuerySet[Any, Any]:
    """What hangs on a row, as it calls it, with what each is joined to: a list that can be narrowed, its SQL prepared."""
    rows: QuerySet[Any, Any] = getattr(row, name).all()
    if joined:
        rows = rows.select_related(joined)
    if hangs := _hanging(type(row), name, joined):
        vars(rows)["_told"] = vars(hangs(row))["_told"]
    return rows


@cache
def _hanging(kind: type[Model], name: str, joined: str) -> Callable[[Model], QuerySet[Any, Any]] | None:
    """The list by what its rows point to; None of another kind of list (many to many)."""
    descriptor = getattr(kind, name)
    if type(descriptor) is not ReverseManyToOneDescriptor or not descriptor.field.target_field.primary_key:
        return None

    @prepared
    def hanging(row: Model) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = descriptor.rel.related_model._default_manager.filter(
            **{descriptor.field.name: row}
        )
        return rows.select_related(joined) if joined else rows

    return hanging


def counted(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Its size as a list of one row, or of none."""
    if told := vars(rows).get("_told"):
        written, values = told
        found: QuerySet[Any, Any] = written.size.told(values)
        return found
    grouped = rows.order_by().annotate(all_of_them=Value(1)).values_list("all_of_them")
    found = grouped.annotate(size=Count("pk"))
    return found  # noqa: RET504 — its type


def _maker(compiler: SQLCompiler, told: Mapping[str, Any], db: str) -> Callable[[Sequence[Any]], Any]:
    """What makes a row, and those it is joined to, of a line; None where a join found nothing."""
    places = told["select_fields"]
    columns = [compiler.select[place][0].target for place in places]
    names = [column.attname for column in columns]
    key = next(place for place, column in zip(places, columns, strict=True) if column.primary_key)
    joins = [(each, _maker(compiler, each, db)) for each in told.get("related_klass_infos", ())]

    def make(line: Sequence[Any]) -> Any:
        if line[key] is None:
            return None
        made = told["model"].from_db(db, names, [line[place] for place in places])
        for each, make_joined in joins:
            joined = make_joined(line)
            each["local_setter"](made, joined)
            if joined is not None:
                each["remote_setter"](joined, made)
        return made

    return make


def _field_of(value: object) -> "Field[Any, Any]":
    match value:
        case Model():
            return value._meta.pk
        case datetime():
            return DateTimeField()
        case date():
            return DateField()
        case str():
            return Text()
        case UUID():
            return UUIDField()
        case int():
            return IntegerField()
    raise TypeError(
        f"{value!r}: a prepared list is told rows, identifiers, days, instants, whole numbers or words"
    )


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _spelt(sql: str, params: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Its constants in the text. SQLite compares a parameter with the condition of a partial index when it is bound, and
    then prepares the whole statement again: twice the time, for what our code wrote and never changes."""
    places, kept, text = _PLACE.split(sql), list[Any](), list[str]()
    for before, param in zip(places, params, strict=False):
        text.append(before)
        if isinstance(param, str) and "\0" not in param:
            quoted = param.replace("'", "''").replace("%", "%%")
            text.append(f"'{quoted}'")
        elif isinstance(param, int):
            text.append(str(int(param)))
        else:
            text.append("%s")
            kept.append(param)
    return "".join([*text, places[-1]]), kept
