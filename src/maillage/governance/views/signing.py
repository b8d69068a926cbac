"""Signing in at a meeting: the code on the wall, for the host, and what it opens."""

from secrets import token_urlsafe

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.governance.enums import MeetingState
from maillage.governance.forms.signing import SigningForm
from maillage.governance.models import Meeting, SigningCode
from maillage.governance.queries.meetings import said_when
from maillage.governance.services import signing as services
from maillage.governance.views.meetings import attempt, find_meeting
from maillage.kernel import plural
from maillage.limits.services import HOUR, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.links.queries import handout_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say

#: A whole assembly may sign behind one address; nobody tries all the names of a town.
PER_ADDRESS = Limit(400, HOUR)
#: Tells telephones apart, for a day: one that signs for several is shown to the host.
COOKIE, A_DAY = "emargement", 86_400


@WRITES
def signing_code(request: Request, slug: str, pk: int) -> HttpResponse:
    """The code to print, or to show in the room; one opens it, changes it, closes it."""
    found = find_meeting(request, slug, pk)
    if request.method == "POST":
        turn(request, found)
        return redirect("governance:signing_code", slug, pk)
    code = SigningCode.objects.select_related("link").filter(meeting=found, is_open=True).first()
    context = {
        "meeting": found,
        "when": said_when(found),
        "handout": handout_of(request, code.link) if code else None,
        "may_open": found.state == MeetingState.CONVOKED and timezone.now() < found.ends_at,
    }
    return render(request, "governance/signing_code.html", context)


def turn(request: Request, found: Meeting) -> None:
    gesture = request.POST.get("gesture")
    if gesture == "close":
        services.close_code(found, by=request.user)
        say(request, "Le code est fermé.")
    elif gesture == "change":
        services.change_code(found, by=request.user, at=timezone.now())
        say(request, "Le code a changé : qui avait scanné l’ancien signe encore dix minutes.")
    else:
        attempt(
            request,
            lambda: services.open_code(found, by=request.user, at=timezone.now()),
            "Le code est ouvert.",
        )


@require_POST
def confirm_signatures(request: Request, slug: str, pk: int) -> HttpResponse:
    """All who signed by the code, seen by the host."""
    found = find_meeting(request, slug, pk)
    count = services.confirm(found, by=request.user)
    say(request, f"{plural(count, 'présence')} : c’est noté.")
    return redirect("governance:attendance", slug, pk)


def sign_by_code(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the code opens: one gives one's name, and learns nobody else's."""
    now = timezone.now()
    code = services.code_behind(link, at=now)
    if code is None or step:
        raise Http404
    meeting = code.meeting
    form = SigningForm(request.POST if request.method == "POST" else None)
    device = request.COOKIES.get(COOKIE, "")[:40] or token_urlsafe(16)
    status = 422 if form.is_bound else 200
    if form.is_bound and seconds_to_wait("signing", address_of(request), PER_ADDRESS, now=now):
        form.add_error(
            None, "Trop de signatures viennent d’arriver d’ici : dites votre nom à qui tient la réunion."
        )
        status = 429
    if form.is_valid():
        with refusals_in(form):
            services.sign_by_code(meeting, form.cleaned_data["name"], device, at=now)
            say(request, "C’est noté. Qui tient la réunion le confirme en vous voyant.")
            response = redirect("links:enter", link.token)
            response.set_cookie(
                COOKIE, device, max_age=A_DAY, httponly=True, samesite="Lax", secure=request.is_secure(),
                path="/",
            )  # fmt: skip
            return response
    context = {
        "meeting": meeting,
        "link": link,
        "when": said_when(meeting),
        "form": form,
        "takes": services.takes_signatures(meeting, at=now),
        "refusal": services.NOT_NOW,
    }
    return render(request, "governance/sign.html", context, status=status)
