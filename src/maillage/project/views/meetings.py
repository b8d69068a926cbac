"""The action that a meeting serves, said on the page of the meeting."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from maillage.governance.models import Meeting
from maillage.project.enums import Ability
from maillage.project.forms.meetings import MeetingActionForm
from maillage.project.queries.meetings import choice_for
from maillage.project.services.meetings import say_action
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import sentences_of
from maillage.ui.services import say


@require_POST
def meeting_action(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    mine = Meeting.objects.filter(instance__structure=structure)
    meeting = get_object_or_404(mine.select_related("instance"), pk=pk)
    meeting.instance.structure = structure
    form = MeetingActionForm(choice_for(structure, meeting), request.POST)
    if form.is_valid():
        action = form.chosen()
        say_action(meeting, action, by=request.user)
        say(request, f"C’est noté : réunion pour l’action {action}." if action else "C’est noté.")
    else:
        say(request, sentences_of(form))
    response = redirect("governance:meeting", slug, pk)
    response["Location"] += "#pour-l-action"
    return response
