"""A season, by the link of the card of who answers for it or has something to do: done in a tap. A GET shows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from maillage.care.forms.seasons import SeasonDoneForm
from maillage.care.models import SeasonPlan
from maillage.care.queries.modules import is_on
from maillage.care.queries.seasons import SeasonShown, season_shown, seasons_of
from maillage.care.services import seasons as services
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries.clocks import today_in
from maillage.ui.forms import refusals_in
from maillage.ui.services import say


def own_season(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """`number`: of the plan. Who answers for it says what was done; each says that their own task is."""
    if not is_on(person.structure):
        raise Http404
    plan: SeasonPlan = get_object_or_404(seasons_of(person.structure), pk=number or None)
    shown = season_shown(plan, on=today_in(person.structure))
    is_owner = plan.owner_id == person.pk
    mine = [each.pk for each in shown.tasks if is_owner or each.who_id == person.pk]
    if not (is_owner or mine):
        raise Http404
    form = SeasonDoneForm(
        request.POST if "done_words" in request.POST else None,
        initial={"done": shown.held.done if shown.held else ""},
    )
    if request.method == "POST" and (said := act(shown, request.POST, mine, form if is_owner else None)):
        say(request, said)
        return redirect(link.step(f"saison-{plan.pk}"))
    context = {
        "shown": shown, "mine": mine, "form": form if is_owner else None, "link": link,
        "here": link.step(f"saison-{plan.pk}"), "structure_name": person.structure.name,
    }  # fmt: skip
    return render(
        request, "care/seasons/own_season.html", context, status=422 if request.method == "POST" else 200
    )


def act(shown: SeasonShown, sent: Any, mine: list[int], form: SeasonDoneForm | None) -> str:
    """What was done, in words; empty when a form says what is wrong."""
    for task in shown.tasks:
        if str(task.pk) in (sent.get("task"), sent.get("again")) and task.pk in mine:
            services.finish_task(task, on=shown.on if "task" in sent else None)
            return f"« {task.words} » : {'fait' if 'task' in sent else 'à faire de nouveau'}."
    if form and form.is_bound and form.is_valid():
        with refusals_in(form):
            services.close_year(shown.plan, shown.year, form.cleaned_data["done"], on=shown.on)
            return "C’est noté : on le relira l’an prochain."
    return ""
