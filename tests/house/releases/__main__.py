"""Write the dump of the present version beside this file, or where it is told."""

import os
import sqlite3
import sys
import tomllib
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import django
from django.apps import apps
from django.db import models

from instance import share_built

PROJECT = Path(__file__).parents[3]
#: Of nobody: it seals the rows of a dump, and opens them again.
HEALTH_KEY = "0" * 43 + "="
#: What a row says when its field has neither a default nor choices.
VALUES: tuple[tuple[type[models.Field], Any], ...] = (
    (models.BooleanField, True),
    (models.DateTimeField, datetime(2026, 3, 2, 12, tzinfo=UTC)),
    (models.DateField, date(2026, 3, 2)),
    (models.EmailField, "personne@example.org"),
    (models.CharField, "82121"),
    (models.TextField, "Des mots."),
    (models.DecimalField, 1),
    (models.FloatField, 1.5),
    (models.IntegerField, 1),
    (models.JSONField, {}),
    (models.UUIDField, UUID(int=1)),
    (models.BinaryField, b"1"),
)

#: What a constraint asks besides.
NEEDED: dict[str, dict[str, Any]] = {
    "care.Offer": {"answered_at": datetime(2026, 3, 2, 12, tzinfo=UTC), "answer": "oui"},
    "project.Need": {"read_on": date(2026, 3, 2)},
    "outreach.Call": {"answered_at": datetime(2026, 3, 2, 12, tzinfo=UTC)},
    "people.Fee": {"until": date(2027, 1, 1)},
    "governance.Meeting": {"ends_at": datetime(2026, 3, 2, 14, tzinfo=UTC)},
    "governance.Presence": {"left_at": datetime(2026, 3, 2, 14, tzinfo=UTC)},
    "governance.PollDate": {"ends_at": datetime(2026, 3, 2, 14, tzinfo=UTC)},
    "governance.RcpSession": {"ald": 1},
    "governance.Mandate": {"until": date(2027, 1, 1)},
    "care.PatientFile": {"kept_until": date(2027, 1, 1), "name": "Une personne"},
    "care.ReconciledDrug": {"drug": "Un médicament"},
    "funding.Reconciliation": {"kind": "autre"},
    "funding.VotedAmount": {"until": date(2027, 1, 1)},
    "funding.SplitKey": {"until": date(2027, 1, 1)},
    "outreach.Event": {"ends_at": datetime(2026, 3, 2, 14, tzinfo=UTC)},
    "care.Post": {"ends_at": datetime(2026, 3, 2, 14, tzinfo=UTC)},
}
#: Columns that point to another row than the first.
OTHERS = {
    "governance.Pouvoir": "holder", "governance.IdeaSupport": "person", "governance.IdeaComment": "person",
    "people.Merge": "gone", "people.Apart": "second",
}  # fmt: skip


def fill() -> None:
    """The demonstration, then a row in each table that it leaves empty."""
    from maillage.portal.services import make_demo, prepare_database

    prepare_database()
    make_demo()
    rooms = list(apps.app_configs)  # the upper ones first: they point to those below
    linked_last = sorted(
        apps.get_models(include_auto_created=True),
        key=lambda model: (bool(model._meta.auto_created), -rooms.index(model._meta.app_label)),
    )
    for model in linked_last:
        if model._meta.managed and not model._base_manager.exists():
            model._base_manager.create(**row_of(model))


def row_of(model: type[models.Model]) -> dict[str, Any]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.is_relation]
    row = {field.name: value_of(field) for field in fields if not field.null and not field.has_default()}
    if other := OTHERS.get(model._meta.label):
        row[other] = model._meta.get_field(other).related_model._base_manager.last()
    return row | NEEDED.get(model._meta.label, {})


def value_of(field: models.Field) -> Any:
    if field.is_relation:
        return field.related_model._base_manager.first()
    if field.choices:
        return field.flatchoices[0][0]
    value = next(value for kind, value in VALUES if isinstance(field, kind))
    return value[: field.max_length] if isinstance(value, str) else value


def main(file: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    with TemporaryDirectory() as folder:
        share_built(Path(folder))
        os.environ.update(
            MAILLAGE_VAR=folder, DATABASE_URL="", MAILLAGE_DEMO="1", MAILLAGE_HEALTH_KEYS=HEALTH_KEY
        )
        django.setup()
        fill()
        with closing(sqlite3.connect(Path(folder) / "maillage.db")) as base:
            file.write_text("\n".join(base.iterdump()) + "\n")


if __name__ == "__main__":
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_name(f"{version}.sql"))
