"""The register of concertations of a MSP, and the referents of any structure."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.governance.documents.rcp import register
from maillage.governance.enums import Ability
from maillage.governance.forms.rcp import ReferentForm, SessionForm
from maillage.governance.queries import rcp as queries
from maillage.governance.queries import referents as known
from maillage.governance.services import rcp as services
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import SPREADSHEETS, WRITES, as_spreadsheet, say


def find_team(request: Request, slug: str, ability: str) -> Structure:
    """404 for a form whose agreement counts no concertation."""
    structure = find(request, slug, ability)
    if not queries.has_rcp(structure.form):
        raise Http404
    return structure


@opens_examples
@WRITES
def rcp(request: Request, slug: str) -> HttpResponse:
    structure = find_team(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    today = timezone.localdate()
    form = SessionForm(
        structure, request.POST if request.method == "POST" else None, initial={"held_on": today}
    )
    if form.is_valid():
        with refusals_in(form):
            services.note_session(
                structure, form.given(), key=form.cleaned_data["key"], by=request.user, on=today
            )
            say(request, "La concertation est au registre.")
            return redirect("governance:rcp", slug)
    rows = structure.rcp_sessions.prefetch_related("professions")
    page = paged(rows, request.GET.get("page"))
    meetings, share = queries.asked_for(today)
    context = {
        "page": page,
        "sessions": [(each, ", ".join(queries.labels(each))) for each in page.object_list],
        "years": queries.years(structure),
        "meetings": meetings,
        "share": share,
        "this_year": today.year,
        "form": form,
    }
    return render(request, "governance/rcp.html", context, status=422 if form.is_bound else 200)


@require_safe
def rcp_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """As a spreadsheet or as a paper."""
    structure, today = find_team(request, slug, Ability.READ), timezone.localdate()
    if suffix in SPREADSHEETS:
        response = as_spreadsheet(
            queries.register_in_rows(structure), name=f"rcp-{slug}-{today}", suffix=suffix
        )
    elif suffix in {*Format}:
        format_ = Format(suffix)
        name = filename(f"registre rcp {structure.name}", today, format_)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        content = render_document(register(structure, on=today), format_)
        response = HttpResponse(content, content_type=format_.content_type, headers=headers)
    else:
        raise Http404
    said = f"Registre des concertations sorti en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@require_POST
def drop_rcp(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find_team(request, slug, Ability.RUN)
    services.drop_session(get_object_or_404(structure.rcp_sessions, pk=pk), by=request.user)
    say(request, "La concertation est effacée : les comptes suivent.")
    return redirect("governance:rcp", slug)


@opens_examples
@WRITES
def referents(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    cards, today = cards_by_label(structure), timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = ReferentForm(structure, cards, sent, initial={"since": today})
    if form.is_valid():
        person = form.cleaned_data["person"]
        with refusals_in(form):
            services.name_referent(structure, person, form.given(), by=request.user)
            say(request, f"{person.name} est référent.")
            return redirect("governance:referents", slug)
    context = {
        "subjects": known.subjects(structure.referents.select_related("person"), on=today),
        "cards": cards,
        "form": form,
    }
    return render(request, "governance/referents.html", context, status=422 if form.is_bound else 200)


@require_safe
def referents_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    rows = known.referents_in_rows(structure)
    response = as_spreadsheet(rows, name=f"referents-{slug}-{timezone.localdate()}", suffix=suffix)
    said = f"Référents sortis en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@require_POST
def end_referent(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = get_object_or_404(structure.referents.select_related("person"), pk=pk)
    services.end_referent(found, on=timezone.localdate(), by=request.user)
    say(request, f"{found.person.name} n’est plus référent.")
    return redirect("governance:referents", slug)
