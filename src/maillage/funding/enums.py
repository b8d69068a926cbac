"""Closed lists of the funding room."""

from django.db.models import TextChoices


class Basis(TextChoices):
    """By what a sum is shared among associates."""

    EQUAL = "equal", "à parts égales"
    HOURS = "hours", "selon les heures"
    POINTS = "points", "selon les points"


class SharingRule(TextChoices):
    """The rule of sharing that associates voted."""

    EQUAL = "equal", "À parts égales"
    HOURS = "hours", "Selon les heures"
    POINTS = "points", "Selon les points"
    MIXED = "mixed", "Plusieurs parts"
