"""The button that turns a figure into a need, wherever the figure is shown."""

from collections.abc import Mapping
from typing import Any

from django.db.models import prefetch_related_objects

from maillage.diagnosis.enums import Ability
from maillage.ui.types import Figure


def anchor_of(key: str) -> str:
    """The identifier of the button of a figure."""
    return f"chiffre-{key.replace('.', '-')}"


def need_button(page: Mapping[str, Any], figure: Figure | None) -> dict[str, Any]:
    """« Besoin », for whom may write here; nothing on an open page, nor without a figure."""
    structure = page.get("structure")
    if figure is None or structure is None or Ability.WRITE not in page["abilities"]:
        return {}
    prefetch_related_objects([structure], "needs")  # once for all the buttons of a page
    return {
        "figure": figure,
        "structure": structure,
        "anchor": anchor_of(figure.key),
        "is_written": any(need.figure == figure.key for need in structure.needs.all()),
    }
