"""Teams around a patient who is not named: their list and what is due, one of them, its moves."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.accounts.models import User
from maillage.care.enums import Ability, EscapState
from maillage.care.forms.teams import GridFields, MoveForm, NewEscapForm, TeamForm
from maillage.care.models import Escap
from maillage.care.queries.escap import commune_name, escaps_of, team_sheet, thresholds
from maillage.care.queries.escap_counts import escap_year
from maillage.care.services import escap as services
from maillage.care.views.pathways import may_write
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say

#: State to come to → what does it, and what is said then.
Gesture = Callable[[Escap, date, str, User], Any]
GESTURES: dict[str, tuple[Gesture, str]] = {
    EscapState.AGREED: (
        lambda escap, on, _, by: services.agree(escap, on=on, by=by),
        "L’accord est noté. Ce que le guichet sait de la personne reste chez lui.",
    ),
    EscapState.RUNNING: (lambda escap, on, _, by: services.start(escap, on=on, by=by), "L’équipe commence."),
    EscapState.RENEWED: (
        lambda escap, on, _, by: services.renew(escap, on=on, by=by),
        "Une autre année est proposée : redemandez l’accord du patient.",
    ),
    EscapState.ENDED: (
        lambda escap, on, reason, by: services.end(escap, on=on, reason=reason, by=by),
        "C’est fini, et compté jusqu’à ce jour.",
    ),
}


@opens_examples
@require_safe
def escaps(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    is_open = request.GET.get("finies") != "1"
    page = paged(escaps_of(structure, is_open=is_open), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, commune_name(each.commune), len(each.team.all())) for each in page.object_list],
        "is_open": is_open,
        "counted": escap_year(structure, today.year, on=today),
        "today": today,
        "may_write": may_write(request),
    }
    return render(request, "care/escap/list.html", context)


@WRITES
def add_escap(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    today = today_in(structure)
    form = NewEscapForm(structure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.propose(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user, on=today
            )
            say(request, f"Son code est {made.code} : écrivez-le à côté du nom, au guichet.")
            return redirect("care:escap", slug, made.pk)
    context = {"form": form, "thresholds": thresholds(today), "entry": legislation.form("escap", on=today)}
    return render(request, "care/escap/add.html", context, status=422 if form.is_bound else 200)


def escap_of(structure: Structure, pk: int) -> Escap:
    found: Escap = get_object_or_404(structure.escaps.select_related("desk"), pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def escap(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, escap_of(structure, pk))


def show(request: Request, found: Escap, *, status: int = 200, **forms: Any) -> HttpResponse:
    today = today_in(found.structure)
    context: dict[str, Any] = {
        "sheet": team_sheet(found, on=today),
        "moves": found.moves.all(),
        "thresholds": thresholds(today),
        "may_write": may_write(request),
        "states": EscapState,
    }
    if may_write(request):
        cards = cards_by_label(found.structure)
        context |= {
            "cards": cards,
            "grid_form": GridFields(auto_id="grille_%s"),
            "team_form": TeamForm(cards),
            "move_form": MoveForm(auto_id="geste_%s", initial={"on": today}),
        }
    return render(request, "care/escap/escap.html", context | forms, status=status)


@require_POST
def move_escap(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, form = escap_of(structure, pk), MoveForm(request.POST, auto_id="geste_%s")
    gesture = GESTURES.get(request.POST.get("state", ""))
    if form.is_valid():
        on = form.cleaned_data["on"]
        with refusals_in(form):
            if gesture is None:
                raise BadInput("Choisissez ce qui arrive à cette ESCAP.")
            if on > today_in(structure):
                raise BadInput("Cette date est à venir : notez-le ce jour-là.", field="on")
            gesture[0](found, on, form.cleaned_data["reason"], request.user)
            say(request, gesture[1])
            return redirect("care:escap", slug, pk)
    return show(request, escap_of(structure, pk), status=422, move_form=form)


@require_POST
def judge_escap(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, form = escap_of(structure, pk), GridFields(request.POST, auto_id="grille_%s")
    if form.is_valid():
        with refusals_in(form):
            services.say_grid(found, form.grid(), on=today_in(structure))
            say(request, "La grille suffit. Ni le score ni la situation ne sont gardés.")
            return redirect("care:escap", slug, pk)
    return show(request, found, status=422, grid_form=form)


@require_POST
def escap_team(request: Request, slug: str, pk: int) -> HttpResponse:
    """Somebody more, or somebody less."""
    structure = find(request, slug, Ability.COORDINATE)
    found = escap_of(structure, pk)
    form = TeamForm(cards_by_label(structure), request.POST)
    with refusals_in(form):
        if (gone := request.POST.get("retirer", "")).isdecimal() and len(gone) < 12:
            services.leave_team(found, int(gone))
            say(request, "L’équipe est à jour.")
            return redirect("care:escap", slug, pk)
        if form.is_valid():
            data = form.cleaned_data
            services.join_team(found, data["person"], is_attending=data["is_attending"])
            say(request, "L’équipe est à jour.")
            return redirect("care:escap", slug, pk)
    return show(request, found, status=422, team_form=form)
