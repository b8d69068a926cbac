"""Events, for the structure that holds them: prepare, announce, read who comes, say that it is over."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.kernel import BadInput, doubtful_hours
from maillage.links.queries import handout_of
from maillage.outreach.enums import EventAbility, EventState, Seat
from maillage.outreach.forms.events import REMINDERS, CancelForm, EventForm, RegistrationForm
from maillage.outreach.models import Event
from maillage.outreach.queries import events as queries
from maillage.outreach.rules import ticked_from, when
from maillage.outreach.services import events as services
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, refusals_said, say


@opens_examples
@require_safe
def events(request: Request, slug: str) -> HttpResponse:
    """What is to come, what is over; drafts, for whoever prepares."""
    structure = find(request, slug, EventAbility.READ)
    now = timezone.now()
    may_run = EventAbility.RUN in request.abilities
    page = paged(queries.past(structure, at=now), request.GET.get("page"))
    context = {
        "to_come": [
            (each, when(each.starts_at, each.ends_at)) for each in queries.to_come(structure, at=now)
        ],
        "page": page,
        "past": page.object_list,
        "drafts": queries.drafts(structure) if may_run else (),
    }
    return render(request, "outreach/events/list.html", context)


@WRITES
def new_event(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, EventAbility.RUN)
    form = EventForm(structure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            event = services.plan_event(structure, form.given(), by=request.user)
            say(request, "L’événement est préparé. Relisez-le, puis annoncez-le.", saved=request.path)
            return redirect("outreach:event", slug, event.pk)
    return render(request, "outreach/events/write.html", {"form": form}, status=422 if form.is_bound else 200)


@WRITES
def change_event(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk)
    form = EventForm(found.structure, request.POST) if request.method == "POST" else EventForm.of(found)
    if form.is_valid():
        with refusals_in(form):
            version = form.cleaned_data["version"]
            services.change_event(found, form.given(), version=version, by=request.user, at=timezone.now())
            say(request, "L’événement est enregistré.", saved=request.path)
            return redirect("outreach:event", slug, pk)
    context = {"form": form, "event": found, "is_open": found.state == EventState.OPEN}
    return render(request, "outreach/events/write.html", context, status=422 if form.is_bound else 200)


@opens_examples
@WRITES
def event(request: Request, slug: str, pk: int) -> HttpResponse:
    """The event as its structure reads it; whoever runs it writes somebody in."""
    found = find_event(request, slug, pk, running=request.method == "POST")
    form = RegistrationForm(found, request.POST if request.method == "POST" else None, by_host=True)
    if form.is_valid():
        with refusals_in(form):
            made = services.register(
                found,
                form.given(),
                key=form.cleaned_data["key"],
                at=timezone.now(),
                by=request.user,
            )
            say(request, f"{made.name} : {queries.seat_in_words(made)}.")
            return redirect("outreach:event", slug, pk)
    return show(request, found, form=form)


def show(
    request: Request,
    found: Event,
    *,
    form: RegistrationForm | None = None,
    cancelling: CancelForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    may_run, has_begun = EventAbility.RUN in request.abilities, now >= found.starts_at
    takes = found.state == EventState.OPEN and not has_begun
    rows = (
        list(queries.named(found).order_by("asked_at", "pk").prefetch_related("days_there__day"))
        if may_run
        else []
    )
    refused = any(each is not None and each.is_bound for each in (form, cancelling))
    context: dict[str, Any] = {
        "event": found,
        "when": when(found.starts_at, found.ends_at),
        "invited": queries.invited_words(found),
        "mission": queries.mission_label(found) if found.mission else "",
        "link": handout_of(request, found.link) if takes else None,
        "reminder": dict(REMINDERS).get(found.remind_days, ""),
        "has_begun": has_begun,
        "doubtful_hours": doubtful_hours(found.starts_at, found.ends_at),
        "may_tick": now >= ticked_from(found.starts_at),
        "registrations": len(rows),
        "groups": [
            (seat, [(each, queries.presence_in_words(each)) for each in rows if each.seat == seat])
            for seat in Seat
        ],
        "count": queries.counted(found.structure).get(pk=found.pk),
        "form": form or RegistrationForm(found, by_host=True),
        "cancelling": cancelling or CancelForm(),
    }
    return render(request, "outreach/events/event.html", context, status=422 if refused else 200)


@require_POST
def open_event(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk)
    with refusals_said(request):
        services.open_event(found, by=request.user, at=timezone.now(), site=request.build_absolute_uri("/"))
        say(request, "L’événement est annoncé. Envoyez son lien, ou imprimez son affiche.")
    return redirect("outreach:event", slug, pk)


@require_POST
def cancel_event(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk)
    form = CancelForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.cancel_event(found, form.cleaned_data["reason"], by=request.user, at=timezone.now())
            say(request, "L’événement est annulé. Les inscrits qui ont un courriel sont prévenus.")
            return redirect("outreach:event", slug, pk)
    return show(request, found, cancelling=form)


@require_POST
def finish_event(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk)
    with refusals_said(request):
        services.finish_event(found, by=request.user, at=timezone.now())
        say(request, "L’événement est terminé. Chaque présent reçoit son attestation.")
    return redirect("outreach:event", slug, pk)


@require_POST
def drop_event(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk)
    try:
        services.drop_event(found, by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("outreach:event", slug, pk)
    say(request, "Le brouillon est effacé.")
    return redirect("outreach:events", slug)


@require_safe
def poster(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk, running=False)
    if found.state != EventState.OPEN:
        return redirect("outreach:event", slug, pk)
    context = {
        "event": found,
        "when": when(found.starts_at, found.ends_at),
        "invited": queries.invited_words(found),
        "link": handout_of(request, found.link),
    }
    return render(request, "outreach/events/poster.html", context)


def find_event(request: Request, slug: str, pk: int, *, running: bool = True) -> Event:
    """404 for a draft to whom does not run events: it is nobody's yet."""
    structure = find(request, slug, EventAbility.RUN if running else EventAbility.READ)
    found = get_object_or_404(structure.events.select_related("link", "survey"), pk=pk)
    if found.state == EventState.DRAFT and EventAbility.RUN not in request.abilities:
        raise Http404
    found.structure = structure
    return found
