"""Who is on duty now; a roster month by month, its turns drawn, moved by hand, published."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents import rosters as documents
from maillage.care.enums import Ability
from maillage.care.forms.rosters import GiveForm
from maillage.care.models import DutyBoard, Roster
from maillage.care.queries.presence import serves
from maillage.care.queries.roster_month import days_of, last_of, month_of, months_around
from maillage.care.queries.roster_own import sought as each_sought
from maillage.care.queries.rosters import (
    LISTED,
    NEXT,
    Reading,
    open_swaps,
    published_ahead,
    reading_at,
    rosters_of,
    unpublished,
)
from maillage.care.queries.unscheduled import Room, trade
from maillage.care.services import duties as services
from maillage.care.services import rosters as making
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import BadInput, month_and_year, plural
from maillage.links.queries import handout_of
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import day_in, today_in
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_file, say

#: Months that one button draws.
MONTHS = {"1": 1, "3": 3}


@opens_examples
@require_safe
def on_duty(request: Request, slug: str) -> HttpResponse:
    """Now and next, on each roster; who can take today; the page that is opened outside."""
    structure, now = find(request, slug, Ability.READ), timezone.now()
    room, board = Room(structure, day_in(structure, now)), DutyBoard.objects.filter(structure=structure)
    board = board.select_related("link").order_by("pk")
    reading = reading_at(structure, now, within=NEXT).read(*room.lists, board)
    context: dict[str, Any] = {
        "lines": [(each, trade(each.roster.profession)) for each in reading.on_duty(at=now)],
        "rooms": room.trades(),
        "closed": reading.closed(),
        "runs": runs(request),
    }
    if context["runs"] and board:
        context["handout"] = handout_of(request, board[0].link)
    return render(request, "care/rosters/on_duty.html", context)


def runs(request: Request) -> bool:
    return Ability.COORDINATE in request.abilities and not request.is_visit


@require_POST
def board(request: Request, slug: str) -> HttpResponse:
    """Open the page for regulators, or close it: its address then leads nowhere."""
    structure = find(request, slug, Ability.COORDINATE)
    if request.POST.get("open") == "oui":
        making.open_board(structure, on=today_in(structure), by=request.user)
        say(request, "La page est ouverte : transmettez son lien.")
    else:
        making.close_board(structure, by=request.user)
        say(request, "La page est fermée : son lien ne mène plus nulle part.")
    return redirect("care:on_duty", slug)


def roster_of(structure: Structure, pk: int) -> Roster:
    found: Roster = get_object_or_404(rosters_of(structure), pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def roster(request: Request, slug: str, pk: int) -> HttpResponse:
    """A month, read by all; who coordinates prepares it there."""
    structure = find(request, slug, Ability.READ)
    return show(request, roster_of(structure, pk), request.GET.get("mois", ""))


def show(request: Request, found: Roster, month: str, *, refusal: str = "") -> HttpResponse:
    structure, now = found.structure, timezone.now()
    today, alone = day_in(structure, now), rosters_of(structure).filter(pk=found.pk)
    first = month_of(month, today)
    before, after = months_around(first)
    shown = Reading(structure, first, last_of(first), alone)
    ahead, writes = reading_at(structure, now, within=LISTED, rosters=alone), runs(request)
    pending, sought = unpublished(found, on=today), open_swaps(found, at=now)
    shown.read(*ahead.lists, *([pending, sought] if writes else []))
    context: dict[str, Any] = {
        "roster": found,
        "trade": trade(found.profession),
        "days": days_of(shown, found, at=now),
        "first": first,
        "month": month_and_year(first),
        "before": before,
        "after": after,
        "gaps": ahead.gaps(after=now),
        "runs": writes,
        "refusal": refusal,
        "is_over": last_of(first) < today,
    }
    if found.closed_on:
        coming = published_ahead(found, at=now)
        context |= {"ahead": coming, "last_ahead": coming[-1].day if coming else None}
    if writes:
        shown_swaps = [each_sought(swap, shown.zone, at=now) for swap in sought]
        context |= {"pending": pending, "changes": services.changes_of(pending), "swaps": shown_swaps}
    return render(request, "care/rosters/roster.html", context, status=422 if refusal else 200)


@require_POST
def draw(request: Request, slug: str, pk: int) -> HttpResponse:
    """Propose the turns of a month, or of three."""
    structure = find(request, slug, Ability.COORDINATE)
    found, month = roster_of(structure, pk), request.POST.get("mois", "")
    first = month_of(month, today_in(structure))
    try:
        if (months := MONTHS.get(request.POST.get("months", ""), 0)) == 0:
            raise BadInput("Dites ce qu’il faut proposer : ce mois, ou ces trois mois.")
        drawn = services.draw_turns(found, first, last_of(first, months), at=timezone.now(), by=request.user)
    except BadInput as refusal:
        return show(request, found, month, refusal=str(refusal))
    empty = (
        f", dont {plural(drawn.empty, 'sans personne')}".replace("personnes", "personne")
        if drawn.empty
        else ""
    )
    say(request, f"{plural(drawn.turns, 'tour proposé', 'tours proposés')}{empty}. Relisez, puis publiez.")
    return to_month(found, month)


def to_month(found: Roster, month: str) -> HttpResponse:
    response = redirect("care:roster", found.structure.slug, found.pk)
    if month:
        response["Location"] += f"?mois={month_of(month, today_in(found.structure)):%Y-%m}"
    return response


@require_POST
def publish(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found, month = roster_of(structure, pk), request.POST.get("mois", "")
    try:
        changes = services.publish(
            found, at=timezone.now(), by=request.user, site=request.build_absolute_uri("/")
        )
    except BadInput as refusal:
        return show(request, found, month, refusal=str(refusal))
    told = plural(len(changes), "personne l’apprend", "personnes l’apprennent")
    say(request, f"Le tableau est publié : {told} par courriel, chacune pour ses tours.")
    return to_month(found, month)


@WRITES
def duty(request: Request, slug: str, pk: int, turn: int) -> HttpResponse:
    """One turn, given by hand."""
    structure = find(request, slug, Ability.COORDINATE)
    found = roster_of(structure, pk)
    kept = get_object_or_404(found.duties.select_related("person", "published"), pk=turn)
    members = found.members.select_related("person").prefetch_related("person__adhesions")
    members = members.order_by("since", "pk")
    alone = rosters_of(structure).filter(pk=found.pk)
    reading = Reading(structure, kept.day, kept.day, alone).read(members)
    places = [place for place in members if serves(place, kept.day)]
    form = GiveForm(places, request.POST if request.method == "POST" else None, held=kept.person_id)
    if form.is_valid():
        chosen = form.cleaned_data["person"]
        person = next((place.person for place in places if str(place.person_id) == chosen), None)
        try:
            services.give(kept, person, by=request.user)
        except BadInput as refusal:
            form.add_error("person", str(refusal))
        else:
            say(request, "C’est noté, et lu de tous une fois publié.")
            return to_month(found, f"{kept.day:%Y-%m}")
    (shown,) = [
        row for day in days_of(reading, found, at=timezone.now()) for row in day.rows if row.duty == kept
    ]
    context = {"roster": found, "row": shown, "form": form}
    return render(request, "care/rosters/duty.html", context, status=422 if form.is_bound else 200)


@require_safe
def roster_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """The month on paper: as it is published."""
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    if suffix not in set(Format):
        raise Http404
    found, format_ = roster_of(structure, pk), Format(suffix)
    first = month_of(request.GET.get("mois", ""), today)
    reading = Reading(structure, first, last_of(first), rosters_of(structure).filter(pk=found.pk)).read()
    document = documents.month(found, days_of(reading, found, at=timezone.now()), first, on=today)
    content = render_document(document, format_)
    said = f"{document.title} : sortie en {format_.value.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    headers = as_file(filename(f"{found.name} {first:%Y-%m}", today, format_))
    return HttpResponse(content, content_type=format_.content_type, headers=headers)
