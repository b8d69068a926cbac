"""Programmes of education: their calendar, their sessions, how many came."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability
from maillage.care.forms.teams import NewProgrammeForm, PresentForm, ProgrammeForm, SessionForm
from maillage.care.models import EtpProgramme, EtpSession
from maillage.care.queries.modules import takes_part_in_care
from maillage.care.queries.pathways_counts import etp_year
from maillage.care.queries.teams import programmes_of, sessions_for, sessions_of
from maillage.care.services import education as services
from maillage.care.views.pathways import may_write
from maillage.kernel import plural
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say

#: Sessions to come that the first page shows.
SOON = 10


@opens_examples
@require_safe
def etp(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    coming = sessions_of(structure).filter(held_on__gte=today).order_by("held_on", "starts_at", "pk")
    context = {
        "programmes": programmes_of(structure),
        "coming": coming[:SOON],
        "counted": etp_year(structure, today.year, on=today),
        "may_write": may_write(request),
    }
    return render(request, "care/pathways/etp.html", context)


def programme_of(structure: Structure, pk: int) -> EtpProgramme:
    found: EtpProgramme = get_object_or_404(programmes_of(structure).prefetch_related("team__person"), pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def etp_programme(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, programme_of(structure, pk))


def show(request: Request, found: EtpProgramme, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "programme": found,
        "page": paged(found.sessions.all(), request.GET.get("page")),
        "today": today_in(found.structure),
        "may_write": may_write(request),
        "session_form": SessionForm(),
    }
    return render(request, "care/pathways/etp_programme.html", context | forms, status=status)


@WRITES
def add_etp(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    cards = cards_by_label(structure)
    form = NewProgrammeForm(cards, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.add_programme(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user
            )
            say(request, "Le programme est ajouté : écrivez son calendrier.")
            return redirect("care:etp_programme", slug, made.pk)
    context = {"form": form, "cards": cards}
    return render(request, "care/pathways/write_etp.html", context, status=422 if form.is_bound else 200)


@WRITES
def edit_etp(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, cards = programme_of(structure, pk), cards_by_label(structure)
    form = ProgrammeForm(cards, request.POST if request.method == "POST" else None, row=found)
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_in(form, found):
            services.write_programme(found, form.given(), version=version, by=request.user)
            say(request, "C’est enregistré.")
            return redirect("care:etp_programme", slug, pk)
    context = {"form": form, "cards": cards, "programme": found}
    return render(request, "care/pathways/write_etp.html", context, status=422 if form.is_bound else 200)


@require_POST
def plan_session(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, form = programme_of(structure, pk), SessionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.plan_session(found, form.given(), key=form.cleaned_data["key"])
            say(request, "La séance est au calendrier.")
            return redirect("care:etp_programme", slug, pk)
    return show(request, found, status=422, session_form=form)


@require_POST
def count_session(request: Request, slug: str, pk: int, session: int) -> HttpResponse:
    """How many came; or it is called off, or held after all."""
    structure = find(request, slug, Ability.COORDINATE)
    found = programme_of(structure, pk)
    counted: EtpSession = get_object_or_404(found.sessions, pk=session)
    if "annulee" in request.POST:
        is_off = request.POST["annulee"] == "oui"
        heard = services.call_off(counted, is_off=is_off, by=request.user, at=timezone.now())
        say(request, f"La séance est {'annulée' if is_off else 'rétablie'}.{_said(heard)}")
        return redirect("care:etp_programme", slug, pk)
    form = PresentForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.count_session(
                counted, present=data["present"], newcomers=data["newcomers"], on=today_in(structure)
            )
            say(request, "Les présents sont comptés.")
            return redirect(f"{reverse('care:etp_programme', args=[slug, pk])}#seance-{session}")
    return show(request, found, status=422, refused=sentences_of(form), refused_session=counted.pk)


def _said(heard: services.Heard) -> str:
    told = plural(heard.told, "intervenant l’apprend", "intervenants l’apprennent")
    said = f" {told} par courriel." if heard.told else ""
    if heard.left:
        said += f" {plural(heard.left, 'intervenant est', 'intervenants sont')} à prévenir : aucun courriel ne les atteint."
    return said


def own_session(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """By the link of a card: a session of their programme, and how many came."""
    if not takes_part_in_care(person):
        raise Http404
    found: EtpSession = get_object_or_404(sessions_for(person, person.structure), pk=number or None)
    today, sent = today_in(person.structure), request.POST if request.method == "POST" else None
    form = PresentForm(sent, initial={"present": found.present, "newcomers": found.newcomers})
    if form.is_valid():
        with refusals_in(form):
            services.count_session(found, **form.cleaned_data, on=today)
            say(request, "Merci, c’est compté.")
            return redirect(link.get_absolute_url())
    context = {
        "session": found, "form": form if found.held_on <= today and not found.is_off else None, "link": link,
        "here": link.step(f"seance-{found.pk}"), "structure_name": person.structure.name,
    }  # fmt: skip
    return render(request, "care/pathways/own_session.html", context, status=422 if sent else 200)
