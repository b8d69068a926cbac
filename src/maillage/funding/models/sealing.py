"""What is validated does not change, whoever asks: the last guard, below the services that say it in words."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.db import models

Row = TypeVar("Row", bound="SealedModel")
_is_open: ContextVar[bool] = ContextVar("books_unsealed", default=False)


class Sealed(RuntimeError):
    """A fault of ours, never of who uses the site: services refuse before, with what to do."""


@contextmanager
def unsealed() -> Iterator[None]:
    """The one door: a structure that is erased, a name that leaves old books. Never to put a figure right."""
    before = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(before)


class SealedRows(models.QuerySet[Row]):
    """Rows by the hundred, under the same guard."""

    def update(self, **values: Any) -> int:
        if not set(values) <= self.model.LINKS:
            self._judge()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._judge()
        return super().delete()

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        rows = list(objs)
        if options.get("update_conflicts"):
            raise Sealed("Books are written once: nothing is written over.")
        if not _is_open.get():
            self.model.judge_new(rows)
        return super().bulk_create(rows, *args, **options)

    def _judge(self) -> None:
        if not _is_open.get() and self.filter(**{f"{self.model.SEAL}__isnull": False}).exists():
            raise Sealed("One of these is validated: its reversal corrects it.")


class SealedModel(models.Model):
    """`SEAL`: the column that freezes a row, once it says a day; `LINKS`: columns that say nothing of the entry."""

    SEAL: ClassVar[str]
    LINKS: ClassVar[frozenset[str]] = frozenset()

    objects: ClassVar[Any] = SealedRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not _is_open.get():
            self._judge()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        if not _is_open.get() and self._stored(f"{self.SEAL}__isnull", value=False):
            raise Sealed("It is validated: its reversal corrects it.")
        return super().delete(*args, **options)

    @classmethod
    def judge_new(cls, rows: Iterable[Any]) -> None:
        """Raises Sealed for a row that nobody may add."""

    def _stored(self, where: str, *, value: bool) -> Any:
        return type(self)._base_manager.filter(pk=self.pk, **{where: value}).first() if self.pk else None

    def _judge(self) -> None:
        before = self._stored(f"{self.SEAL}__isnull", value=False)
        if before is None:
            if self._state.adding:
                self.judge_new([self])
            return
        for field in self._meta.concrete_fields:
            name = field.attname
            if name not in self.LINKS and field.to_python(getattr(self, name)) != getattr(before, name):
                raise Sealed(f"It is validated: {name} does not change.")
