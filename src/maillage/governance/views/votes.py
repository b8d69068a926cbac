"""Votes by link: prepare, open, see who voted, close, read the result; and vote, without account nor script."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.enums import EVERYBODY, Ability, VoteKind, VoteState
from maillage.governance.forms.meetings import CancelForm
from maillage.governance.forms.paper_votes import PaperCountForm
from maillage.governance.forms.votes import BallotForm, ElectedForm, VoteForm
from maillage.governance.models import Instance, Invitation, Vote
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.results import lines_of, published, result_of
from maillage.governance.queries.seats import instances_of, rule_in_words
from maillage.governance.queries.vote_file import rules_in
from maillage.governance.queries.votes import VOTE, own_voices, promise, turnout, votes_of, why_none
from maillage.governance.services import votes as services
from maillage.governance.types import Election
from maillage.governance.views.meetings import attempt, find_meeting
from maillage.kernel import BadInput, moment, plural
from maillage.links.models import Link
from maillage.people.queries.desk import contact_line
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say


@WRITES
def prepare(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    cards = cards_by_label(found.instance.structure)
    form = VoteForm(found, cards, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.prepare(found, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, "Le vote est préparé. Ouvrez-le le moment venu.", saved=request.path)
            return redirect("governance:vote", slug, made.pk)
    context = {"form": form, "meeting": found, "cards": cards}
    return render(request, "governance/write_vote.html", context, status=422 if form.is_bound else 200)


@WRITES
def change(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    cards = cards_by_label(found.meeting.instance.structure)
    form = (
        VoteForm(found.meeting, cards, request.POST)
        if request.method == "POST"
        else VoteForm.of(found, cards)
    )
    if form.is_valid():
        with refusals_in(form):
            services.change(found, form.given(), by=request.user)
            say(request, "Le vote est enregistré.", saved=request.path)
            return redirect("governance:vote", slug, pk)
    context = {"form": form, "vote": found, "meeting": found.meeting, "cards": cards}
    return render(request, "governance/write_vote.html", context, status=422 if form.is_bound else 200)


def find_vote(request: Request, slug: str, pk: int) -> Vote:
    """For whoever runs them."""
    return vote_of(find(request, slug, Ability.RUN), pk)


def vote_of(structure: Structure, pk: int) -> Vote:
    found: Vote = get_object_or_404(
        votes_of(structure).select_related("decision", "first_teller", "second_teller"), pk=pk
    )
    found.meeting.instance.structure = structure
    return found


@opens_examples
@require_safe
def vote(request: Request, slug: str, pk: int) -> HttpResponse:
    return show(request, vote_of(find(request, slug, Ability.READ), pk))


def show(request: Request, found: Vote, **refused: Any) -> HttpResponse:
    may_run, now = Ability.RUN in request.abilities, timezone.now()
    if found.state == VoteState.DRAFT and not may_run:
        raise Http404
    is_part = request.method == "GET" and "HX-Request" in request.headers
    if is_part and found.state != VoteState.OPEN:
        return HttpResponse(headers={"HX-Refresh": "true"})
    result = result_of(found)
    context: dict[str, Any] = {
        "vote": found,
        "meeting": found.meeting,
        "promise": promise(found),
        "closes": moment(found.closes_at, zone=found.meeting.zone) if found.closes_at else "",
        "is_late": found.state == VoteState.OPEN and not found.takes(now),
        "turnout": turnout(found, at=now) if found.state in {VoteState.OPEN, VoteState.CLOSED} else None,
        "result": result,
        "lines": lines_of(found, result) if result else [],
        "rule": rule_in_words(rules_in((found.opening or {})["rules"]), result.quorum) if result else "",
        "cancel_form": CancelForm(auto_id="cancel_%s"),
    }
    if isinstance(result, Election) and result.elected and found.kind == VoteKind.NAMES and may_run:
        context["elected_form"] = ElectedForm(seats_of(found), initial={"since": timezone.localdate(now)})
    if found.is_on_paper and found.state == VoteState.OPEN and may_run:
        cards = cards_by_label(found.meeting.instance.structure)
        context |= {"cards": cards, "paper_form": PaperCountForm(found, cards)}
    if found.state == VoteState.CLOSED:
        voices = found.voices.select_related("person", "holder")
        context["page"] = paged(voices, request.GET.get("page"))
    context |= refused
    template = "governance/vote.html#turnout" if is_part else "governance/vote.html"
    return render(request, template, context, status=422 if refused else 200)


def seats_of(found: Vote) -> QuerySet[Instance]:
    """Where one sits by a mandate."""
    listed = instances_of(found.meeting.instance.structure, on=timezone.localdate())
    return listed.exclude(kind__in=EVERYBODY)


@require_POST
def open_vote(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    site, writes = request.build_absolute_uri("/"), request.POST.get("writes") == "oui"
    attempt(
        request,
        lambda: services.open_vote(found, by=request.user, at=timezone.now(), site=site, writes=writes),
        "Le vote est ouvert.",
    )
    return redirect("governance:vote", slug, pk)


@require_POST
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    attempt(
        request,
        lambda: services.close(found, by=request.user, at=timezone.now()),
        "Le vote est clos. Sa décision est écrite.",
    )
    return redirect("governance:vote", slug, pk)


@require_POST
def cancel(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    form = CancelForm(request.POST, auto_id="cancel_%s")
    if not form.is_valid():
        return show(request, found, cancel_form=form)
    reason = form.cleaned_data["reason"]
    attempt(request, lambda: services.cancel(found, reason, by=request.user), "Le vote est annulé.")
    return redirect("governance:vote", slug, pk)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    try:
        services.drop(found, by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("governance:vote", slug, pk)
    say(request, "Le vote est effacé. Personne n’en savait rien.")
    return redirect("governance:meeting", slug, found.meeting_id)


@require_POST
def seat_elected(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_vote(request, slug, pk)
    form = ElectedForm(seats_of(found), request.POST)
    if form.is_valid():
        instance = form.cleaned_data["instance"]
        with refusals_in(form):
            seated = services.seat_elected(found, instance, form.given(), by=request.user)
            say(request, f"{instance.name} : {plural(seated, 'mandat donné', 'mandats donnés')}.")
            return redirect("governance:instance", slug, instance.pk)
    return show(request, found, elected_form=form)


@opens_examples
@require_safe
def recount(request: Request, slug: str, pk: int) -> HttpResponse:
    """What anybody counts again with `maillage vote count`: no name is in it."""
    found = vote_of(find(request, slug, Ability.READ), pk)
    if found.state != VoteState.CLOSED:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="vote-{found.pk}.json"'}
    return HttpResponse(published(found.record or {}), content_type="application/json", headers=headers)


def voting(request: HttpRequest, link: Link) -> HttpResponse:
    """The votes of the meeting one was convoked to: those that are open, with a ballot for each voice one may cast."""
    rows = Invitation.objects.select_related("person", "meeting__instance__structure__territory", "link")
    found = rows.filter(link=link).first()
    if found is None:
        raise Http404
    now, meeting, person = timezone.now(), found.meeting, found.person
    asked = [each for each in meeting.votes.select_related("decision") if each.state != VoteState.DRAFT]
    ballots, status = [], 200
    for each in asked:
        each.meeting = meeting
        if not each.takes(now):
            continue
        voices = own_voices(each, person, at=now)
        is_sent = request.method == "POST" and request.POST.get("vote") == str(each.pk)
        form = BallotForm(each, person, voices, request.POST if is_sent else None)
        if is_sent and voices and not form.fields:
            say(request, _taken(0))
            return redirect(link.step(VOTE))
        if is_sent and form.is_valid():
            try:
                taken = services.cast(each, person, form.said(), at=now)
            except BadInput as refusal:
                form.add_error(None, str(refusal))
            else:
                say(request, _taken(taken))
                return redirect(link.step(VOTE))
        status = 422 if is_sent else status
        ballots.append(
            (
                each,
                promise(each),
                form,
                [voice for voice in voices if voice.is_cast],
                "" if voices else why_none(each, person, at=now),
            )
        )
    if request.method == "POST" and status == 200:
        off = any(
            str(each.pk) == request.POST.get("vote") and each.state == VoteState.CANCELLED for each in asked
        )
        say(request, services.CANCELLED if off else services.CLOSED)
        return redirect(link.step(VOTE))
    context = {
        "invitation": found,
        "meeting": meeting,
        "when": said_when(meeting),
        "ballots": ballots,
        "on_paper": [each for each in asked if each.is_on_paper and each.state == VoteState.OPEN],
        "cancelled": [each for each in asked if each.state == VoteState.CANCELLED],
        "closed": [(each, lines_of(each, result)) for each in asked if (result := result_of(each))],
        "contact": contact_line(meeting.instance.structure),
    }
    return render(request, "governance/voting.html", context, status=status)


def _taken(taken: int) -> str:
    if not taken:
        return "Vous aviez déjà voté : votre premier vote compte."
    return f"C’est voté : {plural(taken, 'voix prise', 'voix prises')}."
