"""The crisis plan: sheets, roles, resources; what was practised; its paper for the day without network."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents.crises import ONLY_AUTHORITIES, off_line
from maillage.care.enums import Ability, Family
from maillage.care.forms import crises as forms
from maillage.care.models import CrisisResource, CrisisRole
from maillage.care.queries import crises as queries
from maillage.care.services import crises as running
from maillage.care.services import crisis_plan as services
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.documents.types import Document
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_file, say


@opens_examples
@require_safe
def crises(request: Request, slug: str) -> HttpResponse:
    return show(request, find(request, slug, Ability.READ))


def show(request: Request, structure: Structure, **refused: Any) -> HttpResponse:
    sheets, today = queries.sheets_of(structure), today_in(structure)
    page = paged(queries.crises_of(structure), request.GET.get("page"))
    context: dict[str, Any] = {
        "sheets": [
            (family, Family(family).label, sheet, queries.is_stale(sheet, on=today))
            for family, sheet in sheets.items()
        ],
        "written": sum(sheet is not None for sheet in sheets.values()),
        "roles": queries.roles_of(structure),
        "resources": list(structure.crisis_resources.all()),
        "page": page,
        "zone": zone_of(structure),
        "running": [each for each in page if each.ended_at is None],
        "only_authorities": ONLY_AUTHORITIES,
    }
    if Ability.COORDINATE in request.abilities and not request.is_visit:
        cards = cards_by_label(structure)
        context |= {
            "cards": cards,
            "role_form": forms.RoleForm(cards, auto_id="role_%s"),
            "resource_form": forms.ResourceForm(auto_id="resource_%s"),
        }
    return render(request, "care/crises/crises.html", context | refused, status=422 if refused else 200)


@opens_examples
@WRITES
def reflex_sheet(request: Request, slug: str, family: str) -> HttpResponse:
    """Read by all who may read; written by who coordinates."""
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.COORDINATE if is_sent else Ability.READ)
    if family not in Family.values:
        raise Http404
    sheet = queries.sheets_of(structure)[family]
    context: dict[str, Any] = {"sheet": sheet, "family": Family(family)}
    if Ability.COORDINATE in request.abilities and not request.is_visit:
        cards = cards_by_label(structure)
        form = forms.SheetForm(sheet, cards, request.POST if is_sent else None)
        if is_sent and form.is_valid():
            with refusals_in(form):
                services.write_sheet(
                    structure, family, form.cleaned_data, version=form.cleaned_data["version"],
                    on=today_in(structure), by=request.user,
                )  # fmt: skip
                say(request, "La fiche réflexe est enregistrée, relue aujourd’hui.")
                return redirect("care:crises", slug)
        context |= {"cards": cards, "form": form}
    return render(request, "care/crises/sheet.html", context, status=422 if is_sent else 200)


def back(request: Request, slug: str, said: str) -> HttpResponse:
    say(request, said)
    return redirect("care:crises", slug)


@require_POST
def add_role(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    form = forms.RoleForm(cards_by_label(structure), request.POST, auto_id="role_%s")
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            services.add_role(structure, said["part"], said["person"], said["calls"], by=request.user)
            return back(request, slug, "Le rôle est noté.")
    return show(request, structure, role_form=form)


@require_POST
def drop_role(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    services.drop_role(get_object_or_404(CrisisRole, structure=structure, pk=pk), by=request.user)
    return back(request, slug, "Le rôle est retiré.")


@require_POST
def add_resource(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    form = forms.ResourceForm(request.POST, auto_id="resource_%s")
    if form.is_valid():
        with refusals_in(form):
            services.add_resource(structure, **form.cleaned_data, by=request.user)
            return back(request, slug, "La ressource est notée.")
    return show(request, structure, resource_form=form)


@require_POST
def drop_resource(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    services.drop_resource(get_object_or_404(CrisisResource, structure=structure, pk=pk), by=request.user)
    return back(request, slug, "La ressource est retirée.")


@require_safe
def plan_file(request: Request, slug: str, form: str) -> HttpResponse:
    """With the telephone numbers: for who coordinates, and the trail says that it was taken."""
    structure = find(request, slug, Ability.COORDINATE)
    today = today_in(structure)
    record(
        "Plan de crise imprimé, avec les téléphones.",
        by=request.user.pk,
        subject=structure.pk,
        kind=Kind.DOWNLOAD,
    )
    return as_document(off_line(structure, on=today), f"plan-de-crise {structure.name}", form)


def as_document(document: Document, name: str, form: str) -> HttpResponse:
    """Raises Http404 for a format that is none of ours."""
    if form not in Format.__members__.values():
        raise Http404
    asked = Format(form)
    content = render_document(document, asked)
    return HttpResponse(
        content, content_type=asked.content_type, headers=as_file(filename(name, document.date, asked))
    )


@WRITES
def start(request: Request, slug: str) -> HttpResponse:
    """Switch the plan on; the page says that authorities alone declare a crisis."""
    structure = find(request, slug, Ability.COORDINATE)
    is_sent, zone = request.method == "POST", zone_of(structure)
    form = forms.StartForm(request.POST if is_sent else None, initial={"is_exercise": "oui"})
    if is_sent and form.is_valid():
        with refusals_in(form):
            made = running.start(
                structure, form.given(zone), key=form.cleaned_data["key"], by=request.user,
                at=timezone.now(), site=request.build_absolute_uri("/"),
            )  # fmt: skip
            say(request, "Exercice déclenché." if made.is_exercise else "Le plan est déclenché.")
            return redirect("care:crisis", slug, made.pk)
    context = {"form": form, "only_authorities": ONLY_AUTHORITIES}
    return render(request, "care/crises/start.html", context, status=422 if is_sent else 200)
