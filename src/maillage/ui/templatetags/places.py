"""Communes, as our templates name them; loaded everywhere (settings.TEMPLATES, builtins)."""

from collections.abc import Iterable

from django import template

from maillage.geography import atlas

register = template.Library()


@register.filter
def units(codes: Iterable[str]) -> str:
    """« Montauban (82121, Tarn-et-Garonne) ; Albias (82002, Tarn-et-Garonne) »; what is no code of a unit, as it is."""
    return "\N{NO-BREAK SPACE}; ".join(map(_unit, codes))


def _unit(code: str) -> str:
    names = atlas().names
    if not (unit := names.units.get(code)):
        return code
    return f"{unit.name} ({code}, {names.departements[unit.departement].name})"
