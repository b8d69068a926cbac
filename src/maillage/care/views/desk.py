"""What the link of a desk opens: what it may ask, and what became of what it asked. No account, no name."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import CLOSED, RequestKind, RequestState
from maillage.care.forms.doctors import AskForm, EndForm
from maillage.care.models import CareRequest, Desk
from maillage.care.queries.desks import asked_by, desk_behind, desk_lines
from maillage.care.queries.doctors import bridge_of, commune_name, communes_of
from maillage.care.queries.doubles import doubles_of
from maillage.care.queries.meanwhile import meanwhile
from maillage.care.queries.modules import is_on
from maillage.care.queries.requests import KINDS, taker_of
from maillage.care.queries.rings import kinds_asked
from maillage.care.queries.settings import setting_of
from maillage.care.services import requests as care
from maillage.care.services.doctors import setting_for
from maillage.care.views.behind import is_of
from maillage.care.views.desk_requests import ask_by_desk, desk_request
from maillage.care.views.doctors_door import KEPT
from maillage.kernel import BadInput, moment
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.links.models import Link
from maillage.structures.queries.clocks import zone_of
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import say

DeskView = Callable[[HttpRequest, Desk, Link], HttpResponse]
#: A whole hospital asks by one link, on a Friday evening.
PER_DESK = Limit(120, HOUR)
#: How the step of one request begins, in the address.
ONE = "demande-"
MOST_DIGITS = 9


def crowded(desk: Desk) -> int:
    """Seconds before this desk may ask again; 0: now. Every kind counts."""
    return seconds_to_wait("care.desk", str(desk.pk), PER_DESK, now=timezone.now())


def ask_doctor(request: HttpRequest, desk: Desk, link: Link) -> HttpResponse:
    form = AskForm(communes_of(desk.structure), request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {**told(desk, link), "form": form, "title": RequestKind.DOCTOR.label}
    if not form.is_bound:
        return render(request, "care/desk/ask.html", context)
    if wait := crowded(desk):
        response = render(request, "care/desk/ask.html", {**context, "crowded": True}, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        with refusals_in(form):
            setting_for(desk.structure, site=request.build_absolute_uri("/"))
            made = care.ask(
                desk.structure,
                form.given(desk.kind),
                key=form.cleaned_data["key"],
                at=timezone.now(),
                desk=desk,
            )
            say(request, f"La demande est partie. Son code : {made.code}.")
            return redirect("links:step", link.token, f"{ONE}{made.number}")
    return render(request, "care/desk/ask.html", context, status=422)


#: A kind of request → the page where a desk asks it, in the order in which they are offered.
ASKS: dict[str, DeskView] = {RequestKind.DOCTOR: ask_doctor, **dict.fromkeys(KINDS, ask_by_desk)}


def desk_page(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """`links` found it, and keeps no copy of the page."""
    desk = desk_behind(link)
    if desk is None or not is_on(desk.structure):
        raise Http404
    is_of(request, desk.structure)
    asked = [RequestKind.DOCTOR, *kinds_asked(desk.structure)]
    if step in asked:
        return ASKS[step](request, desk, link)
    number = step.removeprefix(ONE)
    if step.startswith(ONE) and number.isdecimal() and len(number) <= MOST_DIGITS:
        return one(request, desk, link, int(number))
    if step == KEPT:
        return render(request, "care/kept.html", {**told(desk, link), "setting": setting_of(desk.structure)})
    if step:
        raise Http404
    page = paged(asked_by(desk), request.GET.get("page"))
    context = {
        **told(desk, link),
        "kept": link.step(KEPT),
        "asks": [(link.step(kind), RequestKind(kind).label) for kind in asked],
        "page": page,
        "lines": desk_lines(page.object_list),
    }
    return render(request, "care/desk/home.html", context)


def one(request: HttpRequest, desk: Desk, link: Link, number: int) -> HttpResponse:
    """One of its requests: its code, who took it; said to be done, or withdrawn."""
    if desk.requests.filter(number=number, kind__in=KINDS).exists():
        return desk_request(request, desk, link, number)
    found = get_object_or_404(desk.requests.select_related("taker"), number=number)
    form = EndForm(request.POST if request.POST.get("do") == "retirer" else None)
    if request.method == "POST":
        try:
            if done := end(found, request.POST.get("do", ""), form):
                say(request, done)
                return redirect("links:step", link.token, f"{ONE}{number}")
        except BadInput as refusal:
            found.refresh_from_db()
            refuse(form, refusal) if form.is_bound else say(request, str(refusal))
    zone = zone_of(desk.structure)
    context = {
        **told(desk, link),
        "asked": found,
        "commune": commune_name(found.commune),
        "flags": [each.get_flag_display() for each in found.flags.all()],
        "asked_at": moment(found.asked_at, zone=zone),
        "taken_at": moment(found.taken_at, zone=zone) if found.taken_at else "",
        "may_be_done": found.state == RequestState.TAKEN,
        "end_form": form if found.state not in CLOSED else None,
        "taker": taker_of(found),
        "bridge": bridge_of(found),
        "meanwhile": meanwhile(found, at=timezone.now(), is_outside=True),
        "alike": doubles_of(found) if found.state == RequestState.OPEN else [],
        "here": link.step(f"{ONE}{number}"),
    }
    return render(request, "care/desk/one.html", context, status=422 if request.method == "POST" else 200)


def end(found: CareRequest, gesture: str, form: EndForm) -> str:
    """What to tell; empty when nothing is done. Raises BadInput."""
    now = timezone.now()
    if gesture == "fait":
        care.close(found, RequestState.DONE, at=now)
        return "C’est noté : la demande a abouti. Effacez le code de votre liste quand vous voulez."
    if gesture == "retirer" and form.is_valid():
        care.close(found, form.state, at=now, reason=form.cleaned_data["reason"])
        return "La demande est close."
    return ""


def told(desk: Desk, link: Link) -> dict[str, Any]:
    return {"desk": desk, "link": link, "structure_name": desk.structure.name}
