"""What a structure takes away of its layers of habits: the lines it gave, and where they come from."""

from typing import Any

from maillage.structures.models import Structure


def export(structure: Structure) -> list[dict[str, Any]]:
    """Every layer as plain data for JSON, in the order they were added; days in ISO, weights as text."""
    return [
        {
            "name": layer.name,
            "kind": layer.kind,
            "source": layer.source,
            "dated_on": layer.dated_on.isoformat(),
            "added_at": layer.added_at.isoformat(),
            "rows": [
                {"commune": commune, "group": group, "weight": None if weight is None else str(weight)}
                for commune, group, weight in layer.rows.order_by("pk").values_list(
                    "commune", "group", "weight"
                )
            ],
        }
        for layer in structure.habit_layers.all()
    ]
