"""Which database a model of the directory is read from."""

from typing import Any

from django.db.models import Model

ALIAS = "directory"


class DirectoryRouter:
    """Derived tables are read in the directory; nothing is ever migrated there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:  # noqa: ARG002
        return ALIAS if model._meta.app_label == ALIAS and not model._meta.managed else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:  # noqa: ARG002
        return False if db == ALIAS else None
