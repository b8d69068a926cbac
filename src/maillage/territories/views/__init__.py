"""The pages of territories."""

from maillage.territories.views.answering import answer, answered
from maillage.territories.views.coverage import choose_coverage, coverage, coverage_csv
from maillage.territories.views.diagnosis import (
    diagnosis,
    download,
    drop_need,
    open_diagnosis,
    reword_need,
    write_need,
)
from maillage.territories.views.drawing import draw
from maillage.territories.views.habits import add_habits, drop_habits, habit_layer, habit_rows, habits
from maillage.territories.views.surveys import (
    close_survey,
    drop_words,
    renew_link,
    reschedule_survey,
    survey,
    survey_csv,
    survey_poster,
    surveys,
)

__all__ = [
    "add_habits",
    "answer",
    "answered",
    "choose_coverage",
    "close_survey",
    "coverage",
    "coverage_csv",
    "diagnosis",
    "download",
    "draw",
    "drop_habits",
    "drop_need",
    "drop_words",
    "habit_layer",
    "habit_rows",
    "habits",
    "open_diagnosis",
    "renew_link",
    "reschedule_survey",
    "reword_need",
    "survey",
    "survey_csv",
    "survey_poster",
    "surveys",
    "write_need",
]
