"""Several short lists, read in one question: a page that many rooms write would ask for each of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Model, QuerySet, Value
from django.db.models.query import FlatValuesListIterable, ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from maillage.ui.slots import Wanted

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


def sizes(**lists: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of these lists has, in one question."""
    (found,) = read_all([Wanted(sizes=lists)])
    return found


def read_all(wanted: Iterable[Wanted]) -> list[dict[str, int]]:
    """Read what several rooms want, in one question; gives each the sizes that it asked for."""
    wanted = list(wanted)
    counts = [{name: _counted(rows) for name, rows in each.sizes.items()} for each in wanted]
    read_parts(
        (part for each in wanted for part in each.parts),
        *(rows for each in wanted for rows in each.lists),
        *(rows for each in counts for rows in each.values()),
    )
    return [{name: sum(size for _, size in rows) for name, rows in each.items()} for each in counts]


def _counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Its size as a list of one row, or of none."""
    grouped = rows.order_by().annotate(all_of_them=Value(1)).values_list("all_of_them")
    found: QuerySet[Any] = grouped.annotate(size=Count("pk"))
    return found


def read_parts(parts: Iterable[tuple[Model, str]], *also: QuerySet[Any]) -> None:
    """Prefetch, in one question, what hangs on some rows: (the row, the list as it calls it).

    « adhesions__college »: each of the list with what it is joined to. `also`: other lists to read with them.
    """
    lists: list[tuple[Model, str, QuerySet[Any]]] = []
    for row, path in dict.fromkeys(parts):
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
    """The rows of each, out of one UNION. MATERIALIZED keeps each list in its own order.

    PostgreSQL wants one type a column: the lists stand side by side. SQLite has none: they stand one over the other,
    which is far less to read. A first part without a row says the types, and keeps SQLite from those of the first list.
    """
    connection = connections[compiled[0][0].db]
    selected = [[column for column, *_ in compiler.select] for _, compiler, *_ in compiled]
    if connection.vendor == "postgresql":
        kinds = (column.output_field.cast_db_type(connection) for each in selected for column in each)
        empty = [f"CAST(NULL AS {kind})" for kind in kinds]
        starts = list(accumulate(map(len, selected), initial=0))
    else:
        empty, starts = ["NULL"] * max(map(len, selected)), [0] * len(selected)
    spans = [slice(start, start + len(each)) for start, each in zip(starts, selected, strict=False)]
    tables, parts = [], [f"SELECT 0, {', '.join(empty)} WHERE 1 = 0"]
    for rank, ((_, _, sql, _), span) in enumerate(zip(compiled, spans, strict=True)):
        names, cells = [f"c{each}" for each in range(span.stop - span.start)], ["NULL"] * len(empty)
        cells[span] = names
        tables.append(f"l{rank}({', '.join(names)}) AS MATERIALIZED ({sql})")
        parts.append(" ".join(("SELECT", ", ".join([str(rank), *cells]), f"FROM l{rank}")))
    found: list[list[Sequence[Any]]] = [[] for _ in compiled]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}",
            [param for _, _, _, params in compiled for param in params],
        )
        for rank, *cells in cursor.fetchall():
            found[rank].append(cells[spans[rank]])
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
            # One that is left unread (`only`) is not asked for.
            if not field.is_cached(made) and (owner := known.get(vars(made).get(field.attname))):
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
