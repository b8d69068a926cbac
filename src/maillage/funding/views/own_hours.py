"""One's own hours, by the link of one's card: no account, no script; a GET shows, only a POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.files.services import keep
from maillage.funding.enums import ClaimState
from maillage.funding.forms.own_hours import ContestForm, TimeForm
from maillage.funding.queries.own import claims_of_person, is_on
from maillage.funding.services import own_hours as services
from maillage.funding.views.expenses import PAPERS
from maillage.governance.queries.ideas import takes_part
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries.clocks import zone_of
from maillage.ui.forms import refuse
from maillage.ui.services import say

#: Claims on the page.
LAST = 100


def may_ask(person: Person) -> None:
    """A module that is off, or somebody who left and is owed nothing: nothing is there."""
    if not is_on(person) or not (takes_part(person) or person.claims.exists()):
        raise Http404


def own_hours(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """What was asked, and a time to declare."""
    may_ask(person)
    if number:
        raise Http404
    zone, is_sent = zone_of(person.structure), request.method == "POST"
    form = TimeForm(
        zone, person.structure, request.POST if is_sent else None, request.FILES if is_sent else None
    )
    if form.is_valid() and is_declared(form, person):
        say(request, "C’est noté : une autre personne l’approuve, et vous le lisez ici.")
        return redirect(link.step("heures"))
    claims = list(claims_of_person(person)[:LAST])
    context = {
        "link": link,
        "here": link.step("heures"),
        "form": form,
        "claims": [(each, link.step(f"demande-{each.pk}")) for each in claims],
        "paid": link.step("sommes") if any(each.state == ClaimState.PAID for each in claims) else "",
        "structure_name": person.structure.name,
    }
    return render(request, "funding/own_hours.html", context, status=422 if form.is_bound else 200)


def is_declared(form: TimeForm, person: Person) -> bool:
    """The time is judged before its paper is kept: what is refused leaves none behind."""
    given, now, key = form.cleaned_data["proof"], timezone.now(), form.cleaned_data["key"]
    try:
        made = services.declare(person, form.given(), key=key, at=now)
    except BadInput as refusal:
        refuse(form, refusal)
        return False
    try:
        if given and made.proof_id is None:
            services.prove(made, keep(given, about=person.structure_id, by=None, at=now, only=PAPERS))
    except BadInput as refusal:
        services.take_back(made)
        form.add_error("proof", str(refusal))
        return False
    return True


def own_claim(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """A sum of one's own: contest it, or ask for nothing."""
    may_ask(person)
    claim = get_object_or_404(claims_of_person(person), pk=number or None)
    form = ContestForm(request.POST if request.method == "POST" and "waive" not in request.POST else None)
    here = link.step(f"demande-{claim.pk}")
    try:
        if request.method == "POST" and "waive" in request.POST:
            services.waive(claim)
            say(request, "C’est noté : vous ne demandez rien pour ce temps.")
            return redirect(here)
        if form.is_valid():
            services.contest(claim, form.cleaned_data["words"])
            say(request, "C’est noté : on vous répond avant de l’approuver.")
            return redirect(here)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect(here)
    context = {
        "claim": claim,
        "link": link,
        "here": here,
        "hours": link.step("heures"),
        "form": form,
        "may_speak": claim.state == ClaimState.ASKED,
        "structure_name": person.structure.name,
    }
    return render(request, "funding/own_claim.html", context, status=422 if form.is_bound else 200)
