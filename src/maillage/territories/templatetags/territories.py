"""What the pages of territories repeat."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from maillage.territories.queries.diagnosis import Diagnosis, Figure
from maillage.territories.queries.official import AplArea

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


@register.inclusion_tag("territories/_need_button.html", takes_context=True)
def need_button(context: Context, figures: dict[str, Figure], key: str) -> dict[str, Any]:
    """« Besoin », for whom may write here; nothing on an open page."""
    space = context.get("space")
    return {
        "figure": figures.get(key) if space and "edit" in space.abilities else None,
        "space": space,
        "is_written": key in (context.get("needed") or ()),
        "csrf_token": context.get("csrf_token"),
    }
