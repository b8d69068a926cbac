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


class EventAbility(StrEnum):
    READ = "read_events"
    RUN = "run_events"


class EventKind(TextChoices):
    SOIREE = "soiree", "Soirée"
    FORMATION = "formation", "Formation"
    WEBINAIRE = "webinaire", "Webinaire"
    OTHER = "autre", "Autre rencontre"


class EventState(TextChoices):
    DRAFT = "brouillon", "Brouillon"
    OPEN = "ouvert", "Annoncé"
    DONE = "termine", "Terminé"
    CANCELLED = "annule", "Annulé"


class Seat(TextChoices):
    """What somebody registered has of the room."""

    SEATED = "retenue", "Place retenue"
    WAITING = "attente", "Liste d’attente"
    CANCELLED = "annulee", "Ne vient plus"
    #: Came on the day, seated by the host: the seats counted before are not theirs.
    WALK_IN = "sur_place", "Venu sans inscription"
