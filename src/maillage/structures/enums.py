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


class Engagement(TextChoices):
    PORTEUR = "porteur", "Porteur"
    ENGAGE = "engage", "Engagé"
    A_ASSOCIER = "a_associer", "À associer"


class Channel(TextChoices):
    MEETING = "reunion", "Réunion en présentiel"
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


class Track(Enum):
    RECOGNITION = "reconnaissance"
    PERSON = "personne-morale"
    MISSION = "missions"


class Recognition(TextChoices):
    EMERGENCE = "emergence", "Émergence"
    LETTRE_DEPOSEE = "lettre_deposee", "Lettre d’intention déposée"
    LETTRE_VALIDEE = "lettre_validee", "Lettre d’intention validée"
    PROJET_DEPOSE = "projet_depose", "Projet de santé déposé"
    PROJET_VALIDE = "projet_valide", "Projet de santé validé"
    ACI_SIGNE = "aci_signe", "ACI signé"
    EN_FONCTIONNEMENT = "en_fonctionnement", "En fonctionnement"


#: The same stages in a word or two, for the ribbon.
SHORT = {
    Recognition.EMERGENCE: "Émergence",
    Recognition.LETTRE_DEPOSEE: "Lettre déposée",
    Recognition.LETTRE_VALIDEE: "validée",
    Recognition.PROJET_DEPOSE: "Projet déposé",
    Recognition.PROJET_VALIDE: "validé",
    Recognition.ACI_SIGNE: "ACI signé",
    Recognition.EN_FONCTIONNEMENT: "En fonctionnement",
}


class PersonStep(TextChoices):
    PREFIGURATION = "prefiguration", "Préfiguration"
    ASSEMBLEE = "assemblee", "Assemblée constitutive"
    RNA = "rna", "Déclarée (RNA)"
    SIRET = "siret", "SIRET"
    COMPTE = "compte", "Compte bancaire"
    FINESS = "finess", "FINESS"


class MissionStep(TextChoices):
    PREVUE = "prevue", "Prévue"
    DEMARREE = "demarree", "Démarrée"
    DEPLOYEE = "deployee", "Déployée"
