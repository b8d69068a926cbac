"""The money of a structure at a glance, and its calendar as a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability, Arrival
from maillage.funding.queries.accord import FORMS
from maillage.funding.queries.calendar import awaited, calendar, calendar_in_rows, in_order
from maillage.funding.queries.pharmacist import pharmacists_of
from maillage.funding.rules.calendar import readings
from maillage.kernel import add_months
from maillage.people.queries.parts import has_parts
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.services import as_spreadsheet

#: Payments shown on the first page.
NEXT = 12


@require_safe
def money(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    shown = calendar(structure, on=today)
    pairs = awaited(in_order(shown))
    coming = [pair for pair in pairs if pair[1].expected.not_before < add_months(today, 12)]
    context = {
        "contracts": shown,
        "late": [pair for pair in pairs if pair[1].arrival == Arrival.LATE],
        "next": [pair for pair in pairs if pair[1].arrival != Arrival.LATE][:NEXT],
        "more": max(0, len(pairs) - NEXT),
        "readings": readings(line for _, line in coming),
        "received": sum(
            came.amount
            for each in shown
            for line in each.lines
            for came in line.came
            if came.on.year == today.year
        ),
        "has_parts": has_parts(structure),
        "accord_title": FORMS.get(structure.form),
        "has_pharmacists": pharmacists_of(structure).exists(),
        "has_person": structure.legal_persons.exists(),
    }
    return render(request, "funding/money.html", context)


@require_safe
def calendar_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    response = as_spreadsheet(
        calendar_in_rows(structure, on=today), name=f"versements-{slug}-{today}", suffix=suffix
    )
    said = f"Versements attendus sortis en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
