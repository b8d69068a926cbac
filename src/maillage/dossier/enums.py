"""Closed lists of the dossier room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    READ = "read_dossier"
    COMMENT = "comment_dossier"
    WRITE = "write_dossier"


class DocumentState(TextChoices):
    """Where a document is: once frozen, its words change no more."""

    WRITING = "ecriture", "En écriture"
    REVIEW = "relecture", "En relecture"
    FROZEN = "arrete", "Arrêté"


class BodyKind(TextChoices):
    """What somebody who reads a document from outside speaks for."""

    ARS = "ars", "ARS"
    CPAM = "cpam", "CPAM"
    MSA = "msa", "MSA"
    URPS = "urps", "URPS"
    FEDERATION = "federation", "Fédération"
    OTHER = "autre", "Autre"


class Way(TextChoices):
    """How a document reaches who reads it: both weigh the same."""

    LINK = "lien", "Par un lien"
    PACK = "dossier", "Par courriel, sans le site"


class Channel(TextChoices):
    """How an opinion or a remark came."""

    LINK = "lien", "Par son lien"
    MAIL = "courriel", "Par courriel"
    PHONE = "appel", "Par téléphone"
    MEETING = "reunion", "En réunion"
    LETTER = "courrier", "Par courrier"


class Verdict(TextChoices):
    FAVOURABLE = "favorable", "Favorable"
    RESERVED = "reserve", "Réservé"
    UNFAVOURABLE = "defavorable", "Défavorable"


class RemarkKind(TextChoices):
    REMARK = "remarque", "Remarque"
    COMPLEMENT = "complement", "Complément demandé"


class SectionState(TextChoices):
    """Where a section is, as those who write it say."""

    TO_WRITE = "a_ecrire", "À écrire"
    WRITTEN = "redigee", "Rédigée"
    REREAD = "relue", "Relue"
    SETTLED = "arretee", "Arrêtée"


class Preparation(TextChoices):
    """What is done before a *dialogue de gestion*, and after it, in order."""

    PIECES = "pieces", "Lister les pièces qui manquent"
    CAISSE = "caisse", "Demander ses chiffres à la caisse"
    GROUPS = "groupes", "Relire chaque mission en groupe de travail"
    BUREAU = "bureau", "Faire arrêter le dossier par le bureau"
    SENT = "envoi", "Envoyer le dossier à l’ARS et à la caisse"
    MEETING = "dialogue", "Tenir le dialogue de gestion"
    CONCLUSIONS = "conclusions", "Signer le relevé de conclusions"


class DeclaredKind(TextChoices):
    """What a declaration tells one by one."""

    PROTOCOL = "protocole", "Protocole"
    TRAINEE = "stagiaire", "Stagiaire"
