"""Who sits at the table before any number, and how the territory was told."""

from django.db import models
from django.db.models import Q

from maillage.people.enums import Channel, Engagement, Practice, TeamRole
from maillage.structures.models import Site, Structure


class Person(models.Model):
    """Someone a structure knows, entered once: a name, a trade, a commune come before any number."""

    # The tour de table belongs to its structure and goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="people")
    name = models.CharField("nom", max_length=120)
    profession = models.CharField("profession", max_length=40)  # a key of the law room
    #: What the rules of some forms count beside the profession; empty as long as nobody said it.
    specialty = models.CharField("spécialité", max_length=120, blank=True)
    practice = models.CharField("exercice", max_length=12, choices=Practice, blank=True)
    role = models.CharField("rôle", max_length=20, choices=TeamRole, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)  # as people say it
    workplace = models.CharField("lieu d’exercice", max_length=120, blank=True)
    engagement = models.CharField("engagement", max_length=12, choices=Engagement, default=Engagement.ENGAGE)
    is_fictitious = models.BooleanField("fictif", default=False)
    #: Where they practise, among the sites of the structure.
    sites = models.ManyToManyField(Site, related_name="practising", blank=True)

    class Meta:
        verbose_name = "personne"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


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
