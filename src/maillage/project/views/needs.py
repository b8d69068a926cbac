"""Needs: written from a figure of the diagnosis or from nothing, put in order in a meeting."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.kernel import BadInput
from maillage.project.enums import Ability
from maillage.project.forms.needs import NeedForm
from maillage.project.models import Need
from maillage.project.queries.needs import figures_now, page_of
from maillage.project.services import needs as services
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.services import refusals_said, say


@opens_examples
@require_safe
def needs(request: Request, slug: str) -> HttpResponse:
    return page(request, find(request, slug, Ability.READ))


def page(
    request: Request,
    structure: Structure,
    *,
    form: NeedForm | None = None,
    editing: Need | None = None,
    status: int = 200,
) -> HttpResponse:
    written = list(structure.needs.prefetch_related("objectives"))
    has_figures = any(need.figure for need in written)
    figures = figures_now(structure, on=timezone.localdate()) if has_figures else {}
    context: dict[str, Any] = {
        "needs": [(need, figures.get(need.figure)) for need in written],
        "ranked_on": max((need.ranked_on for need in written if need.ranked_on), default=None),
        "form": form or NeedForm(),
        "editing": editing,
    }
    return render(request, "project/needs.html", context, status=status)


@require_POST
def write_need(request: Request, slug: str) -> HttpResponse:
    """From the figure named, as it stands now; from the words typed when none is."""
    structure = find(request, slug, Ability.WRITE)
    key = request.POST.get("figure", "")
    if not key:
        form = NeedForm(request.POST)
        form.is_valid()
        try:
            services.add_need(structure, form.cleaned_data.get("text", ""), by=request.user)
        except BadInput as refusal:
            form.add_error("text", str(refusal))
            return page(request, structure, form=form, status=422)
        say(request, "Le besoin est écrit.", saved=request.path)
        return redirect("project:needs", slug)
    figure = figures_now(structure, on=timezone.localdate()).get(key)
    if figure is None:
        form = NeedForm({"text": ""})
        form.add_error("text", "Ce chiffre n’est plus dans le diagnostic. Écrivez le besoin avec vos mots.")
        return page(request, structure, form=form, status=422)
    need, is_new = services.need_from(structure, figure, by=request.user)
    if is_new:
        say(
            request,
            "Le besoin est écrit dans le projet, avec son chiffre, sa source et sa date.",
            undo=reverse("project:drop_need", args=[slug, need.pk]),
        )
    return redirect(page_of(key, slug))


@require_POST
def reword_need(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    need = get_object_or_404(structure.needs, pk=pk)
    form = NeedForm(request.POST)
    form.is_valid()
    try:
        services.reword(need, form.cleaned_data.get("text", ""), by=request.user)
    except services.NeedDropped as refusal:
        form.add_error("text", str(refusal))
        return page(request, structure, form=form, status=422)
    except BadInput as refusal:
        form.add_error("text", str(refusal))
        return page(request, structure, form=form, editing=need, status=422)
    say(request, "Le besoin est enregistré.", saved=request.path)
    return redirect(f"{reverse('project:needs', args=[slug])}#besoin-{need.pk}")


@require_POST
def drop_need(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    services.drop(get_object_or_404(structure.needs, pk=pk), by=request.user)
    say(request, "Le besoin est retiré.")
    return redirect("project:needs", slug)


@require_POST
def rank_need(request: Request, slug: str, pk: int) -> HttpResponse:
    """One place up, or down."""
    structure = find(request, slug, Ability.WRITE)
    need = get_object_or_404(structure.needs, pk=pk)
    with refusals_said(request):
        services.move(need, up=request.POST.get("to") != "bas", by=request.user, on=timezone.localdate())
    return redirect(f"{reverse('project:needs', args=[slug])}#besoin-{need.pk}")
