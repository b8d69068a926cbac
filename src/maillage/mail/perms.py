"""Who may read the messages of a demonstration."""

from django.conf import settings
from django.http import HttpRequest

from maillage.limits.services import comes_from_this_machine


def may_read_messages(request: HttpRequest) -> bool:
    """As for its codes: a demonstration, and a browser of this machine."""
    return bool(settings.DEMO and comes_from_this_machine(request))
