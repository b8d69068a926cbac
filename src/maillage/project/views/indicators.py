"""The indicators of a structure in a year: all of them on a page, then each of them."""

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput, plural
from maillage.people.queries.naming import cards_by_label
from maillage.project.enums import Ability, MeasureState, Origin
from maillage.project.forms.indicators import (
    BaseCorrectionForm,
    ChoosingForm,
    EditForm,
    IndicatorForm,
    TargetForm,
    YearForm,
    given_from,
)
from maillage.project.forms.indicators_measures import (
    AskingForm,
    CorrectionForm,
    CountForm,
    MeasureForm,
)
from maillage.project.models import Indicator
from maillage.project.queries.indicators import begins_of, grouped, lines_of
from maillage.project.queries.indicators_chart import chart_of
from maillage.project.queries.indicators_counted import COUNTERS
from maillage.project.queries.indicators_one import Page, indicators_of, page_of
from maillage.project.queries.indicators_rows import indicators_in_rows
from maillage.project.queries.missions import groups_of
from maillage.project.rules.years import year_of
from maillage.project.services import indicators as services
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import signed_on
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import LONG, outlooks, paged
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say

FIRST_YEAR, AHEAD = 2000, 5


def year_asked(request: Request, today: date, begins: date | None) -> int:
    """That of the address, else the one that runs."""
    asked = request.GET.get("annee", "")
    now = year_of(today, begins)
    if asked.isascii() and asked.isdigit() and len(asked) == 4:
        return min(max(int(asked), FIRST_YEAR), now + AHEAD)
    return now


def indicator_in(structure: Structure, pk: int) -> Indicator:
    found = get_object_or_404(indicators_of(structure), pk=pk)
    found.structure = structure
    return found


def to_page(indicator: Indicator, year: int, anchor: str = "") -> HttpResponse:
    page = reverse("project:indicator", args=[indicator.structure.slug, indicator.pk])
    return redirect(f"{page}?annee={year}{anchor}")


@opens_examples
@require_safe
def indicators(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    begins = begins_of(structure)
    year = year_asked(request, today, begins)
    lines = lines_of(structure, year, today=today)
    groups = grouped(structure, lines, on=today)
    in_order = [(group, line) for group in groups for line in group.lines]
    page = paged(in_order, request.GET.get("page"), size=LONG)
    context = {
        "groups": [(group, [line for _, line in rows]) for group, rows in groupby(page, key=itemgetter(0))],
        "page": page,
        "year": year,
        "year_text": str(year),
        "years": (year - 1, year, year + 1),
        "today": today,
        "begins": begins,
        "year_form": YearForm(initial={"begins_on": begins or signed_on(structure)}),
        "count": len(lines),
        "reached": sum(each.progress.is_reached is True for each in lines),
        "unknown": sum(each.value.number is None for each in lines),
        "late": [each for each in lines if each.is_late],
        "missing": sum(each.missing for each in lines),
        "outlooks": outlooks(structure, year, lines),
    }
    return render(request, "project/indicators.html", context)


@require_safe
def indicators_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    year = year_asked(request, today, begins_of(structure))
    rows = indicators_in_rows(structure, lines_of(structure, year, today=today), on=today)
    response = as_spreadsheet(rows, name=f"indicateurs-{year}-{slug}", suffix=suffix)
    said = f"Indicateurs {year} sortis en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@WRITES
def add_indicator(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    today, cards = today_in(structure), cards_by_label(structure)
    form = IndicatorForm(
        structure, cards, groups_of(structure, on=today), request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        with refusals_in(form):
            added = services.add_indicator(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user
            )
            say(request, f"{added.name} : indicateur ajouté.")
            return redirect("project:indicator", slug, added.pk)
    context = {"form": form, "cards": cards}
    return render(request, "project/write_indicator.html", context, status=422 if form.is_bound else 200)


@WRITES
def edit_indicator(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    found, cards = indicator_in(structure, pk), cards_by_label(structure)
    sent = request.POST if request.method == "POST" else None
    form = EditForm(
        structure,
        cards,
        groups_of(structure, on=today_in(structure)),
        sent,
        initial=IndicatorForm.said_of(found, cards) | {"version": found.version},
    )
    if form.is_valid():
        with refusals_in(form, found):
            services.write_indicator(
                found, form.given(), version=form.cleaned_data["version"], by=request.user
            )
            say(request, "C’est enregistré.")
            return redirect("project:indicator", slug, pk)
    context = {"form": form, "cards": cards, "indicator": found}
    return render(request, "project/write_indicator.html", context, status=422 if form.is_bound else 200)


@WRITES
def choose_indicators(request: Request, slug: str) -> HttpResponse:
    """The catalogue of the form, by mission or axis; those that are followed already are said so."""
    structure = find(request, slug, Ability.WRITE)
    today = today_in(structure)
    try:
        offered = legislation.indicators(structure.form, on=today)
    except BadInput:
        offered = ()
    form = ChoosingForm(offered, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = [given_from(each, structure.form) for each in form.picked()]
        try:
            count = services.choose(structure, given, by=request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"{plural(count, 'indicateur')} de plus. Écrivez leurs cibles et qui les remplit.")
            return redirect("project:indicators", slug)
    there = set(structure.indicators.filter(archived_on=None).values_list("catalogue", flat=True))
    context = {
        "form": form,
        "groups": [
            (
                group.label,
                [(each, each.key in there) for each in offered if each.under(structure.form) == group.key],
            )
            for group in groups_of(structure, on=today)
        ],
    }
    return render(request, "project/choose_indicators.html", context, status=422 if form.is_bound else 200)


@require_POST
def set_year(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    form = YearForm(request.POST)
    if form.is_valid():
        services.set_year(structure, form.cleaned_data["begins_on"], by=request.user)
        say(request, "C’est noté : les années du contrat suivent.")
    else:
        say(request, "Cette date n’a pas été comprise.")
    return redirect("project:indicators", slug)


@opens_examples
@require_safe
def indicator(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, indicator_in(structure, pk))


def show(request: Request, found: Indicator, **forms: Any) -> HttpResponse:
    """The page of an indicator; `forms`: those that were refused."""
    structure = found.structure
    today, begins = today_in(structure), begins_of(structure)
    year = year_asked(request, today, begins if found.is_of_contract else None)
    page = page_of(structure, found, year, today=today)
    context = {
        "indicator": found,
        "actions_of": list(found.actions.all()),
        "page": page,
        "line": page.line,
        "year": year,
        "years": (year - 1, year, year + 1),
        "chart": chart_of(page),
        "by_year": [(each, each.progress) for each in page.lines],
        "heading": {each.key: each.label for each in groups_of(structure, on=today)}.get(found.mission, ""),
        "is_counted": found.origin == Origin.COUNTED,
        "counter": COUNTERS.get(found.counter),
        "measure_states": MeasureState.choices,
        "today": today,
        **(writing_forms(found, page, today) if Ability.WRITE in request.abilities else {}),
        **forms,
    }
    return render(request, "project/indicator.html", context, status=422 if forms else 200)


def writing_forms(found: Indicator, page: Page, today: date) -> dict[str, Any]:
    line = page.line
    return {
        "target_form": TargetForm(initial={"value": line.target}, auto_id="target-%s"),
        "measure_form": MeasureForm(found, has_value=line.measure is not None, auto_id="measure-%s"),
        "count_form": CountForm(auto_id="count-%s"),
        "asking_form": AskingForm(initial={"asked_on": today}, auto_id="ask-%s"),
        "base_form": BaseCorrectionForm(initial={"on": today}, auto_id="base-%s"),
        "correction_form": CorrectionForm(
            {each.pk: each for each in page.events},
            initial={"counted": line.value.number},
            auto_id="correct-%s",
        ),
    }


@require_POST
def set_target(request: Request, slug: str, pk: int) -> HttpResponse:
    found = indicator_in(find(request, slug, Ability.WRITE), pk)
    year = year_asked(request, today_in(found.structure), begins_of(found.structure))
    form = TargetForm(request.POST, auto_id="target-%s")
    if not form.is_valid():
        return show(request, found, target_form=form)
    services.set_target(found, year, form.cleaned_data["value"], by=request.user)
    say(request, f"La cible de {year} est enregistrée.")
    return to_page(found, year)


@require_POST
def freeze_base(request: Request, slug: str, pk: int) -> HttpResponse:
    found = indicator_in(find(request, slug, Ability.WRITE), pk)
    with refusals_said(request):
        services.freeze_base(found, on=today_in(found.structure), by=request.user)
        say(request, "Le point de départ est arrêté : il ne changera plus.")
    return redirect("project:indicator", slug, pk)


@require_POST
def correct_base(request: Request, slug: str, pk: int) -> HttpResponse:
    found = indicator_in(find(request, slug, Ability.WRITE), pk)
    form = BaseCorrectionForm(request.POST, auto_id="base-%s")
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.correct_base(
                found, data["value"], on=data["on"], reason=data["reason"], key=data["key"], by=request.user
            )
            say(request, "La correction est notée à côté du point de départ.")
            return redirect("project:indicator", slug, pk)
    return show(request, found, base_form=form)


@require_POST
def archive_indicator(request: Request, slug: str, pk: int) -> HttpResponse:
    found = indicator_in(find(request, slug, Ability.WRITE), pk)
    on = None if found.archived_on else today_in(found.structure)
    with refusals_said(request):
        services.archive(found, on=on, by=request.user)
        say(request, "L’indicateur est archivé : ses valeurs restent." if on else "L’indicateur est suivi.")
    return redirect("project:indicator", slug, pk)


@require_POST
def drop_indicator(request: Request, slug: str, pk: int) -> HttpResponse:
    found = indicator_in(find(request, slug, Ability.WRITE), pk)
    try:
        services.drop_indicator(found, by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("project:indicator", slug, pk)
    say(request, "L’indicateur est retiré.")
    return redirect("project:indicators", slug)
