"""The home of a partner: what structures opened to their address, by a link or by an account of that address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.queries import addresses_of
from maillage.accounts.types import Request as SignedIn
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.dossier.documents.review_sheets import sheet
from maillage.dossier.forms.review import AskForm
from maillage.dossier.models import Opening
from maillage.dossier.queries.review_partners import home_behind, partner_home
from maillage.dossier.queries.review_visible import opened_to, visible_to
from maillage.dossier.services import review_requests as services
from maillage.links.models import Link
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, as_file, say

#: Steps, in the address of the link.
SHEET, ASK = "fiche-", "demande-"


def home_by_link(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the link of a home opens."""
    email = home_behind(link)
    if not email:
        raise Http404
    if not step:
        return show(request, [email], link=link)
    if step.startswith(SHEET):
        return identity_sheet(opening_of([email], step.removeprefix(SHEET)))
    if step.startswith(ASK):
        opening = opening_of([email], step.removeprefix(ASK))
        return ask(request, opening, link.get_absolute_url(), link.step(step))
    raise Http404


@require_safe
def home(request: SignedIn) -> HttpResponse:
    return show(request, own_addresses(request))


@require_safe
def own_sheet(request: SignedIn, pk: int) -> HttpResponse:
    opening = opening_of(own_addresses(request), str(pk))
    return identity_sheet(opening)


@WRITES
def own_request(request: SignedIn, pk: int) -> HttpResponse:
    opening = opening_of(own_addresses(request), str(pk))
    return ask(request, opening, reverse("dossier:partner_home"), request.path)


def own_addresses(request: SignedIn) -> list[str]:
    """Those that an account proved to be its own."""
    return sorted(addresses_of([request.user])[request.user.pk])


def show(request: HttpRequest, emails: list[str], link: Link | None = None) -> HttpResponse:
    today = timezone.localdate()
    homes = [partner_home(email, on=today) for email in emails]
    return render(request, "dossier/partner_home.html", {"homes": homes, "link": link, "emails": emails})


def opening_of(emails: list[str], number: str) -> Opening:
    """Raises Http404 for one that is not open to these addresses today."""
    today = timezone.localdate()
    for email in emails:
        for each in opened_to(email, on=today):
            if str(each.pk) == number:
                return each
    raise Http404


def identity_sheet(opening: Opening) -> HttpResponse:
    """In PDF, where it was opened."""
    today = timezone.localdate()
    visible_to(opening, on=today).annex("fiche")
    content = render_document(sheet(opening.structure, on=today), Format.PDF)
    name = filename(f"fiche d’identité {opening.structure.name}", today, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=as_file(name))


def ask(request: HttpRequest, opening: Opening, back: str, here: str) -> HttpResponse:
    """A request to the structure: relayed or answered, they read that it is, and never who did."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.send_request(opening, data["words"], key=data["key"], on=timezone.localdate())
            say(request, "Votre demande est dans le carnet de la structure. Son état se lit ici.")
            return redirect(back)
    context = {"form": form, "opening": opening, "back": back, "here": here}
    status = 422 if form.is_bound else 200
    return render(request, "dossier/partner_ask.html", context, status=status)
