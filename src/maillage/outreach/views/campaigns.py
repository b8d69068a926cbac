"""Campaigns, for whoever runs them: open one, give links to those who call, follow the totals, close."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.links.queries import handout_of
from maillage.outreach import services
from maillage.outreach.enums import Ability
from maillage.outreach.forms import CallerForm, LaunchForm, WordsForm
from maillage.outreach.models import Campaign
from maillage.outreach.queries import campaigns as queries
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_spreadsheet, say


@WRITES
def campaigns(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.CAMPAIGN)
    asked = {"professions": request.GET.getlist("profession")}
    form = LaunchForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_valid():
        try:
            opened = services.launch(structure, form.given(), by=request.user, on=timezone.localdate())
        except BadInput as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            say(request, "La campagne est ouverte. Relisez les mots, puis ajoutez qui appelle.")
            return redirect("outreach:campaign", slug, opened.pk)
    context = {"form": form, "campaigns": queries.campaigns_of(structure)}
    return render(request, "outreach/campaigns/list.html", context, status=422 if form.is_bound else 200)


@WRITES
def campaign(request: Request, slug: str, pk: int) -> HttpResponse:
    """The totals and the callers; sent, the words."""
    found = campaign_of(request, slug, pk)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"words": found.words})
    if form.is_valid():
        services.reword(found, form.cleaned_data["words"])
        say(request, "Les mots sont enregistrés : chacun les lit sur sa page.")
        return redirect("outreach:campaign", slug, pk)
    return show(request, found, words=form, status=422 if form.is_bound else 200)


def show(
    request: Request,
    found: Campaign,
    *,
    words: WordsForm | None = None,
    adding: CallerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    peers = queries.callers_of(found, on=today)
    context = {
        "campaign": found,
        "progress": queries.progress_of(found, on=today),
        "callers": [(each, handout_of(request, each.caller.link)) for each in peers],
        "minutes": queries.minutes_words(sum(each.minutes for each in peers)),
        "words_form": words or WordsForm(initial={"words": found.words}),
        "caller_form": adding or CallerForm(queries.who_may_call(found, on=today)),
        "form": adding or words,
    }
    return render(request, "outreach/campaigns/campaign.html", context, status=status)


@require_POST
def add_caller(request: Request, slug: str, pk: int) -> HttpResponse:
    found = campaign_of(request, slug, pk)
    form = CallerForm(found.structure.people.all(), request.POST)
    if form.is_valid():
        try:
            caller = services.add_caller(
                found,
                form.cleaned_data["person"],
                by=request.user,
                at=timezone.now(),
                address_of=lambda link: request.build_absolute_uri(link.get_absolute_url()),
            )
        except BadInput as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            say(request, f"{caller} peut appeler : voici son lien.")
            return redirect("outreach:campaign", slug, pk)
    return show(request, found, adding=form, status=422)


@require_POST
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    services.close(campaign_of(request, slug, pk), by=request.user, on=timezone.localdate())
    say(request, "La campagne est close : plus personne n’appelle. Ce qui a été dit reste.")
    return redirect("outreach:campaign", slug, pk)


@require_safe
def times(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """The time that was given, for a spreadsheet. It leaves a trace."""
    found = campaign_of(request, slug, pk)
    response = as_spreadsheet(
        queries.times_in_rows(found), name=f"temps-d-appel-{slug}-{timezone.localdate()}", suffix=suffix
    )
    record(
        f"Temps d’appel sortis en {suffix.upper()} : « {found.title} ».",
        by=request.user.pk,
        subject=found.structure_id,
        kind=Kind.DOWNLOAD,
    )
    return response


def campaign_of(request: Request, slug: str, pk: int) -> Campaign:
    structure = find(request, slug, Ability.CAMPAIGN)
    found = get_object_or_404(structure.campaigns, pk=pk)
    found.structure = structure
    return found
