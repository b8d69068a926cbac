"""What a professional does by the link of their card: takes, refuses, gives back, asks, says how to be told."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import Answer, RequestState
from maillage.care.forms.requests import BackForm, NoForm
from maillage.care.forms.watching import WatchForm
from maillage.care.models import CareRequest, Offer, Watch
from maillage.care.queries.modules import is_on
from maillage.care.queries.requests import KINDS, NOT_CARING, asker_of, line_of
from maillage.care.queries.rings import tools_of
from maillage.care.services import requests, ringing, watching
from maillage.care.services.requests import AlreadyTaken
from maillage.care.views.desk_requests import followed
from maillage.care.views.new_request import Asker, ask_page
from maillage.kernel import BadInput, hour
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import is_here
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.ui.forms import refusals_in
from maillage.ui.services import say


def may_act(person: Person) -> None:
    """Who left, who cares for nobody, a structure that closed this module: nothing is there."""
    here = is_here(person, today_in(person.structure))
    if not here or person.profession in NOT_CARING or not is_on(person.structure):
        raise Http404


def own_offer(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """A GET shows; one tap takes."""
    may_act(person)
    rows = Offer.objects.select_related("request__desk", "request__taker", "request__search__asker", "person")
    offer = get_object_or_404(rows, pk=number or None, person=person, request__kind__in=KINDS)
    offer.request.structure = person.structure
    if request.method == "POST":
        return _answer(request, offer, link)
    return _show(request, offer, link)


def _answer(request: HttpRequest, offer: Offer, link: Link) -> HttpResponse:
    now, found, here = timezone.now(), offer.request, link.step(f"besoin-{offer.pk}")
    is_mine = found.state == RequestState.TAKEN and found.taker_id == offer.person_id
    try:
        match request.POST.get("do"):
            case "prendre":
                ringing.take(offer, at=now)
                say(request, "Elle est à vous, merci. Appelez qui demande, avec le code.")
            case "non":
                form = NoForm(request.POST)
                if not form.is_valid():
                    return _show(request, offer, link, no_form=form, status=422)
                ringing.refuse(offer, reason=form.cleaned_data["reason"], at=now)
                say(request, "C’est noté, merci. On demande à d’autres.")
            case "rendre" if is_mine:
                back = BackForm(request.POST)
                if not back.is_valid():
                    return _show(request, offer, link, back_form=back, status=422)
                ringing.give_back(found, at=now, reason=back.cleaned_data["reason"])
                say(request, "C’est noté : elle cherche de nouveau quelqu’un.")
            case "joint" if is_mine:
                requests.acknowledge(found, at=now)
                say(request, "C’est noté : qui demande est joint.")
            case "fait" if is_mine:
                ringing.finish(found, at=now, person=offer.person)
                say(request, "C’est noté : c’est fait. Merci.")
    except AlreadyTaken:
        offer.refresh_from_db()
        offer.request.structure = found.structure
        return _show(request, offer, link)  # read at once, in the answer to the tap
    except BadInput as refusal:
        say(request, str(refusal))
    return redirect(here)


def _show(
    request: HttpRequest, offer: Offer, link: Link, *, status: int = 200, **forms: object
) -> HttpResponse:
    found, now = offer.request, timezone.now()
    zone = zone_of(found.structure)
    is_mine = offer.person_id is not None and found.taker_id == offer.person_id
    context = {
        "offer": offer,
        "request_": found,
        "line": line_of(found, zone, at=now),
        "flags": [str(each) for each in found.flags.all()],
        "is_mine": is_mine,
        "may_take": found.state == RequestState.OPEN,
        "said_no": offer.answer == Answer.NO,
        "taken_at": hour(found.taken_at.astimezone(zone)) if found.taken_at else "",
        "asker": asker_of(found) if is_mine else None,
        "tool": tools_of(found.structure).get(found.kind) if is_mine else None,
        "no_form": NoForm(),
        "back_form": BackForm(),
        "link": link,
        "here": link.step(f"besoin-{offer.pk}"),
        "structure_name": found.structure.name,
    }
    return render(request, "care/requests/own_offer.html", context | forms, status=status)


def own_ask(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    may_act(person)
    if number:
        raise Http404
    context = {"link": link, "structure_name": person.structure.name}
    return ask_page(
        request,
        person.structure,
        Asker(card=person),
        "care/requests/own_ask.html",
        context,
        lead=lambda made: link.step(f"suivi-{made.number}"),
    )


def own_followed(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """What they asked themselves."""
    may_act(person)
    rows = CareRequest.objects.select_related("taker", "desk", "search__asker")
    found = get_object_or_404(
        rows,
        structure=person.structure_id,
        number=number or None,
        search__asker=person,
        kind__in=KINDS,
    )
    found.structure = person.structure
    here = link.step(f"suivi-{found.number}")
    return followed(request, found, here, {"link": link, "home": link.get_absolute_url()})


def own_watch(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """Being told, or not; where, when and of what."""
    may_act(person)
    if number:
        raise Http404
    here, sent = link.step("prevenir"), request.method == "POST"
    if sent and request.POST.get("do") == "arreter":
        watching.stop(person)
        say(request, "C’est noté : on ne vous prévient plus.")
        return redirect(here)
    watch = Watch.objects.prefetch_related("kinds", "communes").filter(person=person).first()
    form = WatchForm(person, watch, person.structure.territory.codes, request.POST if sent else None)
    if sent and form.is_valid():
        with refusals_in(form):
            watching.wish(person, form.given())
            say(request, "C’est noté : on vous prévient ainsi.")
            return redirect(here)
    context = {
        "form": form,
        "watch": watch,
        "link": link,
        "here": here,
        "structure_name": person.structure.name,
        "has_email": is_address(person.email),
    }
    return render(request, "care/requests/own_watch.html", context, status=422 if form.is_bound else 200)
