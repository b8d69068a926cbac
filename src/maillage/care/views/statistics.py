"""What leaves care: counts of a year, small ones hidden; the page and its file say the same."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.enums import Ability
from maillage.care.statistics import CareYear, care_year, in_rows
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.services import as_spreadsheet

#: Years that one may choose.
BACK = 5


@opens_examples
@require_safe
def statistics(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found = asked(request, structure)
    this = today_in(structure).year
    context: dict[str, Any] = {"care": found, "years": range(this, this - BACK, -1)}
    return render(request, "care/statistics.html", context)


@require_safe
def statistics_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found = asked(request, structure)
    response = as_spreadsheet(in_rows(found), name=f"soins-{slug}-{found.year}", suffix=suffix)
    said = f"Comptes des soins de {found.year} sortis en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


def asked(request: Request, structure: Structure) -> CareYear:
    """The year of the address when it is one of those proposed, else this one."""
    today = today_in(structure)
    given = request.GET.get("annee", "")
    years = {str(year): year for year in range(today.year, today.year - BACK, -1)}
    return care_year(structure, years.get(given, today.year), on=today)
