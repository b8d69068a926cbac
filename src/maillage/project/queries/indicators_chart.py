"""The values of an indicator over its years, as a chart; its table stands beside it."""

from decimal import Decimal

from maillage.documents.services.years import YearPoint, Years
from maillage.project.queries.indicators_one import Page


def chart_of(page: Page) -> Years | None:
    """None before a second year is known: a chart of one point says nothing."""
    points = [
        YearPoint(each.span.label, number_of(each.value.number), number_of(each.target), each.said)
        for each in reversed(page.lines)
    ]
    if sum(each.value is not None for each in points) < 2:
        return None
    base = number_of(page.line.base)
    return Years(points, title=f"{page.line.indicator.name}, année par année", base=base)


def number_of(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
