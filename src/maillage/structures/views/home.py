"""The home of a structure, and its territory."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.kernel import BadInput, date_in_french
from maillage.structures import services
from maillage.structures.enums import Ability, Role
from maillage.structures.forms import RedrawForm
from maillage.structures.models import Structure
from maillage.structures.perms import find, founders_abilities, opens_examples
from maillage.structures.queries import (
    gather,
    has_missions,
    links_of,
    mission_lines,
    person_steps_left,
    said_of,
    signed_on,
    ties_of,
    week_of,
)
from maillage.structures.types import Request
from maillage.territories.queries import (
    codes_in,
    communes_table,
    drawing_of,
    drawing_of_territory,
    law_of_cpts,
    map_of,
)
from maillage.ui.forms import sentences_of
from maillage.ui.services import WRITES, say


@opens_examples
@require_safe
def home(request: Request, slug: str) -> HttpResponse:
    structure = gather(find(request, slug, Ability.VIEW))
    today = timezone.localdate()
    links = links_of(structure)
    said = said_of(structure, founders_abilities(structure) if request.is_visit else request.abilities, links)
    ties = ties_of(structure, links)
    tied = [other.pk for _, others in ties for other in others]
    week = week_of(structure, said.tasks, {Role.FOUNDER} if request.is_visit else request.roles, today=today)
    context = {
        "week": week,
        "parts": [(title, [(task, week.when(task, today)) for task in part]) for title, part in week.parts],
        "drawing": drawing_of_territory(structure.territory, signed=structure.signature_hoped_on or today),
        "is_sized": has_missions(structure.form),
        "counted": said.figures,
        "lines": mission_lines(structure, on=today),
        "steps_left": person_steps_left(structure),
        "ties": ties,
        "open_to_reader": {other.pk for other in Structure.objects.open_to(request.user).filter(pk__in=tied)},
        "last_moves": list(reversed(structure.recognitionmoves.all()))[:5],
    }
    return render(request, "structures/home.html", context)


@opens_examples
@WRITES
def territory(request: Request, slug: str) -> HttpResponse:
    """The territory as saved; a POST gives it the drawing that comes back from the map."""
    structure = find(request, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    if request.method == "POST":
        form = RedrawForm(request.POST)
        if not form.is_valid():
            sentences = sentences_of(form)
            return show_territory(request, structure, refusal=sentences, status=422)
        drawn = form.cleaned_data
        try:
            services.redraw(structure, codes_in(drawn["codes"]), by=request.user, signed=drawn["signed"])
        except BadInput as refusal:
            return show_territory(request, structure, refusal=str(refusal), status=422)
        say(request, "Le territoire est enregistré.")
        return redirect("structures:territory", slug)
    return show_territory(request, structure)


def show_territory(
    request: Request, structure: Structure, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    day = signed_on(structure) or structure.signature_hoped_on
    on = day or timezone.localdate()
    drawing = drawing_of_territory(structure.territory, signed=on)
    law = law_refusal = None
    is_sized = has_missions(structure.form)
    if drawing and drawing.population and is_sized:
        try:
            law = law_of_cpts(drawing.population, signed=on)
        except BadInput as error:
            law_refusal = str(error)
    context = {
        "drawing": drawing,
        "is_sized": is_sized,
        "law": law,
        "law_refusal": law_refusal,
        "refusal": refusal,
        "signed": on,
        "is_dated": day is not None,
        "communes": communes_table(drawing) if drawing else None,
        "map": map_of(drawing, structure.name, on_page=True) if drawing else "",
        "redraw_url": redraw_url(structure),
        "contract_source": contract_source(structure),
    }
    return render(request, "structures/territory.html", context, status=status)


def contract_source(structure: Structure) -> str:
    signed = structure.contract_signed_on
    return (
        f"contrat signé le {date_in_french(signed)}" if signed else "contrat, date de signature à compléter"
    )


@require_safe
def redraw(request: Request, slug: str) -> HttpResponse:
    """The drawing came back for a structure that has a territory: before, after, and one button."""
    structure = find(request, slug, Ability.EDIT)
    on = structure.signature_hoped_on or timezone.localdate()
    codes = request.GET.get("codes", "")
    context = {
        "before": drawing_of_territory(structure.territory, signed=on),
        "after": drawing_of(codes_in(codes), signed=on),
        "codes": codes,
        "is_sized": has_missions(structure.form),
    }
    return render(request, "structures/redraw.html", context)


def redraw_url(structure: Structure) -> str:
    """The drawing page, holding this territory and the way back to its structure."""
    query = {"codes": ",".join(structure.territory.codes), "pour": structure.slug}
    if structure.signature_hoped_on:
        query["signed"] = structure.signature_hoped_on.isoformat()
    return f"{reverse('territories:draw')}?{urlencode(query, safe=',')}"


@require_safe
def arrive(request: Request) -> HttpResponse:
    """After signing in: one's only structure, the list of several, or the three doors."""
    structures = list(Structure.objects.visible_to(request.user)[:2])
    if len(structures) == 1:
        return redirect(structures[0])
    return redirect("structures:mine" if structures else "/")


@require_safe
def mine(request: Request) -> HttpResponse:
    structures = Structure.objects.visible_to(request.user)
    forms = legislation.forms(on=timezone.localdate())
    return render(request, "structures/mine.html", {"structures": structures, "forms": forms})
