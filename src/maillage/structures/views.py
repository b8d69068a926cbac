"""Pages of a structure: each finds, asks, calls one use case, shows."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage import legislation
from maillage.accounts.models import User
from maillage.kernel import BadInput, plural
from maillage.structures import services
from maillage.structures.enums import Ability, Channel, Engagement, Role, Track
from maillage.structures.forms import (
    AccessForm,
    ActorForm,
    FoundForm,
    InformationForm,
    MoveForm,
    NameForm,
    VisibilityForm,
    table_rows,
)
from maillage.structures.lifecycle import move_named, moves_from
from maillage.structures.models import Structure
from maillage.structures.perms import abilities, find
from maillage.structures.queries import (
    around_the_table,
    counted,
    counts_in,
    information_of,
    mission_lines,
    person_steps_left,
    stage_of,
    workspace_of,
)
from maillage.structures.services import GivenActor
from maillage.territories.queries import communes_table, drawing_of, law_of_cpts, map_of
from maillage.ui.queries import awaiting
from maillage.ui.services import say

WRITES = require_http_methods(["GET", "POST"])


class Request(HttpRequest):
    """A request behind the login wall."""

    user: User


@login_not_required
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The tour de table before any account: names live in the browser, the page holds none."""
    context = {
        "professions": legislation.professions(),
        "engagements": Engagement.choices,
        "channels": Channel.choices,
        "findings": legislation.team_gaps({}),
    }
    return render(request, "structures/table.html", context)


@login_not_required
@require_POST
def gaps(request: HttpRequest) -> HttpResponse:
    """Which professions miss: receives professions and engagements, never a name."""
    people = zip(request.POST.getlist("profession"), request.POST.getlist("engagement"), strict=False)
    findings = legislation.team_gaps(counted(people))
    return render(request, "structures/_gaps.html", {"findings": findings})


@login_not_required
@require_GET
def reading(request: HttpRequest) -> JsonResponse:
    """What words for trades and counts mean, for the page that keeps the names to itself."""
    trades = [legislation.profession_of(trade) for trade in request.GET.getlist("trade")[:500]]
    present: dict[str, int] | None
    try:
        present = counts_in(request.GET.get("present", "")[:2_000])
    except BadInput:
        present = None
    return JsonResponse(
        {"professions": [trade.key if trade else None for trade in trades], "present": present}
    )


@WRITES
def found(request: Request) -> HttpResponse:
    """Name the project and keep everything: the last page before the workspace."""
    if request.method == "GET":
        start = {"codes": request.GET.get("codes", ""), "signed": request.GET.get("signed", "")}
        return show_founding(request, FoundForm(initial={**start, "key": uuid4()}), start["codes"])
    form = FoundForm(request.POST)
    if not form.is_valid():
        return show_founding(request, form, request.POST.get("codes", ""), status=422)
    data = form.cleaned_data
    try:
        structure = services.found(
            name=data["name"],
            codes=data["codes"].split(","),
            by=request.user,
            on=timezone.localdate(),
            actors=form.actors(),
            meetings=form.meetings(),
            key=data["key"],
            signature_hoped_on=data["signed"],
        )
    except BadInput as refusal:
        form.add_error(None, str(refusal))
        return show_founding(request, form, data["codes"], status=422)
    say(request, f"« {structure.name} » est enregistrée.")
    return redirect("structures:home", structure.slug)


def show_founding(request: HttpRequest, form: FoundForm, codes: str, *, status: int = 200) -> HttpResponse:
    try:
        drawing = drawing_of((code for code in codes.split(",") if code), signed=timezone.localdate())
    except (BadInput, KeyError):
        drawing = None
    return render(request, "structures/found.html", {"form": form, "drawing": drawing}, status=status)


@require_GET
def mine(request: Request) -> HttpResponse:
    structures = Structure.objects.visible_to(request.user).select_related("territory")
    return render(request, "structures/mine.html", {"structures": structures})


@require_GET
def home(request: Request, slug: str) -> HttpResponse:
    structure = find(request.user, slug, Ability.VIEW)
    today = timezone.localdate()
    context = {
        "awaiting": awaiting(structure),
        "drawing": drawing_of(
            structure.territory.codes,
            signed=structure.signature_hoped_on or today,
            apart_from=structure.territory_id,
        ),
        "around": around_the_table(structure),
        "meetings": information_of(structure),
        "lines": mission_lines(structure, on=today),
        "steps_left": person_steps_left(structure),
        "last_moves": structure.recognitionmoves.order_by("-pk")[:5],
    }
    return show(request, structure, "structures/home.html", context)


@WRITES
def team(request: Request, slug: str) -> HttpResponse:
    structure = find(request.user, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    form = ActorForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            services.welcome(structure, [form.given()], by=request.user)
            say(request, f"{form.cleaned_data['name']} est autour de la table.")
            return redirect("structures:team", slug)
        status = 422
    return show_team(request, structure, actor_form=form, status=status)


@require_POST
def paste(request: Request, slug: str) -> HttpResponse:
    """A pasted list, already cut in rows by the page."""
    structure = find(request.user, slug, Ability.EDIT)
    try:
        rows = table_rows(request.POST.get("rows", ""))
    except BadInput as refusal:
        form = ActorForm({})
        form.add_error(None, str(refusal))
        return show_team(request, structure, actor_form=form, status=422)
    seated = services.welcome(
        structure, [GivenActor(**row.model_dump()) for row in rows.people], by=request.user
    )
    say(request, f"{plural(len(seated), 'personne')} en plus autour de la table.")
    return redirect("structures:team", slug)


@require_POST
def dismiss(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request.user, slug, Ability.EDIT)
    actor = get_object_or_404(structure.actors, pk=pk)
    services.dismiss(actor, by=request.user)
    say(request, f"{actor.name} n’est plus autour de la table.")
    return redirect("structures:team", slug)


@require_POST
def information(request: Request, slug: str) -> HttpResponse:
    structure = find(request.user, slug, Ability.EDIT)
    form = InformationForm(request.POST)
    if not form.is_valid():
        return show_team(request, structure, information_form=form, status=422)
    services.record_information(structure, form.given(), by=request.user)
    say(request, "L’information est notée.")
    return redirect("structures:team", slug)


@require_POST
def forget(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request.user, slug, Ability.EDIT)
    services.forget_information(get_object_or_404(structure.information_meetings, pk=pk), by=request.user)
    say(request, "L’information est retirée.")
    return redirect("structures:team", slug)


def show_team(
    request: Request,
    structure: Structure,
    *,
    actor_form: ActorForm | None = None,
    information_form: InformationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "around": around_the_table(structure),
        "meetings": information_of(structure),
        "actor_form": actor_form or ActorForm(),
        "information_form": information_form or InformationForm(),
    }
    return show(request, structure, "structures/team.html", context, status=status)


@WRITES
def territory(request: Request, slug: str) -> HttpResponse:
    """The territory as saved; a POST gives it the drawing that comes back from the map."""
    structure = find(request.user, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    if request.method == "POST":
        try:
            services.redraw(structure, request.POST.get("codes", "").split(","), by=request.user)
        except BadInput as refusal:
            return show_territory(request, structure, refusal=str(refusal), status=422)
        say(request, "Le territoire est enregistré.")
        return redirect("structures:territory", slug)
    return show_territory(request, structure)


def show_territory(
    request: Request, structure: Structure, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    on = structure.signature_hoped_on or timezone.localdate()
    drawing = drawing_of(structure.territory.codes, signed=on, apart_from=structure.territory_id)
    law = law_refusal = None
    if drawing and drawing.population:
        try:
            law = law_of_cpts(drawing.population, signed=on)
        except BadInput as error:
            law_refusal = str(error)
    context = {
        "drawing": drawing,
        "law": law,
        "law_refusal": law_refusal,
        "refusal": refusal,
        "signed": on,
        "communes": communes_table(drawing) if drawing else None,
        "map": mark_safe(map_of(drawing, structure.name)) if drawing else "",  # noqa: S308 -- drawn by us
        "redraw_url": redraw_url(structure, on),
    }
    return show(request, structure, "structures/territory.html", context, status=status)


def redraw_url(structure: Structure, on: date) -> str:
    """The drawing page, holding this territory and the way back to its structure."""
    query = {"codes": ",".join(structure.territory.codes), "signed": on.isoformat(), "pour": structure.slug}
    return f"{reverse('territories:draw')}?{urlencode(query, safe=',')}"


@WRITES
def life(request: Request, slug: str) -> HttpResponse:
    structure = find(request.user, slug, Ability.RUN if request.method == "POST" else Ability.VIEW)
    refused: MoveForm | None = None
    if request.method == "POST":
        track, mission = Track(request.POST.get("track", "")), request.POST.get("mission", "")
        form = move_form(structure, track, mission, request.POST)
        if form.is_valid():
            given = dict(form.cleaned_data)
            move = move_named(track, given.pop("move"))
            try:
                services.advance(structure, track, move, by=request.user, mission=mission, **given)
            except services.MoveRefused as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                say(request, f"{move.label} : c’est noté.")
                return redirect("structures:life", slug)
        refused = form
    return show_life(request, structure, refused, status=422 if refused else 200)


def move_form(structure: Structure, track: Track, mission: str, data: Any = None) -> MoveForm:
    moves = moves_from(track, stage_of(structure, track, mission=mission))
    if track is Track.PERSON:
        left = set(person_steps_left(structure))
        moves = tuple(move for move in moves if move.enters in left)
    return MoveForm(data, track=track, moves=moves, initial={"on": timezone.localdate()})


def show_life(
    request: Request, structure: Structure, refused: MoveForm | None, *, status: int = 200
) -> HttpResponse:
    forms = {track: move_form(structure, track, "") for track in (Track.RECOGNITION, Track.PERSON)}
    if refused and refused.track in forms:
        forms[refused.track] = refused
    context = {
        "recognition": structure.recognitionmoves.select_related("by"),
        "person_moves": structure.legalpersonmoves.select_related("by"),
        "lines": mission_lines(structure, on=timezone.localdate()),
        "recognition_form": forms[Track.RECOGNITION],
        "person_form": forms[Track.PERSON],
        "mission_refusal": refused if refused and refused.track is Track.MISSION else None,
        "today": timezone.localdate(),
    }
    return show(request, structure, "structures/life.html", context, status=status)


@WRITES
def visibility(request: Request, slug: str) -> HttpResponse:
    structure = find(request.user, slug, Ability.RUN)
    if request.method == "POST":
        form = VisibilityForm(request.POST)
        form.is_valid()
        services.show(structure, **form.cleaned_data, by=request.user, on=timezone.localdate())
        say(request, "C’est enregistré.")
        return redirect("structures:visibility", slug)
    now = {"declared": structure.territory.declared_on is not None, "public": structure.is_public}
    return show(request, structure, "structures/visibility.html", {"form": VisibilityForm(initial=now)})


@WRITES
def settings(request: Request, slug: str) -> HttpResponse:
    structure = find(request.user, slug, Ability.RUN)
    name_form = NameForm(request.POST if "name" in request.POST else None, initial={"name": structure.name})
    access_form = AccessForm(request.POST if "email" in request.POST else None, initial={"role": Role.MEMBER})
    if name_form.is_valid():
        services.rename(structure, name_form.cleaned_data["name"], by=request.user)
        say(request, "Le nom est changé.")
        return redirect("structures:settings", slug)
    if access_form.is_valid():
        services.give_access(structure, **access_form.cleaned_data, by=request.user, on=timezone.localdate())
        say(request, "L’accès est ouvert : la personne entre avec son adresse et un code.")
        return redirect("structures:settings", slug)
    return show_settings(request, structure, name_form, access_form, 422 if request.method == "POST" else 200)


def show_settings(
    request: Request, structure: Structure, name_form: NameForm, access_form: AccessForm, status: int
) -> HttpResponse:
    context = {
        "name_form": name_form,
        "access_form": access_form,
        "memberships": structure.memberships.filter(left_on=None).select_related("user"),
    }
    return show(request, structure, "structures/settings.html", context, status=status)


@require_POST
def end_access(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request.user, slug, Ability.RUN)
    membership = get_object_or_404(structure.memberships.filter(left_on=None), pk=pk)
    try:
        services.end_access(membership, by=request.user, on=timezone.localdate())
    except BadInput as refusal:
        form = AccessForm(data={}, initial={"role": Role.MEMBER})
        form.add_error(None, str(refusal))
        return show_settings(request, structure, NameForm(initial={"name": structure.name}), form, 422)
    say(request, "L’accès est fermé.")
    return redirect("structures:settings", slug)


def show(
    request: Request, structure: Structure, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the workspace, with what its shell needs."""
    return render(
        request,
        template,
        {**workspace_of(structure, abilities(request.user, structure)), **context},
        status=status,
    )
