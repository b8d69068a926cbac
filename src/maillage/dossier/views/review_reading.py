"""Reading a document by a link: a GET shows, only a POST acts; what was not opened is not there."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.dossier.documents.review import opened
from maillage.dossier.forms.review import OpinionForm, RemarkForm
from maillage.dossier.models import Opening
from maillage.dossier.models.review import LONGEST_WORDS
from maillage.dossier.queries import review as queries
from maillage.dossier.queries.review_visible import (
    Visible,
    changed_since,
    opening_behind,
    opening_once_behind,
    visible_to,
)
from maillage.dossier.services import review as services
from maillage.dossier.services import review_saying as saying
from maillage.dossier.services import review_telling as telling
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.links.models import Link
from maillage.people.queries.desk import contact_line
from maillage.ui.forms import refusals_in
from maillage.ui.services import as_file, say

#: Steps, in the address.
PART, READ, REMARK, ANNEX = "partie-", "lue-", "remarque-", "annexe-"
OPINION, DRAFT, FORGET, FILE, HOME, NEW_LINK = "avis", "brouillon-", "oublier-", "document", "accueil", "lien"
#: To one address: nobody fills its box. A document takes seconds to draw. A late text is kept, of whoever sends it.
HOMES, FILES, LATE = Limit(3, HOUR), Limit(30, HOUR), Limit(60, HOUR)


def reading(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the link of an opening opens."""
    opening = opening_behind(link)
    if opening is None:
        raise Http404
    visible = visible_to(opening, on=timezone.localdate())
    exact: dict[str, Callable[..., HttpResponse]] = {
        "": cover, OPINION: opinion, FILE: document_file, HOME: send_home,
    }  # fmt: skip
    if step in exact:
        return exact[step](request, visible)
    steps: dict[str, Callable[..., HttpResponse]] = {
        PART: part, READ: mark_read, REMARK: remark, ANNEX: annex, DRAFT: draft, FORGET: forget,
    }  # fmt: skip
    for start, view in steps.items():
        if step.startswith(start):
            return view(request, visible, step.removeprefix(start))
    raise Http404


def context_of(visible: Visible, **more: Any) -> dict[str, Any]:
    opening = visible.opening
    return {
        "visible": visible,
        "opening": opening,
        "link": opening.link,
        "contact": contact_line(opening.structure),
        **more,
    }


def cover(request: HttpRequest, visible: Visible) -> HttpResponse:
    """What is opened, what they read and said, and what is awaited of them."""
    own = queries.with_all_said(Opening.objects.filter(pk=visible.opening.pk)).get()
    read = {(each.section, each.version): each.read_at for each in own.readings.all()}
    once = {each.section: each.read_at for each in own.readings.all()}
    context = context_of(
        visible,
        parts=[(each, read.get((each.key, each.version)), once.get(each.key)) for each in visible.parts],
        remarks=queries.said(queries.with_opening(own), visible.parts),
        opinions=sorted(own.opinions.all(), key=lambda each: each.made_at, reverse=True),
    )
    return render(request, "dossier/review/cover.html", context)


def part(request: HttpRequest, visible: Visible, key: str, *, form: RemarkForm | None = None) -> HttpResponse:
    found = visible.part(key)
    own = queries.with_all_said(Opening.objects.filter(pk=visible.opening.pk)).get()
    mine = [each for each in queries.with_opening(own) if each.section == key]
    kept, late = drafts_at(visible.opening, key)
    before, after = visible.around(key)
    readings = [each for each in own.readings.all() if each.section == key]
    last = max(readings, key=lambda each: each.read_at, default=None)
    context = context_of(
        visible,
        part=found,
        blocks=[(type(each).__name__, each) for each in found.blocks],
        before=before,
        after=after,
        remarks=queries.said(mine, visible.parts),
        last=last,
        is_read=any(each.version == found.version for each in readings),
        changes=changed_since(visible, key, last.version) if last else [],
        form=form or RemarkForm(initial={"words": kept}),
        late=late,
    )
    status = 422 if form else 200
    return render(request, "dossier/review/part.html", context, status=status)


def annex(request: HttpRequest, visible: Visible, key: str) -> HttpResponse:
    found = visible.annex(key)
    blocks = [(type(each).__name__, each) for each in visible.annex_blocks(key)]
    return render(request, "dossier/review/annex.html", context_of(visible, annex=found, blocks=blocks))


def mark_read(request: HttpRequest, visible: Visible, key: str) -> HttpResponse:
    """They say so: a machine that opens addresses reads nothing."""
    _, after = visible.around(key)
    if request.method == "POST":
        services.mark_read(visible, key, at=timezone.now())
        say(request, f"« {visible.part(key).title} » est marquée lue.")
        if after:
            return step_of(visible, f"{PART}{after.key}")
        return to_cover(visible)
    return step_of(visible, f"{PART}{key}")


def remark(request: HttpRequest, visible: Visible, key: str) -> HttpResponse:
    found = visible.part(key)
    if request.method != "POST":
        return step_of(visible, f"{PART}{key}")
    form, now = RemarkForm(request.POST), timezone.now()
    if form.is_valid():
        with refusals_in(form):
            saying.note_remark(
                visible.opening,
                form.given(found.key),
                key=form.cleaned_data["key"],
                by=None,
                at=now,
                on=timezone.localdate(now),
            )
            say(request, "C’est noté. La structure vous répondra ici.", saved=request.path)
            return step_of(visible, f"{PART}{key}")
    saying.keep_draft(visible.opening, key, request.POST.get("words", ""), at=now)
    return part(request, visible, key, form=form)


def opinion(request: HttpRequest, visible: Visible) -> HttpResponse:
    opening, now = visible.opening, timezone.now()
    kept, late = drafts_at(opening, OPINION)
    initial = {"name": opening.person, "words": kept}
    form = OpinionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        on = timezone.localdate(now)
        with refusals_in(form):
            given, key = form.given(on=on), form.cleaned_data["key"]
            saying.give_opinion(opening, given, key=key, by=None, at=now, on=on)
            say(
                request,
                "Votre avis est donné. Vous pouvez en donner un autre, qui le remplacera.",
                saved=request.path,
            )
            return to_cover(visible)
    if form.is_bound:
        saying.keep_draft(opening, OPINION, request.POST.get("words", ""), at=now)
    context = context_of(visible, form=form, late=late)
    return render(request, "dossier/review/opinion.html", context, status=422 if form.is_bound else 200)


def drafts_at(opening: Opening, place: str) -> tuple[str, list[Any]]:
    """(what is being written, what came too late there): the last of these when nothing else is."""
    rows = list(opening.drafts.filter(place=place))
    late = [each for each in rows if each.is_late]
    live = next((each.words for each in rows if not each.is_late), "")
    return live or (late[-1].words if late else ""), late


def draft(request: HttpRequest, visible: Visible, place: str) -> HttpResponse:
    """What is being written, every twenty seconds: answered by the moment it was kept."""
    if place != OPINION:
        visible.part(place)
    if request.method != "POST":
        return step_of(visible, OPINION if place == OPINION else f"{PART}{place}")
    words = request.POST.get("words", "")
    if len(words) > LONGEST_WORDS:
        return JsonResponse({"said": "Ce texte est trop long : vingt mille signes au plus."}, status=422)
    now = timezone.now()
    saying.keep_draft(visible.opening, place, words, at=now)
    return JsonResponse({"said": f"Gardé à {timezone.localtime(now):%H:%M}."})


def forget(request: HttpRequest, visible: Visible, number: str) -> HttpResponse:
    """A text that came too late is wanted no more."""
    if request.method == "POST" and number.isdecimal() and len(number) < 18:
        saying.drop_draft(visible.opening, int(number))
    return to_cover(visible)


def document_file(request: HttpRequest, visible: Visible) -> HttpResponse:
    """What is opened, in PDF."""
    if seconds_to_wait("review-file", str(visible.opening.pk), FILES, now=timezone.now()):
        say(request, "Trop de documents viennent d’être demandés : attendez une heure.")
        return to_cover(visible)
    content = render_document(opened(visible), Format.PDF)
    name = filename(f"{visible.title} {visible.structure}", visible.on, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=as_file(name))


def send_home(request: HttpRequest, visible: Visible) -> HttpResponse:
    """The link of their home, by mail alone: who was handed this one has no other."""
    opening, now = visible.opening, timezone.now()
    if request.method == "POST":
        if not opening.email:
            say(request, "Aucun courriel n’est noté pour vous : demandez à la structure de l’ajouter.")
        elif seconds_to_wait("partner-home", opening.email.lower(), HOMES, now=now):
            say(request, "Un message vient déjà de partir : regardez vos courriels.")
        else:
            telling.tell_home(opening, at=now, site=request.build_absolute_uri("/"))
            say(request, "Le lien de votre page part à votre adresse.")
    return to_cover(visible)


def late(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """Sent by a link that leads nowhere any more: the text comes back on the page, is kept, and waits for another link."""
    opening, now = opening_once_behind(link), timezone.now()
    if opening is None:
        raise Http404
    context = {
        "structure_name": opening.structure.name,
        "contact": contact_line(opening.structure),
        "token": link.token,
    }
    if step == NEW_LINK:
        services.ask_link(opening, at=now)
        return render(request, "dossier/review/late.html", {**context, "is_asked": True}, status=410)
    places = {start: step.removeprefix(start) for start in (REMARK, DRAFT) if step.startswith(start)}
    place = next(iter(places.values()), OPINION if step == OPINION else "")
    words = request.POST.get("words", "")
    if not place or not words.strip():
        raise Http404
    is_crowded = seconds_to_wait("review-late", str(opening.pk), LATE, now=now)
    kept = not is_crowded and len(words) <= LONGEST_WORDS and saying.keep_late(opening, place, words, at=now)
    if step.startswith(DRAFT):
        said = (
            "Votre lien ne mène plus à rien : ce texte est gardé."
            if kept
            else "Votre lien ne mène plus à rien."
        )
        return JsonResponse({"said": f"{said} Demandez-en un autre à la structure."}, status=410)
    return render(
        request, "dossier/review/late.html", {**context, "words": words, "is_kept": kept}, status=410
    )


def step_of(visible: Visible, step: str) -> HttpResponse:
    link = visible.opening.link
    return redirect("links:step", link.token if link else "", step)


def to_cover(visible: Visible) -> HttpResponse:
    link = visible.opening.link
    return redirect("links:enter", link.token if link else "")
