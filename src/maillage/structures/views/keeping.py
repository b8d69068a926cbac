"""What a structure keeps: its history, all of it as a file, and erasing it."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.structures import services
from maillage.structures.enums import Ability
from maillage.structures.forms import EraseForm
from maillage.structures.perms import find
from maillage.structures.queries import history
from maillage.structures.types import Request
from maillage.ui.queries import contents_of, paged
from maillage.ui.services import WRITES


@require_safe
def trail(request: Request, slug: str) -> HttpResponse:
    """Who did what, the newest first; of one kind when the address names it."""
    structure = find(request, slug, Ability.KEYS)
    rows = history(structure)
    kind = request.GET.get("nature", "")
    if kind in Kind:
        rows = rows.filter(kind=kind)
    page = paged(rows, request.GET.get("page"))
    authors = User.objects.in_bulk({entry.actor for entry in page if entry.actor})
    context = {
        "page": page,
        "lines": [(entry, authors.get(entry.actor or 0)) for entry in page],
        "kinds": Kind.choices,
        "kind": kind,
    }
    return render(request, "structures/trail.html", context)


@require_safe
def everything(request: Request, slug: str) -> HttpResponse:
    """All of it in one JSON file. It leaves a trace, and changes nothing else."""
    structure = find(request, slug, Ability.KEYS)
    content = {"exported_at": timezone.now(), **contents_of(structure)}
    record("Tout le contenu est sorti en JSON.", by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    name = f"{structure.slug}-{timezone.localdate()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(content, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})


@WRITES
def erase(request: Request, slug: str) -> HttpResponse:
    """Asked once, by its name: it cannot be undone."""
    structure = find(request, slug, Ability.KEYS)
    form = EraseForm(request.POST if request.method == "POST" else None, name=structure.name)
    if form.is_valid():
        services.erase(structure, by=request.user)
        del request.structure  # no page is drawn in its space any more
        messages.success(request, f"« {structure.name} » est supprimée, avec tout ce qu’elle contenait.")
        return redirect("structures:mine")
    status = 422 if form.is_bound else 200
    return render(request, "structures/erase.html", {"form": form}, status=status)
