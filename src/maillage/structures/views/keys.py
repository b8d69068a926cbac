"""Keys for other programs: made and taken back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.structures.enums import Ability
from maillage.structures.forms import KeyForm
from maillage.structures.perms import find
from maillage.structures.queries import sizes
from maillage.structures.services.keys import drop_key, make_key
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import open_links as open_links_of
from maillage.ui.services import WRITES, say


@never_cache
@WRITES
def keys(request: Request, slug: str) -> HttpResponse:
    """The keys there are; a new one is shown on the page that made it, and never again."""
    structure = find(request, slug, Ability.KEYS)
    form = KeyForm(request.POST if request.method == "POST" else None)
    secret, status = "", 200
    if form.is_valid():
        with refusals_in(form):
            _, secret = make_key(structure, **form.cleaned_data, by=request.user, on=timezone.localdate())
            form = KeyForm()
    if form.errors:
        status = 422
    context = {
        "form": form,
        "secret": secret,
        "keys": structure.api_keys.all(),
        "address": request.build_absolute_uri("/api/docs"),
        "url": request.build_absolute_uri(f"/api/v1/structures/{slug}/coverage"),
    }
    return render(request, "structures/keys.html", context, status=status)


@require_safe
def open_links(request: Request, slug: str) -> HttpResponse:
    """What leads into the space without account: how many links of each kind, what they open, where they are closed."""
    structure = find(request, slug, Ability.KEYS)
    kinds = open_links_of(structure, timezone.localdate())
    counts = sizes(**{str(rank): each.rows for rank, each in enumerate(kinds)})
    found = [(each, counts[str(rank)]) for rank, each in enumerate(kinds)]
    return render(request, "structures/open_links.html", {"kinds": [each for each in found if each[1]]})


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.KEYS)
    drop_key(get_object_or_404(structure.api_keys, pk=pk), by=request.user)
    say(request, "La clé est retirée : elle n’ouvre plus rien.")
    return redirect("structures:keys", slug)
