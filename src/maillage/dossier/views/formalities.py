"""What founding asks, dated."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.dossier.enums import Ability
from maillage.dossier.queries.formalities import formalities_of
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import gather
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request


@opens_examples
@require_safe
def formalities(request: Request, slug: str) -> HttpResponse:
    structure = gather(find(request, slug, Ability.READ))
    today = today_in(structure)
    steps = formalities_of(structure, on=today)
    late = {step.formality.key for step in steps if step.is_late(today)}
    return render(request, "dossier/formalities.html", {"steps": steps, "late": late})
