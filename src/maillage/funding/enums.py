"""Closed lists of the funding room."""

from django.db.models import TextChoices


class Basis(TextChoices):
    """By what a sum is shared among associates."""

    EQUAL = "equal", "à parts égales"
    HOURS = "hours", "selon les heures"
    POINTS = "points", "selon les points"


class SharingRule(TextChoices):
    """The rule of sharing that associates voted."""

    EQUAL = "equal", "À parts égales"
    HOURS = "hours", "Selon les heures"
    POINTS = "points", "Selon les points"
    MIXED = "mixed", "Plusieurs parts"


class IndemnityKind(TextChoices):
    """What a professional is paid for: an income lost to a function, or a task of the missions."""

    INDEMNITE = "indemnite", "Indemnité"
    REMUNERATION = "remuneration", "Rémunération"


class RateUnit(TextChoices):
    """What a rate is the price of."""

    HOUR = "hour", "par heure"
    MEETING = "meeting", "par réunion"


class RoundingWay(TextChoices):
    """Which step a length of time goes to; half a step goes up when it goes to the nearest."""

    NEAREST = "nearest", "au plus proche"
    UP = "up", "au-dessus"
    DOWN = "down", "au-dessous"


class CeilingLevel(TextChoices):
    """Where a total stands against its yearly ceiling."""

    FREE = "free", "Sous le plafond"
    NEAR = "near", "Proche du plafond"
    ABOVE = "above", "Au-dessus du plafond"
    UNKNOWN = "unknown", "Plafond inconnu"


class PainVersion(TextChoices):
    """The version of pain.001 that a bank takes."""

    V03 = "pain.001.001.03", "2009 (pain.001.001.03)"
    V09 = "pain.001.001.09", "2019 (pain.001.001.09)"
