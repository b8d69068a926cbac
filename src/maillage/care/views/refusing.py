"""A form that a use case refuses: what was typed stays, with the sentence in its place."""

from typing import Any

from maillage.kernel import BadInput


def refuse(form: Any, refusal: BadInput) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
