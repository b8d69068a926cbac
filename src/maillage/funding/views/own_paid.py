"""What one was paid in a year, by the link of one’s card: a page, and the same on paper; nothing of anybody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.funding.documents.paid import year_of
from maillage.funding.queries.paid import paid_year, years_paid
from maillage.funding.views.hours import FIRST_YEAR
from maillage.funding.views.own_hours import may_ask
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries.clocks import today_in
from maillage.ui.services import as_file


def own_paid(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """A year: the one asked for, else the last in which something was paid."""
    may_ask(person)
    years = years_paid(person)
    today = today_in(person.structure)
    year = _year(number, today.year) if number else next(iter(years), today.year)
    context = {
        "link": link,
        "paid": paid_year(person, year),
        "file": link.step(f"releve-{year}"),
        "others": [(each, link.step(f"sommes-{each}")) for each in years if each != year],
        "hours": link.step("heures"),
        "structure_name": person.structure.name,
    }
    return render(request, "funding/own_paid.html", context)


def own_paid_file(_request: HttpRequest, person: Person, _link: Link, number: str) -> HttpResponse:
    """The same, in PDF."""
    may_ask(person)
    today = today_in(person.structure)
    document = year_of(person, _year(number, today.year), on=today)
    name = filename(f"{document.title} {person.name}", today, Format.PDF)
    content = render_document(document, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=as_file(name))


def _year(number: str, last: int) -> int:
    """404 for a year that is none, or to come."""
    year = int(number) if number else 0
    if not FIRST_YEAR <= year <= last:
        raise Http404
    return year
