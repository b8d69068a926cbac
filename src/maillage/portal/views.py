"""The home, who runs the instance and what it keeps, and what robots may read."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.accounts.services import life_of_a_code
from maillage.limits.services import DAY
from maillage.mail.services import KEPT_FOR
from maillage.outreach.services import events
from maillage.portal.queries import examples, glimpse

#: People are searched, not indexed.
ROBOTS = "User-agent: *\nDisallow: /annuaire/\nDisallow: /api/v1/directory/\nDisallow: /s/\n"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shown = examples()
    context = {
        "examples": shown,
        # Called by the page when it has none in its cache.
        "glimpse": partial(glimpse, shown[0].structure) if shown else None,
        "operator": settings.OPERATOR,
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def legal_notice(request: HttpRequest) -> HttpResponse:
    parties = [
        ("Éditeur", settings.OPERATOR),
        ("Responsable de la publication", settings.PUBLISHER),
        ("Hébergeur", settings.HOSTING),
    ]
    context = {"parties": parties, "contact": settings.CONTACT}
    return render(request, "portal/legal_notice.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT,
        "session_days": settings.SESSION_COOKIE_AGE // DAY,
        "letters_days": KEPT_FOR.days,
        "event_months": events.KEPT_FOR.days // 30,
        "life_of_a_code": life_of_a_code(),
    }
    return render(request, "portal/privacy.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"contact": settings.CONTACT})


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contact.html", {"contact": settings.CONTACT})


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
