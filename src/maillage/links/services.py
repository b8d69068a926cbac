"""Making a link, closing it, giving it another address."""

from collections.abc import Iterable
from datetime import date, datetime

from maillage.links.models import Link, new_token


def open_link(purpose: str, *, expires_on: date | None = None) -> Link:
    """A new link, for one purpose that a room declares; the thing it is about points to it."""
    return Link.objects.create(purpose=purpose, expires_on=expires_on)


def revoke(link: Link, *, at: datetime) -> None:
    """From now on it leads nowhere; revoking twice keeps the first moment."""
    Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at)


def renew(link: Link) -> Link:
    """Another address for the same door: the one before, its QR code and its copies lead nowhere."""
    link.token = new_token()
    link.save(update_fields=["token"])
    return link


def extend(links: Iterable[Link], *, expires_on: date) -> None:
    """They lead somewhere until that day, even those that were over."""
    Link.objects.filter(pk__in=[link.pk for link in links]).update(expires_on=expires_on, revoked_at=None)
