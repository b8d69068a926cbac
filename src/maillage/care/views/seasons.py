"""What comes back each year."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability
from maillage.care.forms import seasons as forms
from maillage.care.models import SeasonPlan, SeasonTask
from maillage.care.queries.seasons import season_shown, seasons_of
from maillage.care.services import seasons as services
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say


@opens_examples
@WRITES
def seasons(request: Request, slug: str) -> HttpResponse:
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.COORDINATE if is_sent else Ability.READ)
    cards = cards_by_label(structure)
    form = forms.SeasonForm(cards, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        with refusals_in(form):
            made = services.plan_season(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user
            )
            say(request, "Le plan saisonnier est noté.")
            return redirect("care:season", slug, made.pk)
    today = today_in(structure)
    shown = [season_shown(plan, on=today) for plan in seasons_of(structure)]
    context = {"seasons": shown, "form": form, "cards": cards}
    return render(request, "care/seasons/seasons.html", context, status=422 if is_sent else 200)


def plan_of(structure: Structure, pk: int) -> SeasonPlan:
    found: SeasonPlan = get_object_or_404(seasons_of(structure), pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def season(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, plan_of(structure, pk))


def show(request: Request, plan: SeasonPlan, **refused: Any) -> HttpResponse:
    shown = season_shown(plan, on=today_in(plan.structure))
    context: dict[str, Any] = {"shown": shown, "past": [each for each in plan.years.all() if each.done]}
    if Ability.COORDINATE in request.abilities and not request.is_visit:
        cards = cards_by_label(plan.structure)
        done = shown.held.done if shown.held else ""
        context |= {
            "cards": cards,
            "task_form": forms.SeasonTaskForm(cards, auto_id="task_%s"),
            "done_form": forms.SeasonDoneForm(initial={"done": done}, auto_id="done_%s"),
        }
    return render(request, "care/seasons/season.html", context | refused, status=422 if refused else 200)


def gesture(request: Request, slug: str, pk: int) -> SeasonPlan:
    return plan_of(find(request, slug, Ability.COORDINATE), pk)


def back(request: Request, plan: SeasonPlan, said: str) -> HttpResponse:
    say(request, said)
    return redirect("care:season", plan.structure.slug, plan.pk)


@require_POST
def add_task(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = gesture(request, slug, pk)
    form = forms.SeasonTaskForm(cards_by_label(plan.structure), request.POST, auto_id="task_%s")
    if form.is_valid():
        said, year = form.cleaned_data, season_shown(plan, on=today_in(plan.structure)).year
        with refusals_in(form):
            services.add_task(plan, year, said["words"], said["who"], key=said["key"])
            return back(request, plan, "La tâche est ajoutée.")
    return show(request, plan, task_form=form)


@require_POST
def finish_task(request: Request, slug: str, pk: int, task: int) -> HttpResponse:
    plan = gesture(request, slug, pk)
    known = get_object_or_404(SeasonTask, pk=task, year__plan=plan)
    is_done = request.POST.get("done") != "non"
    services.finish_task(known, on=today_in(plan.structure) if is_done else None)
    return back(request, plan, f"« {known.words} » : {'fait' if is_done else 'à faire de nouveau'}.")


@require_POST
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = gesture(request, slug, pk)
    form = forms.SeasonDoneForm(request.POST, auto_id="done_%s")
    if form.is_valid():
        today = today_in(plan.structure)
        with refusals_in(form):
            year = season_shown(plan, on=today).year
            services.close_year(plan, year, form.cleaned_data["done"], on=today, by=request.user)
            return back(request, plan, "C’est noté : on le relira l’an prochain.")
    return show(request, plan, done_form=form)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = gesture(request, slug, pk)
    services.drop_season(plan, by=request.user)
    say(request, "Le plan saisonnier est retiré.")
    return redirect("care:seasons", slug)
