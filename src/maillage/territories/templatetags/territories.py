"""What the pages of territories repeat."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from maillage.territories.queries.diagnosis import Diagnosis
from maillage.territories.queries.evidence import anchor_of
from maillage.territories.queries.figures import Figure
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


@register.filter
def named(figures: Mapping[str, Figure], key: str) -> Figure | None:
    """The figure of a key."""
    return figures.get(key)


@register.inclusion_tag("territories/_need_button.html", takes_context=True)
def need_button(context: Context, figure: Figure | None) -> dict[str, Any]:
    """« Besoin », for whom may write here; nothing on an open page, nor without a figure."""
    space = context.get("space")
    if figure is None or space is None or "edit" not in space.abilities:
        return {}
    return {
        "figure": figure,
        "space": space,
        "anchor": anchor_of(figure.key),
        "is_written": figure.key in (context.get("needed") or ()),
        "csrf_token": context.get("csrf_token"),
    }
