"""The page of a caller: names, the words, one tap per answer. No account, no script; a GET shows, only a POST acts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.directory.perms import seconds_to_wait
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.legislation import professions_by_key
from maillage.links.models import Link
from maillage.links.queries import handout_of
from maillage.outreach import services
from maillage.outreach.enums import Answer
from maillage.outreach.forms import AnswerForm, ChooseForm, KnownForm, TakeForm, TimeForm
from maillage.outreach.models import Caller
from maillage.outreach.queries.calling import (
    MOST_FOUND,
    caller_behind,
    calls_in_hand,
    candidates,
    communes_of,
    gather_campaign,
    last_answers,
    lines_of,
    profession_called,
    professions_of,
    towns_of,
)
from maillage.outreach.queries.campaigns import joiners, said_of_willing, willing
from maillage.outreach.services.calling import refuse_if_over
from maillage.people.queries.gains import professions_told
from maillage.people.queries.joining import doors_of
from maillage.structures.queries import together
from maillage.ui.services import say

#: One button each, in the order of the page; « rappeler » has its day beside it.
TAPS = (Answer.JOINS, Answer.THINKS, Answer.NO, Answer.ABSENT, Answer.WRONG, Answer.NEVER)


def calling(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    caller = caller_behind(link)
    if caller is None or step:
        raise Http404
    try:
        refuse_if_over(caller, on=timezone.localdate())
        return act(request, caller) if request.method == "POST" else show(request, caller)
    except services.CallingOver as refusal:
        context = {"structure_name": caller.campaign.structure.name, "sentence": str(refusal)}
        return render(request, "outreach/campaigns/closed.html", context, status=410)


def act(request: HttpRequest, caller: Caller) -> HttpResponse:
    time = TimeForm(request.POST) if "minutes" in request.POST else None
    try:
        said = gesture(request, caller, time)
    except services.CallingOver:
        raise
    except BadInput as refusal:
        return show(request, caller, time=time, refusal=str(refusal), status=422)
    say(request, said)
    page = caller.link.get_absolute_url()
    return redirect(f"{page}#reponse" if "call" in request.POST else page)  # one goes on where one was


def gesture(request: HttpRequest, caller: Caller, time: TimeForm | None) -> str:
    """What was done, in a sentence. Raises BadInput."""
    at, sent = timezone.now(), request.POST
    if "take" in sent:
        where = sent.get("commune", "")
        count = services.take(caller, at=at, commune="" if where == TakeForm.NEAR else where)
        return f"{plural(count, 'nom')} de plus, gardé{'s' if count > 1 else ''} deux semaines pour vous."
    if "national" in sent:
        services.take(caller, at=at, national=sent["national"])
        return "Son nom est dans votre liste."
    if "back" in sent:
        name = services.give_back(caller, number_in(sent["back"]), at=at).name
        return f"{name} : un autre pair l’appellera."
    if "profession" in sent:
        services.choose(caller, sent["profession"], on=timezone.localdate(at))
        return "C’est noté. Demandez dix noms."
    if "undo" in sent:
        undone = services.undo(caller, at=at)
        return f"{undone.name} : sa réponse est retirée." if undone else "Il n’y a plus rien à annuler."
    if time:
        if not time.is_valid():
            raise BadInput("Donnez un nombre de minutes entre 1 et 600.")
        data = time.cleaned_data
        services.give_time(caller, data["minutes"], key=data["key"], on=timezone.localdate(at))
        return f"C’est noté : {plural(data['minutes'], 'minute')}."
    form = AnswerForm(sent)
    if not form.is_valid():
        held = caller.calls.filter(pk=number_in(sent.get("call", ""))).first()
        whom = f" {held.name}" if held else ""
        raise BadInput(f"Touchez l’une des réponses. Pour rappeler{whom}, choisissez d’abord un jour.")
    services.answer(caller, form.cleaned_data["call"], form.told(), at=at)
    return "C’est noté."


def number_in(text: str) -> int:
    """The number of a row; of none when it is not one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def show(
    request: HttpRequest,
    caller: Caller,
    *,
    time: TimeForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """`refusal`: why the gesture did nothing, in a sentence."""
    campaign, now = caller.campaign, timezone.now()
    today = timezone.localdate(now)
    gather_campaign(campaign)
    held, last, joining = (
        calls_in_hand(caller, on=today),
        last_answers(caller, at=now),
        joiners(campaign, caller=caller),
    )
    together(held, last, joining)
    professions = professions_of(campaign)
    called = profession_called(caller, professions)
    own = caller.person.profession if caller.person else ""
    context: dict[str, Any] = {
        "caller": caller,
        "campaign": campaign,
        "structure_name": campaign.structure.name,
        "called": professions_by_key().get(called),
        "choosing": ChooseForm(professions, initial={"profession": called})
        if own not in professions and len(professions) > 1
        else None,
        "lines": lines_of(held, on=today),
        "last": next(iter(last), None),
        "willing": said_of_willing(willing(campaign, joining, on=today)),
        "taps": TAPS,
        "again": Answer.AGAIN,
        "taking": TakeForm(towns_of(communes_of(campaign))),
        "time": TimeForm() if time is None or time.is_valid() else time,
        "refusal": refusal,
        "link": caller.link,
        **to_send(request, caller, called),
        **known_to(request, caller),
    }
    return render(request, "outreach/campaigns/calling.html", context, status=status)


def to_send(request: HttpRequest, caller: Caller, profession: str) -> dict[str, Any]:
    """What somebody called may read: what it brings to their profession, and where to join; nothing while it is closed."""
    structure = caller.campaign.structure
    rules = doors_of(structure).first()
    if rules is None or not rules.is_open:
        return {}
    step = profession if profession in {each.key for each in professions_told()} else ""
    handout = handout_of(request, rules.link, step=step)
    name = " ".join(structure.name.split())
    words = f"Bonjour, comme convenu, ce que « {name} » apporte à notre métier : {handout.url}"
    to_join = handout_of(request, rules.link).url
    return {"handout": handout, "to_join": to_join, "message": with_no_break_spaces(words)}


def known_to(request: HttpRequest, caller: Caller) -> dict[str, Any]:
    """« Je la connais »: those of this name who may be called; nothing as long as nobody asks."""
    if not (asked := request.GET.get("q", "").strip()):
        return {"knowing": KnownForm()}
    form = KnownForm({"q": asked})
    if not form.is_valid():
        return {"knowing": form, "asked": asked}
    if seconds_to_wait(request):
        return {"knowing": form, "asked": asked, "is_crowded": True}
    found = candidates(caller, at=timezone.now(), words=form.cleaned_data["q"])
    return {"knowing": form, "asked": asked, "found": found[:MOST_FOUND], "more": len(found) > MOST_FOUND}
