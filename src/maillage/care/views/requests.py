"""Requests, for who coordinates: today, one with its thread, a new one; whom a structure tells."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import Ability, RequestKind, RequestState
from maillage.care.forms.requests import SearchForm, UnmetForm
from maillage.care.forms.watching import RingForm, ToolsForm
from maillage.care.models import CareRequest, OutsideTool
from maillage.care.queries import requests as queries
from maillage.care.queries.meanwhile import meanwhile
from maillage.care.queries.questions import questions_of
from maillage.care.queries.requests_counts import last_days, question_counts
from maillage.care.queries.rings import counted_watchers, rings_of, tools_of, watches
from maillage.care.services import requests as services
from maillage.care.services import ringing, watching
from maillage.care.views.new_request import Asker, ask_page
from maillage.kernel import BadInput, moment, plural
from maillage.people.queries.lists import trade_of
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of
from maillage.structures.types import Request
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, refusals_said, say

CHIPS = (("ouvertes", "À prendre"), ("prises", "Prises"), ("closes", "Closes"), ("toutes", "Toutes"))


@opens_examples
@require_safe
def requests(request: Request, slug: str) -> HttpResponse:
    structure, now = find(request, slug, Ability.READ), timezone.now()
    zone = zone_of(structure)
    search, state = SearchForm(request.GET), request.GET.get("etat", "ouvertes")
    if state not in dict(CHIPS):
        state = "ouvertes"
    page = paged(queries.requests_of(structure, state=state, kind=search.asked), request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.board(list(page.object_list), zone, at=now),
        "chips": CHIPS,
        "state": state,
        "search": search,
        "kind": search.asked,
        "late": queries.late_of(structure, at=now).count(),
        "days": [
            (each.day, each.counts, queries.minutes_in_words(each.counts.median))
            for each in last_days(structure, zone, on=now.astimezone(zone).date())
        ],
    }
    return render(request, "care/requests/requests.html", context)


@WRITES
def ask(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    return ask_page(
        request,
        structure,
        Asker(by=request.user),
        "care/requests/ask.html",
        {},
        lead=lambda made: reverse("care:request", args=[slug, made.number]),
    )


def _found(structure: Structure, number: int) -> CareRequest:
    rows = structure.care_requests.select_related("taker", "desk", "search__asker", "usual", "joined_to")
    found: CareRequest = get_object_or_404(rows, number=number, kind__in=queries.KINDS)
    found.structure = structure
    return found


@opens_examples
@require_safe
def one(request: Request, slug: str, number: int) -> HttpResponse:
    structure, now = find(request, slug, Ability.READ), timezone.now()
    found, zone = _found(structure, number), zone_of(structure)
    search = found.search
    flags, tools = found.flags.all(), OutsideTool.objects.filter(structure=structure, kind=found.kind)
    alike = queries.alike(found) if found.joined_to_id is None else CareRequest.objects.none()
    together(flags, tools, alike)
    context = {
        "request_": found,
        "line": queries.line_of(found, zone, at=now),
        "asked_at": moment(found.asked_at, zone=zone),
        "flags": [str(each) for each in flags],
        "asker": queries.asker_of(found),
        "taker": queries.taker_of(found),
        "thread": queries.thread(found, zone),
        "next_at": moment(search.next_at, zone=zone)
        if search.next_at and found.state == RequestState.OPEN
        else "",
        "tool": next(iter(tools), None),
        "alike": list(alike),
        "meanwhile": meanwhile(found, at=now, is_outside=False),
        "unmet_form": UnmetForm(),
        "acts": Ability.COORDINATE in request.abilities and not request.is_visit,
    }
    return render(request, "care/requests/request.html", context)


def _ring(found: CareRequest, by: User) -> str:
    told = ringing.ring_again(found, at=timezone.now())
    if not told:
        return "Personne d’autre n’est à prévenir à cette heure. Appelez, ou revenez plus tard."
    record(f"Demande {found.code} : d’autres sont prévenus.", by=by.pk, subject=found.structure_id)
    return "Une personne de plus est prévenue." if told == 1 else f"{told} personnes de plus sont prévenues."


def _finish(found: CareRequest, by: User) -> str:
    ringing.finish(found, at=timezone.now(), by=by)
    return "C’est noté : la demande a abouti."


def _withdraw(found: CareRequest, by: User) -> str:
    ringing.withdraw(found, at=timezone.now(), by=by)
    return "C’est noté : la demande est retirée."


def _give_back(found: CareRequest, by: User) -> str:
    ringing.give_back(found, at=timezone.now(), by=by)
    return "C’est noté : elle cherche de nouveau quelqu’un."


def _reopen(found: CareRequest, by: User) -> str:
    ringing.reopen(found, at=timezone.now(), by=by)
    return "La demande est rouverte : les suivants sont prévenus."


GESTURES: dict[str, Callable[[CareRequest, User], str]] = {
    "relancer": _ring,
    "aboutie": _finish,
    "retirer": _withdraw,
    "rendre": _give_back,
    "rouvrir": _reopen,
}


@require_POST
def act(request: Request, slug: str, number: int) -> HttpResponse:
    """One gesture on a request, by its name."""
    structure = find(request, slug, Ability.COORDINATE)
    found, do = _found(structure, number), request.POST.get("do", "")
    with refusals_said(request):
        if do == "sans-reponse":
            form = UnmetForm(request.POST)
            reason = form.cleaned_data["reason"] if form.is_valid() else "autre"
            ringing.end_unmet(found, at=timezone.now(), reason=reason, by=request.user)
            say(request, "C’est noté : personne ne l’a prise, et qui demande est prévenu.")
        elif do == "reunir":
            other = request.POST.get("with", "")
            rows = queries.alike(found)
            same = next((each for each in rows if str(each.number) == other), None)
            if same is None:
                raise BadInput("Choisissez une autre demande, proche de celle-ci.")
            services.join(found, same, at=timezone.now(), by=request.user)
            say(request, f"C’est noté : comptée avec la demande {same.number}.")
        elif gesture := GESTURES.get(do):
            say(request, gesture(found, request.user))
        else:
            say(request, "Ce geste n’existe pas : choisissez un bouton de la page.")
    return redirect("care:request", slug, number)


@opens_examples
@WRITES
def watchers(request: Request, slug: str) -> HttpResponse:
    """Who wants to be told, by profession; how, and which tools."""
    writes = request.method == "POST"
    structure = find(request, slug, Ability.COORDINATE if writes else Ability.READ)
    form = RingForm(rings_of(structure), request.POST if writes else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            watching.set_rings(
                structure, alone=data["alone"], size=data["size"], every=data["every"],
                version=data["version"], by=request.user,
            )  # fmt: skip
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, "C’est noté.")
            return redirect("care:watchers", slug)
    return _watchers(request, structure, form, ToolsForm(tools_of(structure)), is_refused=form.is_bound)


def _watchers(
    request: Request, structure: Structure, form: RingForm, tools: ToolsForm, *, is_refused: bool
) -> HttpResponse:
    on = timezone.localdate(timezone.now(), zone_of(structure))
    rows = watches(structure).filter(is_on=True).select_related("person").prefetch_related("kinds")
    page = paged(rows.order_by("person__profession", "person__called", "pk"), request.GET.get("page"))
    counted = counted_watchers(structure, on=on)
    context = {
        "page": page,
        "lines": [
            (each, trade_of(each.person.profession), [str(kind) for kind in each.kinds.all()])
            for each in page.object_list
        ],
        "counted": sorted(
            ((trade_of(key), number) for key, number in counted.items()), key=lambda each: (-each[1], each[0])
        ),
        "form": form,
        "tools": tools,
    }
    return render(request, "care/requests/watchers.html", context, status=422 if is_refused else 200)


@require_POST
def tools(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    form = ToolsForm(tools_of(structure), request.POST)
    if not form.is_valid():
        return _watchers(request, structure, RingForm(rings_of(structure)), form, is_refused=True)
    for kind in (RequestKind.OPINION, RequestKind.SKIN):
        data = form.cleaned_data
        watching.set_tool(
            structure, kind, name=data[f"{kind}_name"], url=data[f"{kind}_url"], by=request.user
        )
    say(request, "C’est noté.")
    return redirect("care:watchers", slug)


@opens_examples
@require_safe
def questions(request: Request, slug: str) -> HttpResponse:
    """Counts, and what awaits; never whom they are about: nobody wrote it."""
    structure, now = find(request, slug, Ability.READ), timezone.now()
    zone = zone_of(structure)
    page = paged(questions_of(structure), request.GET.get("page"))
    year = now.astimezone(zone).year
    counted = question_counts(structure, year)
    context = {
        "page": page,
        "lines": [
            (
                each,
                moment(each.asked_at, zone=zone),
                queries.minutes_in_words(int((each.answered_at - each.asked_at).total_seconds() // 60))
                if each.answered_at
                else "",
            )
            for each in page.object_list
        ],
        "counted": counted,
        "asked": plural(counted.asked, "question posée", "questions posées"),
        "median": queries.minutes_in_words(counted.median),
        "year": year,
    }
    return render(request, "care/requests/questions.html", context)
