"""Overlays of habits: duty sectors, living areas and flows, added from a file and laid over the territory."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.perms import Request
from maillage.geography import atlas
from maillage.kernel import BadInput, plural
from maillage.territories.enums import Ability
from maillage.territories.forms.habits import HabitForm
from maillage.territories.models import Territory
from maillage.territories.perms import find
from maillage.territories.queries.habit_tables import (
    communes_table,
    figures_of,
    groups_table,
    habits_csv,
    habits_map,
    others_table,
    source_of,
)
from maillage.territories.queries.habits import layer_of, layers_of
from maillage.territories.services.habit_file import Refusal, in_short
from maillage.territories.services.habits import add_layer, drop_layer
from maillage.territories.views.shell import show
from maillage.ui.services import say

#: Refusals shown one by one; the others by their numbers.
SHOWN = 200


@require_safe
def habits(request: Request, slug: str) -> HttpResponse:
    space, territory = find(request.user, slug, Ability.VIEW)
    context = {"layers": layers_of(territory), "crumbs": crumbs(slug)[:1]}
    return show(request, space, "territories/habits.html", context)


def crumbs(slug: str) -> list[tuple[str, str]]:
    pages = {"Diagnostic": "territories:diagnosis", "Habitudes": "territories:habits"}
    return [(label, reverse(name, args=[slug])) for label, name in pages.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def add_habits(request: Request, slug: str) -> HttpResponse:
    space, territory = find(request.user, slug, Ability.EDIT)
    form = HabitForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        departement=departement_of(territory),
    )
    layer = added(request, territory, form) if form.is_valid() else None
    if layer:
        return redirect("territories:habit_layer", slug, layer)
    status = 422 if form.is_bound else 200
    is_first = not territory.habit_layers.exists()
    context = {"form": form, "is_first": is_first, "crumbs": crumbs(slug), **refused(form)}
    return show(request, space, "territories/habit_add.html", context, status=status)


def departement_of(territory: Territory) -> str | None:
    """The one that settles communes of one name, when the territory has only one."""
    codes = {atlas().commune(code).departement for code in territory.codes}
    return codes.pop() if len(codes) == 1 else None


def added(request: Request, territory: Territory, form: HabitForm) -> int | None:
    """The layer of a valid form; None when it was refused, with the reason in the form."""
    assert form.reading is not None  # noqa: S101 -- a valid form was read
    given = {name: form.cleaned_data[name] for name in ("name", "kind", "source", "dated_on")}
    left_out = len(form.reading.refusals)
    try:
        layer = add_layer(
            territory,
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


def refused(form: HabitForm) -> dict[str, Any]:
    """The lines that were not understood, all of them: the first one by one, the others by their numbers."""
    refusals: tuple[Refusal, ...] = form.reading.refusals if form.reading else ()
    return {
        "reading": form.reading,
        "refusals": refusals[:SHOWN],
        "more_refusals": in_short(refusals[SHOWN:]),
    }


@require_safe
def habit_layer(request: Request, slug: str, pk: int) -> HttpResponse:
    space, territory = find(request.user, slug, Ability.VIEW)
    layer = layer_of(get_object_or_404(territory.habit_layers, pk=pk), territory.codes)
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
    return show(request, space, "territories/habit_layer.html", context)


@require_safe
def habit_rows(request: Request, slug: str, pk: int) -> HttpResponse:
    """The rows of a layer as a file, to be kept or added again."""
    _, territory = find(request.user, slug, Ability.VIEW)
    layer = layer_of(get_object_or_404(territory.habit_layers, pk=pk), territory.codes)
    name = f"{slugify(layer.model.name) or 'calque'}-{layer.model.dated_on}.csv"
    return HttpResponse(
        f"\N{BYTE ORDER MARK}{habits_csv(layer)}",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def drop_habits(request: Request, slug: str, pk: int) -> HttpResponse:
    _, territory = find(request.user, slug, Ability.EDIT)
    layer = get_object_or_404(territory.habit_layers, pk=pk)
    drop_layer(layer, by=request.user)
    say(request, f"Le calque «\N{NO-BREAK SPACE}{layer.name}\N{NO-BREAK SPACE}» est retiré.")
    return redirect("territories:habits", slug)
