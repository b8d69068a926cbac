"""Counting what is limited, one statement so that thirty at once are thirty; and where a request comes from."""

from datetime import datetime
from hashlib import blake2s
from ipaddress import ip_address, ip_network
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.request import split_domain_port

from maillage.limits.models import Count

MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds
#: Headers that begin so are a proxy's.
FORWARDED = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
SITE = 64  # bits of an IPv6 address: who has one has all those that begin so


class Limit(NamedTuple):
    """At most so many in a span that begins with the first of them."""

    most: int
    span: int  # seconds


#: A span that is over, or that begins later than now (the clock was set back), gives way to a new one.
COUNT = """
INSERT INTO limits_count (key, times, since, until) VALUES (%(key)s, %(more)s, %(now)s, %(now)s + %(span)s)
ON CONFLICT (key) DO UPDATE SET
  times = CASE WHEN limits_count.until <= %(now)s OR limits_count.since > %(now)s
          THEN excluded.times ELSE limits_count.times + excluded.times END,
  since = CASE WHEN limits_count.until <= %(now)s OR limits_count.since > %(now)s
          THEN excluded.since ELSE limits_count.since END,
  until = CASE WHEN limits_count.until <= %(now)s OR limits_count.since > %(now)s
          THEN excluded.until ELSE limits_count.until END
RETURNING times, until
"""


def seconds_to_wait(what: str, who: str, limit: Limit, *, now: datetime, more: int = 1) -> int:
    """Count `more` of `what` for `who`; 0 when the limit allows them, else the seconds until its span ends.

    What is refused counts too: the span does not grow for it.
    """
    at = int(now.timestamp())
    _sweep_now_and_then(now)
    key = blake2s(f"{what}\n{limit.span}\n{who}".encode(errors="replace"), digest_size=20).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "more": more, "now": at, "span": limit.span})
        times, until = cursor.fetchone()
    return max(1, until - at) if times > limit.most else 0


def address_of(request: HttpRequest) -> str:
    """Whom an address limit counts: an IPv4 address, or the 64 bits that an IPv6 site has to itself.

    Behind MAILLAGE_PROXIES proxies, the address is the one that the first of them wrote.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR")):
        hops = forwarded.split(",")
        address = hops[-min(settings.PROXIES, len(hops))].strip()
    try:
        found = ip_address(address)
    except ValueError:
        return address  # a header may hold anything
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((int(found), SITE), strict=False))


def comes_from_this_machine(request: HttpRequest) -> bool:
    """True for a browser on this machine. A proxy also speaks from loopback: its headers give it away."""
    if any(header.startswith(FORWARDED) for header in request.META):
        return False
    host, _ = split_domain_port(request.get_host())
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and (
            host == "localhost" or ip_address(host.strip("[]")).is_loopback
        )
    except ValueError:
        return False


def sweep(*, now: datetime) -> int:
    """Erase the counts whose span is over; how many."""
    return Count.objects.filter(until__lte=int(now.timestamp())).delete()[0]


SWEEP_EVERY = 600  # seconds
_sweeping = Lock()
_swept_at = monotonic()


def _sweep_now_and_then(now: datetime) -> None:
    global _swept_at  # noqa: PLW0603 -- of this process
    with _sweeping:
        if monotonic() - _swept_at < SWEEP_EVERY:
            return
        _swept_at = monotonic()
    sweep(now=now)
