"""Who may ask again: the national directory is searched, never copied."""

from hashlib import blake2s

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

#: Questions of one account, or of one address without account: no human asks faster.
PER_MINUTE, PER_DAY = 60, 1_500
MINUTE, DAY = 60, 86_400  # seconds


def may_ask(request: HttpRequest) -> bool:
    """Count one more question; False past the limit of the minute or of the day."""
    asker = blake2s(_asker(request).encode(), digest_size=12).hexdigest()  # a header may hold anything
    now = int(timezone.now().timestamp())
    counts = [_counted(f"directory:{asker}:{span}:{now // span}", span) for span in (MINUTE, DAY)]
    return counts[0] <= PER_MINUTE and counts[1] <= PER_DAY


def _asker(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        return f"account {user.pk}"
    from ninja.throttling import AnonRateThrottle

    # The API counts addresses so, behind as many proxies as its settings say.
    return f"address {AnonRateThrottle('1/s').get_ident(request)}"


def _counted(key: str, span: int) -> int:
    cache.add(key, 0, span)
    try:
        return int(cache.incr(key))
    except ValueError:  # its time ended between the two
        return 1
