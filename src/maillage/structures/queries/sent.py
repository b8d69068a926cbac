"""What a form that is sent again made already: its key makes one thing, and nothing else anywhere."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Manager, Model, QuerySet

from maillage.kernel import BadInput

M = TypeVar("M", bound=Model)
SENT = "Ce formulaire a déjà servi ailleurs : rouvrez la page, puis recommencez."


def sent_before(rows: Manager[M] | QuerySet[M], key: UUID) -> M | None:
    """Of these rows, the one that was made with this key; None: it is new. Raises BadInput for that of another thing."""
    if found := rows.filter(key=key).first():
        return found
    if rows.model._base_manager.filter(key=key).exists():
        raise BadInput(SENT)
    return None
