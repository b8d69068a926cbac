"""Meetings: prepare, convoke, decide, and take the papers."""

from collections.abc import Callable
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
from maillage.documents.types import Document
from maillage.governance import documents
from maillage.governance.enums import Ability, MeetingState
from maillage.governance.forms.meetings import (
    CancelForm,
    DecisionForm,
    MeetingForm,
    NoteForm,
    SecondForm,
    TaskForm,
)
from maillage.governance.forms.papers import PaperForm
from maillage.governance.models import Meeting
from maillage.governance.queries import meetings as queries
from maillage.governance.queries.decisions import decisions_at
from maillage.governance.queries.interests import by_point, declared_by_seats, recusals_at, touched_among
from maillage.governance.queries.polls import under_way
from maillage.governance.queries.proposals import proposals_for
from maillage.governance.queries.seats import instances_of
from maillage.governance.queries.votes import votes_at
from maillage.governance.services import decisions, presences
from maillage.governance.services import meetings as services
from maillage.governance.services.second import earliest
from maillage.governance.views.instances import instance_of
from maillage.kernel import BadInput, doubtful_hours, joined, plural
from maillage.people.queries.naming import cards_by_label, told_of_cards
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import read_parts, together
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, refusals_said, say

#: What leaves of a meeting: its name in the address → what writes it, and what the file is called.
PAPERS: dict[str, tuple[Callable[[Meeting], Document], str]] = {
    "feuille-de-presence": (documents.attendance, "feuille de presence"),
    "releve-de-decisions": (documents.decisions_sheet, "releve de decisions"),
    "proces-verbal": (documents.minutes, "projet de proces-verbal"),
}
#: States in which a meeting whose quorum was not met is convoked again.
AGAIN = (MeetingState.CONVOKED, MeetingState.HELD)
#: What the button that writes ticked points in the agenda sends; nothing is saved yet.
ADDING = "add"


@opens_examples
@require_safe
def meetings(request: Request, slug: str) -> HttpResponse:
    structure, now = find(request, slug, Ability.READ), timezone.now()
    page = paged(queries.past(structure, at=now), request.GET.get("page"))
    may_run = Ability.RUN in request.abilities
    coming = [
        each for each in queries.to_come(structure, at=now) if may_run or each.state != MeetingState.DRAFT
    ]
    past = [each for each in page.object_list if may_run or each.state != MeetingState.DRAFT]
    for each in (*coming, *past):
        each.instance.structure = structure  # whose clocks are read once
    context = {
        "to_come": [(each, queries.said_when(each)) for each in coming],
        "past": past,
        "page": page,
        "instances": instances_of(structure, on=timezone.localdate()),
        "polls": under_way(structure, at=now) if may_run else (),
    }
    return render(request, "governance/meetings.html", context)


@WRITES
def plan(request: Request, slug: str, instance: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = instance_of(structure, instance)
    cards = cards_by_label(structure)
    initial = {"title": found.name}
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(
        structure, cards, data, initial=initial, proposals=proposals_for(found), is_assembly=found.is_assembly
    )
    if ADDING in request.POST:
        form = form.adding()
    if form.is_valid():
        with refusals_in(form):
            meeting = services.plan(found, form.given(), form.items(), by=request.user)
            say(request, "La réunion est préparée. Relisez-la, puis convoquez.", saved=request.path)
            return redirect("governance:meeting", slug, meeting.pk)
    context = {"form": form, "instance": found, "cards": cards}
    return render(request, "governance/write_meeting.html", context, status=422 if form.is_bound else 200)


@WRITES
def change(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found, cards = meeting_of(structure, pk), cards_by_label(structure)
    proposed = proposals_for(found.instance)
    form = (
        MeetingForm(
            structure, cards, request.POST, proposals=proposed, is_assembly=found.instance.is_assembly
        )
        if request.method == "POST"
        else MeetingForm.of(found, cards, proposed)
    )
    if ADDING in request.POST:
        form = form.adding()
    if form.is_valid():
        with refusals_in(form):
            version = form.cleaned_data["version"]
            services.change(
                found, form.given(), form.items(), version=version, by=request.user, at=timezone.now()
            )
            say(request, "La réunion est enregistrée.", saved=request.path)
            return redirect("governance:meeting", slug, pk)
    context = {"form": form, "meeting": found, "instance": found.instance, "cards": cards}
    return render(request, "governance/write_meeting.html", context, status=422 if form.is_bound else 200)


@opens_examples
@require_safe
def meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, meeting_of(structure, pk))


def meeting_of(structure: Structure, pk: int) -> Meeting:
    rows = queries.meetings_of(structure).select_related("instance", "chair", "secretary", "first", "second")
    found: Meeting = get_object_or_404(rows, pk=pk)
    found.instance.structure = structure
    return found


def find_meeting(request: Request, slug: str, pk: int) -> Meeting:
    """For whoever runs them."""
    return meeting_of(find(request, slug, Ability.RUN), pk)


def show(request: Request, found: Meeting, **refused: Any) -> HttpResponse:
    """Its page; `refused`: the form that was sent, under its name."""
    may_run, now = Ability.RUN in request.abilities, timezone.now()
    if found.state == MeetingState.DRAFT and not may_run:
        raise Http404
    has_begun = now >= found.starts_at
    structure = found.instance.structure
    read_parts([(found, "items"), (structure.territory, "communes")])
    decisions, votes, recusals = decisions_at(found), votes_at(found, drafts=may_run), recusals_at(found)
    tasks, papers = found.tasks.select_related("owner"), found.papers.select_related("file")
    names, declared = told_of_cards(structure), declared_by_seats(found)
    together(decisions, votes, recusals, tasks, papers, *((names, declared) if may_run else ()))
    context: dict[str, Any] = {
        "meeting": found,
        "when": queries.said_when(found),
        "items": list(found.items.all()),
        "decisions": list(decisions),
        "votes": list(votes),
        "tasks": list(tasks),
        "sheet": (sheet := queries.sheet_of(found, at=now) if has_begun else None),
        "telling": queries.telling_of(found) if found.state == MeetingState.DRAFT else None,
        "answers": None if has_begun else queries.answers_to(found),
        "short_notice": queries.short_notice(found, on=found.convoked_on or timezone.localdate(now)),
        "papers": list(papers),
        "may_run": may_run,
        "has_begun": has_begun,
        "out": by_point(recusals),
        "doubtful_hours": doubtful_hours(found.starts_at, found.ends_at),
        "may_tick": may_run
        and found.state != MeetingState.CANCELLED
        and now >= found.starts_at - presences.BEFORE,
    }
    second = getattr(found, "second", None)
    context["second"] = second if second and (may_run or second.state != MeetingState.DRAFT) else None
    if may_run:
        context["late"] = queries.late_in(found) if now < found.ends_at else []
        if second is None and sheet and sheet.heard.quorum.is_missed and found.state in AGAIN:
            context["second_form"] = SecondForm(initial={"day": earliest(found)}, auto_id="second_%s")
        cards = cards_by_label(structure, names)
        context |= {
            "cards": cards,
            "may_recuse": found.state != MeetingState.CANCELLED,
            "touched": [
                (each, cards.label_of(each.person))
                for each in touched_among(context["items"], declared, recusals)
            ],
            "decision_form": DecisionForm(found, auto_id="decision_%s"),
            "task_form": TaskForm(cards, auto_id="task_%s"),
            "paper_form": PaperForm(),
            "cancel_form": CancelForm(auto_id="cancel_%s"),
            **refused,
        }
    return render(request, "governance/meeting.html", context, status=422 if refused else 200)


def attempt(request: Request, done: Callable[[], Any], sentence: str) -> None:
    """Do it and say so, or say why not."""
    with refusals_said(request):
        done()
        say(request, sentence)


@require_POST
def convoke(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    with refusals_said(request):
        told = services.convoke(
            found, by=request.user, at=timezone.now(), site=request.build_absolute_uri("/")
        )
        answers = queries.answers_to(found)
        untold = f" À prévenir autrement : {joined(answers.untold)}." if answers and answers.untold else ""
        say(request, f"Convocation partie : {plural(told, 'adresse')}.{untold}")
    return redirect("governance:meeting", slug, pk)


@require_POST
def cancel(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    form = CancelForm(request.POST, auto_id="cancel_%s")
    if not form.is_valid():
        return show(request, found, cancel_form=form)
    reason = form.cleaned_data["reason"]
    attempt(
        request,
        lambda: services.cancel(found, reason, by=request.user, at=timezone.now()),
        "La réunion est annulée. Les personnes convoquées le reçoivent.",
    )
    return redirect("governance:meeting", slug, pk)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    try:
        services.drop(found, by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("governance:meeting", slug, pk)
    say(request, "La réunion est effacée. Personne n’en savait rien.")
    return redirect("governance:meetings", slug)


@require_POST
def hold(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    attempt(
        request,
        lambda: services.hold(found, by=request.user, at=timezone.now()),
        "La réunion est tenue. Son relevé de décisions est prêt.",
    )
    return redirect("governance:meeting", slug, pk)


@require_POST
def note(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    point = get_object_or_404(found.items, pk=item)
    point.meeting = found
    form = NoteForm(request.POST)
    if form.is_valid():
        words, is_put_off = form.cleaned_data["notes"], form.cleaned_data["is_put_off"]
        attempt(
            request,
            lambda: services.note_item(point, words, by=request.user, is_put_off=is_put_off),
            "C’est noté.",
        )
    else:
        say(request, "Ce compte rendu est trop long : 5 000 signes au plus.")
    return redirect("governance:meeting", slug, pk)


@require_POST
def decide(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    form = DecisionForm(found, request.POST, auto_id="decision_%s")
    if form.is_valid():
        with refusals_in(form):
            key = form.cleaned_data["key"]
            made = decisions.decide(found, form.given(), key=key, by=request.user, at=timezone.now())
            say(request, f"Décision {made.reference} : {made.outcome.lower()}.")
            return redirect("governance:meeting", slug, pk)
    return show(request, found, decision_form=form)


@require_POST
def ask_for(request: Request, slug: str, pk: int) -> HttpResponse:
    """Something to be done, that this meeting asks of somebody."""
    found = find_meeting(request, slug, pk)
    form = TaskForm(cards_by_label(found.instance.structure), request.POST, auto_id="task_%s")
    if not form.is_valid():
        return show(request, found, task_form=form)
    structure = found.instance.structure
    key = form.cleaned_data["key"]
    attempt(
        request,
        lambda: decisions.ask_for(structure, form.given(), key=key, by=request.user, meeting=found),
        "La tâche est notée.",
    )
    return redirect("governance:meeting", slug, pk)


@require_safe
def paper(request: Request, slug: str, pk: int, name: str, suffix: str) -> HttpResponse:
    """A paper that names people: it leaves a trace."""
    found = find_meeting(request, slug, pk)
    if name not in PAPERS or suffix not in {*Format}:
        raise Http404
    write, called = PAPERS[name]
    written, format_ = write(found), Format(suffix)
    said = f"{written.title} sorti en {suffix.upper()}."
    record(said, by=request.user.pk, subject=found.instance.structure_id, kind=Kind.DOWNLOAD)
    file = filename(f"{called} {found.title}", found.day, format_)
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(render_document(written, format_), content_type=format_.content_type, headers=headers)
