"""Finding the link of an address, the room that opens it, and what one hands out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import segno
from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from maillage.links.models import Link

#: What a room does of a request behind one of its links: (request, link, step of the way).
Door = Callable[[HttpRequest, Link, str], HttpResponse]


def leading(on: date, link: str = "link") -> Q:
    """Of rows that have a `link`: those whose link leads somewhere that day (Link.leads)."""
    until = Q(**{f"{link}__expires_on": None}) | Q(**{f"{link}__expires_on__gt": on})
    return Q(**{f"{link}__isnull": False, f"{link}__revoked_at": None}) & until


def link_at(token: str, *, on: date) -> Link | None:
    """The link of this address, typed in capitals or not; None when it leads nowhere."""
    link = Link.objects.filter(token=token.lower()).first()
    return link if link and link.leads(on=on) else None


def spent_link(token: str, *, on: date) -> Link | None:
    """The link of this address when it led somewhere, and does no more."""
    link = Link.objects.filter(token=token.lower()).first()
    return link if link and not link.leads(on=on) else None


def door_of(purpose: str) -> Door | None:
    """What the room that declared this purpose does (`doors` of its AppConfig); None when no room does."""
    return _declared("doors", purpose)


def late_door_of(purpose: str) -> Door | None:
    """What a room does of what is sent by a link that leads nowhere any more (`late_doors` of its AppConfig).

    It opens nothing: it gives back what was written, and may keep it.
    """
    return _declared("late_doors", purpose)


def _declared(slot: str, purpose: str) -> Door | None:
    rooms = [getattr(room, slot)() for room in apps.get_app_configs() if hasattr(room, slot)]
    return next((doors[purpose] for doors in rooms if purpose in doors), None)


@dataclass(frozen=True, slots=True)
class Handout:
    """A link to hand out: to send, to type from a poster, to aim a phone at."""

    url: str
    typed: str
    code: SafeString  # a QR code, as SVG

    @property
    def is_local(self) -> bool:
        """Nobody opens it from another device."""
        return urlsplit(self.url).hostname in {"localhost", "127.0.0.1", "::1"}


def handout_of(request: HttpRequest, link: Link, *, step: str = "") -> Handout:
    """`step`: a page further behind the same door."""
    return handout_at(request.build_absolute_uri(link.step(step) if step else link.get_absolute_url()))


def handout_at(url: str) -> Handout:
    """Of a page that everybody may open, by its whole address."""
    # Black on white in any light: cameras want it so.
    drawing = segno.make(url, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff"
    )
    return Handout(url, url.partition("://")[2].rstrip("/"), mark_safe(drawing))  # noqa: S308 — segno's own, of our URL
