"""How the territory was told."""

from django.db import models
from django.db.models import Q

from maillage.people.enums import Channel
from maillage.structures.models import Structure


class InformationMeeting(models.Model):
    """How the territory was told: the letter is judged on it first."""

    # Same as the tour de table.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="information_meetings")
    held_on = models.DateField("date")
    channel = models.CharField("canal", max_length=12, choices=Channel, default=Channel.MEETING)
    subject = models.CharField("objet", max_length=150, blank=True)

    class Meta:
        verbose_name = "information des professionnels"
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} du {self.held_on:%d/%m/%Y}"


class InformationAttendance(models.Model):
    """How many of one profession were there, or were reached."""

    # Part of its meeting.
    meeting = models.ForeignKey(InformationMeeting, on_delete=models.CASCADE, related_name="attendance")
    profession = models.CharField("profession", max_length=40)
    count = models.PositiveSmallIntegerField("présents")

    class Meta:
        verbose_name = "présents d’une profession"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "profession"], name="attendance_once_per_profession"),
            models.CheckConstraint(
                name="attendance_is_positive",
                condition=Q(count__gte=1),
                violation_error_message="Un nombre de présents commence à 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.profession}"
