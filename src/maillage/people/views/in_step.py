"""Cards that the national directory says otherwise: put in step, or left as they are."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.directory.queries.vintages import vintages
from maillage.people import services
from maillage.people.queries.in_step import rereadings, watched
from maillage.people.queries.joining import members_label
from maillage.people.queries.members import Roll
from maillage.people.views.team import numbers
from maillage.structures.enums import Ability
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import WRITES, refusals_said, say

#: Cards read at once.
MOST = 50


@WRITES
def in_step(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    if request.method == "POST":
        return answer(request, slug)
    found = rereadings(structure, watched(Roll(structure, on=timezone.localdate())))
    context = {
        "found": found[:MOST],
        "count": len(found),
        "label": members_label(structure.form),
        "source": vintages().rpps_words,
    }
    return render(request, "people/in_step.html", context)


def answer(request: Request, slug: str) -> HttpResponse:
    """What the manager says of one card."""
    structure = find(request, slug, Ability.EDIT)
    card, seen = (numbers([request.POST.get(name, "")]) for name in ("card", "seen"))
    if not card or not seen:
        say(request, "Dites quelle fiche : la page est à jour.")
        return redirect("people:in_step", slug)
    person = get_object_or_404(structure.people, pk=card[0])
    with refusals_said(request):
        if "keep" in request.POST:
            services.keep_card(person, seen=seen[0], by=request.user)
        else:
            services.take_up(person, request.POST.getlist("column"), seen=seen[0], by=request.user)
        person.refresh_from_db()
        kept = "est gardée" if "keep" in request.POST else "est à jour"
        say(request, f"La fiche de {person.name} {kept}.")
    return redirect("people:in_step", slug)
