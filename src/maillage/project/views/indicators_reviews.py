"""The reviews of the indicators of a year, and what weighs on its figures."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.queries.meetings import meetings_of
from maillage.people.queries.naming import cards_by_label
from maillage.project.enums import Ability
from maillage.project.forms.indicators_measures import ContextForm
from maillage.project.forms.indicators_reviews import OpeningForm, ReviewForm
from maillage.project.models import Review, ReviewLine
from maillage.project.queries.indicators import Group, Line, begins_of, grouped, lines_of
from maillage.project.queries.indicators_reviews import free_in, lines_in, planned_in
from maillage.project.rules.values import said as said_in
from maillage.project.services import indicators_reviews as services
from maillage.project.views.indicators import year_asked
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import LONG, paged
from maillage.ui.services import WRITES, refusals_said, say

#: Meetings that a review may have been held at.
NEAR = timedelta(days=400)


@opens_examples
@WRITES
def reviews(request: Request, slug: str) -> HttpResponse:
    """At 3, 6 and 9 months from the first day of the year; a post opens one."""
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.WRITE if is_sent else Ability.READ)
    today, begins = today_in(structure), begins_of(structure)
    year = year_asked(request, today, begins)
    near = meetings_of(structure).filter(starts_at__gte=timezone.now() - NEAR).order_by("-starts_at")[:50]
    form = OpeningForm(
        {each.pk: each for each in near}, request.POST if is_sent else None, initial={"on": today}
    )
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            opened = services.open_review(
                structure, data["kind"], year, on=data["on"], meeting=form.held_at(), key=data["key"],
                by=request.user,
            )  # fmt: skip
            return redirect("project:review", slug, opened.pk)
    context = {
        "planned": list(planned_in(structure, year, begins, today=today)),
        "free": free_in(structure, year),
        "year": year,
        "years": (year - 1, year, year + 1),
        "form": form,
    }
    return render(request, "project/indicator_reviews.html", context, status=422 if form.is_bound else 200)


def review_in(structure: Structure, pk: int) -> Review:
    found: Review = get_object_or_404(structure.reviews.select_related("meeting"), pk=pk)
    found.structure = structure
    return found


@opens_examples
@WRITES
def review(request: Request, slug: str, pk: int) -> HttpResponse:
    """Every indicator of the year: all of them to read and to print, fifty at a time to write."""
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.WRITE if is_sent else Ability.READ)
    found, today = review_in(structure, pk), today_in(structure)
    lines, said = lines_of(structure, found.year, today=today), lines_in(found)
    writes = Ability.WRITE in request.abilities and found.closed_on is None
    context = {"review": found, "today": today, "is_open": writes}
    if not is_sent and (not writes or "tout" in request.GET):
        groups = [
            (group, [*seen_in(group, said, is_closed=found.closed_on is not None)])
            for group in grouped(structure, lines, on=today)
        ]
        return render(request, "project/indicator_review.html", context | {"groups": groups})
    cards, page = cards_by_label(structure), paged(lines, request.GET.get("page"), size=LONG)
    form = ReviewForm(cards, found, list(page), said, request.POST if is_sent else None)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form, found):
            services.write_review(
                found, form.given(), words=data["words"], on=data["on"], version=data["version"],
                by=request.user,
            )  # fmt: skip
            say(request, "La revue est enregistrée.")
            return to_page(found, request.POST.get("vers", page.number))
    context |= {"form": form, "cards": cards, "page": page}
    return render(request, "project/indicator_review.html", context, status=422 if is_sent else 200)


def to_page(review: Review, number: str | int) -> HttpResponse:
    path = reverse("project:review", args=[review.structure.slug, review.pk])
    return redirect(f"{path}?{urlencode({'page': number})}")


def seen_in(
    group: Group, said: Mapping[int, ReviewLine], *, is_closed: bool
) -> Iterator[tuple[Line, ReviewLine | None, str]]:
    """Each with what the review says of it, and the value it saw; open, it sees the one of today."""
    for each in group.lines:
        told, unit = said.get(each.indicator.pk), each.indicator.unit
        value = (told.value if told else None) if is_closed else each.value.number
        yield each, told, said_in(value, unit)


@require_POST
def close_review(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    with refusals_said(request):
        services.close_review(review_in(structure, pk), on=today_in(structure), by=request.user)
        say(request, "La revue est close : elle ne change plus.")
    return redirect("project:review", slug, pk)


@opens_examples
@require_safe
def context(request: Request, slug: str) -> HttpResponse:
    """What weighs on figures: dated events, each with the indicators it touches."""
    structure = find(request, slug, Ability.READ)
    known = {each.pk: each for each in structure.indicators.filter(archived_on=None)}
    events = structure.context_events.prefetch_related("indicators").order_by("-on", "-pk")
    shown = {
        "page": paged(events, request.GET.get("page")),
        "form": ContextForm(known, initial={"on": today_in(structure)}),
        "back": reverse("project:indicators", args=[slug]),
    }
    return render(request, "project/indicator_context.html", shown)
