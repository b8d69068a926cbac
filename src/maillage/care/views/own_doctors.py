"""By the link of a card: what one is asked to take, what one took, how many more one takes; and asking for somebody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import Answer, AskerKind, Refusal, RequestKind, RequestState
from maillage.care.forms.doctors import AskForm, CapacityForm
from maillage.care.models import CareRequest, DoctorCapacity, Offer
from maillage.care.queries import doctors as queries
from maillage.care.queries.modules import is_on
from maillage.care.queries.settings import setting_of
from maillage.care.queries.turns import clocks_of
from maillage.care.rules.due import Delay, Due, due
from maillage.care.services import doctor_turns
from maillage.care.services import requests as care
from maillage.care.services.doctors import DOCTORS, declare, setting_for
from maillage.kernel import BadInput, moment
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.desk import is_here
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import say

#: Steps, in the address behind the link of a card.
PATIENTS, OFFER, ASK = "patients", "place", "cherche"
PER_CARD = Limit(60, HOUR)


def check(person: Person) -> None:
    """404 for who left, and for a module that was switched off."""
    if not is_on(person.structure) or not is_here(person, today_in(person.structure)):
        raise Http404


def own_offer(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """One request: yes, or no and why, each in a tap. A GET changes nothing."""
    check(person)
    kind = RequestKind.DOCTOR
    mine = Offer.objects.filter(person=person, request__structure=person.structure_id, request__kind=kind)
    rows = mine.select_related("request__desk", "request__taker").prefetch_related(
        "request__flags", "request__moves__person"
    )
    found: Offer = get_object_or_404(rows, pk=number or None)
    found.request.structure, found.person = person.structure, person
    if request.method == "POST":
        return answer(request, found, link)
    return show_offer(request, found, link)


def answer(request: HttpRequest, found: Offer, link: Link) -> HttpResponse:
    now, here = timezone.now(), link.step(f"{OFFER}-{found.pk}")
    try:
        if request.POST.get("answer") == "oui":
            doctor_turns.say_yes(found, at=now)
            say(request, "Merci : cette demande est la vôtre.")
        else:
            doctor_turns.say_no(found, reason=request.POST.get("reason", ""), at=now)
            say(request, "C’est noté, merci : elle est proposée à quelqu’un d’autre.")
    except BadInput as refusal:
        found.refresh_from_db()
        return show_offer(request, found, link, refusal=str(refusal))
    return redirect(here)


def show_offer(request: HttpRequest, found: Offer, link: Link, refusal: str = "") -> HttpResponse:
    asked, structure = found.request, found.request.structure
    mine = asked.taker_id == found.person_id and asked.state in {RequestState.TAKEN, RequestState.DONE}
    clocks = clocks_of(structure, setting_of(structure))
    until = due(found.offered_at, Delay(days=queries.doctors_setting(structure).answer_days), clocks)
    context = {
        "offer": found,
        "line": queries.line_of(asked, at=timezone.now()),
        "until": Due(found.until.astimezone(clocks.zone), until.left_out) if found.until else None,
        "is_mine": mine,
        "keeper": queries.keeper_of(asked) if mine else None,
        "is_open": asked.state == RequestState.OPEN and found.answer in {"", Answer.LATE, Answer.NO},
        "refusals": Refusal.choices,
        "refusal": refusal,
        "link": link,
        "here": link.step(f"{OFFER}-{found.pk}"),
        "patients": link.step(PATIENTS),
        "structure_name": structure.name,
    }
    return render(request, "care/doctors/offer.html", context, status=422 if refusal else 200)


def own_patients(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """What awaits their answer, what they took, how many they take."""
    check(person)
    if number:
        raise Http404
    communes = queries.communes_of(person.structure)
    kept = DoctorCapacity.objects.filter(person=person).prefetch_related("limits", "communes").first()
    is_doctor = person.profession in DOCTORS
    sent = request.POST if request.method == "POST" else None
    form = CapacityForm(communes, sent if sent and "most" in sent else None, kept=kept)
    if sent is not None:
        try:
            if words := act(person, form, sent):
                say(request, words)
                return redirect("links:step", link.token, PATIENTS)
        except BadInput as refusal:
            if form.is_bound:
                refuse(form, refusal)
            else:
                say(request, str(refusal))
                return redirect("links:step", link.token, PATIENTS)
    zone = zone_of(person.structure)
    held = list(queries.own_held(person))
    context = {
        "offers": [(each, link.step(f"{OFFER}-{each.pk}"), queries.commune_name(each.request.commune)) for each in queries.own_offers(person)],
        "held": [(each, queries.line_of(each, at=timezone.now()), queries.keeper_of(each), moment(each.taken_at, zone=zone) if each.taken_at else "") for each in held],
        "form": form if is_doctor else None,
        "kept": kept,
        "refusals": Refusal.choices,
        "link": link,
        "here": link.step(PATIENTS),
        "structure_name": person.structure.name,
    }  # fmt: skip
    return render(request, "care/doctors/own.html", context, status=422 if sent is not None else 200)


def act(person: Person, form: CapacityForm, sent: Any) -> str:
    """What to tell once it is done; empty when the form is to be mended. Raises BadInput."""
    now = timezone.now()
    if form.is_bound:
        if not form.is_valid():
            return ""
        return declare(person, form.given(), at=now, on=today_in(person.structure))
    held = queries.own_held(person).filter(
        pk=sent.get("request")
        if str(sent.get("request", "")).isdecimal() and len(sent["request"]) < 10
        else 0
    )
    found: CareRequest = get_object_or_404(held)
    match sent.get("do"):
        case "joint":
            care.acknowledge(found, at=now)
            return "C’est noté : vous avez joint la personne."
        case "fait":
            care.close(found, RequestState.DONE, at=now, person=person)
            return "C’est noté : la première consultation est faite. Merci."
        case "rendre":
            reason = sent.get("reason", "")
            care.give_back(found, at=now, reason=reason if reason in Refusal.values else Refusal.FULL)
            return "La demande est rendue : elle cherche de nouveau quelqu’un."
    raise BadInput("Ce geste n’existe pas : choisissez un bouton de la page.")


def own_ask(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """They ask for somebody, and keep who it is beside the code."""
    check(person)
    if number:
        raise Http404
    structure = person.structure
    form = AskForm(queries.communes_of(structure), request.POST if request.method == "POST" else None)
    status, crowded = 200, False
    if form.is_bound:
        now = timezone.now()
        crowded, status = bool(seconds_to_wait("care.card", str(person.pk), PER_CARD, now=now)), 422
        if not crowded and form.is_valid():
            with refusals_in(form):
                setting_for(structure, site=request.build_absolute_uri("/"))
                asked = form.given(AskerKind.PROFESSIONAL)
                made = care.ask(structure, asked, key=form.cleaned_data["key"], at=now, person=person)
                say(
                    request,
                    f"La demande est partie. Son code : {made.code}. Notez-le à côté du nom, chez vous.",
                )
                return redirect("links:step", link.token, ASK)
    page = paged(queries.own_asked(person), request.GET.get("page"))
    context = {
        "form": form,
        "crowded": crowded,
        "page": page,
        "lines": queries.lines(page.object_list, at=timezone.now()),
        "link": link,
        "here": link.step(ASK),
        "structure_name": structure.name,
    }
    return render(request, "care/doctors/own_ask.html", context, status=429 if crowded else status)
