"""Conducting a meeting: the point under way, and what is asked from afar."""

from uuid import uuid4

from django.db import models

from maillage.governance.enums import QuestionState
from maillage.governance.models.meetings import AgendaItem, Meeting
from maillage.people.models import Person


class UnderWay(models.Model):
    """The point that a meeting is at, and since when."""

    # It says nothing without it.
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="under_way")
    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="under_way")
    since = models.DateTimeField()

    class Meta:
        verbose_name = "point en cours"

    def __str__(self) -> str:
        return str(self.item)


class Question(models.Model):
    """What somebody who was convoked asks by their link, during the meeting; the host says what is shown of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    # What one asked goes with one's card.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="questions")
    #: What the form was sent with: sending it twice asks once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    words = models.CharField("question", max_length=500)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.ASKED)

    class Meta:
        verbose_name = "question à distance"
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.words
