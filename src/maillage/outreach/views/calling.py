"""The page of a caller: names, the words, one tap per answer. No account, no script; a GET shows, only a POST acts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.kernel import BadInput, plural
from maillage.links.models import Link
from maillage.outreach import services
from maillage.outreach.enums import Answer
from maillage.outreach.forms import AnswerForm, TimeForm
from maillage.outreach.models import Caller
from maillage.outreach.queries.calling import caller_behind, last_answer, lines_of
from maillage.outreach.services.calling import CLOSED
from maillage.people.queries.joining import rules_of
from maillage.ui.services import say

#: One button each, in the order of the page; « rappeler » has its day beside it.
TAPS = (Answer.JOINS, Answer.THINKS, Answer.NO, Answer.WRONG, Answer.NEVER)


def calling(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    caller = caller_behind(link)
    if caller is None or step:
        raise Http404
    try:
        if caller.campaign.closed_on:
            raise services.CampaignClosed(CLOSED)
        return act(request, caller) if request.method == "POST" else show(request, caller)
    except services.CampaignClosed as refusal:
        context = {"structure_name": caller.campaign.structure.name, "sentence": str(refusal)}
        return render(request, "outreach/campaigns/closed.html", context, status=410)


def act(request: HttpRequest, caller: Caller) -> HttpResponse:
    time = TimeForm(request.POST) if "minutes" in request.POST else None
    try:
        said = gesture(request, caller, time)
    except services.CampaignClosed:
        raise
    except BadInput as refusal:
        return show(request, caller, time=time, refusal=str(refusal), status=422)
    say(request, said)
    return redirect("links:enter", caller.link.token)


def gesture(request: HttpRequest, caller: Caller, time: TimeForm | None) -> str:
    """What was done, in a sentence. Raises BadInput."""
    at = timezone.now()
    if "take" in request.POST:
        count = services.take(caller, at=at)
        return f"{plural(count, 'nom')} de plus, gardé{'s' if count > 1 else ''} deux semaines pour vous."
    if "undo" in request.POST:
        undone = services.undo(caller, at=at)
        return f"{undone.name} : sa réponse est retirée." if undone else "Il n’y a plus rien à annuler."
    if time:
        if not time.is_valid():
            raise BadInput("Donnez un nombre de minutes entre 1 et 600.")
        data = time.cleaned_data
        services.give_time(caller, data["minutes"], key=data["key"], on=timezone.localdate(at))
        return f"C’est noté : {plural(data['minutes'], 'minute')}."
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise BadInput("Touchez l’une des réponses. Pour rappeler, choisissez un jour.")
    services.answer(caller, form.cleaned_data["call"], form.told(), at=at)
    return "C’est noté."


def show(
    request: HttpRequest,
    caller: Caller,
    *,
    time: TimeForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    structure, now = caller.campaign.structure, timezone.now()
    rules = rules_of(structure)
    context: dict[str, Any] = {
        "caller": caller,
        "campaign": caller.campaign,
        "structure_name": structure.name,
        "lines": lines_of(caller, on=timezone.localdate(now)),
        "last": last_answer(caller, at=now),
        "taps": TAPS,
        "again": Answer.AGAIN,
        "time": TimeForm() if time is None or time.is_valid() else time,
        "refusal": refusal,
        "joining": request.build_absolute_uri(rules.link.get_absolute_url())
        if rules and rules.is_open
        else "",
        "link": caller.link,
    }
    return render(request, "outreach/campaigns/calling.html", context, status=status)
