"""Trades in words."""

from collections.abc import Iterable

from django import template

from maillage.kernel import joined, plural
from maillage.structures.models import InformationAttendance
from maillage.structures.queries import professions_by_key

register = template.Library()


@register.filter
def profession(key: str) -> str:
    """« infirmier » → « Infirmier »; a key the law room no longer has is shown as it is."""
    known = professions_by_key().get(key)
    return known.label if known else key


@register.filter
def attendance(rows: Iterable[InformationAttendance]) -> str:
    """« 6 infirmiers et 3 médecins généralistes », or that nobody was counted."""
    known = professions_by_key()
    return (
        joined(
            plural(row.count, known[row.profession].label.lower(), known[row.profession].plural.lower())
            for row in rows
            if row.profession in known
        )
        or "personne n’est compté"
    )
