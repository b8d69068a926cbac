"""What is signed with a partner, and what a partner asks: each on a page of its own."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.files.services import keep, response_of
from maillage.kernel import BadInput
from maillage.outreach.enums import Ability
from maillage.outreach.forms.partners import ConventionForm, NewConventionForm, PaperForm, RequestForm
from maillage.outreach.models import Convention, ConventionPaper, Partner, PartnerRequest
from maillage.outreach.queries.partners import signed
from maillage.outreach.services import conventions as services
from maillage.outreach.views.partners import partner_of, saved_meanwhile, to_page
from maillage.people.queries.naming import cards_by_label
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.services import WRITES, say


@WRITES
def add_convention(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found, cards = partner_of(structure, pk), cards_by_label(structure)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewConventionForm(*sent, cards=cards)
    if form.is_valid():
        key, now = form.cleaned_data["key"], timezone.now()
        try:
            # Before the transaction: writing a file is slow. What is refused after goes within a day.
            papers = [
                keep(each, about=structure.pk, by=request.user, at=now)
                for each in form.cleaned_data["papers"]
            ]
            services.add_convention(found, form.given(), key=key, by=request.user, papers=papers)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "papers", str(refusal))
        else:
            say(request, "La convention est dans le carnet.")
            return to_page(found, "conventions")
    return show(request, "convention", {"form": form, "partner": found, "cards": cards})


@WRITES
def convention(request: Request, slug: str, pk: int, convention: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found, cards = partner_of(structure, pk), cards_by_label(structure)
    row = get_object_or_404(found.conventions.select_related("partner"), pk=convention)
    sent = request.POST if request.method == "POST" else None
    form, saved = ConventionForm(sent, cards=cards, row=row), None
    if form.is_valid():
        try:
            services.write_convention(
                row, form.given(), version=form.cleaned_data["version"], by=request.user
            )
        except BadInput as refusal:
            refuse(form, refusal)
            saved = saved_meanwhile(request, form, Convention.objects.get(pk=row.pk))
        else:
            say(request, "C’est enregistré.")
            return to_page(found, "conventions")
    (read,) = signed([row], on=timezone.localdate())
    context = {"form": form, "partner": found, "cards": cards, "saved": saved, "signed": read}
    context["papers"] = PaperForm()
    return show(request, "convention", context)


def show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, f"outreach/partners/{page}.html", context, status=status)


@require_POST
def drop_convention(request: Request, slug: str, pk: int, convention: int) -> HttpResponse:
    found = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    row = get_object_or_404(found.conventions.select_related("partner"), pk=convention)
    services.drop_convention(row, by=request.user)
    say(request, "La convention est retirée.")
    return to_page(found, "conventions")


@require_POST
def add_paper(request: Request, slug: str, pk: int, convention: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found = partner_of(structure, pk)
    row = get_object_or_404(found.conventions.select_related("partner"), pk=convention)
    papers = PaperForm(request.POST, request.FILES)
    if papers.is_valid():
        try:
            given = papers.cleaned_data["file"]
            kept = keep(given, about=structure.pk, by=request.user, at=timezone.now())
            services.attach(row, kept, by=request.user)
        except BadInput as refusal:
            papers.add_error("file", str(refusal))
        else:
            say(request, f"La pièce est gardée\N{NO-BREAK SPACE}: {kept.name}.")
            return redirect(to_papers(found, row))
    cards = cards_by_label(structure)
    (read,) = signed([row], on=timezone.localdate())
    form = ConventionForm(None, cards=cards, row=row)
    context = {"form": form, "partner": found, "cards": cards, "signed": read, "papers": papers}
    return render(request, "outreach/partners/convention.html", context, status=422)


def to_papers(partner: Partner, convention: Convention) -> str:
    page = reverse("outreach:convention", args=[partner.structure.slug, partner.pk, convention.pk])
    return f"{page}#pieces"


@require_safe
def paper(request: Request, slug: str, pk: int, convention: int, file: UUID) -> HttpResponse:
    found = paper_of(partner_of(find(request, slug, Ability.READ_PARTNERS), pk), convention, file)
    try:
        return response_of(found.file)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("outreach:partner", slug, pk)


@require_POST
def drop_paper(request: Request, slug: str, pk: int, convention: int, file: UUID) -> HttpResponse:
    partner = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    found = paper_of(partner, convention, file)
    services.detach(found, by=request.user)
    say(request, f"La pièce est retirée\N{NO-BREAK SPACE}: {found.file.name}.")
    return redirect(to_papers(partner, found.convention))


def paper_of(partner: Partner, convention: int, file: UUID) -> ConventionPaper:
    papers = ConventionPaper.objects.select_related("file", "convention__partner")
    return get_object_or_404(papers, convention__partner=partner, convention=convention, file=file)


@WRITES
def partner_request(request: Request, slug: str, pk: int, asked: int) -> HttpResponse:
    """Relay a request, answer it, correct it."""
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found, cards = partner_of(structure, pk), cards_by_label(structure)
    row = get_object_or_404(found.requests.select_related("partner", "person", "relayed_to"), pk=asked)
    sent = request.POST if request.method == "POST" else None
    form, saved = RequestForm(sent, cards=cards, row=row), None
    if form.is_valid():
        try:
            services.write_request(row, form.given(), version=form.cleaned_data["version"], by=request.user)
        except BadInput as refusal:
            refuse(form, refusal)
            saved = saved_meanwhile(request, form, PartnerRequest.objects.get(pk=row.pk))
        else:
            say(request, "C’est enregistré.")
            return to_page(found, "demandes")
    context = {"form": form, "partner": found, "cards": cards, "saved": saved, "asked": row}
    return show(request, "request", context)


@require_POST
def drop_request(request: Request, slug: str, pk: int, asked: int) -> HttpResponse:
    found = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    row = get_object_or_404(found.requests.select_related("partner"), pk=asked)
    services.drop_request(row, by=request.user)
    say(request, "La demande est retirée.")
    return to_page(found, "demandes")
