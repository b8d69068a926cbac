"""What a structure takes away of its surveys: what its pages show, never an answer alone."""

from typing import Any

from django.utils import timezone

from maillage.structures.models import Structure
from maillage.surveys.queries.results import Result, Row, SurveySummary, survey_tables


def export(structure: Structure) -> list[dict[str, Any]]:
    """Every survey as plain data for JSON, those open first; days in ISO."""
    return [_survey(summary) for summary in survey_tables(structure, on=timezone.localdate())]


def _survey(summary: SurveySummary) -> dict[str, Any]:
    survey = summary.survey
    return {
        "questionnaire": survey.questionnaire,
        "title": summary.title,
        "public": summary.public,
        "asked_by": survey.asked_by,
        "opened_on": survey.opened_on.isoformat(),
        "closed_on": survey.closed_on.isoformat() if survey.closed_on else None,
        "received": summary.received,
        "counted": summary.counted,
        "questions": [_question(result) for result in summary.results],
    }


def _question(result: Result) -> dict[str, Any]:
    return {
        "question": result.question.text,
        "total": _counts(result, result.total),
        "groups": [_counts(result, row) for row in result.groups],
        "texts": [words.text for words in result.words],
    }


def _counts(result: Result, row: Row) -> dict[str, Any]:
    return {
        "group": row.label,
        "answers": row.size,
        "choices": dict(zip(result.labels, row.counts, strict=True)),
    }
