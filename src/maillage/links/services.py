"""Making a link, closing it, giving it another address."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from maillage.links.models import Link, new_token

BATCH = 500  # rows of one statement


def open_link(purpose: str, *, expires_on: date | None = None) -> Link:
    """A new link, for one purpose that a room declares; the thing it is about points to it."""
    return Link.objects.create(purpose=purpose, expires_on=expires_on)


def open_links(purpose: str, count: int) -> list[Link]:
    """As many new links, in a few statements."""
    return Link.objects.bulk_create([Link(purpose=purpose) for _ in range(count)], batch_size=BATCH)


def close_links(links: Collection[int]) -> None:
    """They leave with what they were about, and lead nowhere."""
    for start in range(0, len(links), BATCH):
        Link.objects.filter(pk__in=list(links)[start : start + BATCH]).delete()


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
