"""Conducting a meeting, and the screen for the room."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.enums import MeetingState, QuestionState
from maillage.governance.models import SigningCode
from maillage.governance.queries.conduct import time_box, under_way
from maillage.governance.queries.meetings import said_when, sheet_of
from maillage.governance.services import conduct as services
from maillage.governance.views.meetings import attempt, find_meeting
from maillage.links.queries import handout_of
from maillage.structures.types import Request
from maillage.ui.services import render_part, say

#: The screen asks again after so many seconds.
REFRESH = 15


@require_safe
def conduct(request: Request, slug: str, pk: int) -> HttpResponse:
    """Points to pass to, and questions from afar: what the host holds in hand."""
    found = find_meeting(request, slug, pk)
    at_point = under_way(found)
    context = {
        "meeting": found,
        "when": said_when(found),
        "items": list(found.items.all()),
        "current": at_point.item_id if at_point else None,
        "questions": list(found.questions.select_related("person").order_by("-asked_at", "-pk")),
        "is_closed": found.state in {MeetingState.HELD, MeetingState.CANCELLED},
    }
    return render(request, "governance/conduct.html", context)


@require_safe
def screen(request: Request, slug: str, pk: int) -> HttpResponse:
    """For the wall: it is read from afar, asks again by itself, and shows nobody who did not come."""
    found, now = find_meeting(request, slug, pk), timezone.now()
    at_point = under_way(found)
    code = SigningCode.objects.select_related("link").filter(meeting=found, is_open=True).first()
    context = {
        "meeting": found,
        "when": said_when(found),
        "under_way": at_point,
        "box": time_box(at_point, at=now, meeting=found) if at_point else None,
        "sheet": sheet_of(found, at=now),
        "has_begun": now >= found.starts_at,
        "shown": list(found.questions.filter(state=QuestionState.SHOWN).select_related("person")),
        "handout": handout_of(request, code.link) if code else None,
        "refresh": REFRESH,
    }
    return render_part(request, "governance/screen.html", "wall", context)


@require_POST
def go_to(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    point = get_object_or_404(found.items, pk=item)
    point.meeting = found
    attempt(request, lambda: services.go_to(point, at=timezone.now()), f"En cours : {point.title}.")
    return redirect("governance:conduct", slug, pk)


@require_POST
def moderate(request: Request, slug: str, pk: int, question: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    asked = get_object_or_404(found.questions, pk=question)
    asked.meeting = found
    state = request.POST.get("state", "")
    if state in QuestionState.values:
        services.moderate(asked, QuestionState(state))
    else:
        say(request, "Ce geste n’est pas compris. Touchez un des boutons de la question.")
    return redirect("governance:conduct", slug, pk)
