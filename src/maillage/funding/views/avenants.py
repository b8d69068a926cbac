"""An *avenant*: what it says, what it changes, before and after."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillage.funding.enums import Ability
from maillage.funding.forms.avenants import AvenantForm
from maillage.funding.forms.contracts import MissionForm
from maillage.funding.models import Avenant, Contract
from maillage.funding.queries.avenants import avenants_told
from maillage.funding.queries.contracts import has_calendar, missions_known
from maillage.funding.services import avenants as services
from maillage.funding.views.contracts import contract_in, show
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say


def avenant_in(contract: Contract, pk: int) -> Avenant:
    found = get_object_or_404(contract.avenants.all(), pk=pk)
    found.contract = contract
    return found


@require_POST
def amend(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = contract_in(structure, pk)
    is_agreement = has_calendar(found, structure.form)
    form = AvenantForm(request.POST, is_agreement=is_agreement)
    if form.is_valid():
        with refusals_in(form):
            noted = services.amend(found, form.given(), key=form.cleaned_data["key"], by=request.user)
            words = " Donnez maintenant les montants qu’il change." if is_agreement else ""
            say(request, f"L’avenant est noté.{words}")
            return redirect("funding:avenant", slug, pk, noted.pk)
    return show(request, structure, found, avenant_form=form)


@WRITES
def avenant(request: Request, slug: str, pk: int, avenant: int) -> HttpResponse:
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.RUN if is_sent else Ability.READ)
    found = contract_in(structure, pk)
    kept, is_agreement = avenant_in(found, avenant), has_calendar(found, structure.form)
    form = (
        AvenantForm(request.POST, is_agreement=is_agreement)
        if is_sent
        else AvenantForm.of(kept, is_agreement=is_agreement)
    )
    if form.is_valid():
        with refusals_in(form):
            services.write_avenant(kept, form.given(), by=request.user)
            say(request, "L’avenant est enregistré : le calendrier suit.")
            return redirect("funding:avenant", slug, pk, avenant)
    return render(
        request,
        "funding/avenant.html",
        # What was refused stays in the form: the page tells the avenant as it is kept.
        told_of(structure, contract_in(structure, pk) if is_sent else found, avenant, form),
        status=422 if form.is_bound else 200,
    )


def told_of(structure: Structure, contract: Contract, pk: int, form: AvenantForm) -> dict[str, Any]:
    is_agreement = has_calendar(contract, structure.form)
    return {
        "contract": contract,
        "told": next(each for each in avenants_told(contract) if each.avenant.pk == pk),
        "missions": missions_known() if is_agreement else [],
        "papers": contract.papers.filter(avenant=pk).select_related("file", "avenant"),
        "form": form,
    }


@WRITES
def avenant_mission(request: Request, slug: str, pk: int, avenant: int, key: str) -> HttpResponse:
    """What an avenant gives a mission."""
    structure = find(request, slug, Ability.RUN)
    found = contract_in(structure, pk)
    kept = avenant_in(found, avenant)
    known = next((each for each in missions_known() if each.key == key), None)
    if known is None or not has_calendar(found, structure.form):
        raise Http404
    written = next((each for each in found.missions.all() if each.mission == key), None)
    form = MissionForm(written, request.POST if request.method == "POST" else None, avenant=kept)
    if form.is_valid():
        starts_on = form.cleaned_data.get("starts_on")
        try:
            services.write_avenant_mission(kept, key, starts_on, form.years(), by=request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"{known.label} : ce que l’avenant change est enregistré.")
            return redirect("funding:avenant", slug, pk, avenant)
    context = {"form": form, "contract": found, "mission": known, "avenant": kept}
    return render(request, "funding/avenant_mission.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_avenant(request: Request, slug: str, pk: int, avenant: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    try:
        services.drop_avenant(avenant_in(contract_in(structure, pk), avenant), by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("funding:avenant", slug, pk, avenant)
    say(request, "L’avenant est retiré : le contrat est comme avant lui.")
    return redirect("funding:contract", slug, pk)
