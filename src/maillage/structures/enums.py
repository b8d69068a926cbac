"""Closed lists of the structures room."""

from enum import Enum, StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    FOUNDER = "founder", "Porteur de projet"
    MEMBER = "member", "Adhérent"


class Ability(StrEnum):
    VIEW = "view"
    EDIT = "edit"  # team, territory, file
    RUN = "run"  # life, visibility, access


class Track(Enum):
    RECOGNITION = "reconnaissance"
    PERSON = "personne-morale"
    MISSION = "missions"


class MissionStep(TextChoices):
    PREVUE = "prevue", "Prévue"
    DEMARREE = "demarree", "Démarrée"
    DEPLOYEE = "deployee", "Déployée"
