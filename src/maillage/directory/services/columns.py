"""Rows, column by column: so they are read, counted, and handed from one process to another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model

#: As many as the model has fields, in their order; all of the same length.
Columns = tuple[Sequence[Any], ...]
#: Some rows of a table.
Piece = tuple[type[Model], Columns]

AT_ONCE = 50_000  # rows of a piece


class Texts(list[str]):
    """A column of texts without line breaks: it goes to another process as one text, twice as fast."""

    def __reduce__(self) -> tuple[Callable[..., list[str]], tuple[str, ...]]:
        return (_split, ("\n".join(self),)) if self else (list, ())


def _split(text: str) -> list[str]:
    return text.split("\n")


def places_of(model: type[Model], *names: str) -> tuple[int, ...]:
    """Where these fields are in a row of the model."""
    fields = [field.name for field in model._meta.concrete_fields]
    return tuple(map(fields.index, names))


def numbered(model: type[Model], rows: Iterable[Sequence[Any]]) -> Iterator[Piece]:
    """Rows without their number, which comes first, from 1: some at a time."""
    left, number = iter(rows), 1
    while some := list(islice(left, AT_ONCE)):
        columns = zip(*some, strict=True)
        texts = (Texts(column) if isinstance(column[0], str) else column for column in columns)
        yield model, (range(number, number + len(some)), *texts)
        number += len(some)
