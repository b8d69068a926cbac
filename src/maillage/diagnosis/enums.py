"""Closed lists of the diagnosis room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    READ = "read_diagnosis"


class Chapter(TextChoices):
    """The chapters of the page, in its order; the value is the anchor that leads there."""

    PEOPLE = "soignants", "Soignants"
    ACCESS = "acces", "Accès aux soins"
    COMMUNES = "communes", "Commune par commune"
    PLACES = "lieux", "Lieux et structures"
    NEIGHBOURS = "voisins", "Territoires voisins"
    HABITS = "habitudes", "Habitudes"
    SURVEYS = "enquetes", "Enquêtes"
