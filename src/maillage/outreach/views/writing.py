"""Bulletins, for the structure that writes them: draft, preview, sending, what became of it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.kernel import BadInput, plural
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.mail.services import as_received
from maillage.outreach import services
from maillage.outreach.enums import Ability, Dimension
from maillage.outreach.forms import StartForm, WriteForm, asked_in
from maillage.outreach.models import Bulletin
from maillage.outreach.queries import bulletins as queries
from maillage.outreach.queries.audience import audience_of, members_of
from maillage.outreach.queries.news import proposals
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, refusals_said, render_part, say

SHOWN = 200  # people named on a page
TRIALS = Limit(10, HOUR)


@opens_examples
@WRITES
def bulletins(request: Request, slug: str) -> HttpResponse:
    """Those sent, with totals alone; drafts, for whoever writes."""
    starting = request.method == "POST"
    structure = find(request, slug, Ability.WRITE if starting else Ability.READ)
    form = StartForm(request.POST if starting else None)
    if form.is_valid():
        with refusals_in(form):
            draft = services.start(structure, form.cleaned_data["title"], by=request.user)
            return redirect("outreach:bulletin", slug, draft.pk)
    may_write = Ability.WRITE in request.abilities
    page = paged(queries.sent_of(structure), request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "sent": queries.with_counts(list(page.object_list)),
        "drafts": queries.drafts_of(structure) if may_write else (),
        "held": queries.held_of(structure) if may_write else (),
        "refusals": queries.refusals_of(structure) if may_write else 0,
    }
    return render(request, "outreach/bulletins.html", context, status=422 if starting else 200)


@opens_examples
@WRITES
def bulletin(request: Request, slug: str, pk: int) -> HttpResponse:
    writing = request.method == "POST"
    structure = find(request, slug, Ability.WRITE if writing else Ability.READ)
    found = bulletin_of(structure, pk)
    if found.sent_at and not writing:
        return show_sent(request, found)
    if Ability.WRITE not in request.abilities:
        raise Http404  # a draft is nobody's yet
    return write(request, found)


def bulletin_of(structure: Structure, pk: int) -> Bulletin:
    found = get_object_or_404(structure.bulletins.select_related("sending", "written_by"), pk=pk)
    found.structure = structure
    return found


def show_sent(request: Request, found: Bulletin) -> HttpResponse:
    may_write = Ability.WRITE in request.abilities
    doubts = queries.in_doubt(found) if may_write else ()
    context = {
        "sent": queries.with_counts([found])[0],
        "bulletin": found,
        "doubts": doubts[:SHOWN],
        "noted": queries.noted(found)[:SHOWN] if may_write else (),
        "stopped": queries.stopped_during(found),
    }
    return render(request, "outreach/sent.html", context)


def write(request: Request, found: Bulletin) -> HttpResponse:
    today = timezone.localdate()
    members, offered = members_of(found.structure, on=today), proposals(found, on=today)
    choices = members.choices()
    status, theirs = 200, ""
    if request.method == "POST":
        form, status = WriteForm(choices, request.POST), 422
        left_out = set(request.POST.getlist("shown")) - set(request.POST.getlist("kept"))
        left_out &= {each.key for each in offered}
        if form.is_valid():
            try:
                services.write(
                    found, form.written(left_out), version=form.cleaned_data["version"], by=request.user
                )
            except BadInput as refusal:
                refuse(form, refusal)
                theirs = found.words
                # The text sent back is joined with theirs: saving it again is on purpose.
                form.data = {**request.POST.dict(), "version": str(found.version)}
            else:
                say(request, "Le brouillon est enregistré.", saved=request.path)
                page = "outreach:preview" if "preview" in request.POST else "outreach:bulletin"
                return redirect(page, found.structure.slug, found.pk)
    else:
        form, left_out = WriteForm.of(found, choices), {each.key for each in offered if not each.is_kept}
    if parts := {name: value for name, value in request.GET.items() if name in list(Dimension)}:
        found.audience = asked_in(parts)  # what one is choosing: nothing is saved
    context = {
        "bulletin": found,
        "form": form,
        "theirs": theirs,
        "offered": [(each, each.key not in left_out) for each in offered],
        "audience": audience_of(found.structure, members, found.audience),
    }
    return render_part(request, "outreach/write.html", "audience", context, status=status)


@require_safe
def preview(request: Request, slug: str, pk: int) -> HttpResponse:
    """What leaves, as it is received, and to whom."""
    found = bulletin_of(find(request, slug, Ability.WRITE), pk)
    if found.sent_at:
        return redirect("outreach:bulletin", slug, pk)
    site = request.build_absolute_uri("/")
    letter = queries.letter_of(found, by=request.user, on=timezone.localdate(), site=site)
    example = f"{site}desabonnement/…"
    context: dict[str, Any] = {
        "bulletin": found,
        "letter": letter,
        "received": as_received(letter.body, example),
        "unreached": letter.audience.otherwise[:SHOWN],
        "unreached_left": max(0, len(letter.audience.otherwise) - SHOWN),
    }
    return render(request, "outreach/preview.html", context)


@require_POST
def send(request: Request, slug: str, pk: int) -> HttpResponse:
    found = bulletin_of(find(request, slug, Ability.WRITE), pk)
    try:
        services.send(
            found,
            seal=request.POST.get("seal", ""),
            by=request.user,
            at=timezone.now(),
            site=request.build_absolute_uri("/"),
        )
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("outreach:preview", slug, pk)
    return redirect("outreach:bulletin", slug, pk)


@require_POST
def try_out(request: Request, slug: str, pk: int) -> HttpResponse:
    """To oneself alone, to read it as it arrives."""
    found = bulletin_of(find(request, slug, Ability.WRITE), pk)
    by, now = request.user, timezone.now()
    with refusals_said(request):
        if seconds_to_wait("trials", str(by.pk), TRIALS, now=now):
            raise BadInput("Vous vous êtes envoyé dix essais : attendez une heure.")
        services.try_out(found, by=by, at=now, site=request.build_absolute_uri("/"))
        say(request, f"Un essai part à {by.email}, et à personne d’autre.")
    return redirect("outreach:preview", slug, pk)


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    found = bulletin_of(find(request, slug, Ability.WRITE), pk)
    try:
        services.drop(found, by=request.user)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("outreach:bulletin", slug, pk)
    say(request, "Le brouillon est effacé.")
    return redirect("outreach:bulletins", slug)


@require_POST
def settle(request: Request, slug: str) -> HttpResponse:
    """Somebody read the unsubscriptions that were held."""
    structure = find(request, slug, Ability.WRITE)
    chosen = [int(pk[:18]) for pk in request.POST.getlist("subscription") if pk.isdecimal()]
    meant = request.POST.get("meant", "")
    if not chosen or meant not in {"oui", "non"}:
        say(request, "Cochez d’abord les personnes, puis dites si elles l’ont voulu.")
    else:
        count = services.settle(structure, chosen, are_meant=meant == "oui", by=request.user)
        people = plural(count, "personne")
        say(
            request,
            f"{people} : plus de bulletin." if meant == "oui" else f"{people} : bulletins de nouveau.",
        )
    return redirect(f"{reverse('outreach:bulletins', args=[slug])}#a-relire")
