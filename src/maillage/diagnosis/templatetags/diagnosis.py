"""What the pages of territories repeat."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def drawn(svg: str) -> SafeString:
    """A map or a chart that we drew ourselves, its texts escaped there."""
    return mark_safe(svg)  # noqa: S308
