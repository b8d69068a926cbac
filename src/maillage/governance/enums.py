"""Closed lists of the governance room."""

from django.db.models import TextChoices


class Choice(TextChoices):
    """What a ballot says."""

    POUR = "pour", "Pour"
    CONTRE = "contre", "Contre"
    ABSTENTION = "abstention", "Abstention"
    BLANC = "blanc", "Blanc"
    NUL = "nul", "Nul"


class Majority(TextChoices):
    """What a resolution needs, when the statutes do not write a fraction of the base."""

    SIMPLE = "simple", "plus de pour que de contre"
    ABSOLUTE = "absolute", "plus de la moitié"


class Base(TextChoices):
    """Of what a majority is taken."""

    CAST = "cast", "des suffrages exprimés"
    PRESENT = "present", "des membres présents ou représentés"
    MEMBERS = "members", "des membres qui ont le droit de vote"


class Tie(TextChoices):
    """What as many for as against gives."""

    REJECTED = "rejected", "la résolution est rejetée"
    CHAIR = "chair", "la voix de la présidence l’emporte"
