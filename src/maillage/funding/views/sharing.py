"""Sharing a sum among the associates of a company: simulated, kept with its vote, undone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.forms.sharing import SharingForm
from maillage.funding.queries.sharing import associates_of, hours_in, shares_in_rows, sharings_of
from maillage.funding.services import sharing as services
from maillage.funding.types.sharing import Sharing as Computed
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_spreadsheet, say


@require_safe
def sharings(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    context = {
        "sharings": sharings_of(structure),
        "has_person": structure.legal_persons.exists(),
        "has_associates": bool(associates_of(structure, on=timezone.localdate())),
    }
    return render(request, "funding/sharings.html", context)


@WRITES
def share(request: Request, slug: str) -> HttpResponse:
    """A post computes, and writes nothing unless it says `keep`."""
    structure, today = find(request, slug, Ability.APPROVE), timezone.localdate()
    year = today.year - 1  # what is shared was earned the year before
    form = form_of(structure, request, year)
    computed: Computed | None = None
    if form.is_valid():
        try:
            computed = services.simulate(form.given())
            if "keep" in request.POST:
                key = form.cleaned_data["key"]
                made = services.keep(form.person(), form.given(), key=key, by=request.user, on=today)
                say(request, "Le partage est gardé : la part de chacun ne change plus.")
                return redirect("funding:sharing", slug, made.pk)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"form": form, "computed": computed, "year": year}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "funding/share.html", context, status=status)


def form_of(structure: Structure, request: Request, year: int) -> SharingForm:
    data = request.POST if request.method == "POST" else None
    associates = associates_of(structure, on=timezone.localdate())
    return SharingForm(structure, associates, hours_in(structure, year), data)


@WRITES
def sharing(request: Request, slug: str, pk: int) -> HttpResponse:
    """One that was kept; a post undoes it."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    found = get_object_or_404(sharings_of(structure), pk=pk)
    if request.method == "POST":
        try:
            undone = services.undo(found, by=request.user, on=timezone.localdate())
        except BadInput as refusal:
            say(request, str(refusal))
            return redirect("funding:sharing", slug, pk)
        say(request, "Le partage est annulé par un autre, de sommes opposées.")
        return redirect("funding:sharing", slug, undone.pk)
    context = {"sharing": found, "undone_by": getattr(found, "undone_by", None)}
    return render(request, "funding/sharing.html", context)


@require_safe
def sharing_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found = get_object_or_404(sharings_of(structure), pk=pk)
    response = as_spreadsheet(
        shares_in_rows(found), name=f"partage-{slug}-{found.made_on}-{pk}", suffix=suffix
    )
    said = f"Partage sorti en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
