"""Closed lists of the project room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    READ = "read_project"
    #: Saying where one thinks that the structure stands.
    ANSWER = "answer_maturity"
    WRITE = "write_project"


class ActionState(TextChoices):
    """Where an action is; what is put off or given up says why."""

    PLANNED = "prevue", "Prévue"
    GOING = "en_cours", "En cours"
    DONE = "faite", "Faite"
    PAUSED = "suspendue", "Suspendue"
    GIVEN_UP = "abandonnee", "Abandonnée"


#: States that nobody may choose without saying why.
WITH_REASON = (ActionState.PAUSED, ActionState.GIVEN_UP)
#: States in which something is still to come, on a day.
OPEN = (ActionState.PLANNED, ActionState.GOING)


class Part(TextChoices):
    """The parts of a *fiche-action*, each written apart."""

    WHO = "essentiel", "Qui et quand"
    WHY = "pourquoi", "Pourquoi et pour qui"
    MEANS = "moyens", "Moyens, preuves, risques"


class Origin(TextChoices):
    """Where the figure of an indicator comes from."""

    COUNTED = "compte", "Compté ici"
    ENTERED = "saisi", "Saisi"
    CAISSE = "caisse", "Fourni par la caisse"


class Better(TextChoices):
    """Which way is better; what is only watched has none."""

    MORE = "hausse", "Plus haut"
    LESS = "baisse", "Plus bas"


class Frequency(TextChoices):
    """How often a year an indicator is fed."""

    YEAR = "annee", "Chaque année"
    HALF = "semestre", "Chaque semestre"
    QUARTER = "trimestre", "Chaque trimestre"
    MONTH = "mois", "Chaque mois"


class MeasureState(TextChoices):
    """What became of a figure before who funds."""

    PROPOSED = "propose", "Proposé"
    KEPT = "retenu", "Retenu"
    SET_ASIDE = "ecarte", "Écarté"


class ReviewKind(TextChoices):
    """When indicators are looked at together."""

    THREE = "3", "À 3 mois"
    SIX = "6", "À 6 mois"
    NINE = "9", "À 9 mois"
    FREE = "libre", "À un autre moment"


class Tendency(TextChoices):
    BETTER = "mieux", "En progrès"
    SAME = "stable", "Stable"
    WORSE = "moins", "En recul"


class EvidenceKind(TextChoices):
    """What proves: something of the structure, a paper, or something kept elsewhere."""

    MEETING = "reunion", "Réunion"
    PRESENCES = "presences", "Feuille de présence"
    DECISION = "decision", "Décision"
    EVENT = "evenement", "Événement"
    SURVEY = "enquete", "Enquête"
    EXPENSE = "depense", "Dépense"
    TRANSFERS = "virements", "Virements"
    TIME = "temps", "Temps donné"
    CONTRACT = "contrat", "Pièce d’un contrat"
    PAPER = "piece", "Document"
    OUTSIDE = "dehors", "Gardé ailleurs"


#: What upper rooms bring (`provable` of their AppConfig).
BROUGHT = (EvidenceKind.EXPENSE, EvidenceKind.TRANSFERS, EvidenceKind.TIME, EvidenceKind.CONTRACT)
