"""Cards that may be of one person: made one, said apart, given back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.models import Merge
from maillage.people.queries.doubles import doubles as doubles_of
from maillage.people.queries.doubles import recent_merges
from maillage.people.queries.joining import members_label
from maillage.people.views.team import numbers
from maillage.structures.enums import Ability
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import WRITES, refusals_said, say


@WRITES
def doubles(request: Request, slug: str) -> HttpResponse:
    """Pairs that look alike; a post answers for one of them, or for two cards one names."""
    structure = find(request, slug, Ability.EDIT)
    if request.method == "POST":
        chosen = numbers([request.POST.get("kept", ""), request.POST.get("gone", "")])
        cards = [get_object_or_404(structure.people, pk=pk) for pk in chosen]
        with refusals_said(request):
            if len(cards) < 2:
                raise BadInput("Choisissez deux fiches.")
            if "apart" in request.POST:
                services.say_apart(*cards, by=request.user)
                say(request, "C’est noté : ces fiches ne seront plus rapprochées.")
            else:
                services.merge(*cards, by=request.user, at=timezone.now())
                say(request, f"Les fiches de {cards[0].name} n’en font plus qu’une.")
        return redirect("people:doubles", slug)
    context = {
        "pairs": doubles_of(structure),
        "merges": recent_merges(structure, at=timezone.now()),
        "cards": structure.people.order_by("name", "pk") if "choisir" in request.GET else (),
        "label": members_label(structure.form),
    }
    return render(request, "people/doubles.html", context)


@require_POST
def undo_merge(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    merge = get_object_or_404(Merge, kept__structure=structure, pk=pk)
    with refusals_said(request):
        services.undo(merge, by=request.user, at=timezone.now())
        say(request, f"Les deux fiches de {merge.kept.name} sont là de nouveau.")
    return redirect("people:doubles", slug)
