"""Pathways: their list, one of them, writing it, publishing it, its months; read by the link of a card."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents import pathways as papers
from maillage.care.enums import Ability
from maillage.care.forms.pathways import (
    MonthForm,
    NewPathwayForm,
    PathwayForm,
    PublishForm,
    steps_form,
)
from maillage.care.models import Pathway
from maillage.care.perms import takeable_pathways
from maillage.care.queries.modules import takes_part_in_care
from maillage.care.queries.pathways import (
    PathwaySheet,
    lines_of,
    month_noted,
    pathway_of,
    published,
    published_sheets,
    sheet_of,
)
from maillage.care.rules.pathways import last_month
from maillage.care.services import pathways as services
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.documents.types import Document
from maillage.kernel import BadInput, add_months
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_file, say

#: Months that one may still note.
NOTED_BACK = 24


def may_write(request: Request) -> bool:
    return Ability.COORDINATE in request.abilities and not request.is_visit


@opens_examples
@require_safe
def pathways(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    page = paged(lines_of(structure, on=today_in(structure)), request.GET.get("page"))
    return render(request, "care/pathways/list.html", {"page": page, "may_write": may_write(request)})


def found_or_404(structure: Structure, pk: int) -> Pathway:
    found = pathway_of(structure, pk)
    if found is None:
        raise Http404
    return found


@opens_examples
@require_safe
def pathway(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, structure, found_or_404(structure, pk))


def month_in(text: str, on: date) -> date:
    """« 2026-10 » → its first day; the month that is over for what reads otherwise, or is too far."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return last_month(on)
    return asked if add_months(on, -NOTED_BACK) <= asked <= on else last_month(on)


def show(
    request: Request, structure: Structure, found: Pathway, *, status: int = 200, **forms: Any
) -> HttpResponse:
    today = today_in(structure)
    sheet = sheet_of(found, on=today)
    context: dict[str, Any] = {"sheet": sheet, "may_write": may_write(request), "today": today}
    if may_write(request):
        month = month_in(request.POST.get("mois") or request.GET.get("mois", ""), today)
        context |= {
            "month": month,
            "month_form": noting(sheet, found, month) if sheet.in_force else None,
            "publish_form": PublishForm() if sheet.draft else None,
            "months": [add_months(last_month(today), -back) for back in range(-1, 12)],
        }
    return render(request, "care/pathways/pathway.html", context | forms, status=status)


def noting(sheet: PathwaySheet, found: Pathway, month: date, data: Any = None) -> MonthForm:
    return MonthForm([each.step for each in sheet.steps], data, initial=month_noted(found, month))


@WRITES
def add_pathway(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    cards = cards_by_label(structure)
    sent = request.POST if request.method == "POST" else None
    form, steps = NewPathwayForm(structure, cards, sent), steps_form(sent, ())
    if sent is not None and form.is_valid() and steps.is_valid():
        with refusals_in(form):
            made = services.add_pathway(
                structure, form.given(), steps.given(), key=form.cleaned_data["key"], by=request.user
            )
            say(request, "Le brouillon est gardé : relisez-le, puis publiez-le.")
            return redirect("care:pathway", slug, made.pk)
    others = takeable_pathways(request.user, structure)
    context = {"form": form, "steps": steps, "cards": cards, "page": paged(others, request.GET.get("page"))}
    context["copy_key"] = uuid4()
    return render(request, "care/pathways/write.html", context, status=200 if sent is None else 422)


@WRITES
def write_pathway(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, cards = found_or_404(structure, pk), cards_by_label(structure)
    draft = sheet_of(found, on=today_in(structure)).draft
    sent = request.POST if request.method == "POST" else None
    form = PathwayForm(structure, cards, sent, row=found)
    steps = steps_form(sent, draft.steps.all()) if draft else None
    if sent is not None and form.is_valid() and (steps is None or steps.is_valid()):
        with refusals_in(form, found):
            services.write_pathway(
                found,
                form.given(),
                steps.given() if steps else None,
                version=form.cleaned_data["version"],
                by=request.user,
            )
            say(request, "C’est enregistré.")
            return redirect("care:pathway", slug, pk)
    context = {"form": form, "steps": steps, "cards": cards, "pathway": found, "draft": draft}
    return render(request, "care/pathways/write.html", context, status=200 if sent is None else 422)


@require_POST
def draft_pathway(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    draft = services.open_draft(found_or_404(structure, pk))
    say(
        request, f"La version {draft.number} est ouverte : celle en vigueur reste lue jusqu’à sa publication."
    )
    return redirect("care:write_pathway", slug, pk)


@require_POST
def publish_pathway(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, form = found_or_404(structure, pk), PublishForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            version = services.publish(
                found, form.cleaned_data["changes"], by=request.user, on=today_in(structure)
            )
            say(request, f"La version {version.number} est en vigueur.")
            return redirect("care:pathway", slug, pk)
    return show(request, structure, found, status=422, publish_form=form)


@require_POST
def pathway_month(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, today = found_or_404(structure, pk), today_in(structure)
    sheet, month = sheet_of(found, on=today), month_in(request.POST.get("mois", ""), today)
    if sheet.in_force is None:
        raise Http404
    form = noting(sheet, found, month, {} if "rien" in request.POST else request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.note_month(found, form.given(month), on=today, by=request.user)
            say(request, "Le mois est noté.")
            return redirect(f"{reverse('care:pathway', args=[slug, pk])}#mois")
    return show(request, structure, found, status=422, month_form=form)


@require_POST
def share_pathway(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    is_shared = request.POST.get("on") == "oui"
    services.share(found_or_404(structure, pk), is_shared=is_shared, by=request.user)
    say(request, "D’autres structures peuvent le reprendre." if is_shared else "Il n’est plus à reprendre.")
    return redirect("care:pathway", slug, pk)


@require_POST
def drop_pathway(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found = found_or_404(structure, pk)
    try:
        services.drop_pathway(found, by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("care:pathway", slug, pk)
    say(request, "Le brouillon est effacé.")
    return redirect("care:pathways", slug)


@require_POST
def copy_pathway(request: Request, slug: str, known: int) -> HttpResponse:
    """That of another structure becomes a draft of ours."""
    structure = find(request, slug, Ability.COORDINATE)
    theirs = get_object_or_404(takeable_pathways(request.user, structure), pk=known)
    made = services.copy_pathway(structure, theirs, key=key_of(request), by=request.user)
    say(request, "Le parcours est repris, en brouillon : changez-le à votre mesure.")
    return redirect("care:write_pathway", slug, made.pk)


def key_of(request: HttpRequest) -> UUID:
    """What the form was sent with; a new one for what reads otherwise."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


@require_safe
def pathway_file(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found, today = found_or_404(structure, pk), today_in(structure)
    said = f"Parcours sorti en PDF : {found.title}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return as_pdf(papers.pathway(sheet_of(found, on=today), author=structure.name, on=today))


def as_pdf(document: Document) -> HttpResponse:
    name = filename(f"{document.title} {document.author}", document.date, Format.PDF)
    content = render_document(document, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=as_file(name))


def own_papers(request: HttpRequest, person: Person, link: Link, _number: str) -> HttpResponse:
    """By the link of a card: the pathways and the sheets that are published."""
    if not takes_part_in_care(person):
        raise Http404
    context = {
        "link": link,
        "structure_name": person.structure.name,
        "pathways": [
            (each, link.step(f"parcours-{each.pk}")) for each in published(person.structure).order_by("title")
        ],
        "sheets": [(each, link.step(f"fiche-{each.pk}")) for each in published_sheets(person.structure)],
    }
    return render(request, "care/pathways/own_papers.html", context)


def own_pathway(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """By the link of a card: the version in force; who answers for it notes its months."""
    if not takes_part_in_care(person) or not number:
        raise Http404
    found = found_or_404(person.structure, int(number))
    today = today_in(person.structure)
    sheet, here = sheet_of(found, on=today), link.step(f"parcours-{number}")
    if sheet.in_force is None:
        raise Http404
    runs = found.owner_id == person.pk
    month = month_in(request.POST.get("mois", ""), today)
    form, status = noting(sheet, found, month) if runs else None, 200
    if request.method == "POST":
        if not runs:
            raise Http404
        form = noting(sheet, found, month, {} if "rien" in request.POST else request.POST)
        if form.is_valid():
            with refusals_in(form):
                services.note_month(found, form.given(month), on=today, by=None)
                say(request, "Le mois est noté.")
                return redirect(here)
        status = 422
    context = {
        "sheet": sheet, "link": link, "here": here, "month": month, "month_form": form,
        "papers_url": link.step("fiches"), "structure_name": person.structure.name,
    }  # fmt: skip
    return render(request, "care/pathways/own_pathway.html", context, status=status)
