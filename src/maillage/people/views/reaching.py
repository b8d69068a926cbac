"""Whom no message reaches, told otherwise; messages that nobody knows to have left."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.mail.queries import in_doubt_about
from maillage.people import services
from maillage.people.queries.joining import members_label
from maillage.people.queries.members import in_order
from maillage.people.queries.reaching import stopped_in, without_address
from maillage.structures.enums import Ability
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import say

SHOWN = 200  # lines of a part


@require_safe
def unreached(request: Request, slug: str) -> HttpResponse:
    """Doubts to settle, addresses to check, cards without any."""
    structure = find(request, slug, Ability.EDIT)
    doubts, without = in_doubt_about(structure.pk), without_address(structure, on=timezone.localdate())
    context = {
        "doubts": doubts[:SHOWN],
        "doubts_count": doubts.count(),
        "stopped": stopped_in(structure),
        "without": in_order(structure.people.filter(pk__in=without[:SHOWN]), without[:SHOWN]),
        "without_count": len(without),
        "label": members_label(structure.form),
    }
    return render(request, "people/unreached.html", context)


@require_POST
def put_back(request: Request, slug: str) -> HttpResponse:
    """Write to a stopped address again: it is right after all, or its box was emptied."""
    structure = find(request, slug, Ability.EDIT)
    failing = number(request.POST.get("address", ""))
    address = services.put_back(structure, failing, by=request.user)
    said = f"Les prochains messages partiront de nouveau à {address}." if address else "C’est déjà fait."
    say(request, said)
    return redirect("people:unreached", slug)


@require_POST
def settle_doubt(request: Request, slug: str) -> HttpResponse:
    """« Il l’a reçu », or sent again to this person alone."""
    structure = find(request, slug, Ability.EDIT)
    has_arrived = "arrived" in request.POST
    pk = number(request.POST.get("arrived" if has_arrived else "again", ""))
    row = services.settle_uncertain(
        structure, pk, has_arrived=has_arrived, by=request.user, at=timezone.now()
    )
    if row is None:
        say(request, "C’est déjà réglé : rien ne part deux fois.")
    elif has_arrived:
        say(request, f"C’est noté : {row.name or row.address} l’a reçu.")
    else:
        say(request, f"Le message repart à {row.name or row.address}, et à personne d’autre.")
    return redirect(f"{reverse('people:unreached', args=[slug])}#incertains")


def number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0
