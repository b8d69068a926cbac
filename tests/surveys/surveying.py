"""Answering surveys and reading them, for tests."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse

from maillage.accounts.models import User
from maillage.surveys.models import Survey, SurveyAnswer
from maillage.surveys.queries.results import SurveySummary, summary_of
from maillage.surveys.services import GivenAnswer, answer_survey, close_survey

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=30)


def answer(
    survey: Survey, trade: str = "", choice: str = "oui", words: str = "", **more: Any
) -> SurveyAnswer:
    given = GivenAnswer(
        trade, chosen={"nouveaux_patients": [choice]}, words={"une_chose": words} if words else {}, **more
    )
    return answer_survey(survey, given, key=uuid4(), on=DAY)


def closed(survey: Survey, by: User) -> SurveySummary:
    return summary_of(close_survey(survey, by=by, on=LATER), on=LATER)


def at_home(survey: Survey, page: str = "survey", *more: object) -> str:
    slug = survey.structure.slug
    return reverse(f"surveys:{page}", args=[slug, survey.pk, *more])
