"""Several short lists, read in one question: a page that many rooms write would ask for each of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[QuerySet[Any], SQLCompiler, str, Sequence[Any]]


def together(*lists: QuerySet[Any]) -> None:
    """Read lists of one database in one question: each then holds its rows, in its order, as if it had been asked alone.

    Their own filters, joins (`select_related`), annotations, orders and slices stand, and `values_list`; not `values`,
    nor what is ordered by what it does not select. What they prefetch is asked afterwards, as ever. A list that was
    read already is left as it is.
    """
    unread = [rows for rows in lists if rows._result_cache is None]
    compiled = list(_compiled(unread))
    found = _asked(compiled) if compiled else []
    for (rows, compiler, *_), lines in zip(compiled, found, strict=True):
        rows._result_cache = list(_built(rows, compiler, lines))


def read_parts(parts: Iterable[tuple[Model, str]], *also: QuerySet[Any]) -> None:
    """Prefetch, in one question, what hangs on some rows: (the row, the list as it calls it).

    « adhesions__college »: each of the list with what it is joined to. `also`: other lists to read with them.
    """
    lists: list[tuple[Model, str, QuerySet[Any]]] = []
    for row, path in parts:
        name, _, joined = path.partition("__")
        if name not in _prefetched(row):
            rows = getattr(row, name).all()
            lists.append((row, name, rows.select_related(joined) if joined else rows))
    together(*(rows for *_, rows in lists), *also)
    for row, name, rows in lists:
        _prefetched(row)[name] = rows


def _prefetched(row: Model) -> dict[str, QuerySet[Any]]:
    """Where Django keeps what it prefetched for a row, by name."""
    found: dict[str, QuerySet[Any]] = row.__dict__.setdefault("_prefetched_objects_cache", {})
    return found


def _compiled(lists: Sequence[QuerySet[Any]]) -> Iterator[Compiled]:
    """Those that may have a row; the others are known to be empty."""
    for rows in lists:
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            rows._result_cache = []
        else:
            yield rows, compiler, sql, params


def _asked(compiled: Sequence[Compiled]) -> list[list[Sequence[Any]]]:
    """The rows of each, out of one UNION whose lines hold the columns of all the lists, side by side.

    MATERIALIZED keeps each list in its own order. The first part says the types of what the others leave empty.
    """
    connection = connections[compiled[0][0].db]
    types = [
        [column.output_field.cast_db_type(connection) for column, *_ in compiler.select]
        for _, compiler, *_ in compiled
    ]
    parts, tables = [], []
    for rank, (_, _, sql, _) in enumerate(compiled):
        names = [f"c{each}" for each in range(len(types[rank]))]
        tables.append(f"l{rank}({', '.join(names)}) AS MATERIALIZED ({sql})")
        empty = [
            f"CAST(NULL AS {kind})" if rank == 0 else "NULL" for kinds in types[rank + 1 :] for kind in kinds
        ]
        before = ["NULL" for kinds in types[:rank] for _ in kinds]
        parts.append(" ".join(("SELECT", ", ".join([str(rank), *before, *names, *empty]), f"FROM l{rank}")))
    starts = [1 + sum(map(len, types[:rank])) for rank in range(len(types))]
    found: list[list[Sequence[Any]]] = [[] for _ in compiled]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}",
            [param for _, _, _, params in compiled for param in params],
        )
        for rank, *cells in cursor:
            start = starts[rank] - 1
            found[rank].append(cells[start : start + len(types[rank])])
    return found


def _built(rows: QuerySet[Any], compiler: SQLCompiler, lines: list[Sequence[Any]]) -> Iterator[Any]:
    """What Django makes of such lines: tuples of `values_list`, else rows (django.db.models.query.ModelIterable)."""
    if not issubclass(rows._iterable_class, ModelIterable):
        tuples = compiler.results_iter([lines], tuple_expected=True)
        yield from (cell for cell, *_ in tuples) if rows._iterable_class is FlatValuesListIterable else tuples
        return
    owners: Mapping[Any, Mapping[Any, Model]] = vars(rows)["_known_related_objects"]
    make = _maker(compiler, compiler.klass_info, rows.db)
    for line in compiler.results_iter([lines]):
        made = make(line)
        for name, place in compiler.annotation_col_map.items():
            setattr(made, name, line[place])
        for field, known in owners.items():
            if not field.is_cached(made) and (owner := known.get(getattr(made, field.attname))):
                setattr(made, field.name, owner)
        yield made


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
