"""An opinion, a remark that came by mail, by phone or in a meeting: typed by who received it, it weighs the same."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.dossier.forms.review import ReceivedForm, ReceivedOpinionForm, ReceivedRemarkForm
from maillage.dossier.models import Opening
from maillage.dossier.queries.review_content import content_of
from maillage.dossier.services import review_saying as saying
from maillage.dossier.views.review import back_to, context_of, gesture
from maillage.files.models import File
from maillage.files.services import keep
from maillage.kernel import BadInput
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say


def sent(request: Request) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def paper_in(request: Request, form: ReceivedForm) -> File | None:
    """Kept before the transaction: writing a file is slow. What is refused after goes within a day. Raises BadInput."""
    upload = form.cleaned_data["paper"]
    if not upload:
        return None
    try:
        return keep(upload, about=request.structure.pk, by=request.user, at=timezone.now())
    except BadInput as refusal:
        raise BadInput(str(refusal), field="paper") from None


@WRITES
def note_opinion(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    found = gesture(request, slug, pk, opening)
    form = ReceivedOpinionForm(*sent(request), initial={"name": found.person})
    if form.is_valid():
        now = timezone.now()
        with refusals_in(form):
            saying.give_opinion(
                found,
                form.given(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=now,
                on=timezone.localdate(now),
                paper=paper_in(request, form),
            )
            say(request, "L’avis est noté. Il compte comme les autres.")
            return back_to(found)
    return show(request, found, form, "Noter un avis reçu")


@WRITES
def note_remark(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    found = gesture(request, slug, pk, opening)
    opened = [
        each for each in content_of(found.document, on=timezone.localdate()) if each.key in found.sections
    ]
    form = ReceivedRemarkForm(opened, *sent(request))
    if form.is_valid():
        now = timezone.now()
        with refusals_in(form):
            saying.note_remark(
                found,
                form.given(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=now,
                on=timezone.localdate(now),
                paper=paper_in(request, form),
            )
            say(request, "C’est noté, et attend une réponse.")
            return back_to(found)
    return show(request, found, form, "Noter une remarque reçue")


def show(request: Request, found: Opening, form: ReceivedForm, heading: str) -> HttpResponse:
    context = context_of(found.document, opening=found, form=form, received_heading=heading)
    status = 422 if form.is_bound else 200
    return render(request, "dossier/review/received.html", context, status=status)
