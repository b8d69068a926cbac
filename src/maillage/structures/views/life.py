"""The three tracks, and the legal persons."""

from typing import Any

from django.core.exceptions import BadRequest
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.kernel import BadInput, plural
from maillage.legislation import EMERGENCE
from maillage.structures import services
from maillage.structures.enums import Ability, Track
from maillage.structures.forms import (
    CorrectMoveForm,
    EvolveForm,
    HistoryForm,
    LegalPersonForm,
    MoveForm,
)
from maillage.structures.models import MOVES_OF, Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import (
    carriers,
    due_dates,
    label_of_form,
    may_become,
    mission_lines,
    moves_on,
    stage_of,
    stages_ahead,
)
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, say


@opens_examples
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
                refuse(form, refusal)
            else:
                say(request, f"{move.label} : c’est noté.")
                return redirect("structures:life", slug)
        refused = form
    return show_life(request, structure, refused, status=422 if refused else 200)


@WRITES
def move(request: Request, slug: str, track: str, pk: int) -> HttpResponse:
    """One step already noted, to correct: its day, its document, who said it."""
    structure = find(request, slug, Ability.RUN)
    noted = get_object_or_404(MOVES_OF[track_named(track)], structure=structure, pk=pk)
    form = CorrectMoveForm(request.POST if request.method == "POST" else None, initial=model_to_dict(noted))
    if form.is_valid():
        try:
            services.correct_move(
                structure, Track(track), pk, by=request.user, today=timezone.localdate(), **form.cleaned_data
            )
        except services.MoveRefused as refusal:
            refuse(form, refusal)
        else:
            say(request, "L’étape est corrigée.")
            return redirect("structures:life", slug)
    status = 422 if form.is_bound else 200
    return render(request, "structures/move.html", {"move": noted, "form": form}, status=status)


@require_POST
def take_back(request: Request, slug: str) -> HttpResponse:
    """The last step of a track was noted by mistake."""
    structure = find(request, slug, Ability.RUN)
    track, mission = track_named(request.POST.get("track", "")), request.POST.get("mission", "")
    form_before = structure.form
    try:
        services.take_back(structure, track, by=request.user, mission=mission)
    except services.MoveRefused as refusal:
        form = move_form(structure, track, mission, {})
        form.add_error(None, str(refusal))
        return show_life(request, structure, form, status=422)
    structure.refresh_from_db(fields=["form"])
    became = (
        ""
        if structure.form == form_before
        else f" Cette structure redevient {label_of_form(structure.form)}."
    )
    say(request, f"L’étape est retirée.{became}")
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


@WRITES
def carrier(request: Request, slug: str, pk: int) -> HttpResponse:
    """One legal person, to correct, or to complete with its numbers."""
    structure = find(request, slug, Ability.RUN)
    person = get_object_or_404(structure.legal_persons, pk=pk)
    kinds = list(dict.fromkeys([*carriers(structure.form), person.kind]))
    data = request.POST if request.method == "POST" else None
    form = LegalPersonForm(data, kinds=kinds, initial=model_to_dict(person))
    if form.is_valid():
        with refusals_in(form):
            services.correct_legal_person(person, by=request.user, **form.cleaned_data)
            say(request, f"« {form.cleaned_data['name']} » est à jour.")
            return redirect("structures:life", slug)
    status = 422 if form.is_bound else 200
    return render(request, "structures/carrier.html", {"person": person, "form": form}, status=status)


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


@WRITES
def history(request: Request, slug: str) -> HttpResponse:
    """A structure that runs already notes its past in one form: stages, who carries it, missions."""
    structure = find(request, slug, Ability.RUN)
    at_birth = stage_of(structure, Track.RECOGNITION) == EMERGENCE.key
    stages = ((EMERGENCE,) if at_birth else ()) + stages_ahead(structure)
    today = timezone.localdate()
    form = HistoryForm(
        request.POST if request.method == "POST" else None,
        stages=stages,
        missions=mission_lines(structure, on=today),
        kinds=() if structure.legal_persons.exists() else carriers(structure.form),
    )
    if request.method == "POST" and form.is_valid():
        try:
            noted = services.enter_history(
                structure,
                form.days(),
                by=request.user,
                today=today,
                missions=form.mission_days(),
                person=form.person(),
            )
        except services.MoveRefused as refusal:
            refuse(form, refusal)
        else:
            say(request, f"{plural(noted, 'date')} au parcours.")
            return redirect("structures:life", slug)
    status = 422 if form.errors else 200
    return render(request, "structures/history.html", {"form": form}, status=status)


@require_POST
def evolve(request: Request, slug: str) -> HttpResponse:
    """An ESP becomes a MSP, a MSP a MSPU."""
    structure = find(request, slug, Ability.RUN)
    today = timezone.localdate()
    form = EvolveForm(request.POST, offered=may_become(structure, on=today))
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.evolve(structure, data["form"], by=request.user, on=data["on"], today=today)
        except services.MoveRefused as refusal:
            refuse(form, refusal)
        else:
            say(request, "C’est noté : équipe, sites, textes et historique suivent.")
            return redirect("structures:life", slug)
    return show_life(request, structure, None, evolve_form=form, status=422)


def show_life(
    request: Request,
    structure: Structure,
    refused: MoveForm | None,
    *,
    person_form: LegalPersonForm | None = None,
    evolve_form: EvolveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = {track: move_form(structure, track, "") for track in (Track.RECOGNITION, Track.PERSON)}
    if refused and refused.track in forms:
        forms[refused.track] = refused
    grown = may_become(structure, on=timezone.localdate())
    lines, persons = mission_lines(structure, on=timezone.localdate()), structure.legal_persons.all()
    context = {
        "has_past_left": bool(moves_on(structure, Track.RECOGNITION))
        or any(line.moves for line in lines)
        or bool(carriers(structure.form) and not persons),
        "evolve_form": evolve_form or (EvolveForm(offered=grown) if grown else None),
        "carriers": carriers(structure.form),
        "due_dates": due_dates(structure),
        "recognition": structure.recognitionmoves.select_related("by"),
        "person_moves": structure.legalpersonmoves.select_related("by"),
        "lines": lines,
        "recognition_form": forms[Track.RECOGNITION],
        "step_form": forms[Track.PERSON],
        "person_form": person_form or LegalPersonForm(kinds=carriers(structure.form)),
        "legal_persons": persons,
        "mission_refusal": refused if refused and refused.track is Track.MISSION else None,
        "today": timezone.localdate(),
    }
    return render(request, "structures/life.html", context, status=status)
