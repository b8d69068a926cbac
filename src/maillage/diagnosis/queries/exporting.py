"""What a structure takes away of its diagnosis: its needs. Open data are read again from the same sources."""

from typing import Any

from maillage.structures.models import Structure


def export(structure: Structure) -> list[dict[str, Any]]:
    """Every need as plain data for JSON, in the order they were written; days in ISO."""
    return [
        {
            "text": need.text,
            "figure": need.figure,
            "label": need.label,
            "value": need.value,
            "source": need.source,
            "read_on": need.read_on.isoformat() if need.read_on else None,
            "written_at": need.written_at.isoformat(),
        }
        for need in structure.needs.all()
    ]
