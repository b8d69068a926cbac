"""What the worker does for a structure: how far it is, and what became of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.jobs.queries import jobs_of
from maillage.jobs.services import forget
from maillage.structures.enums import Ability
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.queries import works as works_of

SHOWN = 50


@never_cache
@require_safe
def works(request: Request, slug: str) -> HttpResponse:
    found = works_of(find(request, slug, Ability.EDIT))
    context = {
        "under_way": [work for work in found if not work.is_over],
        "over": [work for work in found if work.is_over][:SHOWN],
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "structures/works.html#works" if is_part else "structures/works.html", context)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    forget(get_object_or_404(jobs_of(structure.pk), pk=pk))
    return redirect("structures:works", slug)
