"""Erasing a card at the request of its person; what is kept of everybody, and how long."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from maillage.kernel import plural
from maillage.people import services
from maillage.people.queries.joining import members_label
from maillage.people.queries.retention import kept_in_books
from maillage.people.queries.retention import retention as table
from maillage.structures.enums import Ability
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@WRITES
def erase_card(request: Request, slug: str, pk: int) -> HttpResponse:
    """What goes and what stays is read first; a post erases."""
    structure = find(request, slug, Ability.RUN)
    person = get_object_or_404(structure.people, pk=pk)
    if request.method == "POST":
        erased = services.erase_person(person, by=request.user)
        kept = f" {plural(erased.fees, 'cotisation reste', 'cotisations restent')} dans les comptes."
        say(request, f"Personne effacée n° {erased.number}.{kept if erased.fees else ''}")
        return redirect("people:members", slug)
    context = {"person": person, "fees": kept_in_books(person), "label": members_label(structure.form)}
    return render(request, "people/erasing.html", context)


@opens_examples
@require_safe
def retention(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.VIEW)
    context = {"retention": table().values(), "label": members_label(structure.form)}
    return render(request, "people/retention.html", context)
