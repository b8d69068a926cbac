"""Closed lists of the structures room."""

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    FOUNDER = "founder", "Porteur de projet"
    MEMBER = "member", "Adhérent"


class Ability(StrEnum):
    VIEW = "view"
    EDIT = "edit"  # team, territory, file
    RUN = "run"  # life, visibility, access


class Engagement(TextChoices):
    PORTEUR = "porteur", "Porteur"
    ENGAGE = "engage", "Engagé"
    A_ASSOCIER = "a_associer", "À associer"


class Channel(TextChoices):
    MEETING = "reunion", "Réunion en présence"
    REMOTE = "visio", "Visioconférence"
    MAIL = "courriel", "Courriel"
    LETTER = "courrier", "Courrier ou affiche"
    PHONE = "telephone", "Appels téléphoniques"
    URPS = "urps", "Message relayé par une URPS"
    GROUP = "messagerie", "Groupe de messagerie"


class PersonKind(TextChoices):
    ASSOCIATION = "association", "Association loi 1901"
    LOCAL_ASSOCIATION = "association_locale", "Association de droit local (Alsace, Moselle)"
    SISA = "sisa", "SISA"
    MANAGER = "gestionnaire", "Organisme gestionnaire"
