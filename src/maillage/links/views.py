"""The one address of every link: it finds the room that opens it, and says nothing more."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from maillage.links.queries import door_of, late_door_of, link_at, spent_link
from maillage.ui.services import WRITES


def leads_nowhere(request: HttpRequest) -> HttpResponse:
    """Over, withdrawn, or never there: who asks learns no more, and whom to ask."""
    return render(request, "links/nowhere.html", status=404)


@login_not_required
@never_cache
@WRITES
def enter(request: HttpRequest, token: str, step: str = "") -> HttpResponse:
    """A link is for those who received it: no search engine keeps it."""
    today = timezone.localdate()
    link = link_at(token, on=today)
    door = door_of(link.purpose) if link else None
    if link is None and request.method == "POST" and (link := spent_link(token, on=today)):
        door = late_door_of(link.purpose)  # what somebody wrote is never thrown away
    try:
        response = door(request, link, step) if link and door else leads_nowhere(request)
    except Http404:
        if step:
            raise
        response = leads_nowhere(request)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
