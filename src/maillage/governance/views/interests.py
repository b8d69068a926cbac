"""The register of interests, for whoever runs the structure, and who stays out of a point of a meeting."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.governance.enums import Ability
from maillage.governance.forms.interests import OtherInterestForm, RecusalForm
from maillage.governance.models import DeclaredInterest, Recusal
from maillage.governance.queries import interests as queries
from maillage.governance.services import interests as services
from maillage.governance.views.meetings import attempt, find_meeting
from maillage.people.queries.naming import cards_by_label
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say


@WRITES
def interests(request: Request, slug: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.RUN), timezone.localdate()
    cards = cards_by_label(structure)
    form = OtherInterestForm(cards, request.POST if request.method == "POST" else None)
    if form.is_valid():
        person, key = form.cleaned_data["person"], form.cleaned_data["key"]
        with refusals_in(form):
            services.declare(person, form.given(), key=key, by=request.user, on=today)
            say(request, f"Intérêt de {person.name} : noté.")
            return redirect("governance:interests", slug)
    page = paged(queries.register_of(structure, on=today), request.GET.get("page"))
    context = {
        "page": page,
        "people": [(each, queries.told_on(each)) for each in page.object_list],
        "comperage": queries.comperage(),
        "cards": cards,
        "form": form,
    }
    return render(request, "governance/interests.html", context, status=422 if form.is_bound else 200)


@require_safe
def interests_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """It names people: it leaves a trace."""
    structure, today = find(request, slug, Ability.RUN), timezone.localdate()
    rows = queries.interests_in_rows(structure, on=today)
    response = as_spreadsheet(rows, name=f"interets-{slug}-{today}", suffix=suffix)
    said = f"Registre des intérêts sorti en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@require_POST
def withdraw_interest(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    rows = DeclaredInterest.objects.filter(person__structure=structure).select_related("person")
    found = get_object_or_404(rows, pk=pk)
    services.withdraw(found.person, found.pk, by=request.user)
    say(request, f"Intérêt de {found.person.name} : retiré.")
    return redirect("governance:interests", slug)


@require_POST
def recuse(request: Request, slug: str, pk: int) -> HttpResponse:
    """Somebody takes no part in a point."""
    found = find_meeting(request, slug, pk)
    form = RecusalForm(cards_by_label(found.instance.structure), request.POST)
    if not form.is_valid():
        say(request, sentences_of(form))
        return redirect("governance:meeting", slug, pk)
    item = get_object_or_404(found.items, pk=form.cleaned_data["item"])
    item.meeting = found
    person, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
    attempt(
        request,
        lambda: services.recuse(item, person, reason, by=request.user),
        f"{person.name} ne prend pas part à ce point. Le procès-verbal le dit.",
    )
    return redirect("governance:meeting", slug, pk)


@require_POST
def take_part(request: Request, slug: str, pk: int, recusal: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    rows = Recusal.objects.filter(item__meeting=found).select_related("item", "person")
    noted = get_object_or_404(rows, pk=recusal)
    noted.item.meeting = found
    attempt(
        request,
        lambda: services.take_part(noted, by=request.user),
        f"{noted} prend de nouveau part à ce point.",
    )
    return redirect("governance:meeting", slug, pk)
