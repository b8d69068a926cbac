"""Who may ask again: the national directory is searched, never copied."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from maillage.limits.services import DAY, MINUTE, Limit, address_of
from maillage.limits.services import seconds_to_wait as counted


class Questions(NamedTuple):
    """Answered to one asker: pages and API together."""

    per_minute: int
    per_day: int


#: An address without account, which several people may share, and an account.
VISITOR, ACCOUNT = Questions(30, 300), Questions(60, 1_500)
#: Lists taken away by one account: two hundred people each, or ten pages of twenty.
EXPORTS_PER_DAY = 50
EXPORT = 10  # questions


def seconds_to_wait(request: HttpRequest, *, questions: int = 1) -> int:
    """Count more questions; 0 when they may be asked, else how long until the minute or the day ends."""
    who, (per_minute, per_day) = _asker(request)
    limits = (Limit(per_minute, MINUTE), Limit(per_day, DAY))
    now = timezone.now()
    return max(counted("questions", who, limit, now=now, more=questions) for limit in limits)


def may_export(request: HttpRequest) -> bool:
    """Count one more export; False past the limit of the day. Its questions are counted apart."""
    who, _ = _asker(request)
    return not counted("exports", who, Limit(EXPORTS_PER_DAY, DAY), now=timezone.now())


def _asker(request: HttpRequest) -> tuple[str, Questions]:
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        return f"account {user.pk}", ACCOUNT
    return f"address {address_of(request)}", VISITOR
