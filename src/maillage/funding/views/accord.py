"""The civil year of an agreement: read, noted, set beside what the caisse counts."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.forms.accord import AccordDaysForm, AccordFactsForm, CaisseForm
from maillage.funding.queries.accord import FORMS, accord_in_rows, accord_of, has_accord, subject_of
from maillage.funding.queries.hours import payer_of
from maillage.funding.services import accord as services
from maillage.funding.types.accord import Accord
from maillage.funding.views.budget import year_asked
from maillage.kernel import BadInput
from maillage.people.queries.parts import has_parts
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, as_spreadsheet, say


def opened(request: Request, slug: str, ability: Ability) -> tuple[Structure, LegalPerson | None]:
    """404 for a form whose agreement counts no civil year."""
    structure = find(request, slug, ability)
    if not has_accord(structure):
        raise Http404
    person = payer_of(structure)
    if person is not None:
        person.structure = structure
    return structure, person


def at_year(name: str, slug: str, year: int) -> str:
    return f"{reverse(name, args=[slug])}?annee={year}"


@require_safe
def accord(request: Request, slug: str) -> HttpResponse:
    """What the year gives, what keeps it from being paid, what misses to know it, what the caisse counts."""
    structure, person = opened(request, slug, Ability.READ)
    return show(request, structure, person)


def show(
    request: Request, structure: Structure, person: LegalPerson | None, days: AccordDaysForm | None = None
) -> HttpResponse:
    year = year_asked(request, structure)
    context: dict[str, Any] = {
        "title": FORMS[structure.form],
        "year": year,
        "years": (year - 1, year, year + 1),
        "query": f"annee={year}",
        "person": person,
        "has_parts": has_parts(structure),
    }
    if person is not None:
        told = accord_of(person, year, on=today_in(structure))
        context |= {
            "told": told,
            "anchors": anchors_of(structure, told),
            "days": days or AccordDaysForm(initial=dict(zip(DAYS, told.days, strict=True))),
        }
    status = 422 if days and days.errors else 200
    return render(request, "funding/accord.html", context, status=status)


DAYS = ("declared_on", "notified_on", "received_on")


def anchors_of(structure: Structure, told: Accord) -> dict[str, str]:
    """Where each fact is typed."""
    page = at_year("funding:accord_facts", structure.slug, told.year)
    return {each.name: f"{page}#id_kept-{each.name}" for each in told.facts}


@WRITES
def accord_facts(request: Request, slug: str) -> HttpResponse:
    structure, person = opened(request, slug, Ability.RUN)
    year = year_asked(request, structure)
    if person is None:
        return redirect(at_year("funding:accord", slug, year))
    told = accord_of(person, year, on=today_in(structure))
    data = request.POST if request.method == "POST" else None
    form = AccordFactsForm(told, subject_of(structure.form).facts, date(year, 12, 31), data)
    if form.is_valid():
        try:
            services.note_facts(person, year, form.given(), by=request.user)
        except BadInput as refusal:
            form.refuse(refusal.field, str(refusal))
        else:
            say(request, "C’est noté : le compte suit.")
            return redirect(at_year("funding:accord", slug, year))
    context = {"form": form, "told": told, "year": year, "title": FORMS[structure.form]}
    return render(request, "funding/accord_facts.html", context, status=422 if form.is_bound else 200)


@WRITES
def accord_count(request: Request, slug: str) -> HttpResponse:
    """What the caisse counts, line by line."""
    structure, person = opened(request, slug, Ability.RUN)
    year = year_asked(request, structure)
    if person is None:
        return redirect(at_year("funding:accord", slug, year))
    told = accord_of(person, year, on=today_in(structure))
    form = CaisseForm(told, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.note_caisse(person, year, form.given(), by=request.user)
        say(request, "Le compte de la caisse est noté, à côté du nôtre.")
        return redirect(at_year("funding:accord", slug, year))
    context = {"form": form, "told": told, "year": year, "title": FORMS[structure.form]}
    return render(request, "funding/accord_count.html", context, status=422 if form.is_bound else 200)


@require_POST
def accord_days(request: Request, slug: str) -> HttpResponse:
    structure, person = opened(request, slug, Ability.RUN)
    year = year_asked(request, structure)
    if person is None:
        return redirect(at_year("funding:accord", slug, year))
    form = AccordDaysForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            days = [form.cleaned_data[name] for name in DAYS]
            services.note_days(person, year, *days, by=request.user, on=today_in(structure))
            say(request, "C’est noté.")
            return redirect(at_year("funding:accord", slug, year))
    return show(request, structure, person, form)


@require_safe
def accord_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure, person = opened(request, slug, Ability.READ)
    year = year_asked(request, structure)
    if person is None:
        return redirect(at_year("funding:accord", slug, year))
    rows = accord_in_rows(accord_of(person, year, on=today_in(structure)))
    response = as_spreadsheet(rows, name=f"accord-{year}-{slug}", suffix=suffix)
    said = f"{FORMS[structure.form]} {year} sorti en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
