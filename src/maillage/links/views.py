"""The one address of every link: it finds the room that opens it, and says nothing more."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from maillage.links.queries import door_of, link_at
from maillage.ui.services import WRITES


@login_not_required
@never_cache
@WRITES
def enter(request: HttpRequest, token: str, step: str = "") -> HttpResponse:
    """A link is for those who received it: no search engine keeps it."""
    link = link_at(token, on=timezone.localdate())
    door = door_of(link.purpose) if link else None
    if link is None or door is None:
        raise Http404
    response = door(request, link, step)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
