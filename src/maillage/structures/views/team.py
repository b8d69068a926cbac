"""Who is around the table, and how the territory was told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillage.kernel import BadInput, plural
from maillage.structures import services
from maillage.structures.enums import Ability, Engagement
from maillage.structures.forms import (
    ActorForm,
    InformationForm,
    table_rows,
)
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import (
    around_the_table,
    information_of,
)
from maillage.structures.services import GivenActor
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@WRITES
def team(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    form = ActorForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            services.welcome(structure, [form.given()], by=request.user)
            say(request, f"{form.cleaned_data['name']} est autour de la table.")
            return redirect("structures:team", slug)
        status = 422
    return show_team(request, structure, actor_form=form, status=status)


@require_POST
def paste(request: Request, slug: str) -> HttpResponse:
    """A pasted list, already cut in rows by the page."""
    structure = find(request, slug, Ability.EDIT)
    try:
        rows = table_rows(request.POST.get("rows", ""))
    except BadInput as refusal:
        form = ActorForm({})
        form.add_error(None, str(refusal))
        return show_team(request, structure, actor_form=form, status=422)
    seated = services.welcome(
        structure, [GivenActor(**row.model_dump()) for row in rows.people], by=request.user
    )
    say(request, f"{plural(len(seated), 'personne')} en plus autour de la table.")
    return redirect("structures:team", slug)


@require_POST
def dismiss(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    actor = get_object_or_404(structure.actors, pk=pk)
    services.dismiss(actor, by=request.user)
    say(request, f"{actor.name} n’est plus autour de la table.")
    return redirect("structures:team", slug)


@require_POST
def change_engagement(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    actor = get_object_or_404(structure.actors, pk=pk)
    try:
        services.change_engagement(actor, request.POST.get("engagement", ""), by=request.user)
    except BadInput as refusal:
        form = ActorForm({})
        form.add_error(None, str(refusal))
        return show_team(request, structure, actor_form=form, status=422)
    say(request, f"{actor.name} : {actor.get_engagement_display().lower()}.")
    return redirect("structures:team", slug)


@require_POST
def information(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    form = InformationForm(request.POST)
    if not form.is_valid():
        return show_team(request, structure, information_form=form, status=422)
    services.record_information(structure, form.given(), by=request.user)
    say(request, "L’information est notée.")
    return redirect("structures:team", slug)


@require_POST
def forget(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    services.forget_information(get_object_or_404(structure.information_meetings, pk=pk), by=request.user)
    say(request, "L’information est retirée.")
    return redirect("structures:team", slug)


def show_team(
    request: Request,
    structure: Structure,
    *,
    actor_form: ActorForm | None = None,
    information_form: InformationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "around": around_the_table(structure),
        "meetings": information_of(structure),
        "engagements": Engagement.choices,
        "actor_form": actor_form or ActorForm(),
        "information_form": information_form or InformationForm(),
    }
    return render(request, "structures/team.html", context, status=status)
