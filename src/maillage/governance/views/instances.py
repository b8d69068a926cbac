"""Instances: what the statutes say of each, and who sits there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.enums import Ability
from maillage.governance.forms.instances import CloseForm, InstanceForm, MandateForm
from maillage.governance.models import Instance
from maillage.governance.queries import seats as queries
from maillage.governance.queries.meetings import meetings_of
from maillage.governance.services import closing
from maillage.governance.services import instances as services
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, say

#: Meetings shown on the page of an instance.
LAST = 12


@opens_examples
@require_safe
def instances(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = timezone.localdate()
    context = {
        "instances": queries.instances_of(structure, on=today),
        "closed": structure.instances.filter(closed_on__lte=today),
    }
    return render(request, "governance/instances.html", context)


@WRITES
def add_instance(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    form = InstanceForm(structure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            added = services.add_instance(structure, form.given(), by=request.user)
            say(request, f"{added.name} : instance ajoutée. Dites maintenant qui y siège.")
            return redirect("governance:instance", slug, added.pk)
    context = {"form": form}
    return render(request, "governance/write_instance.html", context, status=422 if form.is_bound else 200)


@WRITES
def edit_instance(request: Request, slug: str, pk: int) -> HttpResponse:
    found = instance_of(find(request, slug, Ability.RUN), pk)
    form = InstanceForm(found.structure, request.POST) if request.method == "POST" else InstanceForm.of(found)
    if form.is_valid():
        with refusals_in(form):
            services.write_instance(found, form.given(), by=request.user)
            say(request, "Ses règles sont enregistrées. Les décisions déjà prises gardent les leurs.")
            return redirect("governance:instance", slug, pk)
    context = {"form": form, "instance": found}
    return render(request, "governance/write_instance.html", context, status=422 if form.is_bound else 200)


@opens_examples
@require_safe
def instance(request: Request, slug: str, pk: int) -> HttpResponse:
    return show(request, instance_of(find(request, slug, Ability.READ), pk))


def instance_of(structure: Structure, pk: int) -> Instance:
    found: Instance = get_object_or_404(structure.instances, pk=pk)
    found.structure = structure
    return found


def show(
    request: Request, found: Instance, *, form: MandateForm | None = None, close_form: CloseForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "instance": found,
        "mandates": [] if found.seats_everybody else queries.mandates_of(found, on=today),
        "seated": queries.seated(found, on=today).count() if found.seats_everybody else 0,
        "meetings": meetings_of(found.structure).filter(instance=found).order_by("-starts_at")[:LAST],
        "weights": found.weights.select_related("college"),
        "shares": queries.shares_of(found, on=today),
        "is_closed": found.is_closed(today),
        "close_form": close_form or CloseForm(initial={"closed_on": today}),
        "today": today,
    }
    if Ability.RUN in request.abilities and not found.seats_everybody and not context["is_closed"]:
        cards = cards_by_label(found.structure)
        context |= {"cards": cards, "form": form or MandateForm(cards, initial={"since": today})}
    status = 422 if form or close_form else 200
    return render(request, "governance/instance.html", context, status=status)


@require_POST
def seat(request: Request, slug: str, pk: int) -> HttpResponse:
    found = instance_of(find(request, slug, Ability.RUN), pk)
    form = MandateForm(cards_by_label(found.structure), request.POST)
    if not form.is_valid():
        return show(request, found, form=form)
    try:
        given = services.seat(found, form.cleaned_data["person"], form.given(), by=request.user)
    except BadInput as refusal:
        refuse(form, refusal)
        return show(request, found, form=form)
    say(request, f"{given.person.name} siège : {given.get_office_display().lower()}.")
    return redirect("governance:instance", slug, pk)


@require_POST
def end_mandate(request: Request, slug: str, pk: int, mandate: int) -> HttpResponse:
    found = instance_of(find(request, slug, Ability.RUN), pk)
    given = get_object_or_404(found.mandates.select_related("person"), pk=mandate)
    services.end_mandate(given, on=timezone.localdate(), by=request.user)
    say(request, f"Le mandat de {given.person.name} est fini.")
    return redirect("governance:instance", slug, pk)


@require_POST
def close_instance(request: Request, slug: str, pk: int) -> HttpResponse:
    found = instance_of(find(request, slug, Ability.RUN), pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            closing.close_instance(
                found, on=form.cleaned_data["closed_on"], by=request.user, at=timezone.now()
            )
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"{found.name} est dissoute : ses décisions restent, ses mandats sont finis.")
            return redirect("governance:instance", slug, pk)
    return show(request, found, close_form=form)


@require_POST
def open_again(request: Request, slug: str, pk: int) -> HttpResponse:
    found = instance_of(find(request, slug, Ability.RUN), pk)
    closing.open_again(found, by=request.user)
    say(request, f"{found.name} se réunit de nouveau. Redonnez les mandats.")
    return redirect("governance:instance", slug, pk)
