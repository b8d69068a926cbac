"""Importing, and looking at what came of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from maillage.directory.models import ImportedFile, Person
from maillage.directory.services.importing import import_rpps
from maillage.directory.services.storing.report import ImportReport
from maillage.kernel import BadInput

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.get_current_timezone())


def rpps(*given: Path, force: bool = False) -> ImportReport:
    return import_rpps([str(path) for path in given], on=NOW, force=force)


def names() -> list[str]:
    return list(Person.objects.order_by("id").values_list("given", flat=True))


def imported(name: str) -> ImportedFile:
    return ImportedFile.objects.get(name=name)


def fails_with(sentence: str, work: Callable[[], object]) -> None:
    """And leaves everyone where they were."""
    before = names()
    with pytest.raises(BadInput) as refusal:
        work()
    assert sentence in str(refusal.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert names() == before
