"""A move of the parts of the company: what the law finds is read before it is noted, and after."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.enums import Belonging
from maillage.people.forms.belonging import PartsForm
from maillage.people.models import Adhesion, Person
from maillage.people.queries.joining import members_label
from maillage.people.queries.parts import composition, has_parts, held_by, holders, in_brief
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, say


@WRITES
def parts(request: Request, slug: str, pk: int) -> HttpResponse:
    """A GET with a move shows what it would do; a POST notes it, whatever the law finds: it is said, not blocked."""
    structure = find(request, slug, Ability.EDIT)
    person = get_object_or_404(structure.people, pk=pk)
    if not has_parts(structure):
        return redirect("people:card", slug, pk)
    held = held_by(person)
    sent = request.POST if request.method == "POST" else request.GET if "move" in request.GET else None
    form = PartsForm(sent, holds=held is not None)
    if request.method != "POST" or not form.is_valid():
        return show(request, structure, person, form, held)
    try:
        moved(person, held, form.cleaned_data, request)
    except BadInput as refusal:
        refuse(form, refusal)
        return show(request, structure, person, form, held)
    said = in_brief(composition(structure, on=form.cleaned_data["on"]))
    say(request, f"{person.name} : le mouvement est noté. {said}")
    return redirect("people:parts", slug, pk)


def moved(person: Person, held: Adhesion | None, said: dict[str, Any], request: Request) -> None:
    """Note it. Raises BadInput."""
    by, on = request.user, said["on"]
    if held is None:
        services.enter(person, Belonging.ASSOCIE, parts=said["parts"], by=by, on=on)
    elif said["move"] == "leave":
        services.leave(held, by=by, on=on)
    else:
        services.change_parts(held, said["parts"], by=by, on=on)


def show(
    request: Request, structure: Structure, person: Person, form: PartsForm, held: Adhesion | None
) -> HttpResponse:
    today = timezone.localdate()
    shown = holders(structure, on=today)
    foreseen = form.is_bound and form.is_valid()
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "held": held,
        "holders": shown,
        "total": sum(holder.parts or 0 for holder in shown),
        "now": composition(structure, on=today) if shown else (),
        "label": members_label(structure.form),
    }
    if foreseen:
        move, on = form.cleaned_data["move"], form.cleaned_data["on"]
        context |= {
            "move": dict(form.fields["move"].choices)[move],  # type: ignore[attr-defined]
            "after": composition(
                structure,
                on=on,
                entering=person if move == "enter" else None,
                leaving=person if move == "leave" else None,
            ),
        }
    status = 422 if form.errors else 200
    return render(request, "people/parts.html", context, status=status)
