"""Closed lists of the habits room."""

from django.db.models import TextChoices


class HabitKind(TextChoices):
    DUTY = "garde", "Secteurs de garde"
    LIVING = "vie", "Bassins de vie"
    FLOWS = "flux", "Flux de patients"
