"""Finding the link of an address, and the room that opens it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse

from maillage.links.models import Link

#: What a room does of a request behind one of its links: (request, link, step of the way).
Door = Callable[[HttpRequest, Link, str], HttpResponse]


def link_at(token: str, *, on: date) -> Link | None:
    """The link of this address, typed in capitals or not; None when it leads nowhere."""
    link = Link.objects.filter(token=token.lower()).first()
    return link if link and link.leads(on=on) else None


def door_of(purpose: str) -> Door | None:
    """What the room that declared this purpose does (`doors` of its AppConfig); None when no room does."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "doors")]
    return next((room.doors()[purpose] for room in rooms if purpose in room.doors()), None)
