"""Closed lists of the surveys room."""

from django.db.models import TextChoices


class Public(TextChoices):
    PROFESSIONALS = "soignants", "Professionnels de santé"
    PATIENTS = "patients", "Habitants et patients"
    PARTNERS = "partenaires", "Partenaires"
