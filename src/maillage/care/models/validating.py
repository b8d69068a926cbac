"""What somebody named answers to words that they are given to validate: an alert, a text of the team."""

from django.db import models
from django.db.models import Q

from maillage.care.enums import Validated

#: An answer and its hour go together.
ANSWERED = Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False))


class AskedToValidate(models.Model):
    """By their own link, and by nobody else for them."""

    answer = models.CharField("réponse", max_length=3, choices=Validated, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    told_at = models.DateTimeField("écrit le", null=True, blank=True)
    #: How many times they were written to again.
    reminders = models.PositiveSmallIntegerField("relances", default=0)

    class Meta:
        abstract = True
