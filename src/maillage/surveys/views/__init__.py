"""The pages of surveys: for who asks, and for who answers."""

from maillage.surveys.views.answering import answer, answered
from maillage.surveys.views.managing import (
    close_survey,
    drop_unread_words,
    drop_words,
    erase_survey,
    poster,
    renew_link,
    reschedule_survey,
    show_words,
    survey,
    survey_csv,
    surveys,
)

__all__ = [
    "answer",
    "answered",
    "close_survey",
    "drop_unread_words",
    "drop_words",
    "erase_survey",
    "poster",
    "renew_link",
    "reschedule_survey",
    "show_words",
    "survey",
    "survey_csv",
    "surveys",
]
