"""What a desk without account asks that a first taker answers, and follows, by its own link. A GET shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import RequestState
from maillage.care.models import CareRequest, Desk
from maillage.care.queries.meanwhile import meanwhile
from maillage.care.queries.requests import KINDS, alike, line_of, taker_of, told_words
from maillage.care.queries.rings import tools_of
from maillage.care.services import ringing
from maillage.care.views.new_request import Asker, ask_page
from maillage.links.models import Link
from maillage.structures.queries.clocks import zone_of
from maillage.ui.services import refusals_said, say


def ask_by_desk(request: HttpRequest, desk: Desk, link: Link) -> HttpResponse:
    context = {"desk": desk, "link": link, "structure_name": desk.structure.name}
    return ask_page(
        request,
        desk.structure,
        Asker(desk=desk),
        "care/requests/own_ask.html",
        context,
        lead=lambda made: link.step(f"demande-{made.number}"),
    )


def desk_request(request: HttpRequest, desk: Desk, link: Link, number: int) -> HttpResponse:
    rows = desk.requests.select_related("taker", "structure__territory", "desk", "search__asker")
    found = get_object_or_404(rows, number=number, kind__in=KINDS)
    here = link.step(f"demande-{number}")
    return followed(request, found, here, {"link": link, "desk": desk, "home": link.get_absolute_url()})


def followed(request: HttpRequest, found: CareRequest, here: str, context: dict[str, object]) -> HttpResponse:
    """The page of what one asked: its code, its taker; two gestures."""
    if request.method == "POST":
        now = timezone.now()
        with refusals_said(request):
            if request.POST.get("do") == "fait":
                ringing.finish(found, at=now)
                say(request, "C’est noté : cette demande est close.")
            elif request.POST.get("do") == "retirer":
                ringing.withdraw(found, at=now)
                say(request, "C’est noté : la demande est retirée.")
        return redirect(here)
    zone = zone_of(found.structure)
    context |= {
        "line": line_of(found, zone, at=timezone.now()),
        "request_": found,
        "here": here,
        "taker": taker_of(found),
        "tool": tools_of(found.structure).get(found.kind),
        "meanwhile": meanwhile(found, at=timezone.now(), is_outside=True),
        "told": told_words(found.offers.count()),
        "alike": list(alike(found)) if found.state == RequestState.OPEN else [],
        "structure_name": found.structure.name,
    }
    return render(request, "care/requests/followed.html", context)
