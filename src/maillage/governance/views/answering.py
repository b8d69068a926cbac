"""Answering a convocation by one's link: no account, no script; a GET shows, only a POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.files.services import response_of
from maillage.governance.enums import MeetingState, VoteState
from maillage.governance.forms.answering import AnswerForm, QuestionForm
from maillage.governance.forms.minutes import CorrectionForm
from maillage.governance.models import Correction, Invitation
from maillage.governance.models.papers import PAPER
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.minutes import minutes_of
from maillage.governance.queries.votes import VOTE
from maillage.governance.services import conduct, minutes, signing
from maillage.governance.services.answering import answer
from maillage.governance.services.signing import takes_signatures
from maillage.governance.views.votes import voting
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.people.queries.desk import contact_line
from maillage.ui.forms import refusals_in
from maillage.ui.services import refusals_said, say


def answering(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """Behind the same link, one votes."""
    if step == VOTE:
        return voting(request, link)
    rows = Invitation.objects.select_related("person", "meeting__instance__structure__territory", "link")
    found = rows.filter(link=link).first()
    if found is not None and step.startswith(PAPER):
        return own_paper(request, found, link, step)
    if found is None or step:
        raise Http404
    asking = QuestionForm(request.POST if "words" in request.POST else None, auto_id="question-%s")
    if asking.is_valid():
        return ask(request, found, link, asking)
    correcting = CorrectionForm(
        request.POST if "correction" in request.POST else None, auto_id="correction-%s"
    )
    if correcting.is_valid():
        return correct(request, found, link, correcting)
    if request.method == "POST" and (gesture := request.POST.get("gesture")):
        return sign(request, found, link, gesture)
    answers = request.method == "POST" and not asking.is_bound and not correcting.is_bound
    form = AnswerForm(found, request.POST if answers else None)
    if form.is_valid():
        with refusals_in(form):
            answer(found, form.cleaned_data["answer"], form.cleaned_data["holder"], at=timezone.now())
            say(request, "C’est noté. Vous pouvez changer d’avis jusqu’au début.")
            return redirect("links:enter", link.token)
    meeting = found.meeting
    context = {
        "invitation": found,
        "meeting": meeting,
        "when": said_when(meeting),
        "items": list(meeting.items.all()),
        "papers": [(each, link.step(each.step)) for each in meeting.papers.select_related("file")],
        "pouvoir": meeting.pouvoirs.filter(giver=found.person).select_related("holder").last(),
        "form": form,
        "takes_answers": meeting.state == MeetingState.CONVOKED and timezone.now() < meeting.starts_at,
        "vote_path": link.step(VOTE),
        "open_votes": meeting.votes.filter(state=VoteState.OPEN),
        "question_form": asking if conduct.is_on(meeting, at=timezone.now()) else None,
        "minutes": minutes_of(meeting),
        "correction_form": correcting,
        "corrections": list(Correction.objects.filter(minutes__meeting=meeting, person=found.person)),
        "questions": list(meeting.questions.filter(person=found.person)),
        "takes_signatures": takes_signatures(meeting, at=timezone.now()),
        "presence": meeting.presences.filter(person=found.person).first(),
        "contact": contact_line(meeting.instance.structure),
    }
    return render(request, "governance/answer.html", context, status=422 if request.method == "POST" else 200)


def correct(request: HttpRequest, found: Invitation, link: Link, form: CorrectionForm) -> HttpResponse:
    """A correction of the procès-verbal, while it is read again."""
    with refusals_said(request):
        words, key = form.cleaned_data["correction"], form.cleaned_data["key"]
        minutes.ask_correction(found, words, key=key, at=timezone.now())
        say(request, "Votre correction est demandée. Qui a écrit le procès-verbal la lit.")
    return redirect("links:enter", link.token)


def ask(request: HttpRequest, found: Invitation, link: Link, form: QuestionForm) -> HttpResponse:
    """A question, during the meeting: whoever runs it reads it, and says what is shown."""
    with refusals_said(request):
        words, key = form.cleaned_data["words"], form.cleaned_data["key"]
        conduct.ask(found, words, key=key, at=timezone.now())
        say(request, "Votre question est posée.")
    return redirect("links:enter", link.token)


def sign(request: HttpRequest, found: Invitation, link: Link, gesture: str) -> HttpResponse:
    """« Je suis là », in the room or from afar, then « Je pars »."""
    try:
        if gesture == "part":
            signing.part(found, at=timezone.now())
            said = "Votre départ est noté. Si vous revenez, dites-le ici."
        elif gesture in signing.BY_LINK:
            signing.sign(found, gesture, at=timezone.now())
            said = "Votre présence est notée."
        else:
            said = "Ce geste n’est pas compris. Touchez un des boutons de la page."
    except BadInput as refusal:
        said = str(refusal)
    say(request, said)
    return redirect("links:enter", link.token)


def own_paper(request: HttpRequest, found: Invitation, link: Link, step: str) -> HttpResponse:
    """A document of the meeting, for who was convoked to it."""
    papers = found.meeting.papers.select_related("file")
    paper = next((each for each in papers if each.step == step), None)
    if paper is None or request.method == "POST":
        raise Http404
    try:
        return response_of(paper.file)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("links:enter", link.token)
