"""Who may ask again: the national directory is searched, never copied."""

from hashlib import blake2s
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


class Limit(NamedTuple):
    """Questions answered to one asker: pages and API together."""

    per_minute: int
    per_day: int


#: An address without account, which several people may share, and an account: templates/directory/429.html says both.
VISITOR, ACCOUNT = Limit(30, 300), Limit(60, 1_500)
MINUTE, DAY = 60, 86_400  # seconds
#: Lists taken away by one account: two hundred people each, or ten pages of twenty.
EXPORTS_PER_DAY = 50
EXPORT = 10  # questions
SITE = 64  # bits of an IPv6 address: who has one has all those that begin so


def seconds_to_wait(request: HttpRequest, *, questions: int = 1) -> int:
    """Count more questions; 0 when they may be asked, else how long until the minute or the day ends."""
    limit = ACCOUNT if _account(request) else VISITOR
    spans = zip((MINUTE, DAY), limit, strict=True)
    full = [span for span, most in spans if _counted(request, "questions", span, questions) > most]
    return max((span - _now() % span for span in full), default=0)


def may_export(request: HttpRequest) -> bool:
    """Count one more export; False past the limit of the day. Its questions are counted apart."""
    return _counted(request, "exports", DAY, 1) <= EXPORTS_PER_DAY


def _account(request: HttpRequest) -> str:
    """Empty without one."""
    user = getattr(request, "user", None)
    return f"account {user.pk}" if user and user.is_authenticated else ""


def _asker(request: HttpRequest) -> str:
    if account := _account(request):
        return account
    from ninja.throttling import AnonRateThrottle

    # The API counts addresses so, behind as many proxies as its settings say.
    return f"address {_site_of(str(AnonRateThrottle('1/s').get_ident(request)))}"


def _site_of(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address  # a header may hold anything
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((int(found), SITE), strict=False))


def _now() -> int:
    return int(timezone.now().timestamp())


def _counted(request: HttpRequest, what: str, span: int, more: int) -> int:
    """How many since the span began, these included."""
    asker = blake2s(_asker(request).encode(), digest_size=12).hexdigest()
    key = f"directory:{what}:{asker}:{span}:{_now() // span}"
    cache.add(key, 0, span)
    try:
        return int(cache.incr(key, more))
    except ValueError:  # its time ended between the two
        return more
