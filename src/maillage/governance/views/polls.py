"""Polls of dates, for whoever runs the meetings."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.governance.enums import Ability
from maillage.governance.forms.polls import ChangeDatesForm, PollForm
from maillage.governance.models import Poll, PollReply
from maillage.governance.queries import polls as queries
from maillage.governance.services import polls as services
from maillage.governance.services.poll_mail import last_day
from maillage.governance.views.instances import instance_of
from maillage.governance.views.meetings import attempt
from maillage.kernel import BadInput, folded, plural
from maillage.links.queries import handout_of
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say

#: A number longer than that is nobody's.
MOST_DIGITS = 15
TWO = 2


@WRITES
def propose(request: Request, slug: str, instance: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = instance_of(structure, instance)
    form = PollForm(
        structure, request.POST if request.method == "POST" else None, initial={"title": found.name}
    )
    if form.is_valid():
        with refusals_in(form):
            poll = services.propose(
                found,
                form.given(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=timezone.now(),
                site=request.build_absolute_uri("/"),
            )
            told = poll.replies.exclude(person__email="").count()
            say(request, f"Les dates sont proposées : {plural(told, 'message')}.")
            return redirect("governance:poll", slug, poll.pk)
    context = {"form": form, "instance": found}
    return render(request, "governance/propose.html", context, status=422 if form.is_bound else 200)


@require_safe
def poll(request: Request, slug: str, pk: int) -> HttpResponse:
    return show(request, find_poll(request, slug, pk))


def find_poll(request: Request, slug: str, pk: int) -> Poll:
    structure = find(request, slug, Ability.RUN)
    found: Poll = get_object_or_404(queries.polls_of(structure).select_related("shared", "meeting"), pk=pk)
    found.instance.structure = structure
    return found


def show(request: Request, found: Poll, form: ChangeDatesForm | None = None) -> HttpResponse:
    now = timezone.now()
    dates, silent = queries.dates_of(found, at=now), queries.silent_in(found)
    page = paged(queries.replies_to(found), request.GET.get("page"))
    lines = queries.lines_of(list(page.object_list), dates.columns)
    context: dict[str, Any] = {
        "poll": found,
        "dates": dates,
        "page": page,
        "lines": lines,
        "silent": silent,
        "is_open": found.is_open(at=now),
        "last_day": last_day(found),
        "unwritten": [each.name for each in silent if each.person and not each.person.email],
        "handout": handout_of(request, found.shared) if found.is_shared else None,
        "may_join": joinable([*(line.reply for line in lines), *silent]),
        "form": form or ChangeDatesForm(found.instance.structure, dates.columns),
        "now": now,
    }
    return render(request, "governance/poll.html", context, status=422 if form else 200)


def joinable(replies: Sequence[PollReply]) -> list[PollReply]:
    """The lines of this page that a line of the shared link may be joined to, by name; none when there is no other."""
    if len(replies) < TWO or all(each.person_id for each in replies):
        return []
    return sorted(replies, key=lambda each: (folded(each.name), each.pk))


@require_POST
def change_dates(request: Request, slug: str, pk: int) -> HttpResponse:
    found, now = find_poll(request, slug, pk), timezone.now()
    columns = queries.dates_of(found, at=now).columns
    form = ChangeDatesForm(found.instance.structure, columns, request.POST)
    if form.is_valid():
        with refusals_in(form):
            withdrawn = form.cleaned_data["withdrawn"]
            services.change_dates(found, added=form.hours, withdrawn=withdrawn, by=request.user, at=now)
            say(request, "Les dates sont changées. Qui avait répondu le reçoit.")
            return redirect("governance:poll", slug, pk)
    return show(request, found, form)


@require_POST
def share(request: Request, slug: str, pk: int) -> HttpResponse:
    found, opens = find_poll(request, slug, pk), request.POST.get("open") == "oui"
    attempt(
        request,
        lambda: services.share(found, is_shared=opens, by=request.user, at=timezone.now()),
        "Le lien partagé est ouvert." if opens else "Le lien partagé est fermé.",
    )
    return redirect("governance:poll", slug, pk)


@require_POST
def choose(request: Request, slug: str, pk: int, date: int) -> HttpResponse:
    found = find_poll(request, slug, pk)
    chosen = get_object_or_404(found.dates, pk=date)
    try:
        meeting = services.choose(found, chosen, by=request.user, at=timezone.now())
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("governance:poll", slug, pk)
    say(request, "La réunion est préparée. Relisez-la, puis convoquez.")
    return redirect("governance:meeting", slug, meeting.pk)


@require_POST
def drop_reply(request: Request, slug: str, pk: int, reply: int) -> HttpResponse:
    found = find_poll(request, slug, pk)
    line = get_object_or_404(found.replies.filter(person=None), pk=reply)
    line.poll = found
    services.drop_reply(line, by=request.user)
    say(request, f"La réponse de {line.name} est retirée.")
    return redirect("governance:poll", slug, pk)


@require_POST
def join_reply(request: Request, slug: str, pk: int, reply: int) -> HttpResponse:
    """Two lines of one person made one."""
    found = find_poll(request, slug, pk)
    line = get_object_or_404(found.replies.filter(person=None), pk=reply)
    into = request.POST.get("into", "")
    kept = found.replies.filter(pk=into).first() if into.isdecimal() and len(into) < MOST_DIGITS else None
    if kept is None:
        say(request, "Choisissez la réponse à laquelle joindre celle-ci, puis recommencez.")
        return redirect("governance:poll", slug, pk)
    line.poll = kept.poll = found
    attempt(
        request,
        lambda: services.join_replies(kept, line, by=request.user),
        f"La réponse de {line.name} est jointe à celle de {kept.name}.",
    )
    return redirect("governance:poll", slug, pk)
