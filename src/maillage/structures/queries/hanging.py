"""Rows read in one question, given to those they hang on as if Django had prefetched them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def hang(owners: Iterable[Model], name: str, field: str, rows: Iterable[Model]) -> None:
    """`name` is the list as an owner calls it, `field` the owner as a row calls it."""
    by_owner: defaultdict[Any, list[Model]] = defaultdict(list)
    for row in rows:
        by_owner[getattr(row, f"{field}_id")].append(row)
    for owner in owners:
        listed = getattr(owner, name).all()
        listed._result_cache = by_owner[owner.pk]
        for row in listed:
            setattr(row, field, owner)
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = listed
