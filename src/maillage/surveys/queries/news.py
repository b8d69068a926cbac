"""The surveys opened and closed, for those who belong to the structure that asks."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from maillage.kernel import plural
from maillage.structures.models import Structure
from maillage.surveys.enums import Public
from maillage.surveys.queries.results import surveys_of_territory
from maillage.ui.slots import NewsItem


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """Those who belong are professionals: the door of the survey of another public is not theirs."""
    today = timezone.localdate()
    for summary in surveys_of_territory(structure, on=today):
        survey = summary.survey
        if summary.is_open and survey.opened_on >= since:
            is_theirs = survey.public == Public.PROFESSIONALS
            path = survey.link.get_absolute_url() if is_theirs else ""
            yield NewsItem(survey.opened_on, f"Une enquête s’ouvre : « {summary.title} ».", path)
        elif not summary.is_open and survey.closed_on and since <= survey.closed_on <= today:
            received = plural(summary.received, "réponse reçue", "réponses reçues")
            yield NewsItem(survey.closed_on, f"L’enquête « {summary.title} » est close : {received}.")
