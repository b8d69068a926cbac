"""The three tracks, and the legal persons."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.kernel import BadInput
from maillage.structures import services
from maillage.structures.enums import Ability, Track
from maillage.structures.forms import (
    LegalPersonForm,
    MoveForm,
)
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import (
    carriers,
    mission_lines,
    moves_on,
)
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@WRITES
def life(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.VIEW)
    refused: MoveForm | None = None
    if request.method == "POST":
        track, mission = track_named(request.POST.get("track", "")), request.POST.get("mission", "")
        form = move_form(structure, track, mission, request.POST)
        if form.is_valid():
            given = dict(form.cleaned_data)
            move = form.chosen(given.pop("move"))
            try:
                services.advance(
                    structure,
                    track,
                    move,
                    by=request.user,
                    today=timezone.localdate(),
                    mission=mission,
                    **given,
                )
            except services.MoveRefused as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                say(request, f"{move.label} : c’est noté.")
                return redirect("structures:life", slug)
        refused = form
    return show_life(request, structure, refused, status=422 if refused else 200)


@require_POST
def take_back(request: Request, slug: str) -> HttpResponse:
    """The last step of a track was noted by mistake."""
    structure = find(request, slug, Ability.RUN)
    track, mission = track_named(request.POST.get("track", "")), request.POST.get("mission", "")
    try:
        services.take_back(structure, track, by=request.user, mission=mission)
    except services.MoveRefused as refusal:
        form = move_form(structure, track, mission, {})
        form.add_error(None, str(refusal))
        return show_life(request, structure, form, status=422)
    say(request, "L’étape est retirée.")
    return redirect("structures:life", slug)


def track_named(name: str) -> Track:
    try:
        return Track(name)
    except ValueError:
        raise BadRequest(f"no track {name!r}") from None


def move_form(structure: Structure, track: Track, mission: str, data: Any = None) -> MoveForm:
    moves = moves_on(structure, track, mission=mission)
    return MoveForm(data, track=track, moves=moves, initial={"on": timezone.localdate()})


@require_POST
def legal_person(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    form = LegalPersonForm(request.POST, kinds=carriers(structure.form))
    if not form.is_valid():
        return show_life(request, structure, None, person_form=form, status=422)
    services.add_legal_person(structure, by=request.user, **form.cleaned_data)
    say(request, f"« {form.cleaned_data['name']} » est notée.")
    return redirect("structures:life", slug)


@require_POST
def end_legal_person(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    person = get_object_or_404(structure.legal_persons.filter(until=None), pk=pk)
    try:
        services.end_legal_person(person, by=request.user, on=timezone.localdate())
    except BadInput as refusal:
        form = LegalPersonForm({}, kinds=carriers(structure.form))
        form.add_error(None, str(refusal))
        return show_life(request, structure, None, person_form=form, status=422)
    say(request, f"« {person.name} » ne porte plus la structure.")
    return redirect("structures:life", slug)


def show_life(
    request: Request,
    structure: Structure,
    refused: MoveForm | None,
    *,
    person_form: LegalPersonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = {track: move_form(structure, track, "") for track in (Track.RECOGNITION, Track.PERSON)}
    if refused and refused.track in forms:
        forms[refused.track] = refused
    context = {
        "recognition": structure.recognitionmoves.select_related("by"),
        "person_moves": structure.legalpersonmoves.select_related("by"),
        "lines": mission_lines(structure, on=timezone.localdate()),
        "recognition_form": forms[Track.RECOGNITION],
        "step_form": forms[Track.PERSON],
        "person_form": person_form or LegalPersonForm(kinds=carriers(structure.form)),
        "legal_persons": structure.legal_persons.all(),
        "mission_refusal": refused if refused and refused.track is Track.MISSION else None,
        "today": timezone.localdate(),
    }
    return render(request, "structures/life.html", context, status=status)
