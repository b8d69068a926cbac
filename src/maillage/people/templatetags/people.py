"""Trades in words."""

from collections.abc import Iterable

from django import template

from maillage import legislation
from maillage.people.enums import Practice
from maillage.people.models import InformationAttendance
from maillage.people.queries import attendance_in_words

register = template.Library()


@register.filter
def profession(key: str) -> str:
    """« infirmier » → « Infirmier »; a key the law room no longer has is shown as it is."""
    known = legislation.professions_by_key().get(key)
    return known.label if known else key


@register.filter
def attendance(rows: Iterable[InformationAttendance]) -> str:
    return attendance_in_words(rows)


@register.filter
def practice(value: str) -> str:
    """« liberal » → « Libéral »; empty stays empty."""
    return str(Practice(value).label) if value in Practice else value
