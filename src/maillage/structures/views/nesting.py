"""The structures that one holds, or takes part in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.kernel import BadInput
from maillage.structures import services
from maillage.structures.enums import Ability
from maillage.structures.forms import NestingForm
from maillage.structures.models import Nesting, Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import asked_of, linked, sides_of, waiting_for
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say

ASKED = "Si une structure de cette instance a cette adresse, ses porteurs verront votre demande, à confirmer."


@opens_examples
@WRITES
def nestings(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.VIEW)
    if request.method != "POST":
        return show_nestings(request, structure, NestingForm(sides=sides_of(structure.form)))
    form = NestingForm(request.POST, sides=sides_of(structure.form))
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.ask_nesting(
                structure,
                data["address"],
                holds=data["side"] == "holds",
                by=request.user,
                on=timezone.localdate(),
            )
            say(request, ASKED)
            return redirect("structures:nestings", slug)
    return show_nestings(request, structure, form, status=422)


def show_nestings(
    request: Request, structure: Structure, form: NestingForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "linked": linked(structure),
        "asked": asked_of(structure),
        "waiting": waiting_for(structure),
        "form": form,
        "refusal": refusal,
        "can_be_linked": any(sides_of(structure.form)),
    }
    return render(request, "structures/nestings.html", context, status=status)


@require_POST
def answer_nesting(request: Request, slug: str, pk: int) -> HttpResponse:
    """Confirm, refuse, take back, or part."""
    structure = find(request, slug, Ability.RUN)
    mine = [*asked_of(structure), *waiting_for(structure), *(each.nesting for each in linked(structure))]
    nesting = get_object_or_404(Nesting, pk__in=[known.pk for known in mine if known.pk == pk])
    if "confirm" not in request.POST:
        services.drop_nesting(structure, nesting, by=request.user)
        say(request, "Le lien est retiré.")
        return redirect("structures:nestings", slug)
    if not asked_of(structure).filter(pk=pk).exists():
        return redirect("structures:nestings", slug)  # already answered
    try:
        services.confirm_nesting(structure, nesting, by=request.user, on=timezone.localdate())
    except BadInput as refusal:
        form = NestingForm(sides=sides_of(structure.form))
        return show_nestings(request, structure, form, refusal=str(refusal), status=422)
    say(request, f"« {nesting.asker.name} » : le lien est confirmé.")
    return redirect("structures:nestings", slug)
