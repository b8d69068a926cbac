"""A survey of a structure: a link, ready questions, answers without account."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.links.models import Link
from maillage.structures.models import Structure
from maillage.surveys.enums import Public


class Survey(models.Model):
    """One questionnaire of the law room's seeds, opened to one public for a time."""

    # What was asked for a structure goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="surveys")
    #: Where it is answered: what its QR code and its posters hold.
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="survey")
    questionnaire = models.CharField("questionnaire", max_length=40)  # a key of queries.surveys
    public = models.CharField("public", max_length=12, choices=Public)
    #: What it is asked about, an event, when it is not the territory: it may then be open several times at once.
    about = models.CharField("à propos de", max_length=150, blank=True)
    opened_on = models.DateField("ouverte le")
    #: From this day on its link takes no answer: a day to come, when it was opened for a time.
    closed_on = models.DateField("fermée le", null=True, blank=True)
    #: Who asks, as those who answer read it: the structure's name on the day it was opened.
    asked_by = models.CharField("posée par", max_length=120)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "enquête"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="Une enquête ferme après avoir ouvert.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} ({self.get_public_display()})"

    @property
    def token(self) -> str:
        return self.link.token

    def is_open(self, *, on: date) -> bool:
        return self.closed_on is None or on < self.closed_on


class SurveyAnswer(models.Model):
    """One person's answers. Nothing says who: a trade and a commune, if they said so."""

    # Answers belong to their survey.
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    #: What the page was sent with: sending it twice answers once.
    key = models.UUIDField(unique=True, editable=False)
    profession = models.CharField("profession", max_length=40, blank=True)  # a key of the law room
    commune = models.CharField("commune", max_length=5, blank=True)
    given_on = models.DateField("répondu le")

    class Meta:
        verbose_name = "réponse"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.pk}"


class SurveyReply(models.Model):
    """One choice, or the words written, for one question. Several rows when several choices are allowed."""

    # Part of its answer.
    answer = models.ForeignKey(SurveyAnswer, on_delete=models.CASCADE, related_name="replies")
    question = models.CharField("question", max_length=40)
    choice = models.CharField("choix", max_length=40, blank=True)
    words = models.TextField("texte", blank=True)
    #: It seems to name someone: shown once somebody who may edit has read it.
    held = models.BooleanField("à relire", default=False)

    class Meta:
        verbose_name = "réponse à une question"
        constraints = [
            models.UniqueConstraint(fields=["answer", "question", "choice"], name="survey_choice_once"),
            models.CheckConstraint(
                name="survey_reply_says_something",
                condition=~Q(choice="") | ~Q(words=""),
                violation_error_message="Une réponse est un choix ou un texte.",
            ),
        ]

    def __str__(self) -> str:
        return self.choice or self.words
