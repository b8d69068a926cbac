"""Closed lists of the outreach room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    READ = "read_bulletins"
    WRITE = "write_bulletins"


class Wish(TextChoices):
    """Whether an address receives the bulletins of a structure."""

    RECEIVES = "recoit", "Reçoit les bulletins"
    REFUSED = "refuse", "Ne les reçoit plus"
    #: Many of one mail domain stopped at once: a filter may have clicked. Nothing is sent until a manager says.
    HELD = "retenu", "Désabonnement à relire"
