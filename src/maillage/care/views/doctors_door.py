"""Seeking a médecin traitant, for the person or a relative: one page on a phone, no account, no name."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from maillage.care.enums import Ending, RequestState
from maillage.care.forms.doctors import CodeForm, PublicAskForm
from maillage.care.models import DoctorsSetting
from maillage.care.queries.doctors import communes_of, setting_behind
from maillage.care.queries.followed import UNKNOWN, followed, may_withdraw, plainly
from maillage.care.queries.modules import is_on
from maillage.care.queries.settings import setting_of
from maillage.care.services import requests as care
from maillage.care.views.behind import is_of
from maillage.kernel import BadInput
from maillage.limits.services import DAY, HOUR, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.people.queries.desk import contact_line
from maillage.ui.forms import refusals_in

#: A waiting room asks behind one address; a town does not, of one structure, in a day.
PER_ADDRESS, PER_STRUCTURE = Limit(20, HOUR), Limit(300, DAY)
#: The step after the form, in the address.
CODE = "code"
#: The one that says where a request is, by its code: the page that takes requests may be closed meanwhile.
FOLLOW = "suivre"
#: The one that says what is kept, where, how long.
KEPT = "confidentialite"
#: What one was told, carried to the page that says it: nobody writes another code in its address.
CODES = Signer(salt="care.code")


def doctors_page(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the public link opens. `links` found it, and keeps no copy of the page."""
    setting = setting_behind(link)
    if setting is None or step not in {"", CODE, FOLLOW, KEPT} or not is_on(setting.structure):
        raise Http404
    structure = setting.structure
    is_of(request, structure)
    context: dict[str, Any] = {
        "link": link, "structure_name": structure.name, "contact": contact_line(structure),
    }  # fmt: skip
    context |= {"follow": link.step(FOLLOW), "kept": link.step(KEPT)}
    if step == KEPT:
        return render(request, "care/kept.html", {**context, "setting": setting_of(structure)})
    if step == CODE:
        return render(request, "care/doctors/code.html", {**context, "code": code_said(request, link)})
    if step == FOLLOW:
        return follow(request, setting, context)
    if not setting.is_open:
        return render(request, "care/doctors/closed.html", context, status=410)
    form = PublicAskForm(communes_of(structure), request.POST if request.method == "POST" else None)
    context["form"] = form
    if not form.is_bound:
        return render(request, "care/doctors/public.html", context)
    if wait := seconds_before_asking(request, setting):
        response = render(request, "care/doctors/public.html", {**context, "crowded": True}, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        with refusals_in(form):
            made = care.ask(structure, form.asked, key=form.cleaned_data["key"], at=timezone.now())
            told = urlencode({"c": CODES.sign(f"{link.pk}-{made.code}")})
            return redirect(f"{link.step(CODE)}?{told}")
    return render(request, "care/doctors/public.html", context, status=422)


def follow(request: HttpRequest, setting: DoctorsSetting, context: dict[str, Any]) -> HttpResponse:
    """Where a request is, for who types its code; they may withdraw it. A code of elsewhere is one that nobody was given.

    The code travels in the body alone: no address, no history and no log holds it.
    """
    is_sent = request.method == "POST"
    form = CodeForm(request.POST if is_sent else None)
    context |= {"form": form, "here": context["link"].step(FOLLOW)}
    if is_sent and (wait := seconds_before_asking(request, setting, what="care.follow")):
        context["crowded"] = True
        response = render(request, "care/doctors/follow.html", context, status=429)
        response["Retry-After"] = str(wait)
        return response
    if not is_sent or not form.is_valid():
        return render(request, "care/doctors/follow.html", context, status=422 if is_sent else 200)
    found = followed(setting.structure, form.cleaned_data["code"])
    if found is None:
        form.add_error("code", UNKNOWN)
        return render(request, "care/doctors/follow.html", context, status=422)
    if "withdraw" in request.POST:
        try:
            care.close(found, RequestState.WITHDRAWN, at=timezone.now(), reason=Ending.NO_MORE)
        except BadInput as refusal:
            context["refusal"] = str(refusal)
            found.refresh_from_db()
    context |= {"found": found, "said": plainly(found), "may_withdraw": may_withdraw(found)}
    return render(request, "care/doctors/follow.html", context, status=422 if "refusal" in context else 200)


def code_said(request: HttpRequest, link: Link) -> str:
    """What the form answered; 404 for what nobody signed."""
    try:
        of, _, code = CODES.unsign(request.GET.get("c", "")).partition("-")
    except BadSignature:
        raise Http404 from None
    if of != str(link.pk):
        raise Http404
    return code


def seconds_before_asking(request: HttpRequest, setting: DoctorsSetting, *, what: str = "care.ask") -> int:
    now = timezone.now()
    return max(
        seconds_to_wait(what, address_of(request), PER_ADDRESS, now=now),
        seconds_to_wait(f"{what}.structure", str(setting.structure_id), PER_STRUCTURE, now=now),
    )
