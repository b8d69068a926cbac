"""A form that a use case refuses: what was typed stays, with the sentence in its place."""

from typing import Any

from django.db.models import Model

from maillage.kernel import BadInput


def refuse(form: Any, refusal: BadInput, row: Model | None = None) -> None:
    """`row`: what somebody wrote meanwhile. The form takes its version: sent again, it is meant."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if row is not None:
        fresh = type(row)._base_manager.values_list("version", flat=True).get(pk=row.pk)
        form.data = form.data.copy()
        form.data["version"] = str(fresh)
