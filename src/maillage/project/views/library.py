"""The library: browse sheets, take one up; take up an action of another structure."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.people.queries.naming import cards_by_label
from maillage.project.enums import Ability
from maillage.project.forms.library import TakingForm
from maillage.project.models import Action
from maillage.project.perms import takeable
from maillage.project.queries.library import indicators_named, roles_of, sheet_for, shelves
from maillage.project.queries.missions import groups_of
from maillage.project.queries.sheet import sheet_of, whole
from maillage.project.services import library as services
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say

Take = Callable[[services.Taking, UUID], Action]


@opens_examples
@require_safe
def library(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    page = None
    if Ability.WRITE in request.abilities and not request.is_visit:
        page = paged(takeable(request.user, structure), request.GET.get("page"))
    context = {"shelves": shelves(structure, on=timezone.localdate()), "page": page}
    return render(request, "project/library.html", context)


@opens_examples
@WRITES
def library_sheet(request: Request, slug: str, key: str) -> HttpResponse:
    """A sheet, read; « Reprendre » makes an action of it."""
    structure = find(request, slug, Ability.WRITE if request.method == "POST" else Ability.READ)
    sheet, today = sheet_for(structure, key), timezone.localdate()
    if sheet is None:
        raise Http404
    shown = {"sheet": sheet, "roles": roles_of(sheet), "indicators": indicators_named(sheet)}
    under = next(iter(sheet.under(structure.form)), "")

    def take(taking: services.Taking, key: UUID) -> Action:
        return services.take_sheet(structure, sheet, taking, key=key, by=request.user, on=today)

    return _taking(request, structure, "project/library_sheet.html", shown, under, take)


@WRITES
def copy(request: Request, slug: str, pk: int) -> HttpResponse:
    """An action of another structure, read without its people; « Reprendre » makes one of ours of it."""
    structure, today = find(request, slug, Ability.WRITE), timezone.localdate()
    known: Action = get_object_or_404(
        whole(takeable(request.user, structure)).select_related("structure"), pk=pk
    )
    shown = {"known": known, "sheet": sheet_of(known, {}, on=today)}
    under = known.mission if known.structure.form == structure.form else ""

    def take(taking: services.Taking, key: UUID) -> Action:
        return services.copy_action(structure, known, taking, key=key, by=request.user, on=today)

    return _taking(request, structure, "project/copy.html", shown, under, take)


def _taking(
    request: Request, structure: Structure, template: str, shown: dict[str, Any], under: str, take: Take
) -> HttpResponse:
    if Ability.WRITE not in request.abilities or request.is_visit:
        return render(request, template, shown)
    today, cards = timezone.localdate(), cards_by_label(structure)
    initial = {"starts_on": today, "mission": under}
    sent = request.POST if request.method == "POST" else None
    form = TakingForm(structure, groups_of(structure, on=today), cards, sent, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            made = take(form.given(), form.cleaned_data["key"])
            say(request, "La fiche est reprise : changez-la à votre mesure.")
            return redirect("project:action", structure.slug, made.number)
    context = shown | {"form": form, "cards": cards}
    return render(request, template, context, status=422 if form.is_bound else 200)
