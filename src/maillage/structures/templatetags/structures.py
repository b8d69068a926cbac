"""Forms in words."""

from django import template

from maillage.structures.queries import label_of_form

register = template.Library()


@register.filter
def form_label(key: str) -> str:
    """« msp » → « MSP »."""
    return label_of_form(key)
