"""Who is there, and who carries whose voice: ticked at the door, one gesture a person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.enums import MeetingState
from maillage.governance.forms.meetings import PouvoirForm
from maillage.governance.models import Meeting
from maillage.governance.queries import meetings as queries
from maillage.governance.services import presences
from maillage.governance.views.meetings import attempt, find_meeting
from maillage.people.queries.naming import cards_by_label
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import refusals_said, say


@require_safe
def attendance(request: Request, slug: str, pk: int) -> HttpResponse:
    """The list to tick, with the quorum at this moment; pouvoirs are noted before, or there."""
    return show_attendance(request, find_meeting(request, slug, pk))


def show_attendance(request: Request, found: Meeting, form: PouvoirForm | None = None) -> HttpResponse:
    now = timezone.now()
    is_off = found.state == MeetingState.CANCELLED
    cards = cards_by_label(found.instance.structure)
    context = {
        "meeting": found,
        "when": queries.said_when(found),
        "sheet": queries.sheet_of(found, at=now),
        "is_open": not is_off and now >= found.starts_at - presences.BEFORE,
        "is_over": now >= found.ends_at,
        "takes_pouvoirs": not is_off and found.state != MeetingState.HELD and now < found.ends_at,
        "cards": cards,
        "form": form or PouvoirForm(cards),
    }
    return render(request, "governance/attendance.html", context, status=422 if form else 200)


@require_POST
def give_pouvoir(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    form = PouvoirForm(cards_by_label(found.instance.structure), request.POST)
    if form.is_valid():
        giver, holder = form.cleaned_data["giver"], form.cleaned_data["holder"]
        with refusals_in(form):
            presences.give_pouvoir(found, giver, holder, by=request.user, at=timezone.now())
            say(request, f"Pouvoir de {giver.name} à {holder.name} : noté.")
            return redirect("governance:attendance", slug, pk)
    return show_attendance(request, found, form)


@require_POST
def drop_pouvoir(request: Request, slug: str, pk: int, pouvoir: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    given = get_object_or_404(found.pouvoirs.select_related("giver"), pk=pouvoir)
    given.meeting = found
    attempt(request, lambda: presences.drop_pouvoir(given, by=request.user), "Le pouvoir est retiré.")
    return redirect("governance:attendance", slug, pk)


#: What the list sends of somebody → what is done.
GESTURES: dict[str, Callable[..., Any]] = {
    "arrive": presences.arrive,
    "part": presences.leave,
    "absent": presences.untick,
    "confirm": presences.arrive,
}


@require_POST
def tick(request: Request, slug: str, pk: int) -> HttpResponse:
    """One gesture a person: two hosts at two doors never undo each other."""
    found = find_meeting(request, slug, pk)
    gesture = GESTURES.get(request.POST.get("gesture", ""))
    number = request.POST.get("person", "")
    if label := request.POST.get("name", "").strip()[:300]:
        cards = cards_by_label(found.instance.structure)
        if label not in cards:
            say(request, "Ce nom n’est pas dans la liste : ajoutez d’abord sa fiche à l’équipe.")
            return redirect("governance:attendance", slug, pk)
        number = str(cards[label].pk)
    if gesture is None or not number.isascii() or not number.isdecimal() or len(number) > 18:
        say(request, "Ce geste n’est pas compris. Touchez le bouton à côté d’un nom.")
        return redirect("governance:attendance", slug, pk)
    person = get_object_or_404(found.instance.structure.people, pk=number)
    with refusals_said(request):
        gesture(found, person, by=request.user, at=timezone.now())
    return redirect(f"{reverse('governance:attendance', args=[slug, pk])}#personne-{person.pk}")
