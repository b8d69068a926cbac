"""Requests of a médecin traitant, for whoever coordinates: the list in its order, one with its thread, its gestures."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import CLOSED, Ability, AskerKind, RequestState
from maillage.care.forms.doctors import AgainForm, AskForm, BridgeForm, EndForm, SearchForm
from maillage.care.models import CareRequest
from maillage.care.queries import doctors as queries
from maillage.care.queries.doctor_page import opened
from maillage.care.queries.doubles import doubles_of
from maillage.care.queries.meanwhile import meanwhile
from maillage.care.queries.turns import people_of
from maillage.care.rules.turns import PRIORITY, TURN, Turn
from maillage.care.services import doctor_turns
from maillage.care.services import requests as care
from maillage.care.services.doctors import setting_for
from maillage.kernel import BadInput, moment
from maillage.people.queries.addresses import is_address
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import zone_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say

#: Of those whose turn it is, a page names the first.
MOST_NAMED = 10


@opens_examples
@require_safe
def doctors(request: Request, slug: str) -> HttpResponse:
    structure, now = find(request, slug, Ability.READ), timezone.now()
    search = SearchForm(queries.communes_of(structure), request.GET)
    asked = search.asked
    page = paged(queries.listed(structure, **asked), request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines(page.object_list, at=now),
        "search": search,
        "is_filtered": asked != {"state": queries.GOING_ON, "commune": "", "flag": ""},
        "sizes": queries.sizes_of(structure),
        "priority": PRIORITY,
    }
    return render(request, "care/doctors/list.html", context)


@WRITES
def ask_doctor(request: Request, slug: str) -> HttpResponse:
    """Somebody called: the structure keeps who it is."""
    structure = find(request, slug, Ability.COORDINATE)
    form = AskForm(queries.communes_of(structure), request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            setting_for(structure, site=request.build_absolute_uri("/"))
            asked = form.given(AskerKind.STRUCTURE)
            made = care.ask(
                structure, asked, key=form.cleaned_data["key"], at=timezone.now(), by=request.user
            )
            say(
                request, f"La demande est notée. Son code : {made.code}. Gardez-le à côté du nom, hors d’ici."
            )
            return redirect("care:doctor", slug, made.number)
    return render(request, "care/doctors/ask.html", {"form": form}, status=422 if form.is_bound else 200)


@opens_examples
@require_safe
def doctor(request: Request, slug: str, number: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, structure, find_request(structure, number))


def show(
    request: Request, structure: Structure, found: CareRequest, status: int = 200, **forms: Any
) -> HttpResponse:
    zone, now = zone_of(structure), timezone.now()
    read = opened(found, at=now)
    waiting = next((each for each in found.offers.all() if not each.answer), None)
    context: dict[str, Any] = {
        "asked": found,
        "line": queries.line_of(found, at=now),
        "thread": list(queries.thread(found, zone=zone)),
        "whom": queries.whom_to_call(found),
        "doubles": read.doubles,
        "joined": list(found.joined.all()),
        "waiting": waiting if found.state == RequestState.OPEN else None,
        "until": moment(waiting.until, zone=zone) if waiting and waiting.until else "",
        "turn_rule": TURN,
        "meanwhile": meanwhile(found, at=now, is_outside=False),
        "bridge_form": BridgeForm() if found.state not in CLOSED else None,
        "end_form": EndForm() if found.state not in CLOSED else None,
        "again_form": AgainForm() if found.state in CLOSED and not found.joined_to_id else None,
        "why_closed": queries.WORDS.get(found.reason, found.reason),
    }
    if found.state == RequestState.OPEN:
        context |= whose_turn(read.table.turn_for(found))
    return render(request, "care/doctors/one.html", context | forms, status=status)


def whose_turn(turn: Turn) -> dict[str, Any]:
    """`order`: the first of those it may be offered to, of so `many`; `skipped`: the others, each with why."""
    first = turn.order[:MOST_NAMED]
    people = people_of([*first, *(each.key for each in turn.skipped)])
    return {
        "order": [people[key] for key in first],
        "many": len(turn.order),
        "skipped": [(people[each.key], each) for each in turn.skipped],
    }


@require_POST
def doctor_gesture(request: Request, slug: str, number: int, gesture: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found = find_request(structure, number)
    if gesture not in GESTURES:
        return redirect("care:doctor", slug, number)
    try:
        said = GESTURES[gesture](request, found)
    except BadInput as refusal:
        say(request, str(refusal))
    except Unfit as unfit:
        return show(request, structure, found, 422, **unfit.forms)
    else:
        say(request, said)
    return redirect("care:doctor", slug, number)


class Unfit(Exception):
    """A form is to be mended, under the name that the page knows it by."""

    def __init__(self, **forms: Any) -> None:
        super().__init__()
        self.forms = forms


def propose(request: Request, found: CareRequest) -> str:
    made = doctor_turns.propose(found, at=timezone.now(), site=request.build_absolute_uri("/"))
    name = made.person.name if made.person else ""
    if made.person and not is_address(made.person.email):
        return f"Proposée à {name}, qu’aucun courriel n’atteint : appelez."
    return f"Proposée à {name}. Le message part."


def bridge(request: Request, found: CareRequest) -> str:
    form = BridgeForm(request.POST)
    if not form.is_valid():
        raise Unfit(bridge_form=form)
    doctor_turns.bridge(found, form.cleaned_data["who"], at=timezone.now(), by=request.user)
    return "Le relais est noté."


def give_back(request: Request, found: CareRequest) -> str:
    care.give_back(found, at=timezone.now(), by=request.user)
    return "La demande cherche de nouveau quelqu’un."


def told(request: Request, found: CareRequest) -> str:
    care.acknowledge(found, at=timezone.now(), by=request.user)
    return "C’est noté : la personne sait qui la suit."


def done(request: Request, found: CareRequest) -> str:
    care.close(found, RequestState.DONE, at=timezone.now(), by=request.user)
    return "C’est noté : la première consultation est faite."


def end(request: Request, found: CareRequest) -> str:
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Unfit(end_form=form)
    care.close(found, form.state, at=timezone.now(), reason=form.cleaned_data["reason"], by=request.user)
    return "La demande est close."


def again(request: Request, found: CareRequest) -> str:
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise Unfit(again_form=form)
    care.reopen(found, at=timezone.now(), reason=form.cleaned_data["reason"], by=request.user)
    return "La demande cherche de nouveau un médecin."


def join(request: Request, found: CareRequest) -> str:
    """Only what the page shows may be joined."""
    asked = request.POST.get("other", "")
    other = next((each for each in doubles_of(found) if str(each.number) == asked), None)
    if other is None:
        raise BadInput("Cette demande ne ressemble plus à l’autre : rouvrez la page.")
    care.join(found, other, at=timezone.now(), by=request.user)
    return f"Réunie avec la n° {other.number} : c’est elle qui compte."


GESTURES: dict[str, Callable[[Request, CareRequest], str]] = {
    "proposer": propose,
    "relais": bridge,
    "rendre": give_back,
    "prevenue": told,
    "aboutie": done,
    "clore": end,
    "rouvrir": again,
    "reunir": join,
}


def find_request(structure: Structure, number: int) -> CareRequest:
    found = get_object_or_404(queries.numbered(structure, number))
    found.structure = structure
    return found
