"""Closed lists of the territories room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    """What the holder of a territory lets someone do (ui.queries.workspace)."""

    VIEW = "view"
    EDIT = "edit"


class Public(TextChoices):
    PROFESSIONALS = "soignants", "Professionnels de santé"
    PATIENTS = "patients", "Habitants et patients"
    PARTNERS = "partenaires", "Partenaires"


class HabitKind(TextChoices):
    DUTY = "garde", "Secteurs de garde"
    LIVING = "vie", "Bassins de vie"
    FLOWS = "flux", "Flux de patients"
