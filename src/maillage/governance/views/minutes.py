"""The procès-verbal of a meeting, for whoever runs them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.governance.enums import MeetingState, Signer
from maillage.governance.forms.minutes import ApprovalForm, MinutesForm, SignatureForm
from maillage.governance.models import Meeting, Minutes, Signature
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.minutes import who_signs
from maillage.governance.services import minutes as services
from maillage.governance.views.meetings import attempt, find_meeting
from maillage.kernel import BadInput, plural
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, refusals_said, say


@WRITES
def minutes(request: Request, slug: str, pk: int) -> HttpResponse:
    """Written by one at a time: who saved second keeps both texts before their eyes."""
    found = find_meeting(request, slug, pk)
    items, version = list(found.items.all()), version_of(found)
    form = MinutesForm(items, version, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.write(found, form.notes(), version=form.cleaned_data["version"], by=request.user)
        except BadInput as refusal:
            form = form.beside(version)
            refuse(form, refusal)
            return show(request, found, form, items=items, saved=items)
        say(request, "Le procès-verbal est enregistré.", saved=request.path)
        return redirect("governance:minutes", slug, pk)
    return show(request, found, form, items=items)


def version_of(meeting: Meeting) -> int:
    return Minutes.objects.filter(meeting=meeting).values_list("version", flat=True).first() or 1


def show(request: Request, found: Meeting, form: MinutesForm, **more: Any) -> HttpResponse:
    kept = Minutes.objects.select_related("approval").filter(meeting=found).first()
    context = {
        "meeting": found,
        "when": said_when(found),
        "form": form,
        "minutes": kept,
        "corrections": list(kept.corrections.select_related("person")) if kept else [],
        "approval_form": ApprovalForm(later(found), auto_id="approval-%s")
        if kept and kept.frozen_at
        else None,
        "signing": signing(found, kept) if kept and kept.frozen_at else [],
        "is_held": found.state == MeetingState.HELD,
        **more,
    }
    return render(request, "governance/minutes.html", context, status=422 if form.is_bound else 200)


def signing(meeting: Meeting, kept: Minutes) -> list[tuple[Signer, Signature | None, SignatureForm | None]]:
    """Each quality the statutes ask, with who signed, or the form that says it; no form where nobody may."""
    signed = {each.signer: each for each in kept.signatures.select_related("person")}
    told = []
    for signer in meeting.instance.signers:
        people = [] if signer in signed or kept.approval_id else who_signs(meeting, signer)
        form = SignatureForm(signer, people, initial={"signed_on": timezone.localdate()}) if people else None
        told.append((signer, signed.get(signer), form))
    return told


@require_POST
def note_signature(request: Request, slug: str, pk: int, signer: str) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    quality = next((each for each in found.instance.signers if each == signer), None)
    if quality is None:
        raise Http404
    form = SignatureForm(quality, who_signs(found, quality), request.POST)
    if not form.is_valid():
        say(request, "Dites qui a signé, et quel jour, puis recommencez.")
        return redirect("governance:minutes", slug, pk)
    person, day = form.known[form.cleaned_data["person"]], form.cleaned_data["signed_on"]
    attempt(
        request,
        lambda: services.note_signature(found, quality, person, on=day, by=request.user),
        f"Signature notée : {person.name}.",
    )
    return redirect("governance:minutes", slug, pk)


@require_POST
def drop_signature(request: Request, slug: str, pk: int, signature: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    kept = get_object_or_404(Signature, pk=signature, minutes__meeting=found)
    kept.minutes.meeting = found
    attempt(request, lambda: services.drop_signature(kept, by=request.user), "La signature est retirée.")
    return redirect("governance:minutes", slug, pk)


def later(meeting: Meeting) -> list[Meeting]:
    """The sittings of its instance that came after, and have begun."""
    rows = Meeting.objects.filter(instance=meeting.instance_id, starts_at__gt=meeting.starts_at)
    begun = rows.filter(starts_at__lte=timezone.now()).exclude(state=MeetingState.CANCELLED)
    found = list(begun.order_by("-starts_at")[:12])
    for each in found:
        each.instance = meeting.instance  # whose clocks are read once
    return found


@require_POST
def send_minutes(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    with refusals_said(request):
        told = services.send(found, by=request.user, at=timezone.now())
        say(request, f"Le procès-verbal est envoyé à relire : {plural(told, 'adresse')}.")
    return redirect("governance:minutes", slug, pk)


@require_POST
def take_up_minutes(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    attempt(request, lambda: services.take_up(found, by=request.user), "Vous pouvez le corriger.")
    return redirect("governance:minutes", slug, pk)


@require_POST
def approve_minutes(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    form = ApprovalForm(later(found), request.POST, auto_id="approval-%s")
    if not form.is_valid():
        say(request, "Choisissez la séance qui l’a approuvé, puis recommencez.")
        return redirect("governance:minutes", slug, pk)
    sitting, key = form.known[form.cleaned_data["sitting"]], form.cleaned_data["key"]
    attempt(
        request,
        lambda: services.approve(found, sitting, key=key, by=request.user, at=timezone.now()),
        "Le procès-verbal est approuvé : c’est une décision de cette séance.",
    )
    return redirect("governance:minutes", slug, pk)
