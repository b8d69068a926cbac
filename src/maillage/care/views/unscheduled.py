"""Who can take unscheduled care, said by profession; what became of people who were directed, counted by taps."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability, Outcome
from maillage.care.forms.rosters import CapacityDayForm, CapacityForm, PostForm
from maillage.care.queries.roster_month import last_of, month_of, months_around
from maillage.care.queries.unscheduled import (
    Room,
    capacity_of,
    cases_by_day,
    chart_of,
    professions_counted,
    taken_on,
    trade,
)
from maillage.care.services import unscheduled as services
from maillage.care.views.rosters import runs
from maillage.kernel import BadInput, month_and_year
from maillage.links.queries import handout_of
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.tables import SheetCell
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, as_spreadsheet, say

A_WEEK = 7


@opens_examples
@require_safe
def capacities(request: Request, slug: str) -> HttpResponse:
    """Who can take, on a day of this week, by profession."""
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    days = [today + timedelta(days=number) for number in range(A_WEEK)]
    chosen = next((day for day in days if day.isoformat() == request.GET.get("jour")), today)
    context = {
        "days": days,
        "chosen": chosen,
        "rooms": Room(structure, chosen).read().trades(taken_on(structure, chosen)),
        "runs": runs(request),
    }
    if context["runs"]:
        context["cards"] = cards_by_label(structure)
    return render(request, "care/unscheduled/capacities.html", context)


@require_safe
def find_capacity(request: Request, slug: str) -> HttpResponse:
    """From a name to the page where their capacity is said."""
    structure = find(request, slug, Ability.COORDINATE)
    cards = cards_by_label(structure)
    named = request.GET.get("personne", "").strip()
    if named not in cards:
        say(request, "Ce nom n’est pas dans vos fiches : choisissez l’un de ceux qui sont proposés.")
        return redirect("care:offered_capacities", slug)
    return redirect("care:capacity", slug, cards[named].pk)


@WRITES
def capacity(request: Request, slug: str, pk: int) -> HttpResponse:
    """What somebody can take, written for them."""
    structure = find(request, slug, Ability.COORDINATE)
    person: Person = get_object_or_404(structure.people.all(), pk=pk)
    person.structure = structure
    context, said = write_capacity(request, person)
    if said:
        say(request, said)
        return redirect("care:capacity", slug, pk)
    refused = context["form"].is_bound or context["day_form"].is_bound
    context |= {"person": person, "trade": trade(person.profession)}
    return render(request, "care/unscheduled/capacity.html", context, status=422 if refused else 200)


def write_capacity(request: Any, person: Person) -> tuple[dict[str, Any], str]:
    """The two forms of a capacity, and what was done (empty: nothing, or refused): the same by account and by link."""
    today, sent = today_in(person.structure), request.POST if request.method == "POST" else None
    held = capacity_of(person)
    if sent is not None and (given_back := sent.get("forget", "")):
        for each in held.exceptions.all() if held else ():
            if str(each.pk) == given_back:
                services.forget_day(person, each.day)
        return {}, "C’est noté : ce jour est comme les autres."
    of_day = sent is not None and "day" in sent
    initial: dict[str, Any] = {"unit": held.unit if held else "creneaux"}
    initial |= {f"day_{each.weekday}": each.amount.normalize() for each in held.week.all()} if held else {}
    form = CapacityForm(None if of_day else sent, initial=initial)
    day_form = CapacityDayForm(sent if of_day else None, today=today)
    acting: Any = day_form if of_day else form
    context = {
        "form": form,
        "day_form": day_form,
        "held": held,
        "single": [each for each in held.exceptions.all() if each.day >= today] if held else [],
    }
    if not acting.is_valid():
        return context, ""
    data = acting.cleaned_data
    try:
        if of_day:
            services.say_day(person, data["day"], data["amount"], on=today)
            return context, "C’est noté pour ce jour."
        services.say_capacity(person, data["unit"], form.week(), on=today)
    except BadInput as refusal:
        refuse(acting, refusal)
        return context, ""
    return context, "C’est noté : voilà ce que vous pouvez prendre."


@opens_examples
@require_safe
def regulation(request: Request, slug: str) -> HttpResponse:
    """A month of people who were directed: the chart, its table, and the links that count."""
    return show(request, slug)


def show(request: Request, slug: str, form: PostForm | None = None) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    first = month_of(request.GET.get("mois", ""), today)
    before, after = months_around(first)
    last = last_of(first)
    counted = professions_counted(structure, first, last)
    chosen = next((key for key, *_ in counted if key == request.GET.get("profession")), "")
    days = cases_by_day(structure, first, last, chosen)
    totals = [sum(each.counts.get(outcome, 0) for each in days) for outcome in Outcome.values]
    context: dict[str, Any] = {
        "days": days,
        "totals": totals,
        "total": sum(totals),
        "outcomes": [str(outcome.label) for outcome in Outcome],
        "month": month_and_year(first),
        "first": first,
        "mois": f"{first:%Y-%m}",
        "before": before,
        "after": after,
        "counted": counted,
        "chosen": chosen,
        "chart": chart_of(days, f"Cas régulés par jour, {month_and_year(first)}") if days else None,
        "runs": runs(request),
    }
    if context["runs"]:
        posts = structure.regulation_posts.filter(is_on=True).select_related("link")
        context["posts"] = [(post, handout_of(request, post.link)) for post in posts]
        context["form"] = form or PostForm()
    status = 422 if form else 200
    return render(request, "care/unscheduled/regulation.html", context, status=status)


@require_safe
def regulation_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """The same, to take away: a line a day, a column an outcome."""
    structure = find(request, slug, Ability.READ)
    first = month_of(request.GET.get("mois", ""), today_in(structure))
    days = cases_by_day(structure, first, last_of(first))
    rows: list[list[SheetCell]] = [["Jour", *(str(each.label) for each in Outcome), "Total"]]
    rows += [[each.day, *each.cells, each.total] for each in days]
    return as_spreadsheet(rows, name=f"regulation-{first:%Y-%m}", suffix=suffix)


@require_POST
def add_post(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    form = PostForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.add_post(structure, data["name"], key=data["key"], by=request.user)
        except BadInput as refusal:
            form.add_error("name", str(refusal))
        else:
            say(request, "Le poste est ouvert : transmettez son lien à qui régule.")
            return redirect("care:regulation", slug)
    return show(request, slug, form)


@require_POST
def close_post(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    post = get_object_or_404(structure.regulation_posts.select_related("link"), pk=pk)
    services.close_post(post, at=timezone.now(), by=request.user)
    say(request, "Le poste est fermé : ce qu’il a compté reste.")
    return redirect("care:regulation", slug)
