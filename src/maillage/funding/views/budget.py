"""The budget of a civil year."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.forms.budget import FIRST_YEAR, LAST_YEAR, BudgetLineForm, WhatIfForm
from maillage.funding.models import BudgetLine
from maillage.funding.queries.budget import YearOfBudget, budget_in_rows, budget_of, posts_in, years_of
from maillage.funding.queries.hours import payer_of
from maillage.funding.rules.budget import what_if
from maillage.funding.services import budget as services
from maillage.funding.types.budget import BudgetRow
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say


def year_asked(request: Request, structure: Structure) -> int:
    """`?annee=`; the year of today when it is none."""
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else today_in(structure).year


@WRITES
def budget(request: Request, slug: str) -> HttpResponse:
    """Each post in its year; a post writes a line, `plus` asks what would be left."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    person, year = payer_of(structure), year_asked(request, structure)
    if person is None:
        return render(request, "funding/budget.html", {"year": year}, status=422 if request.POST else 200)
    person.structure = structure
    form = BudgetLineForm(person, year, request.POST if request.method == "POST" else None)
    if form.is_bound and (line := written(request, person, form)):
        undo = reverse("funding:undo_budget_line", args=[slug, line.pk])
        say(request, "La ligne est au budget.", undo=undo)
        return redirect(page_of(slug, line.year))
    shown = budget_of(person, year, on=today_in(structure))
    posts = posts_in(shown.budget)
    asked = WhatIfForm(
        [(key, str(post)) for key, post in posts.items()], request.GET if "plus" in request.GET else None
    )
    context = {
        "person": person,
        "year": year,
        "shown": shown,
        "lines": [(each, str(posts[each.post])) for each in shown.lines],
        "years": years_of(person, year),
        "form": form,
        "what_if_form": asked,
        "what_if": supposed(shown, asked),
        "query": f"annee={year}",
    }
    return render(request, "funding/budget.html", context, status=422 if form.is_bound else 200)


def page_of(slug: str, year: int) -> str:
    return f"{reverse('funding:budget', args=[slug])}?annee={year}"


def written(request: Request, person: LegalPerson, form: BudgetLineForm) -> BudgetLine | None:
    if not form.is_valid():
        return None
    key, today = form.cleaned_data["key"], today_in(person.structure)
    try:
        return services.plan(person, form.given(), key=key, by=request.user, on=today)
    except BadInput as refusal:
        refuse(form, refusal)
        return None


def supposed(shown: YearOfBudget, form: WhatIfForm) -> dict[str, BudgetRow | Decimal]:
    """The row of a post, what is spent more, what would be left or missing; empty while nothing is asked."""
    if not (form.is_bound and form.is_valid()):
        return {}
    row = next(each for each in shown.budget.rows if each.post.key == form.cleaned_data["poste"])
    left = what_if(row, form.cleaned_data["plus"])
    return {"row": row, "extra": form.cleaned_data["plus"], "left": left, "missing": max(Decimal(), -left)}


@require_POST
def undo_budget_line(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.APPROVE)
    mine = BudgetLine.objects.filter(legal_person__structure=structure).select_related(
        "legal_person__structure__territory"
    )
    line = get_object_or_404(mine, pk=pk)
    with refusals_said(request):
        services.undo(line, by=request.user, on=today_in(structure))
        say(request, "La ligne est annulée par une ligne contraire.")
    return redirect(page_of(slug, line.year))


@require_safe
def budget_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    person, year = payer_of(structure), year_asked(request, structure)
    rows = budget_in_rows(budget_of(person, year, on=today)) if person else iter(())
    response = as_spreadsheet(rows, name=f"budget-{year}-{slug}-{today}", suffix=suffix)
    said = f"Budget {year} sorti en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
