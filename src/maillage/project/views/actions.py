"""The list of actions, the year on one page, and an action that begins."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.people.queries.naming import cards_by_label
from maillage.project.enums import Ability
from maillage.project.forms.actions import ActionSearchForm, NewActionForm
from maillage.project.queries import actions as queries
from maillage.project.queries.missions import groups_of
from maillage.project.queries.year_plan import year_plan
from maillage.project.services import actions as services
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say

#: Of the sheet of twelve months.
FIRST_YEAR, LAST_YEAR = 1945, 2100


@opens_examples
@require_safe
def actions(request: Request, slug: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.READ), timezone.localdate()
    groups = groups_of(structure, on=today)
    search = ActionSearchForm(request.GET, groups, queries.owners_of(structure))
    asked = search.asked
    page = paged(queries.actions_of(structure, **asked), request.GET.get("page"))
    context = {
        "page": page,
        "actions": queries.lines(page.object_list, on=today),
        "search": search,
        "labels": {each.key: each.label for each in groups},
        "is_filtered": asked["mission"] is not None or asked["state"] or asked["owner"] is not None,
    }
    return render(request, "project/actions.html", context)


@require_safe
def actions_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """It names people: it leaves a trace."""
    structure, today = find(request, slug, Ability.READ), timezone.localdate()
    labels = {each.key: each.label for each in groups_of(structure, on=today)}
    response = as_spreadsheet(
        queries.actions_in_rows(structure, labels, on=today), name=f"actions-{slug}-{today}", suffix=suffix
    )
    said = f"Actions sorties en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@WRITES
def add_action(request: Request, slug: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.WRITE), timezone.localdate()
    cards, sent = cards_by_label(structure), request.POST if request.method == "POST" else None
    about = {name: request.GET[name] for name in ("mission", "objective") if name in request.GET}
    form = NewActionForm(structure, groups_of(structure, on=today), cards, sent, initial=about)
    if form.is_valid():
        with refusals_in(form):
            made = services.add_action(structure, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, "L’action est ajoutée : écrivez sa fiche, ou revenez-y plus tard.")
            return redirect("project:action", slug, made.number)
    context = {"form": form, "cards": cards}
    return render(request, "project/add_action.html", context, status=422 if form.is_bound else 200)


@opens_examples
@require_safe
def year(request: Request, slug: str) -> HttpResponse:
    """Twelve months, an action a line: printed on one sheet."""
    structure, today = find(request, slug, Ability.READ), timezone.localdate()
    asked = request.GET.get("year", "")
    typed = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    shown = typed if FIRST_YEAR <= typed <= LAST_YEAR else today.year
    return render(request, "project/year.html", {"plan": year_plan(structure, shown, on=today)})
