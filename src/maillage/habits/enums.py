"""Closed lists of the habits room."""

from enum import StrEnum

from django.db.models import TextChoices


class HabitKind(TextChoices):
    DUTY = "garde", "Secteurs de garde"
    LIVING = "vie", "Bassins de vie"
    FLOWS = "flux", "Flux de patients"


class Ability(StrEnum):
    READ = "read_habits"
    LAY = "lay_habits"
