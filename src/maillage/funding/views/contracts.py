"""What was signed: a contract, its annex, its avenants, what it announces, what came."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.funding.enums import Ability
from maillage.funding.forms.avenants import AvenantForm, ContractPaperForm
from maillage.funding.forms.contracts import ContractForm, MissionForm, PlannedForm, ReceiptForm
from maillage.funding.models import Contract, Receipt
from maillage.funding.queries.avenants import avenants_told
from maillage.funding.queries.calendar import grouped, lines_of
from maillage.funding.queries.contracts import (
    YEARS,
    differences,
    has_calendar,
    missions_known,
    read_contracts,
)
from maillage.funding.queries.results import weighed_in
from maillage.funding.services import contracts as services
from maillage.funding.services import receipts
from maillage.kernel import BadInput, euros
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, refusals_said, say


def contract_in(structure: Structure, pk: int) -> Contract:
    found = next(iter(read_contracts(structure, pk=pk)), None)
    if found is None:
        raise Http404
    found.legal_person.structure = structure
    return found


@WRITES
def add_contract(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    form = ContractForm(structure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            signed = services.sign(form.person(), form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, f"{signed.name} : contrat noté.")
            return redirect("funding:contract", slug, signed.pk)
    context = {"form": form, "has_person": bool(form.persons)}
    return render(request, "funding/write_contract.html", context, status=422 if form.is_bound else 200)


@WRITES
def edit_contract(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = contract_in(structure, pk)
    form = (
        ContractForm(structure, request.POST)
        if request.method == "POST"
        else ContractForm.of(found, structure)
    )
    if form.is_valid():
        with refusals_in(form):
            services.write(found, form.person(), form.given(), by=request.user)
            say(request, "Le contrat est enregistré : le calendrier suit.")
            return redirect("funding:contract", slug, pk)
    context = {"form": form, "contract": found, "has_person": True}
    return render(request, "funding/write_contract.html", context, status=422 if form.is_bound else 200)


@require_safe
def contract(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, structure, contract_in(structure, pk))


def show(request: Request, structure: Structure, found: Contract, **forms: Any) -> HttpResponse:
    """The page of a contract; a form that was refused comes back where it was."""
    is_agreement = has_calendar(found, structure.form)
    written = {each.mission: each for each in found.missions.all()}
    shown = lines_of(found, structure.form, on=today_in(structure))
    context: dict[str, Any] = {
        "contract": found,
        "shown": shown,
        "groups": grouped(shown),
        "is_agreement": is_agreement,
        "missions": [(each, written.get(each.key)) for each in missions_known()] if is_agreement else [],
        "differences": [*differences(found)] if is_agreement and not shown.why else [],
        "receipts": [each for each in found.receipts.all() if each.undoes_id is None],
        "undone": {each.undoes_id for each in found.receipts.all()},
        "planned_form": PlannedForm(),
        "avenants": [*avenants_told(found)],
        "avenant_form": AvenantForm(is_agreement=is_agreement),
        "papers": found.papers.select_related("file", "avenant"),
        "paper_form": ContractPaperForm(found),
        "weighed": weighed_in(found),
        "years": YEARS,
        **forms,
    }
    return render(request, "funding/contract.html", context, status=422 if forms else 200)


@WRITES
def mission(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    """What the annex says of a mission."""
    structure = find(request, slug, Ability.RUN)
    found = contract_in(structure, pk)
    known = next((each for each in missions_known() if each.key == key), None)
    if known is None or not has_calendar(found, structure.form):
        raise Http404
    written = next((each for each in found.missions.all() if each.mission == key), None)
    form = MissionForm(written, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.write_mission(found, key, form.cleaned_data["starts_on"], form.years(), by=request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"{known.label} : l’annexe est enregistrée.")
            return redirect("funding:contract", slug, pk)
    context = {"form": form, "contract": found, "mission": known, "written": written}
    return render(request, "funding/mission.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_mission(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    written = get_object_or_404(contract_in(structure, pk).missions.select_related("contract"), mission=key)
    services.drop_mission(written, by=request.user)
    say(request, "Cette mission n’est plus dans l’annexe.")
    return redirect("funding:contract", slug, pk)


@require_POST
def announce(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found, form = contract_in(structure, pk), PlannedForm(request.POST)
    if not form.is_valid():
        return show(request, structure, found, planned_form=form)
    try:
        services.announce(found, form.given(), key=form.cleaned_data["key"], by=request.user)
    except BadInput as refusal:
        refuse(form, refusal)
        return show(request, structure, found, planned_form=form)
    say(request, "Le versement est au calendrier.")
    return redirect("funding:contract", slug, pk)


@require_POST
def withdraw(request: Request, slug: str, pk: int, planned: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    kept = get_object_or_404(
        contract_in(structure, pk).planned.select_related("contract__legal_person"), pk=planned
    )
    with refusals_said(request):
        services.withdraw(kept, by=request.user)
        say(request, "Le versement n’est plus au calendrier.")
    return redirect("funding:contract", slug, pk)


@WRITES
def receive(request: Request, slug: str, pk: int, expects: str) -> HttpResponse:
    """Note what came for a payment of the calendar."""
    structure = find(request, slug, Ability.RUN)
    today = today_in(structure)
    found = contract_in(structure, pk)
    shown = lines_of(found, structure.form, on=today)
    line = next((each for each in shown.lines if each.expected.key == expects), None)
    if line is None:
        raise Http404
    left = line.gap if line.gap and line.gap > 0 else None
    form = ReceiptForm(
        request.POST if request.method == "POST" else None, initial={"received_on": today, "amount": left}
    )
    if form.is_valid():
        with refusals_in(form):
            noted = receipts.receive(
                found, expects, form.given(), key=form.cleaned_data["key"], by=request.user, on=today
            )
            say(request, f"{euros(noted.amount)} notés : {line.expected.label}.")
            return redirect("funding:contract", slug, pk)
    context = {"form": form, "contract": found, "line": line}
    return render(request, "funding/receive.html", context, status=422 if form.is_bound else 200)


@require_POST
def undo_receipt(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    mine = Receipt.objects.filter(contract__legal_person__structure=structure)
    noted = get_object_or_404(mine.select_related("contract__legal_person__structure__territory"), pk=pk)
    with refusals_said(request):
        receipts.undo(noted, by=request.user, on=today_in(structure))
        say(request, "La recette est annulée : une ligne contraire le dit, rien n’est effacé.")
    return redirect("funding:contract", slug, noted.contract_id)
