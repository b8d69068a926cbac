"""One's duties by the link of one's card: what is mine, what I hand over, what I take, what I can take."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import SwapState
from maillage.care.forms.rosters import ExchangeForm, SwapForm
from maillage.care.models import Duty, RosterMember, Swap
from maillage.care.queries.modules import is_on
from maillage.care.queries.presence import serves
from maillage.care.queries.requests import NOT_CARING
from maillage.care.queries.roster_own import Own, OwnReading, may_take, sought, turns_for
from maillage.care.queries.rosters import turns_of
from maillage.care.services import exchanges as exchanging
from maillage.care.services import rosters as making
from maillage.care.services import swaps as services
from maillage.care.views.unscheduled import write_capacity
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.ui.forms import refusals_in
from maillage.ui.services import refusals_said, say


def own_duties(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """What is mine, what is sought; a post withdraws a request, or says whether my telephone is shown."""
    if number or not is_on(person.structure):
        raise Http404
    here, now = link.step("gardes"), timezone.now()
    read = OwnReading(person, now)
    together(*read.lists)
    if not read.takes_turns:
        raise Http404
    if request.method == "POST":
        if "telephone" in request.POST:
            agrees = request.POST["telephone"] == "oui"
            making.agree_phone(person, agrees=agrees, on=today_in(person.structure))
            say(request, "Votre téléphone sera montré." if agrees else "Votre téléphone n’est plus montré.")
        elif (pk := request.POST.get("withdraw", "")).isdecimal() and len(pk) < 16:
            swap = get_object_or_404(Swap, pk=pk, giver=person)
            with refusals_said(request):
                services.withdraw_swap(swap, at=now)
                say(request, "Votre demande est retirée.")
        return redirect(here)
    return render(request, "care/rosters/own.html", _shown(read.own(), person, link))


def _shown(own: Own, person: Person, link: Link) -> dict[str, Any]:
    return {
        "own": own,
        "mine": [(each, link.step(f"garde-{each.duty.pk}")) for each in own.mine],
        "sought": [(each, link.step(f"remplacement-{each.swap.pk}")) for each in own.sought],
        "person": person,
        "link": link,
        "here": link.step("gardes"),
        "capacity_path": link.step("capacite"),
        "structure_name": person.structure.name,
    }


def own_duty(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """Handing over a turn of mine, whole or in part, or exchanging it whole for another."""
    if not number or not is_on(person.structure):
        raise Http404
    rows = Duty.objects.filter(roster__structure=person.structure_id, pk=number)
    duty = get_object_or_404(rows.select_related("roster", "published"))
    duty.roster.structure = person.structure
    zone, now = zone_of(person.structure), timezone.now()
    stretches = turns_of(person.structure, rows, {duty.roster_id: duty.roster})
    mine = [each for each in stretches if person in {each.person, each.absent}]
    if not mine:
        raise Http404
    places = RosterMember.objects.filter(roster=duty.roster).exclude(person=person).order_by("person__called")
    places = places.select_related("person").prefetch_related("person__adhesions")
    others = [place.person for place in places if serves(place, duty.day)]
    start, end = mine[0].start.astimezone(zone).time(), mine[-1].end.astimezone(zone).time()
    turns = turns_for(duty, person, at=now)
    sent = request.POST if request.method == "POST" else None
    exchanges = sent is not None and "against" in sent
    exchange = ExchangeForm(
        [(each.duty.pk, f"{each.said} : {each.who}") for each in turns], sent if exchanges else None
    )
    if exchange.is_valid():
        against = next(each.duty for each in turns if str(each.duty.pk) == exchange.cleaned_data["against"])
        with refusals_in(exchange):
            exchanging.propose(
                duty, against, person, key=exchange.cleaned_data["key"], at=now,
                site=request.build_absolute_uri("/"),
            )  # fmt: skip
            say(request, "C’est proposé : les deux tours changent de main si la réponse est oui.")
            return redirect(link.step("gardes"))
    form = SwapForm(others, None if exchanges else sent, initial={"starts": start, "ends": end})
    if form.is_valid():
        data = form.cleaned_data
        asked_of = next((each for each in others if str(each.pk) == data["asked_of"]), None)
        with refusals_in(form):
            services.ask_swap(
                duty,
                person,
                (data["starts"], data["ends"]),
                asked_of=asked_of,
                key=data["key"],
                at=now,
                site=request.build_absolute_uri("/"),
            )
            who = asked_of.name if asked_of else "Chacun du tableau"
            say(request, f"C’est demandé : {who} le reçoit, et vous saurez qui dit oui.")
            return redirect(link.step("gardes"))
    context = {
        "form": form,
        "exchange": exchange if turns else None,
        "duty": duty,
        "mine": mine,
        "link": link,
        "here": link.step(f"garde-{duty.pk}"),
        "back": link.step("gardes"),
        "structure_name": person.structure.name,
    }
    return render(request, "care/rosters/own_duty.html", context, status=422 if sent is not None else 200)


def own_swap(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """One tap takes it, or exchanges; who is asked alone may say no. Opening the page takes nothing."""
    if not number or not is_on(person.structure):
        raise Http404
    rows = Swap.objects.filter(duty__roster__structure=person.structure_id)
    swap = get_object_or_404(rows.select_related("duty__roster", "giver", "taker", "against"), pk=number)
    if not may_take(person, swap):
        raise Http404
    here, refusal = link.step(f"remplacement-{swap.pk}"), ""
    if request.method == "POST":
        try:
            said = _answer(request, swap, person)
        except BadInput as told:
            refusal = str(told)
            swap.refresh_from_db()
        else:
            say(request, said)
            return redirect(here)
    swap.duty.roster.structure = person.structure
    context = {
        "swap": swap,
        "sought": sought(swap, zone_of(person.structure), at=timezone.now()),
        "is_mine": swap.state == SwapState.TAKEN and swap.taker_id == person.pk,
        "is_asked_alone": not swap.is_for_all and swap.asked_of_id == person.pk,
        "refusal": refusal,
        "link": link,
        "here": here,
        "back": link.step("gardes"),
        "structure_name": person.structure.name,
    }
    return render(request, "care/rosters/own_swap.html", context, status=422 if refusal else 200)


def _answer(request: HttpRequest, swap: Swap, person: Person) -> str:
    """What was done, in words. Raises BadInput."""
    now, site = timezone.now(), request.build_absolute_uri("/")
    if request.POST.get("answer") == "non":
        services.refuse_swap(swap, person, at=now)
        return "C’est noté : vous dites non."
    if swap.against_id:
        exchanging.accept(swap, person, at=now, site=site)
        return "C’est échangé : les deux tours ont changé de main."
    services.take_swap(swap, person, at=now, site=site)
    return "C’est à vous : les autres ne sont plus dérangés."


def own_capacity(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """What I can take, without opening my diary."""
    if number or person.profession in NOT_CARING or not is_on(person.structure):
        raise Http404
    here = link.step("capacite")
    context, said = write_capacity(request, person)
    if said:
        say(request, said)
        return redirect(here)
    refused = context["form"].is_bound or context["day_form"].is_bound
    context |= {"person": person, "link": link, "here": here, "structure_name": person.structure.name}
    return render(request, "care/unscheduled/own_capacity.html", context, status=422 if refused else 200)
