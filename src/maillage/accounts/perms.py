"""Who is behind a request, how often one may knock, and when the demonstration may show a code."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from maillage.accounts.models import User
from maillage.limits.services import (
    DAY,
    MINUTE,
    Limit,
    address_of,
    comes_from_this_machine,
    seconds_to_wait,
)


def may_see_code(request: HttpRequest, user: User | None) -> bool:
    """Three conditions, none of which is enough: a demonstration, this machine, an account it made."""
    return bool(settings.DEMO and comes_from_this_machine(request) and user and user.is_demo)


#: Codes sent to an account, and asked for from an address, which a whole meeting may share.
CODES_PER_ACCOUNT = (Limit(5, 10 * MINUTE), Limit(20, DAY))
CODES_PER_ADDRESS = (Limit(20, 10 * MINUTE), Limit(200, DAY))
#: Codes typed, right or wrong. One code has its own number of tries (ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS).
TRIES_PER_ACCOUNT = (Limit(15, 10 * MINUTE), Limit(30, DAY))
TRIES_PER_ADDRESS = (Limit(60, 10 * MINUTE), Limit(300, DAY))


def seconds_before_code(request: HttpRequest, email: str, *, now: datetime) -> int:
    """Count one more code for this address of mail; 0 when it may leave."""
    return _counted("codes", request, email, CODES_PER_ADDRESS, CODES_PER_ACCOUNT, now=now)


def seconds_before_try(request: HttpRequest, email: str, code: str, *, now: datetime) -> int:
    """Count one more try of a code, named by what does not change when it is tried; 0 when it may be judged."""
    one_code = Limit(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return seconds_to_wait("tries of a code", f"{email} {code}", one_code, now=now) or _counted(
        "tries", request, email, TRIES_PER_ADDRESS, TRIES_PER_ACCOUNT, now=now
    )


def _counted(
    what: str,
    request: HttpRequest,
    email: str,
    per_address: tuple[Limit, ...],
    per_account: tuple[Limit, ...],
    *,
    now: datetime,
) -> int:
    """The address first: what it is refused is not held against the account."""
    askers = [(f"address {address_of(request)}", per_address), (f"account {email.lower()}", per_account)]
    for who, limits in askers:
        if wait := max(seconds_to_wait(what, who, limit, now=now) for limit in limits):
            return wait
    return 0
