"""The steps of an action, its partners, its tasks: each gesture leads back to its sheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.people.queries.naming import cards_by_label
from maillage.project.forms import actions as forms
from maillage.project.models import Action, ActionStep
from maillage.project.services import steps as services
from maillage.project.views.sheets import back, gesture, show
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES


@require_POST
def add_step(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    form = forms.StepForm(cards_by_label(found.structure), request.POST, auto_id="step_%s")
    if form.is_valid():
        with refusals_in(form):
            services.add_step(found, form.given(), key=form.cleaned_data["key"], by=request.user)
            return back(request, found, "L’étape est ajoutée.")
    return show(request, found, step_form=form)


def step_of(found: Action, pk: int) -> ActionStep:
    step: ActionStep = get_object_or_404(found.steps.select_related("who"), pk=pk)
    step.action = found
    return step


@WRITES
def step(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Other words, another day, somebody else."""
    found = gesture(request, slug, number)
    known, cards = step_of(found, pk), cards_by_label(found.structure)
    initial = {"what": known.what, "who": cards.label_of(known.who), "due_on": known.due_on}
    form = forms.StepForm(cards, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.change_step(known, form.given(), by=request.user)
        return back(request, found, "L’étape est enregistrée.")
    context = {"form": form, "action": found, "step": known, "cards": cards}
    return render(request, "project/step.html", context, status=422 if form.is_bound else 200)


@require_POST
def finish_step(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Done, or to be done again."""
    found = gesture(request, slug, number)
    is_done = request.POST.get("done") != "non"
    known = step_of(found, pk)
    services.finish_step(known, on=timezone.localdate() if is_done else None, by=request.user)
    return back(request, found, f"« {known.what} » : {'fait' if is_done else 'à faire de nouveau'}.")


@require_POST
def drop_step(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    found = gesture(request, slug, number)
    services.drop_step(step_of(found, pk), by=request.user)
    return back(request, found, "L’étape est retirée.")


@require_POST
def bind_partner(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    form = forms.PartnerForm(found.structure.partners.all(), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        partner = form.partners[said["partner"]]
        with refusals_in(form):
            services.bind_partner(
                found, partner, said["role"], has_convention=said["has_convention"], by=request.user
            )
            return back(request, found, f"{partner.name} est noté parmi les partenaires.")
    return show(request, found, partner_form=form)


@require_POST
def unbind_partner(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    found = gesture(request, slug, number)
    services.unbind_partner(found, pk, by=request.user)
    return back(request, found, "Le partenaire est retiré de cette action.")


@require_POST
def entrust(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    form = forms.ActionTaskForm(cards_by_label(found.structure), request.POST, auto_id="task_%s")
    if form.is_valid():
        with refusals_in(form):
            services.entrust(found, form.given(), key=form.cleaned_data["key"], by=request.user)
            return back(request, found, "La tâche est confiée. Elle est aussi dans « À faire ».")
    return show(request, found, task_form=form)
