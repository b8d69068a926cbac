"""What the public pages of the law need in templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from maillage import legislation

register = template.Library()


@register.filter
def liberal_of(answers: Mapping[str, str], trade: str) -> str:
    """How many were counted in an address, empty when nobody said."""
    return answers.get(f"{trade}.liberal", "")


@register.filter
def salaried_of(answers: Mapping[str, str], trade: str) -> str:
    return answers.get(f"{trade}.salaried", "")


@register.filter
def at(titles: Mapping[str, str], key: str) -> str:
    return titles.get(key, key)


@register.filter
def trade(key: str) -> str:
    known = legislation.professions_by_key().get(key)
    return known.label if known else key


@register.inclusion_tag("guide/_said.html")
def said(title: str, sentences: Iterable[legislation.Said]) -> dict[str, Any]:
    """A titled list of sentences, each with its text; or that our sources say nothing."""
    return {"title": title, "sentences": sentences}
