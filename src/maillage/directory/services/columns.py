"""Rows, column by column: so they are read and counted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model

#: As many as the model has fields, in their order; all of the same length.
Columns = tuple[Sequence[Any], ...]
#: Some rows of a table.
Piece = tuple[type[Model], Columns]

AT_ONCE = 50_000  # rows of a piece


def places_of(model: type[Model], *names: str) -> tuple[int, ...]:
    """Where these fields are in a row of the model."""
    fields = [field.name for field in model._meta.concrete_fields]
    return tuple(map(fields.index, names))


def numbered(model: type[Model], rows: Iterable[Sequence[Any]]) -> Iterator[Piece]:
    """Rows without their number, which comes first, from 1: some at a time."""
    left, number = iter(rows), 1
    while some := list(islice(left, AT_ONCE)):
        yield model, (range(number, number + len(some)), *zip(*some, strict=True))
        number += len(some)
