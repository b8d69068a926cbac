"""Sharing a sum among the associates of a company: simulated, kept with its vote, undone."""

import re
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.funding.documents.shares import year_of_shares
from maillage.funding.enums import Ability
from maillage.funding.forms.budget import FIRST_YEAR, LAST_YEAR
from maillage.funding.forms.sharing import SharingForm
from maillage.funding.queries.sharing import associates_of, hours_in, shares_in_rows, sharings_of
from maillage.funding.queries.transfers import transfers_for
from maillage.funding.services import sharing as services
from maillage.funding.types.sharing import Sharing as Computed
from maillage.funding.views.budget import year_asked
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, as_file, as_spreadsheet, say


@require_safe
def sharings(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    context = {
        "sharings": sharings_of(structure),
        "has_person": structure.legal_persons.exists(),
        "has_associates": bool(associates_of(structure, on=today_in(structure))),
    }
    return render(request, "funding/sharings.html", context)


@WRITES
def share(request: Request, slug: str) -> HttpResponse:
    """A post computes, and writes nothing unless it says `keep`."""
    structure = find(request, slug, Ability.APPROVE)
    today = today_in(structure)
    # What is shared was earned the year before, unless its year is said.
    year = year_asked(request, structure) if "annee" in request.GET else today.year - 1
    form = form_of(structure, request, year)
    computed: Computed | None = None
    if form.is_valid():
        with refusals_in(form):
            computed = services.simulate(form.given())
            if "keep" in request.POST:
                key = form.cleaned_data["key"]
                made = services.keep(form.person(), form.given(), key=key, by=request.user, on=today)
                say(request, "Le partage est gardé : la part de chacun ne change plus.")
                return redirect("funding:sharing", slug, made.pk)
    context = {"form": form, "computed": computed, "year": year}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "funding/share.html", context, status=status)


def form_of(structure: Structure, request: Request, year: int) -> SharingForm:
    data = request.POST if request.method == "POST" else None
    associates = associates_of(structure, on=today_in(structure))
    proposed = proposed_sum(request, structure)
    return SharingForm(structure, associates, hours_in(structure, year), data, initial=proposed)


def proposed_sum(request: Request, structure: Structure) -> dict[str, object]:
    """`?somme=` of the year `?annee=`, as the page of an agreement proposes it; nothing when it is no sum."""
    asked = request.GET.get("somme", "")
    if not re.fullmatch(r"[0-9]{1,8}([.][0-9]{1,2})?", asked, re.ASCII):
        return {}
    return {"amount": Decimal(asked), "label": f"ACI {year_asked(request, structure)}"}


@WRITES
def sharing(request: Request, slug: str, pk: int) -> HttpResponse:
    """One that was kept; a post undoes it."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    found = get_object_or_404(sharings_of(structure), pk=pk)
    if request.method == "POST":
        try:
            undone = services.undo(found, by=request.user, on=today_in(structure))
        except BadInput as refusal:
            say(request, str(refusal))
            return redirect("funding:sharing", slug, pk)
        say(request, "Le partage est annulé par un autre, de sommes opposées.")
        return redirect("funding:sharing", slug, undone.pk)
    transfers = transfers_for(found)
    context = {
        "sharing": found,
        "undone_by": getattr(found, "undone_by", None),
        "shares": [(each, transfers.get(each.pk)) for each in found.shares.all()],
        "is_all_paid": len(transfers) == len(found.shares.all()),
    }
    return render(request, "funding/sharing.html", context)


@require_safe
def shares_paper(request: Request, slug: str, pk: int, year: int) -> HttpResponse:
    """The statement of an associé for a civil year; it names somebody, and leaves a trace."""
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    person = get_object_or_404(structure.people, pk=pk)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    person.structure = structure
    document = year_of_shares(person, year, on=today)
    name = filename(f"{document.title} {person.name}", today, Format.PDF)
    response = HttpResponse(
        render_document(document, Format.PDF), content_type="application/pdf", headers=as_file(name)
    )
    said = f"Relevé des parts de {year} sorti pour {person.name}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


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
