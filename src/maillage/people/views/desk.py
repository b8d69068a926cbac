"""How the structure is reached, and who answers: read by those who belong, written by those who run it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.kernel import BadInput
from maillage.people.forms.desk import DeskForm
from maillage.people.models import ContactDesk
from maillage.people.queries.desk import desk_of, is_away, point_of, who_answers
from maillage.people.queries.naming import cards_by_label
from maillage.people.services.desk import set_desk
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@opens_examples
@WRITES
def desk(request: Request, slug: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    structure = find(request, slug, Ability.VIEW if sent is None else Ability.RUN)
    kept, cards = desk_of(structure), cards_by_label(structure)
    form = DeskForm(sent, desk=kept, cards=cards, contact=structure.contact)
    context: dict[str, Any] = {"form": form, "cards": cards}
    if form.is_valid():
        try:
            write(request, structure, form)
        except BadInput as refusal:
            form.add_error(refusal.field or None, str(refusal))
            kept = desk_of(structure)
            if kept and kept.version != form.cleaned_data["version"]:
                form.data = {**request.POST.dict(), "version": str(kept.version)}
        else:
            say(request, "Le contact de la structure est enregistré.")
            return redirect("people:desk", slug)
    context |= told_of(kept)
    return render(request, "people/desk.html", context, status=200 if sent is None else 422)


def write(request: Request, structure: Structure, form: DeskForm) -> None:
    data = form.cleaned_data
    set_desk(
        structure,
        form.given(),
        answers=data["answers"],
        backup=data["backup"],
        version=data["version"],
        by=request.user,
        on=timezone.localdate(),
    )


def told_of(kept: ContactDesk | None) -> dict[str, Any]:
    """As it stands today."""
    if kept is None:
        return {"desk": None}
    today = timezone.localdate()
    return {
        "desk": kept,
        "point": point_of(kept),
        "answering": who_answers(kept, today),
        "is_away": is_away(kept, today),
    }
