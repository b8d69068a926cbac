"""Where a piece of work stands."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminée"
    FAILED = "failed", "Interrompue"


#: The worker has nothing more to do with it.
OVER = frozenset({State.DONE, State.FAILED})
