"""What the pages of territories repeat."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from maillage.territories.queries.diagnosis import Figure

register = template.Library()


@register.filter
def drawn(svg: str) -> SafeString:
    """A map or a chart that we drew ourselves, its texts escaped there."""
    return mark_safe(svg)  # noqa: S308


@register.inclusion_tag("territories/_need_button.html", takes_context=True)
def need_button(context: Context, figures: dict[str, Figure], key: str) -> dict[str, Any]:
    """« En faire un besoin », for whom may write here; nothing on an open page."""
    space = context.get("space")
    return {
        "figure": figures.get(key) if space and "edit" in space.abilities else None,
        "space": space,
        "is_written": key in (context.get("needed") or ()),
        "csrf_token": context.get("csrf_token"),
    }
