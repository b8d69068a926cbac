"""Time given at meetings and to calls: the scale, what is confirmed, approved, paid."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.files.services import response_of
from maillage.funding.documents.paid import year_of
from maillage.funding.enums import Ability, ClaimState
from maillage.funding.forms.actions import ActionForm
from maillage.funding.forms.call_times import CallTimeForm
from maillage.funding.forms.claims import LineForm, PaidForm, RefusalForm
from maillage.funding.forms.own_hours import AnswerForm
from maillage.funding.models import Claim
from maillage.funding.queries.calls import campaigns_to_confirm, hours_of_calls, to_correct
from maillage.funding.queries.claims import claims_in_rows, sums
from maillage.funding.queries.hours import claims_of, hours_of, payer_of, payers_of, to_confirm
from maillage.funding.queries.transfers import in_a_batch, payable
from maillage.funding.services import claims as services
from maillage.funding.services import own_hours
from maillage.funding.services.own_hours import tell
from maillage.governance.models import Meeting
from maillage.kernel import BadInput, plural
from maillage.project.queries.meetings import choice_for, offered
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import sizes, together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.queries import ROWS, paged
from maillage.ui.services import WRITES, as_file, as_spreadsheet, refusals_said, say

#: Meetings to confirm, on the page.
FIRST = 20
#: Times of calls that one may correct, on the page of a campaign: the last.
CORRECTED = 100
#: No statement is of an older year.
FIRST_YEAR = 2000


@WRITES
def scale(request: Request, slug: str) -> HttpResponse:
    """The *barème*; a post opens a line of it."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    person = payer_of(structure)
    form = LineForm(structure, request.POST if request.method == "POST" else None)
    if person is not None and form.is_valid():
        with refusals_in(form):
            services.set_line(person, form.given(), by=request.user)
            say(request, "Le barème est enregistré. Ce qui a été demandé avant garde son montant.")
            return redirect("funding:scale", slug)
    lines = person.scale.select_related("decision") if person else ()
    context = {"person": person, "lines": lines, "form": form, "today": today_in(structure)}
    return render(request, "funding/scale.html", context, status=422 if form.is_bound else 200)


@require_safe
def hours(request: Request, slug: str) -> HttpResponse:
    """What waits for whom: meetings to confirm, claims to approve, claims to pay, then the others."""
    structure = find(request, slug, Ability.READ)
    return show(request, structure)


def show(request: Request, structure: Structure, **forms: Any) -> HttpResponse:
    every, today = claims_of(structure), today_in(structure)
    every = every.select_related(None)  # a line says the name that its claim keeps
    lists = {
        "demandes": every.filter(state=ClaimState.ASKED),
        "payer": payable(structure).select_related(None),
        "page": every.exclude(state__in=(ClaimState.ASKED, ClaimState.APPROVED)),
    }
    counts = sizes(**lists)
    asked, approved, over = (
        paged(rows, request.GET.get(name), count=counts[name]) for name, rows in lists.items()
    )
    on_their_way = every.filter(state=ClaimState.APPROVED, pk__in=in_a_batch())[:ROWS]
    meetings, payers = to_confirm(structure)[:FIRST], payers_of(structure)
    shown: list[Any] = [asked.object_list, approved.object_list, over.object_list]
    campaigns = campaigns_to_confirm(structure)[:FIRST]
    together(*shown, on_their_way, meetings, campaigns, payers)
    highest, others = sums(structure, today.year)
    context: dict[str, Any] = {
        "person": next(iter(payers), None),
        "meetings": meetings,
        "campaigns": campaigns,
        "asked": asked,
        "approved": approved,
        "on_their_way": on_their_way,
        "sums": highest,
        "others": plural(others, "autre personne", "autres personnes") if others else "",
        "year": today.year,
        "page": over,
        "claims": over.object_list,
        "is_turned": "page" in request.GET,
        "may_approve": Ability.APPROVE in request.abilities,
        "paid_form": PaidForm(initial={"paid_on": today}),
        **forms,
    }
    return render(request, "funding/hours.html", context, status=422 if forms else 200)


def meeting_in(structure: Structure, pk: int) -> Meeting:
    known = Meeting.objects.select_related("instance")
    found = get_object_or_404(known, instance__structure=structure, pk=pk)
    found.instance.structure = structure
    return found


@WRITES
def meeting_hours(request: Request, slug: str, pk: int) -> HttpResponse:
    """What a meeting gives to each; a post confirms it as a whole."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    meeting = meeting_in(structure, pk)
    payers = payers_of(structure)
    choice = choice_for(structure, meeting, payers)
    form = ActionForm(
        choice.actions, choice.served.action, request.POST if "action" in request.POST else None
    )
    if request.method == "POST":
        try:
            moved = services.bear_meeting(meeting, form.chosen(), by=request.user) if form.is_valid() else 0
            made = services.confirm(meeting, by=request.user, on=today_in(structure))
            told = tell(structure, made, site=request.build_absolute_uri("/"), at=timezone.now())
        except BadInput as refusal:
            say(request, str(refusal))
            return redirect("funding:meeting_hours", slug, pk)
        if not made and form.is_bound:
            say(request, sentences_of(form) or f"{plural(moved, 'demande a suivi', 'demandes ont suivi')}.")
            return redirect("funding:meeting_hours", slug, pk)
        say(request, asked_said(made, told))
        return redirect("funding:hours", slug)
    person = next(iter(payers), None)
    lines = hours_of(meeting, person) if person else []
    total = sum(line.told.amount or 0 for line in lines if line.is_paid and line.claim is None)
    context = {
        "meeting": meeting,
        "person": person,
        "lines": lines,
        "to_ask": [line for line in lines if line.is_paid and line.claim is None],
        "total": total,
        "asked": sum(line.claim is not None for line in lines),
        "served": choice.served,
        "action_form": form if choice.actions and lines else None,
    }
    return render(request, "funding/meeting_hours.html", context)


@WRITES
def campaign_hours(request: Request, slug: str, pk: int) -> HttpResponse:
    """What those who call gave to a campaign, and the scale pays; a post asks for those that are ticked, or corrects one."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    campaign = get_object_or_404(structure.campaigns, pk=pk)
    campaign.structure = structure
    form = ActionForm(offered(structure), None, request.POST if "action" in request.POST else None)
    times = to_correct(campaign).select_related("caller__person")[:CORRECTED]
    correcting = CallTimeForm(times, request.POST if "minutes" in request.POST else None)
    if correcting.is_valid():
        data = correcting.cleaned_data
        with refusals_in(correcting):
            services.correct_call(campaign, data["time"], data["minutes"], data["why"], by=request.user)
            say(request, "C’est corrigé. Le journal dit ce qui était écrit, et pourquoi.")
            return redirect("funding:campaign_hours", slug, pk)
    if request.method == "POST" and not correcting.is_bound:
        chosen = chosen_of(request.POST.getlist("time"))
        if not chosen:
            say(request, "Cochez d’abord un ou plusieurs temps.")
            return redirect("funding:campaign_hours", slug, pk)
        action = form.chosen() if form.is_valid() else None
        with refusals_said(request):
            made = services.confirm_calls(campaign, chosen, action, by=request.user, on=today_in(structure))
            told = tell(structure, made, site=request.build_absolute_uri("/"), at=timezone.now())
            say(request, asked_said(made, told))
        return redirect("funding:hours", slug)
    person = payer_of(structure)
    context = {
        "campaign": campaign,
        "person": person,
        "lines": hours_of_calls(campaign, person) if person else [],
        "action_form": form if form.known else None,
        "correcting": correcting if correcting.known or correcting.is_bound else None,
        "form": correcting if correcting.is_bound else None,
    }
    status = 422 if correcting.is_bound else 200
    return render(request, "funding/campaign_hours.html", context, status=status)


def asked_said(made: Sequence[Claim], told: int) -> str:
    written = plural(len(made), "demande écrite", "demandes écrites")
    warned = plural(told, "personne prévenue", "personnes prévenues")
    return f"{written}, {warned} : elles attendent d’être approuvées."


@require_POST
def approve(request: Request, slug: str) -> HttpResponse:
    """Those that are ticked, or all; what one may not approve is left, each with its reason."""
    structure = find(request, slug, Ability.APPROVE)
    today = today_in(structure)
    chosen = chosen_of(request.POST.getlist("claim"))
    if "all" in request.POST:
        chosen = set(claims_of(structure).filter(state=ClaimState.ASKED).values_list("pk", flat=True))
    if not chosen:
        say(request, "Cochez d’abord une ou plusieurs demandes.")
        return redirect("funding:hours", slug)
    judged = services.approve(structure, chosen, by=request.user, on=today)
    if judged.approved:
        say(request, f"{plural(len(judged.approved), 'demande approuvée', 'demandes approuvées')}.")
    for reason in dict.fromkeys(why for _, why in judged.left):
        names = ", ".join(claim.name for claim, why in judged.left if why == reason)
        say(request, f"{names} : {reason}")
    return redirect("funding:hours", slug)


def chosen_of(given: Iterable[str]) -> set[int]:
    """Numbers of claims; what is none is nobody's."""
    return {int(each) for each in given if each.isascii() and each.isdecimal() and len(each) < 10}


@WRITES
def claim(request: Request, slug: str, pk: int) -> HttpResponse:
    """A claim; a post refuses it with the reason, or answers who contests it."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    found = get_object_or_404(claims_of(structure).select_related("proof", "action"), pk=pk)
    is_answer = "words" in request.POST
    form = RefusalForm(request.POST if request.method == "POST" and not is_answer else None)
    reply = AnswerForm(request.POST if is_answer else None)
    try:
        if reply.is_valid():
            own_hours.answer(
                found, reply.cleaned_data["words"], seen=request.POST.get("seen", ""), by=request.user
            )
            say(request, f"La réponse est notée : {found.name} la lit sur sa page.")
            return redirect("funding:claim", slug, pk)
        if form.is_valid():
            services.refuse(found, form.cleaned_data["reason"], by=request.user, on=today_in(structure))
            say(request, f"La demande de {found.name} est refusée.")
            return redirect("funding:hours", slug)
    except BadInput as refusal:
        (reply if is_answer else form).add_error(None, str(refusal))
    parts = found.parts.select_related("transfer__batch").order_by("-pk")
    context = {"claim": found, "form": form, "reply": reply, "parts": parts}
    if Ability.RUN in request.abilities:
        bearing = ActionForm(offered(structure), found.action)
        context["action_form"] = bearing if bearing.known else None
    return render(
        request, "funding/claim.html", context, status=422 if form.is_bound or reply.is_bound else 200
    )


@require_POST
def claim_action(request: Request, slug: str, pk: int) -> HttpResponse:
    """The action of the project that one claim is for, whatever the meeting serves."""
    structure = find(request, slug, Ability.RUN)
    mine = claims_of(structure).filter(pk=pk)
    found = get_object_or_404(mine.select_related("action"))
    form = ActionForm(offered(structure), found.action, request.POST)
    if form.is_valid():
        services.bear(structure, mine, form.chosen(), by=request.user)
        say(request, f"C’est noté : pour {form.chosen() or 'aucune action en particulier'}.")
    else:
        say(request, sentences_of(form))
    return redirect("funding:claim", slug, pk)


@require_safe
def proof(request: Request, slug: str, pk: int) -> HttpResponse:
    """What somebody gave to show a time they declared."""
    structure = find(request, slug, Ability.READ)
    found = get_object_or_404(claims_of(structure).select_related("proof"), pk=pk)
    if found.proof is None:
        raise Http404
    try:
        return response_of(found.proof)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("funding:claim", slug, pk)


@require_POST
def pay(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.APPROVE)
    chosen, form = chosen_of(request.POST.getlist("claim")), PaidForm(request.POST)
    if not chosen:
        say(request, "Cochez d’abord ce qui est payé.")
    elif not form.is_valid():
        say(request, sentences_of(form))
    else:
        with refusals_said(request):
            paid = services.pay(
                structure, chosen, form.cleaned_data["paid_on"], by=request.user, on=today_in(structure)
            )
            say(request, f"{plural(len(paid), 'demande payée', 'demandes payées')}.")
    return redirect("funding:hours", slug)


@require_safe
def paid_to(request: Request, slug: str, pk: int, year: int) -> HttpResponse:
    """What somebody was paid in a year, as a PDF."""
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    person = get_object_or_404(structure.people, pk=pk)
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    person.structure = structure
    document = year_of(person, year, on=today)
    name = filename(f"{document.title} {person.name}", today, Format.PDF)
    response = HttpResponse(
        render_document(document, Format.PDF), content_type="application/pdf", headers=as_file(name)
    )
    said = f"Relevé de l’année {year} sorti pour {person.name}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@require_safe
def claims_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    response = as_spreadsheet(claims_in_rows(structure), name=f"indemnites-{slug}-{today}", suffix=suffix)
    said = f"Demandes d’indemnité sorties en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
