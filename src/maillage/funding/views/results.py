"""What a contract is measured by, and the steps of its variable part."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillage.funding.enums import Ability
from maillage.funding.forms.results import IndicatorForm, StepForm
from maillage.funding.models import Contract, Indicator
from maillage.funding.queries.calendar import lines_of
from maillage.funding.queries.contracts import YEARS, has_calendar
from maillage.funding.queries.followed import proposed_for
from maillage.funding.queries.posts import label_of
from maillage.funding.queries.results import WHOLE, trail_of, weighed_in
from maillage.funding.services import results as services
from maillage.funding.views.contracts import contract_in
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, refusals_said, say

#: In an address: the contract as a whole.
ALL = "ensemble"


@WRITES
def indicators(request: Request, slug: str, pk: int) -> HttpResponse:
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.RUN if is_sent else Ability.READ)
    found = contract_in(structure, pk)
    is_agreement = has_calendar(found, structure.form)
    form = IndicatorForm(found, request.POST if is_sent else None, is_agreement=is_agreement)
    if form.is_valid():
        with refusals_in(form):
            noted = services.add_indicator(found, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, f"{noted.name} : indicateur noté.")
            return redirect("funding:indicators", slug, pk)
    context = {"contract": found, "weighed": weighed_in(found), "form": form, "is_agreement": is_agreement}
    return render(request, "funding/indicators.html", context, status=422 if form.is_bound else 200)


def indicator_in(contract: Contract, pk: int) -> Indicator:
    found = get_object_or_404(contract.indicators.all(), pk=pk)
    found.contract = contract
    return found


@WRITES
def indicator(request: Request, slug: str, pk: int, indicator: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = contract_in(structure, pk)
    kept, is_agreement = indicator_in(found, indicator), has_calendar(found, structure.form)
    form = (
        IndicatorForm(found, request.POST, is_agreement=is_agreement)
        if request.method == "POST"
        else IndicatorForm.of(kept, found, is_agreement=is_agreement)
    )
    if form.is_valid():
        with refusals_in(form):
            services.write_indicator(kept, form.given(), by=request.user)
            say(request, f"{kept.name} : indicateur enregistré.")
            return redirect("funding:indicators", slug, pk)
    context = {"contract": found, "indicator": kept, "form": form}
    return render(request, "funding/indicator.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_indicator(request: Request, slug: str, pk: int, indicator: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    with refusals_said(request):
        services.drop_indicator(indicator_in(contract_in(structure, pk), indicator), by=request.user)
        say(request, "L’indicateur est retiré.")
    return redirect("funding:indicators", slug, pk)


@WRITES
def results(request: Request, slug: str, pk: int, number: int, key: str) -> HttpResponse:
    """The variable part of a mission, or of the contract as a whole, for a contract year."""
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.RUN if is_sent else Ability.READ)
    today = today_in(structure)
    found, mission = contract_in(structure, pk), "" if key == ALL else key
    if number not in YEARS or (mission and all(each.mission != mission for each in found.missions.all())):
        raise Http404
    measured = [each for each in found.indicators.all() if each.mission == mission]
    steps = list(found.result_steps.filter(mission=mission, number=number).select_related("by"))
    given = {"on": today, "state": steps[-1].state} if steps else {"on": today}
    form = StepForm(
        measured,
        number,
        request.POST if is_sent else None,
        initial=given,
        proposed=proposed_for(found, measured, number, today=today),
    )
    if form.is_valid():
        with refusals_in(form):
            services.step(
                found,
                mission,
                number,
                form.given(),
                key=form.cleaned_data["key"],
                by=request.user,
                today=today,
            )
            say(request, "C’est noté : le calendrier suit.")
            return redirect("funding:results", slug, pk, number, key)
    lines = lines_of(found, structure.form, on=today).lines
    line = next((each for each in lines if each.expected.key == f"aci:{number}:variable:{mission}"), None)
    context = {
        "contract": found,
        "number": number,
        "label": label_of(mission) if mission else WHOLE,
        "line": line,
        "trail": [*trail_of(found, steps, line)],
        "weighed": [each for each in weighed_in(found) if each.mission == mission],
        "form": form,
    }
    return render(request, "funding/results.html", context, status=422 if form.is_bound else 200)
