"""Trades in words."""

from collections.abc import Iterable, Mapping

from django import template

from maillage import legislation
from maillage.people.enums import Practice
from maillage.people.models import Absence, InformationAttendance
from maillage.people.queries import attendance_in_words
from maillage.people.queries.presence import absence_words

register = template.Library()

#: Professions whose name is feminine, whoever bears it.
FEMININE = frozenset({"sage_femme"})


@register.filter
def profession(key: str) -> str:
    """« infirmier » → « Infirmier »; a key the law room no longer has is shown as it is."""
    known = legislation.professions_by_key().get(key)
    return known.label if known else key


@register.filter
def one(trade: legislation.Profession) -> str:
    """« un pharmacien », « une sage-femme »."""
    return f"{'une' if trade.key in FEMININE else 'un'} {trade.label.lower()}"


@register.filter
def attendance(rows: Iterable[InformationAttendance]) -> str:
    return attendance_in_words(rows)


@register.filter
def practice(value: str) -> str:
    """« liberal » → « Libéral »; empty stays empty."""
    return str(Practice(value).label) if value in Practice else value


@register.filter
def away(absence: Absence) -> str:
    return absence_words(absence)


@register.filter
def named(names: Mapping[int, str], number: int) -> str:
    """The name of a college, by its number."""
    return names.get(number, "")
