"""Where care starts: what it does, and what awaits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.care.enums import Ability
from maillage.care.queries.home import parts_of
from maillage.care.queries.settings import setting_of
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request


@opens_examples
@require_safe
def home(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    context = {"setting": setting_of(structure), "parts": parts_of(structure)}
    return render(request, "care/home.html", context)
