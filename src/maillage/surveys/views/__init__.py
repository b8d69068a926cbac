"""The pages of surveys: for who asks; who answers enters by a link."""

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
    survey_file,
    surveys,
)

__all__ = [
    "close_survey",
    "drop_unread_words",
    "drop_words",
    "erase_survey",
    "poster",
    "renew_link",
    "reschedule_survey",
    "show_words",
    "survey",
    "survey_file",
    "surveys",
]
