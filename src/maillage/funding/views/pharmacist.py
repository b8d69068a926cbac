"""What a pharmacist of the team did, month by month, and what is due for it."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.forms.budget import FIRST_YEAR, LAST_YEAR
from maillage.funding.forms.pharmacist import MonthForm, PharmacyForm
from maillage.funding.queries.pharmacist import (
    TRUE,
    counts_in,
    counts_in_rows,
    money_of,
    pharmacists_of,
    year_of,
)
from maillage.funding.rules.pharmacist import MONTHS
from maillage.funding.services import pharmacist as services
from maillage.funding.views.budget import year_asked
from maillage.kernel import BadInput
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_spreadsheet, say


def page_of(slug: str, pk: int, year: int) -> str:
    return f"{reverse('funding:pharmacist_year', args=[slug, pk])}?annee={year}"


@require_safe
def pharmacist(request: Request, slug: str) -> HttpResponse:
    """The page of the only one, or a choice."""
    structure = find(request, slug, Ability.READ)
    known = list(pharmacists_of(structure))
    if len(known) == 1:
        return redirect(page_of(slug, known[0].pk, year_asked(request, structure)))
    return render(request, "funding/pharmacists.html", {"pharmacists": known})


@WRITES
def pharmacist_year(request: Request, slug: str, pk: int) -> HttpResponse:
    """Fees of a year, by month and by rule; a post says what is true of the pharmacy."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    person, year = get_object_or_404(pharmacists_of(structure), pk=pk), year_asked(request, structure)
    person.structure = structure
    noted = year_of(person, year)
    said = {name: PharmacyForm.said(getattr(noted, name, None)) for name in TRUE}
    form = PharmacyForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_valid():
        services.note_pharmacy(person, year, form.cleaned_data, by=request.user)
        say(request, "C’est noté : les honoraires suivent.")
        return redirect(page_of(slug, pk, year))
    told = money_of(year, noted)
    context = {
        "person": person,
        "year": year,
        "years": (year - 1, year, year + 1),
        "told": told,
        "months": [(date(year, each.number, 1), each) for each in told.months],
        "form": form,
        "query": f"annee={year}",
    }
    return render(request, "funding/pharmacist_year.html", context, status=422 if form.is_bound else 200)


@WRITES
def pharmacist_month(request: Request, slug: str, pk: int, year: int, month: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    person = get_object_or_404(pharmacists_of(structure), pk=pk)
    if month not in MONTHS or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    person.structure = structure
    noted = counts_in(year_of(person, year)).get(month, {})
    form = MonthForm(noted, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.note_month(person, year, month, form.counts(), by=request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, "Le mois est noté.")
            return redirect(page_of(slug, pk, year))
    context = {"person": person, "year": year, "first": date(year, month, 1), "form": form}
    return render(request, "funding/pharmacist_month.html", context, status=422 if form.is_bound else 200)


@require_safe
def pharmacist_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    person, year = get_object_or_404(pharmacists_of(structure), pk=pk), year_asked(request, structure)
    rows = counts_in_rows(money_of(year, year_of(person, year)))
    response = as_spreadsheet(rows, name=f"pharmacien-{slug}-{year}-{today_in(structure)}", suffix=suffix)
    said = f"Actes et honoraires du pharmacien {year} sortis en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
