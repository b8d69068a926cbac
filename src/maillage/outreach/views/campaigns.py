"""Campaigns, for whoever runs them: open one, give links to those who call, follow the totals, close."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.directory.models import Person as Known
from maillage.directory.perms import seconds_to_wait
from maillage.kernel import BadInput
from maillage.legislation import professions_by_key
from maillage.links.models import Link
from maillage.links.queries import handout_of
from maillage.outreach import services
from maillage.outreach.enums import Ability
from maillage.outreach.forms import CallerForm, LaunchForm, LiftForm, RefusalForm, TargetForm, WordsForm
from maillage.outreach.models import Caller, Campaign
from maillage.outreach.queries import campaigns as queries
from maillage.outreach.queries.calling import Ours, communes_of, gather_campaign, professions_of, towns_of
from maillage.outreach.rules import channel_of, phase_in_words, phases_of
from maillage.structures.enums import Ability as KeyAbility
from maillage.structures.models import Structure
from maillage.structures.perms import SAFE, find, opens_examples
from maillage.structures.queries import gather
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say

#: Characters of a name that is sought.
LONGEST_NAME = 80


@opens_examples
@WRITES
def campaigns(request: Request, slug: str) -> HttpResponse:
    """All of them; for whoever runs them, the form that opens one."""
    ability = Ability.CAMPAIGN if request.method == "POST" else Ability.READ_CAMPAIGNS
    structure = gather(find(request, slug, ability), "territory__communes")
    known = [(each, phase_in_words(each.phase, structure.form)) for each in queries.campaigns_of(structure)]
    context: dict[str, Any] = {"campaigns": known}
    if Ability.CAMPAIGN not in request.abilities:
        return render(request, "outreach/campaigns/list.html", context)
    today = timezone.localdate()
    form = LaunchForm(
        request.POST if request.method == "POST" else None,
        professions=queries.professions_offered(structure, on=today),
        communes=towns_of(structure.territory.codes),
        phases=phases_of(structure.form),
        initial={"professions": request.GET.getlist("profession")},
    )
    if form.is_valid():
        with refusals_in(form):
            opened = services.launch(structure, form.given(), by=request.user, on=today)
            say(request, "La campagne est ouverte. Relisez les mots, puis ajoutez qui appelle.")
            return redirect("outreach:campaign", slug, opened.pk)
    context["form"] = form
    return render(request, "outreach/campaigns/list.html", context, status=422 if form.is_bound else 200)


@opens_examples
@WRITES
def campaign(request: Request, slug: str, pk: int) -> HttpResponse:
    """The totals; for whoever runs it, the callers and the words, which are sent here."""
    if request.method != "POST":
        return show(request, campaign_of(request, slug, pk, Ability.READ_CAMPAIGNS))
    found = campaign_of(request, slug, pk)
    form = WordsForm(request.POST)
    if form.is_valid():
        services.reword(found, form.cleaned_data["words"])
        say(request, "Les mots sont enregistrés : chacun les lit sur sa page.")
        return redirect("outreach:campaign", slug, pk)
    return show(request, found, words=form, status=422)


def show(
    request: Request,
    found: Campaign,
    *,
    words: WordsForm | None = None,
    adding: CallerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today, whole = timezone.localdate(), found.structure.territory.codes
    codes, ours = communes_of(found, whole), Ours.belonging(found.structure, on=today)
    context: dict[str, Any] = {
        "campaign": found,
        "progress": queries.progress_of(found, on=today, codes=codes, ours=ours),
        "channel": channel_of(found.phase, found.structure.form),
        "towns": towns_of(codes) if len(codes) < len(whole) else (),
    }
    if Ability.CAMPAIGN in request.abilities:
        asked = (request.POST if adding else request.GET).get("q", "").strip()[:LONGEST_NAME]
        joining, may_call = queries.joiners(found), queries.who_may_call(found, asked, on=today)
        peers = queries.callers_of(found, joining, may_call, on=today)
        aimed = request.GET.get("appelant", "") if found.closed_on is None else ""
        page = paged(queries.willing(found, joining, on=today, ours=ours), request.GET.get("page"))
        proposed = may_call[: queries.MOST_PROPOSED]
        context |= {
            # One link is shown, when it is asked for: a hundred of them, and their codes, would take a second.
            "callers": [
                (
                    each,
                    handout_of(request, each.caller.link)
                    if each.calls and str(each.caller.pk) == aimed
                    else None,
                )
                for each in peers
            ],
            "page": page,
            "willing": queries.said_of_willing(page),
            "minutes": queries.minutes_words(sum(each.minutes for each in peers)),
            "words_form": words or WordsForm(initial={"words": found.words}),
            "caller_form": (adding or CallerForm()).propose(proposed),
            "asked": asked,
            "is_searched": bool(asked) or len(may_call) > len(proposed),
            "proposed": proposed,
            "form": adding or words,
        }
    return render(request, "outreach/campaigns/campaign.html", context, status=status)


@WRITES
def retarget(request: Request, slug: str, pk: int) -> HttpResponse:
    """Whom the campaign calls from now on."""
    found, today = campaign_of(request, slug, pk), timezone.localdate()
    called, known = professions_of(found), professions_by_key()
    offered = queries.professions_offered(found.structure, on=today)
    offered += [(key, known[key].plural) for key in called if key in known and key not in dict(offered)]
    kept = {"professions": called, "communes": list(found.communes.values_list("commune", flat=True))}
    towns = towns_of(found.structure.territory.codes)
    sent = request.POST if request.method == "POST" else None
    form = TargetForm(sent, initial=kept, professions=offered, communes=towns)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.retarget(found, data["professions"], data["communes"], by=request.user, on=today)
            say(request, "C’est enregistré : chacun reçoit désormais d’autres noms.")
            return redirect("outreach:campaign", slug, pk)
    status = 422 if form.is_bound else 200
    return render(request, "outreach/campaigns/target.html", {"campaign": found, "form": form}, status=status)


@require_POST
def add_caller(request: Request, slug: str, pk: int) -> HttpResponse:
    found = campaign_of(request, slug, pk)
    form = CallerForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            caller = services.add_caller(
                found,
                form.cleaned_data["person"],
                by=request.user,
                at=timezone.now(),
                address_of=address_in(request),
            )
            say(request, f"{caller} peut appeler : voici son lien.")
            return to_caller(slug, caller)
    return show(request, found, adding=form, status=422)


@require_POST
def withdraw_caller(request: Request, slug: str, pk: int, caller: int) -> HttpResponse:
    found = campaign_of(request, slug, pk)
    kept = get_object_or_404(found.callers.select_related("campaign"), pk=caller)
    services.withdraw(kept, by=request.user, at=timezone.now())
    say(request, f"{kept} n’appelle plus : son lien est fermé, ses noms vont aux autres.")
    return redirect("outreach:campaign", slug, pk)


@require_POST
def renew_caller(request: Request, slug: str, pk: int, caller: int) -> HttpResponse:
    found = campaign_of(request, slug, pk)
    kept = get_object_or_404(found.callers.select_related("campaign"), pk=caller)
    with refusals_said(request):
        services.renew_caller(kept, by=request.user, at=timezone.now(), address_of=address_in(request))
        say(request, f"{kept} a un autre lien : celui d’avant ne mène plus nulle part.")
    return to_caller(slug, kept)


def to_caller(slug: str, caller: Caller) -> HttpResponse:
    """The page of the campaign, with the link of this caller."""
    campaign = reverse("outreach:campaign", args=[slug, caller.campaign_id])
    return redirect(f"{campaign}?appelant={caller.pk}#appelant-{caller.pk}")


def address_in(request: Request) -> Callable[[Link], str]:
    return lambda link: request.build_absolute_uri(link.get_absolute_url())


@require_POST
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    services.close(campaign_of(request, slug, pk), by=request.user, on=timezone.localdate())
    say(request, "La campagne est close : plus personne n’appelle. Ce qui a été dit reste.")
    return redirect("outreach:campaign", slug, pk)


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    with refusals_said(request):
        services.reopen(campaign_of(request, slug, pk), by=request.user)
        say(request, "La campagne est rouverte : chacun retrouve sa page.")
    return redirect("outreach:campaign", slug, pk)


@WRITES
def refusals(request: Request, slug: str) -> HttpResponse:
    """Somebody of the directory asked for no more calls: it is noted here. The others are numbers, for keyholders."""
    structure = find(request, slug, Ability.CAMPAIGN)
    if request.method == "POST":
        known = Known.objects.filter(national=request.POST.get("national", "")[:20]).first()
        if known is None:
            say(request, "Cherchez d’abord la personne dans l’annuaire.")
        else:
            services.leave_alone(structure, known.national, by=request.user, on=timezone.localdate())
            say(request, f"{known.family} {known.given} : c’est noté, plus personne ne l’appellera.")
        return redirect("outreach:refusals", slug)
    return show_refusals(request, structure)


def show_refusals(
    request: Request, structure: Structure, *, lifting: LiftForm | None = None, status: int = 200
) -> HttpResponse:
    asked = (request.POST.get("q") or request.GET.get("q", "")).strip()
    look = RefusalForm({"q": asked} if asked else None)
    context: dict[str, Any] = {"look": look, "asked": asked, "lifting": lifting, "form": lifting}
    if asked and look.is_valid():
        if seconds_to_wait(request):
            context["is_crowded"] = True
        else:
            try:
                context["found"] = queries.known_people(structure, look.cleaned_data["q"])
            except BadInput as refusal:
                look.add_error("q", str(refusal))
    context["may_lift"] = KeyAbility.KEYS in request.abilities
    if context["may_lift"]:
        context["refusals"] = queries.refusals_of(structure)
    return render(request, "outreach/campaigns/refusals.html", context, status=status)


@require_POST
def lift(request: Request, slug: str) -> HttpResponse:
    """For whoever holds the key: somebody changed their mind."""
    structure = find(request, slug, Ability.CAMPAIGN)
    if KeyAbility.KEYS not in request.abilities:
        raise PermissionDenied
    form = LiftForm(request.POST)
    if not form.is_valid():
        return show_refusals(request, structure, lifting=form, status=422)
    with refusals_said(request):
        services.lift(structure, form.cleaned_data["national"], form.cleaned_data["reason"], by=request.user)
        say(request, "C’est noté : cette personne peut de nouveau être appelée.")
    return redirect("outreach:refusals", slug)


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


def campaign_of(request: Request, slug: str, pk: int, ability: str = Ability.CAMPAIGN) -> Campaign:
    structure = find(request, slug, ability)
    found = get_object_or_404(structure.campaigns, pk=pk)
    found.structure = structure
    if request.method in SAFE:
        gather_campaign(found)
    return found
