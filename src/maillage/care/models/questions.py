"""A pharmacist asks a prescriber: by the channel that the practice prefers. No patient is in it."""

from django.db import models
from django.db.models import Q

from maillage.care.enums import Channel, QuestionAnswer, QuestionSubject
from maillage.people.models import Person
from maillage.structures.models import Structure


class PracticeChannel(models.Model):
    """How a practice wants to be asked by its peers: what it said itself, by the link of its card."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="care_channel")
    channel = models.CharField("de préférence par", max_length=12, choices=Channel)
    #: A number, an address of secure mail; for peers alone.
    address = models.CharField("numéro ou adresse", max_length=120)
    hours = models.CharField("heures", max_length=120, blank=True)

    class Meta:
        verbose_name = "canal d’un cabinet"

    def __str__(self) -> str:
        return f"{self.person}: {self.get_channel_display()}"


class Question(models.Model):
    """One question, its code said by the channel; asked, seen, answered."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_questions")
    subject = models.CharField("sujet", max_length=16, choices=QuestionSubject)
    is_urgent = models.BooleanField("urgente", default=False)
    #: What is said beside the patient's name, by the channel: « K7MP4 ».
    code = models.CharField("code", max_length=12)
    asker = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_questions_asked"
    )
    prescriber = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_questions"
    )
    asked_at = models.DateTimeField("posée le")
    seen_at = models.DateTimeField("vue le", null=True, blank=True)
    #: The prescriber, once, when nothing is said.
    reminded_at = models.DateTimeField("relancée le", null=True, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=QuestionAnswer, blank=True)
    #: How the addresses of its messages begin.
    site = models.CharField(max_length=200, blank=True)
    #: The same form sent twice asks once.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "question à un prescripteur"
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["structure", "asked_at"], name="care_question_by_day"),
            models.Index(fields=["prescriber", "answered_at"], name="care_question_awaited"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["structure", "code"], name="care_question_code_once"),
            models.CheckConstraint(
                name="care_question_answered_has_its_hour",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.get_subject_display().lower()}"
