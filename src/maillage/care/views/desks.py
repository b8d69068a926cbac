"""Desks, for whoever coordinates: one is added, its link handed out, replaced, closed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability
from maillage.care.forms.desks import DeskForm
from maillage.care.models import Desk
from maillage.care.queries.desks import desk_lines, desks_of
from maillage.care.services import desks as services
from maillage.links.queries import handout_of
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say

#: What is done of a desk by a button → the sentence said then.
GESTURES = {
    "fermer": "Le guichet est fermé : son lien ne mène plus à rien. Ses demandes restent.",
    "ouvrir": "Le guichet est ouvert de nouveau, par le même lien.",
    "remplacer": "Le lien est remplacé. L’ancien, et son QR code, ne mènent plus à rien.",
}


@opens_examples
@WRITES
def desks(request: Request, slug: str) -> HttpResponse:
    adding = request.method == "POST"
    structure = find(request, slug, Ability.COORDINATE if adding else Ability.READ)
    form = DeskForm(structure, request.POST if adding else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.add_desk(structure, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, "Le guichet est ouvert : envoyez-lui son lien.")
            return redirect("care:desk", slug, made.pk)
    context = {"page": paged(desks_of(structure), request.GET.get("page")), "form": form}
    return render(request, "care/desk/desks.html", context, status=422 if adding else 200)


@WRITES
def desk(request: Request, slug: str, pk: int) -> HttpResponse:
    """Its link is a key: only who coordinates reads it."""
    structure = find(request, slug, Ability.COORDINATE)
    found = find_desk(structure, pk)
    form = DeskForm(structure, request.POST if request.method == "POST" else None, desk=found)
    if form.is_valid():
        with refusals_in(form):
            services.edit_desk(found, form.given(), by=request.user)
            say(request, "Le guichet est corrigé.")
            return redirect("care:desk", slug, pk)
    asked = found.requests.select_related("taker").order_by("-asked_at", "-pk")
    page = paged(asked, request.GET.get("page"))
    context = {
        "desk": found,
        "form": form,
        "handout": handout_of(request, found.link) if found.is_on else None,
        "page": page,
        "lines": desk_lines(page.object_list),
    }
    return render(request, "care/desk/desk.html", context, status=422 if form.is_bound else 200)


@require_POST
def turn_desk(request: Request, slug: str, pk: int, gesture: str) -> HttpResponse:
    found = find_desk(find(request, slug, Ability.COORDINATE), pk)
    if gesture == "remplacer":
        services.renew_desk(found, by=request.user)
    elif gesture in GESTURES:
        services.turn(found, is_on=gesture == "ouvrir", by=request.user)
    if gesture in GESTURES:
        say(request, GESTURES[gesture])
    return redirect("care:desk", slug, pk)


@require_safe
def desk_sheet(request: Request, slug: str, pk: int) -> HttpResponse:
    """A sheet to pin up beside the telephone of the desk."""
    found = find_desk(find(request, slug, Ability.COORDINATE), pk)
    if not found.is_on:
        return redirect("care:desk", slug, pk)
    context = {"desk": found, "link": handout_of(request, found.link), "today": today_in(found.structure)}
    return render(request, "care/desk/sheet.html", context)


def find_desk(structure: Structure, pk: int) -> Desk:
    return get_object_or_404(structure.care_desks.select_related("link"), pk=pk)
