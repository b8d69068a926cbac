"""What is typed to tell something to those around a structure, and to call them."""

from maillage.outreach.forms.bulletins import StartForm, WishForm, WriteForm, asked_in
from maillage.outreach.forms.campaigns import (
    AnswerForm,
    CallerForm,
    ChooseForm,
    KnownForm,
    LaunchForm,
    LiftForm,
    RefusalForm,
    TakeForm,
    TargetForm,
    TimeForm,
    WordsForm,
)

__all__ = [
    "AnswerForm",
    "CallerForm",
    "ChooseForm",
    "KnownForm",
    "LaunchForm",
    "LiftForm",
    "RefusalForm",
    "StartForm",
    "TakeForm",
    "TargetForm",
    "TimeForm",
    "WishForm",
    "WordsForm",
    "WriteForm",
    "asked_in",
]
