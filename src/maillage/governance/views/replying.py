"""Answering a poll of dates by a link: no account, no script; a GET shows, only a POST acts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.governance.forms.polls import ReplyForm
from maillage.governance.models import Poll, PollReply
from maillage.governance.queries import polls as queries
from maillage.governance.services import polls as services
from maillage.governance.services.poll_mail import last_day
from maillage.kernel import BadInput
from maillage.limits.services import HOUR, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.people.queries.desk import contact_line
from maillage.ui.services import say

#: A whole service may answer behind one address.
PER_ADDRESS = Limit(100, HOUR)


def own_reply(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """The link of one line: the one a message brought, or the one that answering by name gave."""
    line = queries.reply_behind(link)
    if line is None or step:
        raise Http404
    columns = queries.dates_of(line.poll, at=timezone.now()).columns
    said = dict(line.answers.values_list("date", "suits"))
    data = request.POST if request.method == "POST" else None
    form = ReplyForm(columns, data, said=said, initial={"name": line.name})
    if form.is_valid():
        try:
            replaced = services.reply(line, form.cleaned_data["name"], form.said(), at=timezone.now())
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            before = (
                f" Votre réponse remplace celle de {replaced}, donnée par ce même lien." if replaced else ""
            )
            say(request, f"C’est noté.{before} Vous pouvez changer d’avis jusqu’au {last_day(line.poll)}.")
            return redirect("links:enter", link.token)
    context = {"line": line, "shows_results": line.poll.shows_results and line.replied_at}
    return show(request, line.poll, link, form, columns, context)


def shared_poll(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """The link for those who have no card: each gets a link of their own, and nobody touches another's line."""
    poll = queries.poll_behind(link)
    if poll is None or step:
        raise Http404
    columns = queries.dates_of(poll, at=timezone.now()).columns
    form = ReplyForm(columns, request.POST if request.method == "POST" else None)
    if form.is_bound and (
        wait := seconds_to_wait("dates", address_of(request), PER_ADDRESS, now=timezone.now())
    ):
        form.add_error(
            None, "Trop de réponses viennent d’arriver d’ici : attendez une heure, puis recommencez."
        )
        response = show(request, poll, link, form, columns, {}, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        try:
            line, has_homonym = services.reply_by_name(
                poll, form.cleaned_data["name"], form.said(), key=form.cleaned_data["key"], at=timezone.now()
            )
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            return received(request, line, has_homonym=has_homonym)
    return show(request, poll, link, form, columns, {})


def received(request: HttpRequest, line: PollReply, *, has_homonym: bool) -> HttpResponse:
    said = "C’est noté. Gardez l’adresse de cette page : elle seule change votre réponse."
    if has_homonym:
        said += " Quelqu’un avait déjà répondu sous ce nom : ce sont deux réponses."
    say(request, said)
    return redirect("links:enter", line.link.token)


def show(
    request: HttpRequest,
    poll: Poll,
    link: Link,
    form: ReplyForm,
    columns: Any,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    structure = poll.instance.structure
    context = {
        "poll": poll,
        "link": link,
        "form": form,
        "columns": columns,
        "is_open": poll.is_open(at=timezone.now()),
        "last_day": last_day(poll),
        "structure_name": structure.name,
        "contact": contact_line(structure),
        **more,
    }
    status = 422 if form.is_bound and status == 200 else status
    return render(request, "governance/reply.html", context, status=status)
