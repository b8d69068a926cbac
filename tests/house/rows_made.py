"""How many rows of a model a page makes objects of: more than it shows, and it costs what the structure is large."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model
from django.db.models.signals import post_init


@contextmanager
def rows_made(model: type[Model]) -> Iterator[list[int]]:
    """The identifiers of those made meanwhile, in a list that grows."""
    made: list[int] = []

    def note(instance: Model, **_: object) -> None:
        made.append(instance.pk)

    post_init.connect(note, sender=model)
    try:
        yield made
    finally:
        post_init.disconnect(note, sender=model)
