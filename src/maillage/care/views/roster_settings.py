"""What a roster wants, who takes turns in it, and what each has served."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.care.enums import Ability
from maillage.care.forms.rosters import MemberForm, RosterForm
from maillage.care.models import Roster
from maillage.care.queries.roster_turn import FairTurn, shares_of
from maillage.care.queries.rosters import published_ahead, turns_of
from maillage.care.services import roster_closing as closing
from maillage.care.services import rosters as services
from maillage.care.views.rosters import roster_of
from maillage.kernel import BadInput, plural
from maillage.people.queries.naming import CardLabels, cards_by_label
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, say


@WRITES
def add_roster(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    cards = cards_by_label(structure)
    form = RosterForm(cards, None, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.add_roster(structure, form.columns(), form.week(), by=request.user)
            say(request, "Le tableau est ouvert : ajoutez qui prend son tour.")
            return redirect("care:roster_settings", slug, made.pk)
    context = {"form": form, "cards": cards}
    return render(request, "care/rosters/add.html", context, status=422 if form.is_bound else 200)


@WRITES
def roster_settings(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, cards = roster_of(structure, pk), cards_by_label(structure)
    form = RosterForm(cards, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.write_roster(
                found, form.columns(), form.week(), version=form.cleaned_data["version"], by=request.user
            )
        except BadInput as refusal:
            refuse(form, refusal)
            fresh = Roster.objects.values_list("version", flat=True).get(pk=found.pk)
            form.data = {**request.POST.dict(), "version": str(fresh)}
        else:
            say(request, "Les réglages sont enregistrés. Les tours déjà proposés gardent leurs heures.")
            return redirect("care:roster", slug, pk)
    return show(request, found, cards, form=form, status=422 if form.is_bound else 200)


def show(request: Request, found: Roster, cards: CardLabels, *, status: int, **forms: Any) -> HttpResponse:
    today = today_in(found.structure)
    turn = FairTurn(found, today, today)
    turn.read()
    context: dict[str, Any] = {
        "roster": found,
        "cards": cards,
        "shares": shares_of(turn),
        "member_form": MemberForm(cards, initial={"since": today}, auto_id="member-%s"),
    }
    return render(request, "care/rosters/settings.html", context | forms, status=status)


@WRITES
def close_roster(request: Request, slug: str, pk: int) -> HttpResponse:
    """What is still to come is said before it is closed; closed, it is opened again there."""
    structure, now = find(request, slug, Ability.COORDINATE), timezone.now()
    found, gesture = roster_of(structure, pk), request.POST.get("gesture", "")
    if request.method == "POST" and gesture == "rouvrir":
        closing.reopen_roster(found, at=now, by=request.user)
        say(request, "Le tableau est rouvert : proposez ses tours.")
        return redirect("care:roster", slug, pk)
    if request.method == "POST" and gesture in {"tenir", "annuler"}:
        told = closing.close_roster(
            found, holds=gesture == "tenir", at=now, by=request.user, site=request.build_absolute_uri("/")
        )
        also = (
            f" {plural(len(told), 'personne l’apprend', 'personnes l’apprennent')} par courriel."
            if told
            else ""
        )
        say(request, f"Le tableau est fermé.{also}")
        return redirect("care:roster", slug, pk)
    coming = found.duties.filter(pk__in=[each.pk for each in published_ahead(found, at=now)])
    ahead = [each for each in turns_of(structure, coming, {found.pk: found}) if each.end > now]
    context = {"roster": found, "ahead": ahead}
    status = 422 if request.method == "POST" else 200
    return render(request, "care/rosters/close.html", context, status=status)


@require_POST
def join(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, cards = roster_of(structure, pk), cards_by_label(structure)
    form = MemberForm(cards, request.POST, auto_id="member-%s")
    if not form.is_valid():
        refused = {"form": RosterForm(cards, found), "member_form": form}
        return show(request, found, cards, status=422, **refused)
    data = form.cleaned_data
    services.join(found, data["person"], on=data["since"], by=request.user)
    say(request, f"{data['person'].name} prend son tour.")
    return redirect("care:roster_settings", slug, pk)


@require_POST
def leave(request: Request, slug: str, pk: int, place: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found = roster_of(structure, pk)
    kept = get_object_or_404(found.members.select_related("person", "roster"), pk=place)
    services.leave(kept, on=today_in(structure), by=request.user)
    say(request, f"{kept.person.name} ne prend plus de tour.")
    return redirect("care:roster_settings", slug, pk)
