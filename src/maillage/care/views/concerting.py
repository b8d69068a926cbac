"""Concertations: called, prepared, held; answered by the link of a card."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability, Coming
from maillage.care.forms.teams import CallForm, HeldForm, QuestionForm
from maillage.care.models import RcpCall
from maillage.care.queries.modules import takes_part_in_care
from maillage.care.queries.pathways_counts import rcp_year
from maillage.care.queries.teams import call_lines, calls_of
from maillage.care.services import concerting as services
from maillage.care.views.pathways import may_write
from maillage.governance.queries.rcp import has_rcp
from maillage.kernel import plural
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, refusals_said, say


@opens_examples
@require_safe
def rcp_calls(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    page = paged(calls_of(structure), request.GET.get("page"))
    context = {
        "page": page,
        "lines": call_lines(structure, list(page.object_list)),
        "counted": rcp_year(structure, today_in(structure).year),
        "year": today_in(structure).year,
        "has_register": has_rcp(structure.form),
        "zone": zone_of(structure),
        "may_write": may_write(request),
    }
    return render(request, "care/pathways/rcp_calls.html", context)


@WRITES
def add_rcp(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    cards = cards_by_label(structure)
    form = CallForm(structure, cards, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.call(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user, at=timezone.now(),
                site=request.build_absolute_uri("/"),
            )  # fmt: skip
            say(request, "La concertation est convoquée : chacun reçoit son lien.")
            return redirect("care:rcp_call", slug, made.pk)
    context = {"form": form, "cards": cards}
    return render(request, "care/pathways/add_rcp.html", context, status=422 if form.is_bound else 200)


def call_of(structure: Structure, pk: int) -> RcpCall:
    found = get_object_or_404(structure.rcp_calls, pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def rcp_call(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, call_of(structure, pk))


def show(request: Request, made: RcpCall, *, status: int = 200, **forms: Any) -> HttpResponse:
    guests = list(made.guests.select_related("person"))
    is_open = made.situations is None and not made.is_off
    context: dict[str, Any] = {
        "call": made,
        "guests": guests,
        "questions": made.questions.select_related("person"),
        "is_open": is_open,
        "is_past": made.starts_at <= timezone.now(),
        "zone": zone_of(made.structure),
        "may_write": may_write(request),
        "has_register": has_rcp(made.structure.form),
    }
    if may_write(request) and is_open:
        context |= {"question_form": QuestionForm(), "held_form": HeldForm(guests)}
    return render(request, "care/pathways/rcp_call.html", context | forms, status=status)


@require_POST
def prepare_rcp(request: Request, slug: str, pk: int) -> HttpResponse:
    """A question more, or one less."""
    structure = find(request, slug, Ability.COORDINATE)
    made = call_of(structure, pk)
    if (dropped := request.POST.get("retirer", "")).isdecimal() and len(dropped) < 12:
        services.drop_question(made, int(dropped))
        return redirect("care:rcp_call", slug, pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.ask_question(made, form.cleaned_data["words"], key=form.cleaned_data["key"])
            say(request, "La question est préparée.")
            return redirect("care:rcp_call", slug, pk)
    return show(request, made, status=422, question_form=form)


@require_POST
def hold_rcp(request: Request, slug: str, pk: int) -> HttpResponse:
    """What was seen; or, counted wrong, counted again."""
    structure = find(request, slug, Ability.COORDINATE)
    made = call_of(structure, pk)
    if "recompter" in request.POST:
        services.count_again(made, by=request.user)
        say(request, "Cette concertation n’est plus comptée : notez-la de nouveau.")
        return redirect("care:rcp_call", slug, pk)
    form = HeldForm(list(made.guests.select_related("person")), request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.hold(made, form.given(), by=request.user, on=today_in(structure))
            say(request, "La concertation est comptée.")
            return redirect("care:rcp_call", slug, pk)
    return show(request, made, status=422, held_form=form)


@require_POST
def call_off_rcp(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    with refusals_said(request):
        made = call_of(structure, pk)
        told = services.call_off(made, by=request.user, at=timezone.now())
        left = made.guests.exclude(coming=Coming.NO).count() - told
        said = f"La concertation est annulée : {plural(told, 'convié l’apprend', 'conviés l’apprennent')} par courriel."
        say(
            request,
            f"{said} {plural(left, 'autre est', 'autres sont')} à prévenir : aucun courriel ne les atteint."
            if left
            else said,
        )
    return redirect("care:rcp_call", slug, pk)


def own_rcp(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """By the link of a card: I come or not; a question, without anybody."""
    if not takes_part_in_care(person) or not number:
        raise Http404
    guest = get_object_or_404(person.rcp_calls.select_related("call__structure__territory"), call=int(number))
    made, here = guest.call, link.step(f"rcp-{number}")
    is_open = made.situations is None and not made.is_off
    form, status = QuestionForm(), 200
    if request.method == "POST":
        if (coming := request.POST.get("coming", "")) in Coming.values:
            services.answer(guest, coming)
            say(request, "Merci, c’est noté.")
            return redirect(here)
        form = QuestionForm(request.POST)
        if form.is_valid():
            with refusals_in(form):
                services.ask_question(
                    made, form.cleaned_data["words"], key=form.cleaned_data["key"], person=person
                )
                say(request, "La question est préparée.")
                return redirect(here)
        status = 422
    context = {
        "call": made, "guest": guest, "questions": made.questions.all(), "is_open": is_open, "form": form,
        "link": link, "here": here, "zone": zone_of(made.structure),
    }  # fmt: skip
    return render(request, "care/pathways/own_rcp.html", context, status=status)
