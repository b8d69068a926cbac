"""Behind links without account: who is on duty, for who directs people; what became of them, in two taps."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.care.enums import Outcome
from maillage.care.models import DutyBoard, RegulatedCase, RegulationPost, RosterMember
from maillage.care.queries.modules import is_on
from maillage.care.queries.rosters import NEXT, reading_at, rosters_of
from maillage.care.queries.unscheduled import Room, taken_on, taps_of, trade
from maillage.care.services import unscheduled as services
from maillage.care.views.behind import is_of
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.links.models import Link
from maillage.structures.queries.clocks import day_in, today_in, zone_of
from maillage.ui.services import refusals_said, say

#: More than a busy switchboard taps.
TAPS = Limit(400, HOUR)


def duty_board(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """The telephone of who agreed to it, and of nobody else; it writes nothing."""
    found = DutyBoard.objects.select_related("structure__territory").filter(link=link).first()
    if found is None or step or request.method not in {"GET", "HEAD"} or not is_on(found.structure):
        raise Http404
    structure, now = found.structure, timezone.now()
    is_of(request, structure)
    today = day_in(structure, now)
    shown = rosters_of(structure).filter(is_shown=True)
    places = RosterMember.objects.filter(
        roster__in=shown.order_by().values("pk"), phone_agreed_on__isnull=False
    ).order_by("pk")
    reading = reading_at(structure, now, within=NEXT, rosters=shown).read(places)
    agreed = {(place.roster_id, place.person_id) for place in places}
    lines = [
        (
            each,
            trade(each.roster.profession),
            {person for roster, person in agreed if roster == each.roster.pk},
        )
        for each in reading.on_duty(at=now)
    ]
    context = {
        "structure_name": structure.name,
        "lines": lines,
        "rooms": [
            (room.label, room.total)
            for room in Room(structure, today).read().trades(taken_on(structure, today))
        ],
        "now": now.astimezone(zone_of(structure)),
        "zone": zone_of(structure),
    }
    return render(request, "care/rosters/board.html", context)


def regulation_post(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """First tap: the profession. Second: what became of it. A third takes the last one back."""
    post = RegulationPost.objects.select_related("structure__territory").filter(link=link).first()
    if post is None or not post.is_on or not is_on(post.structure):
        raise Http404
    is_of(request, post.structure)
    professions = taps_of(post.structure)
    if step and step not in professions:
        raise Http404
    if request.method == "POST":
        return _tap(request, post, link, step)
    today = today_in(post.structure)
    counted = RegulatedCase.objects.filter(post=post, day=today)
    last = counted.first()
    context = {
        "post": post,
        "structure_name": post.structure.name,
        "link": link,
        "professions": [(key, label, link.step(key)) for key, label in professions.items()],
        "chosen": professions.get(step, ""),
        "outcomes": Outcome.choices,
        "key": uuid4(),
        "last": last,
        "last_trade": trade(last.profession) if last else "",
        "count": counted.count(),
        "today": today,
    }
    return render(request, "care/unscheduled/taps.html", context)


def _tap(request: HttpRequest, post: RegulationPost, link: Link, step: str) -> HttpResponse:
    now = timezone.now()
    if undone := request.POST.get("undo", ""):
        if not (undone.isdecimal() and len(undone) < 16):
            raise Http404
        gone = services.undo_case(post, int(undone), at=now)
        say(
            request,
            "C’est annulé."
            if gone
            else "Ce cas n’est plus à annuler : il l’est déjà, ou date d’un autre jour.",
        )
        return redirect(link.get_absolute_url())
    outcome, key = request.POST.get("outcome", ""), _key(request.POST.get("key", ""))
    if not step or outcome not in Outcome.values or key is None:
        say(request, "Rien n’est compté : touchez une profession, puis la suite donnée.")
        return redirect(link.get_absolute_url())
    if seconds_to_wait("regulation", str(post.pk), TAPS, now=now):
        say(
            request, "Trop de cas viennent d’être comptés par ce lien : attendez une heure, puis recommencez."
        )
        return redirect(link.get_absolute_url())
    with refusals_said(request):
        made = services.count_case(post, step, outcome, key=key, at=now)
        say(request, f"Compté : {trade(step)}, {made.get_outcome_display().lower()}.")
    return redirect(link.get_absolute_url())


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
