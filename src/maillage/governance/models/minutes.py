"""The procès-verbal of a meeting: written, sent to be read again, approved at a next sitting."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from maillage.governance.enums import Signer
from maillage.governance.models.decisions import Decision
from maillage.governance.models.meetings import Meeting
from maillage.people.models import Person


class Minutes(models.Model):
    """How far they are; their words are those of each point. Frozen, nobody writes over them."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    version = models.PositiveIntegerField(default=1)
    frozen_at = models.DateTimeField("envoyé le", null=True, blank=True)
    #: What a later sitting decided of them.
    approval = models.OneToOneField(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="approved_minutes"
    )

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"

    def __str__(self) -> str:
        return f"Procès-verbal : {self.meeting}"


class Signature(models.Model):
    """Who signed it, in what quality, and the day; noted by whoever keeps the paper."""

    # Of a text: it goes with it.
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="signatures")
    signer = models.CharField("qualité", max_length=12, choices=Signer)
    #: None once their card is erased: somebody signed.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="signatures")
    signed_on = models.DateField("signé le")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "signature"
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "signer"], name="minutes_signed_once_a_quality"),
            models.UniqueConstraint(fields=["minutes", "person"], name="minutes_signed_once_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'Personne effacée'}, {self.get_signer_display()}"


class Correction(models.Model):
    """What somebody who was convoked asks to be written otherwise, by their link."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="corrections")
    # What one asked goes with one's card.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    #: What the form was sent with: sending it twice asks once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    words = models.TextField("correction")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = "correction demandée"
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.words
