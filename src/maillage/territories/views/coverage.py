"""Zones blanches: the communes of a département that no declared territory holds, for anyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.geography import atlas
from maillage.territories.queries.coverage import (
    Coverage,
    coverage_map,
    coverage_of,
    declared_table,
    uncovered_rows,
    uncovered_table,
)
from maillage.ui.services import as_spreadsheet


@login_not_required
@require_safe
def choose_coverage(request: HttpRequest) -> HttpResponse:
    """Which département? The answer of the form leads to its page."""
    asked = request.GET.get("departement", "").strip().upper()
    if asked in {each.code for each in atlas().departements()}:
        return redirect("territories:coverage", asked)
    refusal = "Ce département n’existe pas. Choisissez-le dans la liste." if asked else ""
    context = {"departements": atlas().departements(), "refusal": refusal}
    return render(request, "territories/coverage.html", context, status=422 if refusal else 200)


@login_not_required
@require_safe
def coverage(request: HttpRequest, departement: str) -> HttpResponse:
    found = found_for(departement)
    context: dict[str, Any] = {
        "departements": atlas().departements(),
        "departement": departement,
        "coverage": found,
    }
    if found.territories:
        context["map"] = coverage_map(found)
        context |= {"uncovered": uncovered_table(found), "declared": declared_table(found)}
    return render(request, "territories/coverage.html", context)


@login_not_required
@require_safe
def coverage_file(_request: HttpRequest, departement: str, suffix: str) -> HttpResponse:
    rows = uncovered_rows(found_for(departement))
    name = f"communes-sans-territoire-{departement}-{timezone.localdate()}"
    return as_spreadsheet(rows, name=name, suffix=suffix)


def found_for(departement: str) -> Coverage:
    try:
        return coverage_of(departement)
    except KeyError:
        raise Http404 from None
