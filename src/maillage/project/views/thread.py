"""The thread of the project on one page, and its objectives."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.kernel import BadInput
from maillage.project.enums import Ability
from maillage.project.forms.objectives import ObjectiveForm
from maillage.project.models import Objective
from maillage.project.queries.missions import groups_of
from maillage.project.queries.thread import thread
from maillage.project.services import objectives as services
from maillage.project.services.locking import WrittenMeanwhile
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, say


@opens_examples
@require_safe
def project(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return render(request, "project/thread.html", {"thread": thread(structure, on=timezone.localdate())})


@WRITES
def add_objective(request: Request, slug: str) -> HttpResponse:
    return _write(request, slug, None)


@WRITES
def objective(request: Request, slug: str, pk: int) -> HttpResponse:
    return _write(request, slug, pk)


def _write(request: Request, slug: str, pk: int | None) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    found: Objective | None = get_object_or_404(structure.objectives, pk=pk) if pk is not None else None
    groups = groups_of(structure, on=timezone.localdate())
    form = ObjectiveForm(structure, groups, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            if found:
                made = services.change_objective(
                    found, form.given(), version=said["version"], by=request.user
                )
            else:
                key = said["key"] or form.fields["key"].get_bound_field(form, "key").initial
                made = services.add_objective(structure, form.given(), key=key, by=request.user)
        except WrittenMeanwhile as refusal:
            refuse(form, refusal, found)
        except BadInput as refusal:
            refuse(form, refusal)
        else:
            say(request, "L’objectif est enregistré.")
            return redirect(f"{reverse('project:project', args=[slug])}#objectif-{made.pk}")
    context = {"form": form, "objective": found}
    return render(request, "project/objective.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_objective(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    services.drop_objective(get_object_or_404(structure.objectives, pk=pk), by=request.user)
    say(request, "L’objectif est retiré. Ses actions restent, sans objectif.")
    return redirect("project:project", slug)
