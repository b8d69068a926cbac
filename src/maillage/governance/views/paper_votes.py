"""A vote on paper: the totals that two tellers counted."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.governance.forms.paper_votes import PaperCountForm
from maillage.governance.services.paper_votes import note_count as note
from maillage.governance.views.votes import find_vote, show
from maillage.people.queries.naming import cards_by_label
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import say


@require_POST
def note_count(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    form = PaperCountForm(found, cards_by_label(found.meeting.instance.structure), request.POST)
    if form.is_valid():
        with refusals_in(form):
            note(found, form.given(), by=request.user, at=timezone.now())
            say(request, "Le vote est compté. Sa décision est écrite.")
            return redirect("governance:vote", slug, pk)
    return show(request, found, paper_form=form)
