"""How the structure is reached, and who answers: read by those who belong, written by those who run it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.kernel import BadInput
from maillage.mail.queries import sender_words
from maillage.people.forms.desk import DeskAbsenceForm, DeskForm
from maillage.people.models import ContactDesk
from maillage.people.queries.desk import absence_on, absences_of, desk_of, point_of, replacing, who_answers
from maillage.people.queries.naming import cards_by_label
from maillage.people.services.desk import set_desk
from maillage.people.services.presence import forget_absence, note_absence
from maillage.people.views.team import numbers
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, say


@opens_examples
@WRITES
def desk(request: Request, slug: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    structure = find(request, slug, Ability.VIEW if sent is None else Ability.RUN)
    kept, cards = desk_of(structure), cards_by_label(structure)
    form = DeskForm(sent, desk=kept, cards=cards, contact=structure.contact)
    context: dict[str, Any] = {"form": form, "cards": cards, "absence_form": DeskAbsenceForm(cards=cards)}
    if form.is_valid():
        try:
            write(request, structure, form)
        except BadInput as refusal:
            refuse(form, refusal)
            kept = desk_of(structure)
            if kept and kept.version != form.cleaned_data["version"]:
                form.data = {**request.POST.dict(), "version": str(kept.version)}
        else:
            say(request, "Le contact de la structure est enregistré.")
            return redirect("people:desk", slug)
    context |= told_of(kept)
    if Ability.RUN in request.abilities:
        context["sender"] = sender_words()
    return render(request, "people/desk.html", context, status=200 if sent is None else 422)


@require_POST
def desk_absence(request: Request, slug: str) -> HttpResponse:
    """An absence of who answers is noted on their card, or taken away."""
    structure, today = find(request, slug, Ability.RUN), timezone.localdate()
    kept, cards = desk_of(structure), cards_by_label(structure)
    if kept is None or kept.answers is None:
        say(request, "Dites d’abord qui répond.")
        return redirect("people:desk", slug)
    if removed := numbers([request.POST.get("remove", "")]):
        forget_absence(kept.answers, removed[0], by=request.user)
        say(request, "L’absence est retirée.")
        return redirect("people:desk", slug)
    form = DeskAbsenceForm(request.POST, cards=cards)
    if form.is_valid():
        data = form.cleaned_data
        by = data["replaced_by"]
        with refusals_in(form):
            if by and by.pk == kept.answers_id:
                raise BadInput(
                    "Nommez quelqu’un d’autre : c’est cette personne qui est absente.", field="replaced_by"
                )
            note_absence(
                kept.answers,
                since=data["since"],
                last_day=data["last_day"],
                replaced_by=by.name if by else "",
                by=request.user,
                on=today,
            )
            say(request, "L’absence est notée.")
            return redirect("people:desk", slug)
    context = {
        "form": DeskForm(desk=kept, cards=cards, contact=structure.contact),
        "cards": cards,
        "absence_form": form,
        **told_of(kept),
    }
    return render(request, "people/desk.html", context, status=422)


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
        "absence": absence_on(kept, today),
        "absences": [(each, replacing(kept, each, each.since)) for each in absences_of(kept, on=today)],
    }
