"""Who may ask again: the national directory is searched, never copied."""

from hashlib import blake2s
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

#: Questions of one account, or of one address without account: no human asks faster.
PER_MINUTE, PER_DAY = 60, 1_500
MINUTE, DAY = 60, 86_400  # seconds
#: Lists taken away by one account: two hundred people each, or ten pages of twenty.
EXPORTS_PER_DAY = 50
EXPORT = 10  # questions
SITE = 64  # bits of an IPv6 address: who has one has all those that begin so


def may_ask(request: HttpRequest, *, questions: int = 1) -> bool:
    """Count more questions; False past the limit of the minute or of the day."""
    counts = [_counted(request, "questions", span, questions) for span in (MINUTE, DAY)]
    return counts[0] <= PER_MINUTE and counts[1] <= PER_DAY


def may_export(request: HttpRequest) -> bool:
    """Count one more export; False past the limit of the day. Its questions are counted apart."""
    return _counted(request, "exports", DAY, 1) <= EXPORTS_PER_DAY


def _asker(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        return f"account {user.pk}"
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


def _counted(request: HttpRequest, what: str, span: int, more: int) -> int:
    """How many since the span began, these included."""
    asker = blake2s(_asker(request).encode(), digest_size=12).hexdigest()
    key = f"directory:{what}:{asker}:{span}:{int(timezone.now().timestamp()) // span}"
    cache.add(key, 0, span)
    try:
        return int(cache.incr(key, more))
    except ValueError:  # its time ended between the two
        return more
