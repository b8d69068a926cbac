"""Where a message stands, for one of those it is written to."""

from django.db.models import TextChoices


class State(TextChoices):
    QUEUED = "queued", "En attente d’envoi"
    HANDED = "handed", "En cours d’envoi"  # written before the server is spoken to
    ACCEPTED = "accepted", "Accepté par le serveur"
    REFUSED = "refused", "Refusé par le serveur"
    #: The server was spoken to and nobody knows what it did: never sent again by itself.
    UNCERTAIN = "uncertain", "Incertain"
    GIVEN_UP = "given_up", "Abandonné"
