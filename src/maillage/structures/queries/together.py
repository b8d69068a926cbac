"""Several short lists, read in one question: a page that many rooms write would ask for each of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet

from maillage.structures.queries.prepared import Written, counted, prepare_hanging
from maillage.ui.slots import Wanted

Compiled = tuple[QuerySet[Any], Written, Sequence[Any]]

#: Of one question; one more is the rank of its list (MaxTupleAttributeNumber of PostgreSQL).
MOST_COLUMNS = 1_663


def together(*lists: QuerySet[Any]) -> None:
    """Read lists of one database in one question: each then holds its rows, in its order, as if it had been asked alone.

    Their own filters, joins (`select_related`), annotations, orders and slices stand, and `values_list`; not `values`,
    nor what is ordered by what it does not select. What they prefetch is asked afterwards, as ever. A list that was
    read already is left as it is.
    """
    unread = [rows for rows in lists if rows._result_cache is None]
    for compiled in _side_by_side(_asked_as(unread)):
        for (rows, written, _), lines in zip(compiled, _asked(compiled), strict=True):
            rows._result_cache = list(written.built(rows, lines)) if lines else []


def sizes(**lists: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of these lists has, in one question."""
    (found,) = read_all([Wanted(sizes=lists)])
    return found


def read_all(wanted: Iterable[Wanted]) -> list[dict[str, int]]:
    """Read what several rooms want, in one question; gives each the sizes that it asked for."""
    wanted = list(wanted)
    counts = [{name: counted(rows) for name, rows in each.sizes.items()} for each in wanted]
    read_parts(
        (part for each in wanted for part in each.parts),
        *(rows for each in wanted for rows in each.lists),
        *(rows for each in counts for rows in each.values()),
    )
    for each in wanted:
        each.ready()
    return [{name: sum(size for _, size in rows) for name, rows in each.items()} for each in counts]


def read_parts(parts: Iterable[tuple[Model, str]], *also: QuerySet[Any]) -> None:
    """Prefetch, in one question, what hangs on some rows: (the row, the list as it calls it).

    « adhesions__college »: each of the list with what it is joined to. `also`: other lists to read with them.
    """
    lists: list[tuple[Model, str, QuerySet[Any]]] = []
    for row, path in dict.fromkeys(parts):
        name, _, joined = path.partition("__")
        if name not in _prefetched(row):
            lists.append((row, name, prepare_hanging(row, name, joined)))
    together(*(rows for *_, rows in lists), *also)
    for row, name, rows in lists:
        vars(rows).pop("_told", None)
        _prefetched(row)[name] = rows


def _prefetched(row: Model) -> dict[str, QuerySet[Any]]:
    """Where Django keeps what it prefetched for a row, by name."""
    found: dict[str, QuerySet[Any]] = row.__dict__.setdefault("_prefetched_objects_cache", {})
    return found


def _asked_as(lists: Iterable[QuerySet[Any]]) -> Iterator[Compiled]:
    """Those that may have a row, each with its SQL and its parameters; the others are known to be empty."""
    for rows in lists:
        written, values = told if (told := vars(rows).get("_told")) else (Written.of(rows), ())
        if written.is_empty:
            rows._result_cache = []
        else:
            yield rows, written, written.filled(values)


def _side_by_side(lists: Iterable[Compiled]) -> Iterator[list[Compiled]]:
    """As many as a question of PostgreSQL can hold: one of its rows has 1,664 columns at most."""
    held: list[Compiled] = []
    width = 0
    for each in lists:
        columns = len(each[1].compiler.select)
        if held and width + columns > MOST_COLUMNS:
            yield held
            held, width = [], 0
        held.append(each)
        width += columns
    if held:
        yield held


def _asked(compiled: Sequence[Compiled]) -> list[list[Sequence[Any]]]:
    """The rows of each, out of one UNION. MATERIALIZED keeps each list in its own order.

    PostgreSQL wants one type a column: the lists stand side by side. SQLite has none: they stand one over the other,
    which is far less to read. A first part without a row says the types, and keeps SQLite from those of the first list.
    """
    connection = connections[compiled[0][0].db]
    selected = [[column for column, *_ in written.compiler.select] for _, written, _ in compiled]
    if connection.vendor == "postgresql":
        kinds = (column.output_field.cast_db_type(connection) for each in selected for column in each)
        empty = [f"CAST(NULL AS {kind})" for kind in kinds]
        starts = list(accumulate(map(len, selected), initial=0))
    else:
        empty, starts = ["NULL"] * max(map(len, selected)), [0] * len(selected)
    spans = [slice(start, start + len(each)) for start, each in zip(starts, selected, strict=False)]
    tables, parts = [], [f"SELECT 0, {', '.join(empty)} WHERE 1 = 0"]
    for rank, ((_, written, _), span) in enumerate(zip(compiled, spans, strict=True)):
        names, cells = [f"c{each}" for each in range(span.stop - span.start)], ["NULL"] * len(empty)
        cells[span] = names
        tables.append(f"l{rank}({', '.join(names)}) AS MATERIALIZED ({written.sql})")
        parts.append(" ".join(("SELECT", ", ".join([str(rank), *cells]), f"FROM l{rank}")))
    found: list[list[Sequence[Any]]] = [[] for _ in compiled]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}",
            [param for _, _, params in compiled for param in params],
        )
        for rank, *cells in cursor.fetchall():
            found[rank].append(cells[spans[rank]])
    return found
