"""Noting a value, keeping what is counted, asking the *caisse*, saying what weighs on a figure."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.files.models import File
from maillage.files.services import keep, response_of
from maillage.kernel import BadInput
from maillage.project.enums import Ability
from maillage.project.forms.indicators_measures import (
    AskingForm,
    ContextForm,
    CorrectionForm,
    CountForm,
    MeasureForm,
    ReasonForm,
    StateForm,
)
from maillage.project.models import Indicator, Measure
from maillage.project.queries.indicators import begins_of
from maillage.project.services import indicators_measures as services
from maillage.project.views.indicators import indicator_in, show, to_page, year_asked
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.services import refusals_said, say


def asked_of(request: Request, slug: str, pk: int) -> tuple[Indicator, int, date]:
    """The indicator that is written, the year, the day."""
    found = indicator_in(find(request, slug, Ability.WRITE), pk)
    today = today_in(found.structure)
    begins = begins_of(found.structure) if found.is_of_contract else None
    return found, year_asked(request, today, begins), today


@require_POST
def note_measure(request: Request, slug: str, pk: int) -> HttpResponse:
    found, year, today = asked_of(request, slug, pk)
    form = MeasureForm(found, request.POST, request.FILES, has_value=False, auto_id="measure-%s")
    if form.is_valid():
        with refusals_in(form):
            # Before the transaction: writing a file is slow. What is refused after goes within a day.
            paper = kept_paper(request, found, form.cleaned_data["file"])
            services.note_measure(
                found, form.given(year), key=form.cleaned_data["key"], by=request.user, on=today, file=paper
            )
            say(request, "La valeur est notée.")
            return to_page(found, year)
    return show(request, found, measure_form=form)


def kept_paper(request: Request, indicator: Indicator, given: object) -> File | None:
    if not given:
        return None
    return keep(given, about=indicator.structure_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]


@require_POST
def note_count(request: Request, slug: str, pk: int) -> HttpResponse:
    found, year, today = asked_of(request, slug, pk)
    form = CountForm(request.POST, auto_id="count-%s")
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.note_count(
                found, year, key=data["key"], by=request.user, on=today, reason=data["reason"]
            )
            say(request, "Le compte est noté, avec ses lignes.")
            return to_page(found, year)
    return show(request, found, count_form=form)


@require_POST
def ask(request: Request, slug: str, pk: int) -> HttpResponse:
    found, year, today = asked_of(request, slug, pk)
    form = AskingForm(request.POST, auto_id="ask-%s")
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.ask(
                found, year, asked_on=data["asked_on"], awaited_on=data["awaited_on"], words=data["words"],
                key=data["key"], by=request.user, on=today,
            )  # fmt: skip
            say(request, "La demande est notée.")
            return to_page(found, year)
    return show(request, found, asking_form=form)


@require_POST
def give_up_asking(request: Request, slug: str, pk: int, asked: int) -> HttpResponse:
    found, _, _ = asked_of(request, slug, pk)
    row = get_object_or_404(found.asked.select_related("indicator"), pk=asked)
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.give_up(row, form.cleaned_data["reason"], by=request.user)
        say(request, "On n’attend plus cette réponse.")
    else:
        say(request, "Dites pourquoi on n’attend plus de réponse.")
    return to_page(found, row.year)


def measure_in(indicator: Indicator, pk: int) -> Measure:
    return get_object_or_404(indicator.measures.select_related("file", "indicator"), pk=pk)


@require_POST
def settle_measure(request: Request, slug: str, pk: int, measure: int) -> HttpResponse:
    found, _, _ = asked_of(request, slug, pk)
    row, form = measure_in(found, measure), StateForm(request.POST)
    if form.is_valid():
        with refusals_said(request):
            services.settle(row, form.cleaned_data["state"], form.cleaned_data["reason"], by=request.user)
            say(request, "C’est noté.")
    else:
        say(request, sentences_of(form))
    return to_page(found, row.year)


@require_safe
def measure_file(request: Request, slug: str, pk: int, measure: int) -> HttpResponse:
    found = indicator_in(find(request, slug, Ability.READ), pk)
    row = get_object_or_404(found.measures.select_related("file"), pk=measure, file__isnull=False)
    try:
        return response_of(row.file)  # type: ignore[arg-type]
    except BadInput as refusal:
        say(request, str(refusal))
        return to_page(found, row.year)


@require_POST
def correct(request: Request, slug: str, pk: int) -> HttpResponse:
    found, year, today = asked_of(request, slug, pk)
    events = {each.pk: each for each in found.context_events.all()}
    form = CorrectionForm(events, request.POST, auto_id="correct-%s")
    if form.is_valid():
        with refusals_in(form):
            services.correct(found, form.given(year), key=form.cleaned_data["key"], by=request.user, on=today)
            say(request, "Le chiffre corrigé est noté à côté de celui qui est compté.")
            return to_page(found, year)
    return show(request, found, correction_form=form)


@require_POST
def note_context(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    known = {each.pk: each for each in structure.indicators.filter(archived_on=None)}
    form = ContextForm(known, request.POST)
    if form.is_valid():
        with refusals_said(request):
            services.note_context(structure, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, "C’est noté au contexte.")
    else:
        say(request, sentences_of(form))
    return redirect("project:context", slug)


@require_POST
def drop_context(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    services.drop_context(get_object_or_404(structure.context_events, pk=pk), by=request.user)
    say(request, "C’est retiré du contexte ; les chiffres corrigés restent.")
    return redirect("project:context", slug)
