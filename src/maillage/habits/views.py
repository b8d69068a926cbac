"""Overlays of habits: duty sectors, living areas and flows, added from a file and laid over the territory."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from maillage.geography import atlas
from maillage.habits.enums import Ability
from maillage.habits.forms import HabitForm
from maillage.habits.queries.layers import layer_of, layers_of
from maillage.habits.queries.tables import (
    communes_table,
    figures_of,
    groups_table,
    habits_map,
    habits_rows,
    others_table,
    source_of,
)
from maillage.habits.services.habit_file import in_short
from maillage.habits.services.layers import add_layer, drop_layer
from maillage.kernel import BadInput, plural
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_spreadsheet, say

#: Lines shown one by one; the others by their numbers.
SHOWN = 200


@opens_examples
@require_safe
def layers(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    context = {"layers": layers_of(structure)}
    return render(request, "habits/list.html", context)


def crumbs(slug: str) -> list[tuple[str, str]]:
    return [("Habitudes", reverse("habits:layers", args=[slug]))]


@WRITES
def add(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.LAY)
    form = HabitForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        departement=departement_of(structure.territory.codes),
    )
    layer = added(request, structure, form) if form.is_valid() and form.is_agreed else None
    if layer:
        return redirect("habits:layer", slug, layer)
    status = 422 if form.errors else 200
    is_first = not structure.habit_layers.exists()
    context = {"form": form, "is_first": is_first, "crumbs": crumbs(slug), **seen(form)}
    return render(request, "habits/add.html", context, status=status)


def departement_of(codes: Iterable[str]) -> str | None:
    """The one that settles communes of one name, when the territory has only one."""
    codes = {atlas().commune(code).departement for code in codes}
    return codes.pop() if len(codes) == 1 else None


def added(request: Request, structure: Structure, form: HabitForm) -> int | None:
    """The layer of a valid form; None when it was refused, with the reason in the form."""
    assert form.reading is not None  # noqa: S101 -- a valid form was read
    given = {name: form.cleaned_data[name] for name in ("name", "kind", "source", "dated_on")}
    left_out = len(form.reading.lost)
    try:
        layer = add_layer(
            structure,
            form.reading.rows,
            **given,
            by=request.user,
            on=timezone.localdate(),
            left_out=left_out,
        )
    except BadInput as refusal:
        form.add_error(refusal.field, str(refusal))
        return None
    left = f", {plural(left_out, 'ligne laissée', 'lignes laissées')} de côté" if left_out else ""
    say(
        request,
        f"Le calque est ajouté\N{NO-BREAK SPACE}: {plural(form.reading.lines, 'ligne')} du fichier{left}.",
    )
    for note in form.reading.notes:
        say(request, note)
    return layer.pk


def seen(form: HabitForm) -> dict[str, Any]:
    """The fate of each line: the lost ones first, those beyond a page by their numbers."""
    if form.reading is None:
        return {}
    preview = form.reading.preview
    others = [fate for fate in preview.fates if not fate.lost]
    return {
        "reading": form.reading,
        "preview": preview,
        "lost": preview.lost[:SHOWN],
        "more_lost": in_short(preview.lost[SHOWN:]),
        "others": others[:SHOWN],
        "others_left": len(others[SHOWN:]),
    }


@opens_examples
@require_safe
def layer(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    layer = layer_of(get_object_or_404(structure.habit_layers, pk=pk), structure.territory.codes)
    context = {
        "layer": layer,
        "crumbs": crumbs(slug),
        "source": source_of(layer),
        "figures": figures_of(layer),
        "map": mark_safe(habits_map(layer, on_page=True)) if layer.codes else "",  # noqa: S308 -- drawn by us
        "groups": groups_table(layer),
        "communes": communes_table(layer),
        "others": others_table(layer),
    }
    return render(request, "habits/layer.html", context)


@require_safe
def rows(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """The rows of a layer as a file, to be kept or added again."""
    structure = find(request, slug, Ability.READ)
    layer = layer_of(get_object_or_404(structure.habit_layers, pk=pk), structure.territory.codes)
    name = f"{slugify(layer.model.name) or 'calque'}-{layer.model.dated_on}"
    return as_spreadsheet(habits_rows(layer), name=name, suffix=suffix)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.LAY)
    layer = get_object_or_404(structure.habit_layers, pk=pk)
    drop_layer(layer, by=request.user)
    say(request, f"Le calque «\N{NO-BREAK SPACE}{layer.name}\N{NO-BREAK SPACE}» est retiré.")
    return redirect("habits:layers", slug)
