"""The year of a structure: what the law and the statutes ask, what is planned, each with its next gesture."""

from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance.enums import Ability
from maillage.governance.forms.meetings import SearchForm
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import told
from maillage.structures.types import Request
from maillage.ui.queries import year_of

MONTHS = (
    "Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre", "Octobre", "Novembre",
    "Décembre",
)  # fmt: skip


@opens_examples
@require_safe
def year(request: Request, slug: str) -> HttpResponse:
    structure, form, today = find(request, slug, Ability.READ), SearchForm(request.GET), timezone.localdate()
    asked = (form.cleaned_data.get("year") if form.is_valid() else None) or today.year
    days = told(year_of(structure, date(asked, 1, 1), date(asked, 12, 31)))
    found = sorted(days, key=lambda each: (each.day, each.title))
    context = {
        "year": asked,
        "months": [
            (MONTHS[month - 1], [(f"{each.day.day}", each) for each in days])
            for month, days in groupby(found, key=lambda each: each.day.month)
        ],
        "today": today,
    }
    return render(request, "governance/year.html", context)
