"""Needs in their order, the figure that each came from as it stands now, and the button that writes one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from maillage.diagnosis.queries.diagnosis import diagnosis_of_territory
from maillage.diagnosis.queries.figures import figures_by_key
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.project.enums import Ability
from maillage.structures.models import Structure
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


def figures_now(structure: Structure, *, on: date) -> Mapping[str, Figure]:
    """By key, what the diagnosis says today."""
    around = surroundings(structure.territory.codes, on=on, structure=structure)
    return figures_by_key(diagnosis_of_territory(structure.territory), around)


def page_of(key: str, slug: str) -> str:
    """Where the button of a figure stands: whoever wrote a need goes on reading there."""
    kind, *rest = key.split(".")
    if kind == "enquete" and rest[0].isdecimal():
        return f"{reverse('surveys:survey', args=[slug, rest[0]])}#{anchor_of(key)}"
    return f"{reverse('diagnosis:diagnosis', args=[slug])}#{anchor_of(key)}"


def written_needs(page: Mapping[str, Any], structure: Structure) -> dict[str, Any]:
    """On the page of the diagnosis: how many needs were written of it, and where they are; nothing when it is off."""
    if Ability.READ not in page["abilities"]:
        return {}
    prefetch_related_objects([structure], "needs")
    return {"structure": structure, "written": len(structure.needs.all())}
