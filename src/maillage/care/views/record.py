"""Files of people, where certified hosting is stated. Each opening says why; without a circle or a reason, nothing shows."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents.record import copy_of
from maillage.care.enums import Ability, ConsentScope, Mode, PlanPart
from maillage.care.forms.record import ConsentForm, DrugForm, FileForm, PlanForm, ReasonForm, SeatForm
from maillage.care.models import CircleSeat, PatientFile, ReconciledDrug
from maillage.care.queries.record import (
    Whole,
    consents_of,
    files_for,
    is_seated,
    open_reading,
    reconciliations_for,
    whole,
)
from maillage.care.queries.settings import setting_of
from maillage.care.services import record as services
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_file, say

ROOM = "care/record"


def _structure(request: Request, slug: str) -> Structure:
    """404 where nobody may be named: the page does not exist there."""
    try:
        structure = find(request, slug, Ability.READ)
    except PermissionDenied:
        raise Http404 from None
    if request.is_visit or setting_of(structure).mode != Mode.HEALTH_DATA:
        raise Http404
    return structure


def _closed(request: Request, structure: Structure) -> HttpResponse | None:
    why = services.why_closed(structure, on=today_in(structure))
    return render(request, f"{ROOM}/closed.html", {"why": why}, status=503) if why else None


def _file(request: Request, structure: Structure, pk: int) -> tuple[PatientFile, bool]:
    """The file, and whether one is of its circle. Who coordinates may go further, and that is told."""
    file = get_object_or_404(structure.patient_files.defer("name", "born_on", "contact"), pk=pk)
    seated = is_seated(file, request.user)
    if not seated and Ability.COORDINATE not in request.abilities:
        raise Http404
    file.structure = structure
    return file, seated


@never_cache
@WRITES
def files(request: Request, slug: str) -> HttpResponse:
    structure = _structure(request, slug)
    if closed := _closed(request, structure):
        return closed
    today = today_in(structure)
    form = FileForm(request.POST if request.method == "POST" else None, on=today)
    if form.is_valid():
        said = form.cleaned_data
        born = said["born_on"].isoformat() if said["born_on"] else ""
        person = services.Person(said["name"], born, said["contact"], said["referent"])
        with refusals_in(form):
            made = services.open_file(
                structure, person, consents=said["consents"], means=said["means"], role=said["role"],
                kept_until=said["kept_until"], key=said["key"] or uuid4(), by=request.user, on=today,
            )  # fmt: skip
            say(request, f"Le dossier {made.code} est ouvert.")
            return redirect("care:file", slug, made.pk)
    shown = files_for(structure, request.user, all_codes=Ability.COORDINATE in request.abilities)
    context = {"page": paged(shown, request.GET.get("page")), "form": form, "is_writing": form.is_bound}
    return render(request, f"{ROOM}/files.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def reconciliations(request: Request, slug: str) -> HttpResponse:
    """Every reconciliation of drugs of one's own circles; who coordinates sees no more of it than others."""
    structure = _structure(request, slug)
    if closed := _closed(request, structure):
        return closed
    shown = reconciliations_for(structure, request.user)
    return render(request, f"{ROOM}/reconciliations.html", {"page": paged(shown, request.GET.get("page"))})


@never_cache
@WRITES
def file(request: Request, slug: str, pk: int) -> HttpResponse:
    """Asks why; then shows it, for half an hour."""
    structure = _structure(request, slug)
    if closed := _closed(request, structure):
        return closed
    found, seated = _file(request, structure, pk)
    if open_reading(found, request.user, at=timezone.now(), minutes=services.LASTS):
        return page(request, found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.read(
                found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                is_outside=not seated,
                at=timezone.now(),
            )
        except BadInput as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect("care:file", slug, pk)
    context = {
        "code": found.code,
        "file": found,
        "form": form,
        "is_seated": seated,
        "minutes": services.LASTS,
    }
    return render(request, f"{ROOM}/why.html", context, status=422 if form.is_bound else 200)


def page(request: Request, found: PatientFile, *, status: int = 200, **forms: Any) -> HttpResponse:
    shown = whole(found)
    others = _colleagues(found, shown)
    context = {
        "shown": shown,
        "zone": zone_of(found.structure),
        "consent": ConsentForm(),
        "seat": SeatForm(users=others),
        "has_others": bool(others),
        "drug": DrugForm(),
        "minutes": services.LASTS,
        "born": date.fromisoformat(found.born_on) if found.born_on else None,
        **forms,
    }
    return render(request, f"{ROOM}/file.html", context, status=status)


def _colleagues(found: PatientFile, shown: Whole) -> list[User]:
    """Accounts of the structure that are not of the circle yet."""
    seated = {each.user_id for each in shown.circle if each.until is None}
    held = found.structure.memberships.filter(left_on=None).select_related("user")
    users = {each.user_id: each.user for each in held if each.user_id not in seated}
    return sorted(users.values(), key=str)


def _opened(request: Request, slug: str, pk: int) -> PatientFile:
    """One that is being read: what is done to it follows a reason."""
    structure = _structure(request, slug)
    if services.why_closed(structure, on=today_in(structure)):
        raise Http404
    found, _ = _file(request, structure, pk)
    if not open_reading(found, request.user, at=timezone.now(), minutes=services.LASTS):
        raise Http404
    return found


def _done(request: Request, found: PatientFile, do: Callable[[], object], said: str) -> HttpResponse:
    try:
        do()
    except BadInput as refusal:
        return page(request, found, status=422, refusal=str(refusal))
    say(request, said)
    return redirect("care:file", found.structure.slug, found.pk)


@require_POST
def agree(request: Request, slug: str, pk: int) -> HttpResponse:
    found, form = _opened(request, slug, pk), ConsentForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, consent=form)
    said = form.cleaned_data
    today = today_in(found.structure)
    return _done(
        request,
        found,
        lambda: services.agree(found, said["scope"], means=said["means"], by=request.user, on=today),
        "L’accord est noté.",
    )


@require_POST
def withdraw(request: Request, slug: str, pk: int, scope: str) -> HttpResponse:
    found = _opened(request, slug, pk)
    today = today_in(found.structure)
    return _done(
        request,
        found,
        lambda: services.withdraw(found, scope, by=request.user, on=today),
        "L’accord est retiré.",
    )


@require_POST
def seat(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _opened(request, slug, pk)
    others = _colleagues(found, whole(found))
    form = SeatForm(request.POST, users=others)
    if not form.is_valid():
        return page(request, found, status=422, seat=form)
    user = next(each for each in others if each.pk == form.cleaned_data["user"])
    role, today = form.cleaned_data["role"], today_in(found.structure)
    return _done(
        request,
        found,
        lambda: services.seat(found, user, role=role, by=request.user, on=today),
        f"{user} est du cercle.",
    )


@require_POST
def unseat(request: Request, slug: str, pk: int, seat: int) -> HttpResponse:
    found = _opened(request, slug, pk)
    held = get_object_or_404(CircleSeat.objects.select_related("user", "file"), file=found, pk=seat)
    today = today_in(found.structure)
    return _done(
        request,
        found,
        lambda: services.unseat(held, by=request.user, on=today),
        f"{held.user} n’est plus du cercle.",
    )


@never_cache
@WRITES
def plan(request: Request, slug: str, pk: int, part: str) -> HttpResponse:
    """A part of the plan, written."""
    found = _opened(request, slug, pk)
    if part not in PlanPart:
        raise Http404
    if not {ConsentScope.TEAM, ConsentScope.PLAN} <= consents_of(found):
        return page(request, found, status=403, refusal=services.NO_CONSENT)
    kept = found.plan.filter(part=part).first()
    initial = {"version": kept.version if kept else 0, "text": kept.text if kept else ""}
    form: Any = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.write_part(
                found, part, said["text"], version=said["version"], by=request.user, at=timezone.now()
            )
        except BadInput as refusal:
            refuse(form, refusal)
            form.data = {**form.data.dict(), "version": str(initial["version"])}  # sent again, it is meant
        else:
            say(request, "La partie est enregistrée.")
            return redirect("care:file", slug, pk)
    context = {"file": found, "part": PlanPart(part), "kept": kept, "form": form}
    return render(request, f"{ROOM}/plan.html", context, status=422 if form.is_bound else 200)


@require_POST
def reconcile(request: Request, slug: str, pk: int) -> HttpResponse:
    found, form = _opened(request, slug, pk), DrugForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, drug=form)
    said, today = form.cleaned_data, today_in(found.structure)
    words = {name: said[name] for name in ("drug", "decision", "said_by")}
    return _done(
        request,
        found,
        lambda: services.reconcile(found, **words, key=said["key"] or uuid4(), by=request.user, on=today),
        "La ligne est ajoutée.",
    )


@require_POST
def drop_drug(request: Request, slug: str, pk: int, line: int) -> HttpResponse:
    found = _opened(request, slug, pk)
    held = get_object_or_404(ReconciledDrug.objects.select_related("file"), file=found, pk=line)
    return _done(request, found, lambda: services.drop_drug(held, by=request.user), "La ligne est retirée.")


@never_cache
@require_safe
def copy(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """What the person may ask for: all that is kept of them."""
    if suffix not in set(Format):
        raise Http404
    found = _opened(request, slug, pk)
    format_, today = Format(suffix), today_in(found.structure)
    content = render_document(copy_of(whole(found, shown=None), on=today), format_)
    record(
        f"Dossier {found.code} : copie.", by=request.user.pk, subject=found.structure_id, kind=Kind.DOWNLOAD
    )
    headers = as_file(filename(f"dossier {found.code}", today, format_))
    return HttpResponse(content, content_type=format_.content_type, headers=headers)


@require_POST
def erase(request: Request, slug: str, pk: int) -> HttpResponse:
    found = _opened(request, slug, pk)
    code = found.code
    services.erase(found, by=request.user)
    say(request, f"Le dossier {code} est effacé. Qui l’avait lu reste noté.")
    return redirect("care:files", slug)
