"""The log of decisions, and what is to be done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.governance.enums import Ability
from maillage.governance.forms.meetings import SearchForm, TaskForm
from maillage.governance.models import TaskMailing
from maillage.governance.queries import decisions as queries
from maillage.governance.queries.lists import decisions_in_rows, presences_in_rows, tasks_in_rows
from maillage.governance.services import decisions as services
from maillage.governance.services.task_mail import start, stop
from maillage.people.queries.naming import cards_by_label
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say

#: Tasks that are done, shown under those that are not.
DONE = 20


@opens_examples
@require_safe
def decisions(request: Request, slug: str) -> HttpResponse:
    structure, form = find(request, slug, Ability.READ), SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.decisions_of(structure, q=asked.get("q", ""), year=asked.get("year"))
    context = {
        "page": paged(found, request.GET.get("page")),
        "form": form,
        "years": queries.years_of(structure),
        "is_filtered": any(asked.values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "governance/decisions.html", context)


@require_safe
def decisions_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    rows = decisions_in_rows(find(request, slug, Ability.READ))
    return as_spreadsheet(rows, name=f"decisions-{slug}-{timezone.localdate()}", suffix=suffix)


@opens_examples
@WRITES
def tasks(request: Request, slug: str) -> HttpResponse:
    """Who does what by when, late ones first; whoever runs the structure adds one."""
    asked = Ability.RUN if request.method == "POST" else Ability.READ
    structure = find(request, slug, asked)
    cards = cards_by_label(structure)
    form = TaskForm(cards, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            services.ask_for(structure, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, "La tâche est notée.")
            return redirect("governance:tasks", slug)
    page = paged(queries.to_do(structure), request.GET.get("page"))
    context = {
        "page": page,
        "tasks": queries.with_delay(page.object_list, on=timezone.localdate()),
        "done": queries.done(structure)[:DONE],
        "form": form,
        "cards": cards,
        "is_written": TaskMailing.objects.filter(structure=structure).exists(),
    }
    return render(request, "governance/tasks.html", context, status=422 if form.is_bound else 200)


@require_safe
def tasks_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    rows = tasks_in_rows(find(request, slug, Ability.RUN))
    return as_spreadsheet(rows, name=f"a-faire-{slug}-{timezone.localdate()}", suffix=suffix)


@require_safe
def presences_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """It names people: it leaves a trace."""
    structure = find(request, slug, Ability.RUN)
    said = f"Présences aux réunions sorties en {suffix.upper()}."
    response = as_spreadsheet(
        presences_in_rows(structure), name=f"presences-{slug}-{timezone.localdate()}", suffix=suffix
    )
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@require_POST
def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Done, or taken up again."""
    structure = find(request, slug, Ability.RUN)
    task = get_object_or_404(structure.tasks, pk=pk)
    is_done = request.POST.get("done") != "non"
    now = timezone.now()
    services.finish(task, on=timezone.localdate(now) if is_done else None, by=request.user, at=now)
    say(request, f"« {task.title} » : {'fait' if is_done else 'à faire de nouveau'}.")
    return redirect("governance:tasks", slug)


@require_POST
def task_mail(request: Request, slug: str) -> HttpResponse:
    """The weekly message: sent, or no more."""
    structure = find(request, slug, Ability.RUN)
    if request.POST.get("send") == "non":
        stop(structure, by=request.user)
        say(request, "Le rappel du lundi ne part plus.")
    else:
        start(structure, site=request.build_absolute_uri("/"), by=request.user)
        say(request, "Chaque lundi, qui a quelque chose à faire le reçoit.")
    return redirect("governance:tasks", slug)
