"""Bring the list one has: read, seen, brought in, taken back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.jobs.enums import State
from maillage.jobs.queries import jobs_of
from maillage.kernel import BadInput, plural
from maillage.people.forms.importing import ImportForm
from maillage.people.queries.importing import imports_of, told_to_come
from maillage.people.queries.joining import members_label
from maillage.people.services.importing import (
    AT_ONCE,
    Fate,
    GivenList,
    Seen,
    bring_in,
    bring_in_later,
    foreseen,
    key_of,
    undo,
)
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import WRITES, refusals_said, say

#: Lines shown one by one; a form of a thousand choices is refused by the server.
SHOWN = 200


@WRITES
def import_members(request: Request, slug: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.EDIT), timezone.localdate()
    form = (
        ImportForm(request.POST, request.FILES) if request.method == "POST" else taken_up(request, structure)
    )
    if form.is_bound and form.is_valid() and "keep" in request.POST:
        if form.given and form.reading and len(form.reading.lines) > AT_ONCE:
            bring_in_later(structure, form.given, by=request.user, lines=len(form.reading.lines))
            say(request, "L’import commence. Vous pouvez quitter cette page\N{NO-BREAK SPACE}: il continue.")
            return redirect("structures:works", slug)
        if brought(request, structure, form):
            return redirect("people:members", slug)
    context = {
        "form": form,
        "label": members_label(structure.form),
        "crumbs": [(members_label(structure.form), reverse("people:members", args=[slug]))],
        "imports": imports_of(structure, on=today),
        **(seen(structure, form, on=today) if form.reading else {}),
    }
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


def taken_up(request: Request, structure: Structure) -> ImportForm:
    """The form as it was sent for a list whose import stopped (`reprendre`: the key of what was seen), else an empty one."""
    key = key_of(structure, request.GET.get("reprendre", "")[:32])
    job = jobs_of(structure.pk).filter(key=key, state=State.FAILED).exclude(given="").first()
    return ImportForm.again(GivenList.read(job.given)) if job else ImportForm()


def brought(request: Request, structure: Structure, form: ImportForm) -> bool:
    """Whether the list was brought in; when not, why is in the form."""
    assert form.reading is not None  # noqa: S101 -- a valid form was read
    try:
        batch = bring_in(
            structure,
            form.reading,
            form.options,
            by=request.user,
            on=timezone.localdate(),
            key=form.key,
            choices=form.choices,
        )
    except BadInput as refusal:
        form.add_error(None, str(refusal))
        return False
    say(
        request,
        f"La liste est importée\N{NO-BREAK SPACE}: {batch.made}{told_to_come(batch)}.",
        undo=reverse("people:undo_import", args=[structure.slug, batch.pk]),
    )
    return True


def seen(structure: Structure, form: ImportForm, *, on: date) -> dict[str, Any]:
    """What the list would do: first the lines that need eyes."""
    assert form.reading is not None  # noqa: S101 -- asked for once it is read
    foresight: Seen = foreseen(structure, form.reading, form.options, on=on)
    fates = foresight.plan.fates
    ties = [fate for fate in fates if fate.among]
    eyes = [fate for fate in fates if fate.wants_eyes and not fate.among]
    others = [fate for fate in fates if not fate.wants_eyes]
    return {
        "reading": form.reading,
        "plan": foresight.plan,
        "key": foresight.key,
        "counts": foresight.plan.counts,
        "to_come": foresight.plan.to_come(on),
        "ties": [(fate, form.choices.get(fate.line, "")) for fate in ties[:SHOWN]],
        "ties_left": more(ties),
        "eyes": eyes[:SHOWN],
        "eyes_left": more(eyes),
        "others": others[:SHOWN],
        "others_left": more(others),
    }


def more(fates: Sequence[Fate]) -> str:
    """« 12 autres lignes », of those beyond a page; empty when none is."""
    beyond = len(fates[SHOWN:])
    return plural(beyond, "autre ligne", "autres lignes") if beyond else ""


@require_POST
def undo_import(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    batch = get_object_or_404(structure.member_imports, pk=pk)
    with refusals_said(request):
        undone = undo(batch, by=request.user, on=timezone.localdate())
        say(request, undone.sentence if undone.did else "Cet import est déjà annulé.")
    return redirect("people:import_members", slug)
