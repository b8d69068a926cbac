"""What a pharmacist may do, by the law room, and what the team counted: by month, nobody named."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.enums import Ability
from maillage.care.queries.pharmacy import pharmacy_page, years_around
from maillage.care.queries.pharmacy_counts import pharmacy_counts, taps_by_month
from maillage.care.rules.taps import pharmacy_groups
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.tables import SheetCell
from maillage.ui.services import as_spreadsheet


def year_asked(request: Request, this_year: int) -> int:
    """Of the last ten; this one for whatever is not one."""
    given = request.GET.get("annee", "")
    year = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else this_year
    return year if this_year - 10 <= year <= this_year else this_year


@opens_examples
@require_safe
def pharmacy(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    year = year_asked(request, today.year)
    context = {
        "shown": pharmacy_page(structure, year, today=today),
        "counts": pharmacy_counts(structure, year),
        "year": year,
        "years": years_around(year, today.year),
        "query": f"annee={year}",
    }
    return render(request, "care/protocols/pharmacy.html", context)


@require_safe
def pharmacy_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    year = year_asked(request, today.year)
    counted = taps_by_month(structure, year)

    def rows() -> Iterator[Sequence[SheetCell]]:
        yield ("Groupe", "Acte", *(f"{year}-{month:02}" for month in range(1, 13)), "Total")
        for group in pharmacy_groups():
            for tap in group.taps:
                months = counted.get(tap.key, {})
                yield (
                    group.title, tap.label, *(months.get(month, "") for month in range(1, 13)), sum(months.values()),
                )  # fmt: skip

    response = as_spreadsheet(rows(), name=f"actes-pharmacie-{slug}-{year}", suffix=suffix)
    said = f"Actes de pharmacie {year} sortis en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
