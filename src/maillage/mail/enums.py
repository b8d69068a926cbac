"""Where a message stands, for one of those it is written to; what comes back, and what it says of an address."""

from enum import StrEnum

from django.db.models import IntegerChoices, TextChoices


class State(TextChoices):
    QUEUED = "queued", "En attente d’envoi"
    HANDED = "handed", "En cours d’envoi"  # written before the server is spoken to
    ACCEPTED = "accepted", "Accepté par le serveur"
    REFUSED = "refused", "Refusé par le serveur"
    #: The server was spoken to and nobody knows what it did: never sent again by itself.
    UNCERTAIN = "uncertain", "Incertain"
    GIVEN_UP = "given_up", "Abandonné"
    #: A server took it, then sent it back: it reached nobody.
    RETURNED = "returned", "Revenu sans être remis"


class Came(StrEnum):
    """What was found at the address of returns, and what was done of it."""

    RETURNED = "returned"  # a message of ours that came back, noted
    KNOWN = "known"  # the same, noted before
    DELAYED = "delayed"  # the server still tries
    AUTOMATIC = "automatic"  # « en congés »: it changes nothing
    PERSON = "person"  # somebody wrote by hand: for a person to read
    STRANGE = "strange"  # a report on a message that was never sent from here
    UNREADABLE = "unreadable"


class Verdict(StrEnum):
    """What a failure says of the address itself."""

    DEAD = "dead"  # stopped at once
    COUNTS = "counts"  # stopped when it lasts
    SAYS_NOTHING = "says_nothing"  # it is of the message, of the sender or of a system


class RecordState(TextChoices):
    """What a record of the sending domain is found to be."""

    FINE = "fine", "en ordre"
    BROKEN = "broken", "à corriger"
    UNKNOWN = "unknown", "inconnu"


class Haste(IntegerChoices):
    """In which order leaves what is due."""

    NOW = 0, "Quelqu’un l’attend"
    SOON = 1, "Sous peu"
    CALM = 2, "Sans hâte"
