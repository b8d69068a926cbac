"""The documents of a meeting, for who may see it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.files.services import keep, response_of
from maillage.governance.enums import Ability, MeetingState
from maillage.governance.forms.papers import PaperForm
from maillage.governance.models import Meeting, MeetingPaper
from maillage.governance.services import papers as services
from maillage.governance.views.meetings import find_meeting, meeting_of, show
from maillage.kernel import BadInput
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import say


@require_POST
def add_document(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, found, paper_form=form)
    given, about = form.cleaned_data["file"], found.instance.structure_id
    try:
        kept = keep(given, about=about, by=request.user, at=timezone.now())
        services.attach(found, kept, by=request.user)
    except BadInput as refusal:
        form.add_error("file", str(refusal))
        return show(request, found, paper_form=form)
    say(request, f"Le document est ajouté : {kept.name}.")
    return redirect(to_documents(found))


def to_documents(meeting: Meeting) -> str:
    page = reverse("governance:meeting", args=[meeting.instance.structure.slug, meeting.pk])
    return f"{page}#documents"


@require_safe
def document(request: Request, slug: str, pk: int, file: UUID) -> HttpResponse:
    found = meeting_of(find(request, slug, Ability.READ), pk)
    if found.state == MeetingState.DRAFT and Ability.RUN not in request.abilities:
        raise Http404
    try:
        return response_of(paper_of(found, file).file)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("governance:meeting", slug, pk)


def paper_of(meeting: Meeting, file: UUID) -> MeetingPaper:
    paper: MeetingPaper = get_object_or_404(meeting.papers.select_related("file"), file=file)
    paper.meeting = meeting
    return paper


@require_POST
def drop_document(request: Request, slug: str, pk: int, file: UUID) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    paper = paper_of(found, file)
    services.detach(paper, by=request.user)
    say(request, f"Le document est retiré : {paper.file.name}.")
    return redirect(to_documents(found))
