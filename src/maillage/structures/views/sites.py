"""The sites of a structure."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillage.geography import atlas
from maillage.structures import services
from maillage.structures.enums import Ability
from maillage.structures.forms import SiteForm
from maillage.structures.models import Site, Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say


@opens_examples
@WRITES
def sites(request: Request, slug: str) -> HttpResponse:
    """The sites, and one line to add another."""
    structure = find(request, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    if request.method != "POST":
        return show_sites(request, structure, SiteForm())
    form = SiteForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            site = services.add_site(structure, form.given(), by=request.user)
            say(request, f"{site.name} est noté.")
            return redirect("structures:sites", slug)
    return show_sites(request, structure, form, status=422)


def show_sites(request: Request, structure: Structure, form: SiteForm, *, status: int = 200) -> HttpResponse:
    rows = [(site, atlas().commune(site.commune)) for site in structure.sites.all()]
    return render(request, "structures/sites.html", {"rows": rows, "form": form}, status=status)


@WRITES
def site(request: Request, slug: str, pk: int) -> HttpResponse:
    """One site, to correct."""
    structure = find(request, slug, Ability.EDIT)
    found = get_object_or_404(structure.sites, pk=pk)
    form = SiteForm(request.POST if request.method == "POST" else None, initial=typed(found))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.correct_site(found, form.given(), by=request.user)
            say(request, f"{found.name} est enregistré.")
            return redirect("structures:sites", slug)
    context = {"site": found, "form": form}
    return render(request, "structures/site.html", context, status=422 if form.errors else 200)


@require_POST
def drop_site(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    found = get_object_or_404(structure.sites, pk=pk)
    services.drop_site(found, by=request.user)
    say(request, f"{found.name} est retiré.")
    return redirect("structures:sites", slug)


def typed(site: Site) -> dict[str, object]:
    """A site as its form shows it: the commune by its code, which names one only."""
    columns = ("name", "address", "finess", "hours", "is_antenna", "commune")
    return {name: getattr(site, name) for name in columns}
