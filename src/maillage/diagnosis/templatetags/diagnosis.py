"""What the pages of territories repeat."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from maillage.diagnosis.queries.diagnosis import Diagnosis
from maillage.official.queries.apl import AplArea

register = template.Library()


@register.filter
def drawn(svg: str) -> SafeString:
    """A map or a chart that we drew ourselves, its texts escaped there."""
    return mark_safe(svg)  # noqa: S308


@register.filter
def beside(diagnosis: Diagnosis, areas: Iterable[AplArea]) -> list[tuple[AplArea, str]]:
    """Each official index with what we estimate for the same profession."""
    ours = {access.trade: access.ratio_words for access in diagnosis.accesses}
    return [(area, ours.get(area.vintage.profession, "non estimée")) for area in areas]
