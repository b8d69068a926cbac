"""Reflex sheets: their list, one of them, writing it, publishing it; read by the link of a card."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents import pathways as papers
from maillage.care.enums import Ability
from maillage.care.forms.pathways import NewSheetForm, SheetForm
from maillage.care.models import ReflexSheet
from maillage.care.perms import takeable_sheets
from maillage.care.queries.modules import takes_part_in_care
from maillage.care.queries.pathways import published_sheets
from maillage.care.queries.sheets import models_of, started_from
from maillage.care.services import sheets as services
from maillage.care.views.pathways import as_pdf, key_of, may_write
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say


@opens_examples
@require_safe
def sheets(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    rows = structure.reflex_sheets.select_related("owner", "published").order_by("title", "pk")
    if not may_write(request):
        rows = rows.filter(published__isnull=False)
    context = {
        "page": paged(rows, request.GET.get("page")),
        "may_write": may_write(request),
        "today": today_in(structure),
    }
    return render(request, "care/pathways/sheets.html", context)


def sheet_of(structure: Structure, pk: int) -> ReflexSheet:
    return get_object_or_404(structure.reflex_sheets.select_related("owner", "published"), pk=pk)


@opens_examples
@require_safe
def sheet(request: Request, slug: str, pk: int) -> HttpResponse:
    """Its last edition, for who writes; that which is published, for others."""
    structure = find(request, slug, Ability.READ)
    found = sheet_of(structure, pk)
    text = found.editions.all()[0] if may_write(request) else found.published
    if text is None:
        raise Http404
    context = {"sheet": found, "text": text, "may_write": may_write(request), "today": today_in(structure)}
    return render(request, "care/pathways/sheet.html", context)


@WRITES
def add_sheet(request: Request, slug: str) -> HttpResponse:
    """Blank, or from a sheet of the library: the words of the roles come with it."""
    structure = find(request, slug, Ability.COORDINATE)
    cards, today = cards_by_label(structure), today_in(structure)
    sent = request.POST if request.method == "POST" else None
    form = NewSheetForm(cards, sent, initial=started_from(structure, request.GET.get("modele", "")))
    if form.is_valid():
        with refusals_in(form):
            made = services.add_sheet(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user, on=today
            )
            say(request, "La fiche est gardée : relisez-la, puis publiez-la.")
            return redirect("care:sheet", slug, made.pk)
    others = takeable_sheets(request.user, structure)
    context = {
        "form": form, "cards": cards, "models": models_of(structure), "copy_key": uuid4(),
        "page": paged(others, request.GET.get("page")),
    }  # fmt: skip
    return render(request, "care/pathways/write_sheet.html", context, status=200 if sent is None else 422)


@WRITES
def write_sheet(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, cards = sheet_of(structure, pk), cards_by_label(structure)
    sent = request.POST if request.method == "POST" else None
    form = SheetForm(cards, sent, row=found, text=found.editions.all()[0])
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_in(form, found):
            services.write_sheet(
                found, form.given(), version=version, by=request.user, on=today_in(structure)
            )
            say(request, "C’est enregistré.")
            return redirect("care:sheet", slug, pk)
    context = {"form": form, "cards": cards, "sheet": found}
    return render(request, "care/pathways/write_sheet.html", context, status=200 if sent is None else 422)


@require_POST
def publish_sheet(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    is_on = request.POST.get("on") == "oui"
    services.publish_sheet(sheet_of(structure, pk), is_on=is_on, by=request.user, on=today_in(structure))
    say(request, "La fiche est publiée : chacun la lit par son lien." if is_on else "La fiche est retirée.")
    return redirect("care:sheet", slug, pk)


@require_POST
def share_sheet(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    is_shared = request.POST.get("on") == "oui"
    services.share_sheet(sheet_of(structure, pk), is_shared=is_shared, by=request.user)
    say(request, "D’autres structures peuvent la reprendre." if is_shared else "Elle n’est plus à reprendre.")
    return redirect("care:sheet", slug, pk)


@require_POST
def copy_sheet(request: Request, slug: str, known: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    theirs = get_object_or_404(takeable_sheets(request.user, structure), pk=known)
    made = services.copy_sheet(
        structure, theirs, key=key_of(request), by=request.user, on=today_in(structure)
    )
    say(request, "La fiche est reprise : changez-la à votre mesure.")
    return redirect("care:write_sheet", slug, made.pk)


@require_safe
def sheet_file(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found, today = sheet_of(structure, pk), today_in(structure)
    text = found.published or (found.editions.all()[0] if may_write(request) else None)
    if text is None:
        raise Http404
    said = f"Fiche réflexe sortie en PDF : {found.title}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return as_pdf(papers.reflex_sheet(found, text, author=structure.name, on=today))


def own_sheet(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """By the link of a card: what is published; on paper with `?papier`."""
    if not takes_part_in_care(person) or not number:
        raise Http404
    found = get_object_or_404(published_sheets(person.structure), pk=int(number))
    text, today = found.published, today_in(person.structure)
    if text is None:
        raise Http404
    if "papier" in request.GET:
        return as_pdf(papers.reflex_sheet(found, text, author=person.structure.name, on=today))
    context = {
        "sheet": found, "text": text, "link": link, "papers_url": link.step("fiches"), "today": today,
        "here": link.step(f"fiche-{number}"),
    }  # fmt: skip
    return render(request, "care/pathways/own_sheet.html", context)
