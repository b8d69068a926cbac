"""Closed lists of the surveys room."""

from enum import StrEnum

from django.db.models import TextChoices


class Public(TextChoices):
    PROFESSIONALS = "soignants", "Professionnels de santé"
    PATIENTS = "patients", "Habitants et patients"
    PARTNERS = "partenaires", "Partenaires"


class Ability(StrEnum):
    READ = "read_surveys"
    RUN = "run_surveys"
