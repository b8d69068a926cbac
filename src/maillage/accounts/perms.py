"""Who is behind a request, and when the demonstration may show a code instead of sending it by mail."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from maillage.accounts.models import User

#: Headers that begin so are a proxy's.
FORWARDED = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


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


def may_see_code(request: HttpRequest, user: User | None) -> bool:
    """Three conditions, none of which is enough: a demonstration, this machine, an account it made."""
    return bool(settings.DEMO and comes_from_this_machine(request) and user and user.is_demo)
