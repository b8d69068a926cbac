"""Closed lists of the structures room."""

from enum import Enum, StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    """What one does in the space of a structure; a person may hold several."""

    FOUNDER = "founder", "Porteur de projet"
    PRESIDENCY = "presidence", "Présidence"
    COORDINATION = "coordination", "Coordination"
    TREASURY = "tresorerie", "Trésorerie"
    MEMBER = "member", "Adhérent"


#: Who holds the key of a structure: one of them stays.
KEYHOLDERS = (Role.FOUNDER, Role.PRESIDENCY)
#: Who does its work, and who reads it.
WRITERS = (*KEYHOLDERS, Role.COORDINATION)
READERS = (Role.TREASURY, Role.MEMBER)


class Ability(StrEnum):
    VIEW = "view"
    EDIT = "edit"  # team, territory, file
    RUN = "run"  # life
    KEYS = "keys"  # visibility, settings, access, erasing


class Track(Enum):
    RECOGNITION = "reconnaissance"
    PERSON = "personne-morale"
    MISSION = "missions"


class MissionStep(TextChoices):
    PREVUE = "prevue", "Prévue"
    DEMARREE = "demarree", "Démarrée"
    DEPLOYEE = "deployee", "Déployée"
