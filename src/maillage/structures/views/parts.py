"""Communes that a structure holds only in part."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.structures import services
from maillage.structures.enums import Ability
from maillage.structures.forms import IrisFileForm, PartForm
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import has_missions
from maillage.structures.types import Request
from maillage.territories.queries import drawing_of_territory
from maillage.territories.services.iris import Iris, IrisReading, read_iris
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, say


@opens_examples
@WRITES
def parts(request: Request, slug: str) -> HttpResponse:
    """The parts held, and two ways to note another: typed, or ticked in a file."""
    structure = find(request, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    if request.method != "POST":
        return show_parts(request, structure)
    form = PartForm(request.POST, codes=structure.territory.codes)
    if not form.is_valid():
        return show_parts(request, structure, form=form, status=422)
    try:
        services.take_part(structure, by=request.user, on=timezone.localdate(), **form.cleaned_data)
    except BadInput as refusal:
        refuse(form, refusal)
        return show_parts(request, structure, form=form, status=422)
    say(request, f"{form.cleaned_data['name']} est noté. La population et la taille suivent.")
    return redirect("structures:parts", slug)


@require_POST
def iris(request: Request, slug: str) -> HttpResponse:
    """Read a file, then show its IRIS to tick; ticked, they fill the form of a part."""
    structure = find(request, slug, Ability.EDIT)
    codes = structure.territory.codes
    if "ticked" in request.POST:
        chosen = [iris for iris in map(iris_from, request.POST.getlist("iris")) if iris]
        return show_parts(request, structure, form=part_of(chosen, codes))
    form = IrisFileForm(request.POST, request.FILES)
    try:
        reading = read_iris(*form.content(), codes) if form.is_valid() else None
    except BadInput as refusal:
        form.add_error("file", str(refusal))
        reading = None
    if reading is None:
        return show_parts(request, structure, file_form=form, status=422)
    return show_parts(request, structure, reading=reading)


def iris_from(text: str) -> Iris | None:
    """A box of the page: « 821210101|Centre|2500 »; None when it was not one of ours."""
    code, _, rest = text.partition("|")
    name, _, population = rest.rpartition("|")
    if len(code) != 9 or not code.isalnum():
        return None
    return Iris(code, name[:80], int(population) if population.isdecimal() and len(population) < 8 else None)


def part_of(chosen: list[Iris], codes: tuple[str, ...]) -> PartForm:
    """The form of a part, filled with what its IRIS add up to."""
    known = [iris.population for iris in chosen if iris.population is not None]
    communes = {iris.code[:5] for iris in chosen}
    initial = {
        "commune": communes.pop() if len(communes) == 1 else "",
        "name": ", ".join(iris.name for iris in chosen)[:120],
        "population": sum(known) if known and len(known) == len(chosen) else None,
        "source": "Insee, population par IRIS",
        "iris": " ".join(iris.code for iris in chosen),
    }
    return PartForm(codes=codes, initial=initial)


@require_POST
def drop_part(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    part = get_object_or_404(structure.territory.parts, pk=pk)
    services.drop_part(structure, part, by=request.user)
    say(request, f"{part.name} n’est plus compté à part.")
    return redirect("structures:parts", slug)


def show_parts(
    request: Request,
    structure: Structure,
    *,
    form: PartForm | None = None,
    file_form: IrisFileForm | None = None,
    reading: IrisReading | None = None,
    status: int = 200,
) -> HttpResponse:
    on = structure.signature_hoped_on or timezone.localdate()
    context = {
        "drawing": drawing_of_territory(structure.territory, signed=on),
        "is_sized": has_missions(structure.form),
        "form": form or PartForm(codes=structure.territory.codes),
        "file_form": file_form or IrisFileForm(),
        "reading": reading,
        "groups": grouped(reading),
    }
    return render(request, "structures/parts.html", context, status=status)


def grouped(reading: IrisReading | None) -> list[tuple[str, list[Iris]]]:
    """(commune, its IRIS), as the page lists them."""
    found: dict[str, list[Iris]] = {}
    for each in reading.iris if reading else ():
        found.setdefault(atlas().commune(each.code[:5]).name, []).append(each)
    return list(found.items())
