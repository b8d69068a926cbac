"""The three doors, and the words of the trade."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage import legislation


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


#: People are searched, not indexed.
ROBOTS = "User-agent: *\nDisallow: /annuaire/\nDisallow: /api/v1/directory/\n"


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portal/glossary.html",
        {"terms": legislation.glossary(), "titles": {term.key: term.term for term in legislation.glossary()}},
    )
