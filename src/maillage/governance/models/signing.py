"""Signing in at a meeting by a code on the wall."""

from django.db import models

from maillage.governance.models.meetings import Meeting
from maillage.links.models import Link


class SigningCode(models.Model):
    """The code that those who are in the room scan; closed, it leads nowhere."""

    # It opens nothing else.
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="signing_code")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="signing_code")
    is_open = models.BooleanField(default=True)
    #: The code before this one: who scanned it still signs, until then.
    before = models.OneToOneField(
        Link, on_delete=models.SET_NULL, null=True, blank=True, related_name="signing_code_before"
    )
    before_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "code d’émargement"

    def __str__(self) -> str:
        return str(self.meeting)
