"""Where the structure stands: each answers alone, by an account or by the link of their card; then all read together."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.queries.ideas import Author, author_of, takes_part
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.project.enums import Ability
from maillage.project.forms.maturity import CloseForm, MaturityForm, OpenForm
from maillage.project.models import Maturity
from maillage.project.queries.maturity import conversation, last_of
from maillage.project.queries.own import is_on
from maillage.project.services import maturity as services
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import refusals_said, say

THANKS = "C’est noté. Voici ce que disent ceux qui ont répondu."


@opens_examples
@require_safe
def maturity(request: Request, slug: str) -> HttpResponse:
    return show(request, find(request, slug, Ability.READ))


def show(request: Request, structure: Structure, **refused: Any) -> HttpResponse:
    """`refused`: the form that was sent, under its name."""
    last = last_of(structure)
    reader = None if request.is_visit else author_of(request.user, structure)
    shown = conversation(last, reader) if last else None
    context: dict[str, Any] = {"shown": shown, "others": list(structure.maturities.all()[1:6])}
    if Ability.ANSWER in request.abilities and not request.is_visit and shown and shown.is_open:
        context["form"] = MaturityForm()
    if Ability.WRITE in request.abilities and not request.is_visit:
        context |= {"open_form": OpenForm(), "close_form": CloseForm(structure)}
    return render(request, "project/maturity.html", context | refused, status=422 if refused else 200)


def open_one(structure: Structure, pk: int) -> Maturity:
    found: Maturity = get_object_or_404(structure.maturities, pk=pk)
    return found


@require_POST
def open_maturity(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    form = OpenForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else uuid4()
    with refusals_said(request):
        services.open_maturity(structure, key=key, by=request.user, on=timezone.localdate())
        say(request, "La conversation est ouverte : chacun y répond seul.")
    return redirect("project:maturity", slug)


@require_POST
def answer_maturity(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.ANSWER)
    found, form = open_one(structure, pk), MaturityForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.answer(found, form.cleaned_data, author_of(request.user, structure))
            say(request, THANKS)
            return redirect("project:maturity", slug)
    return show(request, structure, form=form)


@require_POST
def close_maturity(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    found, form = open_one(structure, pk), CloseForm(structure, request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.close_maturity(found, form.given(), by=request.user, on=timezone.localdate())
            say(request, "La conversation est close. Deux actions en sortent.")
            return redirect("project:maturity", slug)
    return show(request, structure, close_form=form)


def own_maturity(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """By the link of a card; a GET shows, only a POST answers."""
    if number or not is_on(person) or not takes_part(person):
        raise Http404
    last = last_of(person.structure)
    if last is None:
        raise Http404
    author, here = Author(person, None), link.step("maturite")
    form = MaturityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            services.answer(last, form.cleaned_data, author)
            say(request, THANKS)
            return redirect(here)
    shown = conversation(last, author)
    context = {
        "shown": shown,
        "form": form if shown.is_open else None,
        "link": link,
        "here": here,
        "structure_name": person.structure.name,
    }
    return render(request, "project/own_maturity.html", context, status=422 if form.is_bound else 200)
