"""The numbered pieces of a year, what misses, and joining what proves from where the work is."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.files.services import keep, response_of
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label, told_of_cards
from maillage.project.enums import Ability
from maillage.project.forms.evidence import AnsweringForm, JoiningForm, PaperForm, WantingForm
from maillage.project.models import Action, Evidence, Indicator
from maillage.project.queries.evidence import as_pieces, evidences_of, in_year, missing_in, pieces_of
from maillage.project.queries.evidence_joining import thing_of
from maillage.project.queries.indicators import begins_of
from maillage.project.rules.years import span_of
from maillage.project.services import evidence as services
from maillage.project.views.indicators import FIRST_YEAR, year_asked
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_file, refusals_said, say


def provable(
    structure: Structure, *also: QuerySet[Any, Any]
) -> tuple[dict[int, Indicator], dict[int, Action]]:
    """What a piece may prove, by number; `also`: other lists, read in the same question."""
    indicators = Indicator.objects.filter(structure=structure, archived_on=None).only("name")
    actions = Action.objects.filter(structure=structure).only("number", "title")
    together(indicators, actions, *also)
    return {each.pk: each for each in indicators}, {each.pk: each for each in actions}


def answers(pieces: Iterable[tuple[int, int, str]]) -> SafeString:
    """Options of a select, made once: each of those that miss offers them all. `pieces`: their row, number and title."""
    return format_html_join("", '<option value="{}">Pièce n° {}, {}</option>', pieces)


@opens_examples
@require_safe
def evidences(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today, begins = today_in(structure), begins_of(structure)
    year = year_asked(request, today, begins)
    found = in_year(structure, year, begins)
    told = found.select_related(None).prefetch_related(None).values_list("pk", "number", "title")
    awaited = missing_in(structure, year)
    lists = [told, awaited]
    if writes := Ability.WRITE in request.abilities:
        named = told_of_cards(structure)
        known = provable(structure, *lists, named)
    else:
        together(*lists)
    page = paged(found, request.GET.get("page"), count=len(told))
    context = {
        "count": len(told),
        "pieces": as_pieces(structure, list(page.object_list), request.abilities),
        "page": page,
        "missing": paged(list(awaited), request.GET.get("manque")),
        "year": year,
        "span": span_of(year, begins),
        "years": (year - 1, year, year + 1),
        "today": today,
    }
    if writes:
        cards = cards_by_label(structure, list(named))
        context |= {
            "cards": cards,
            "form": WantingForm(cards, *known, auto_id="want-%s"),
            "answers": answers(told),
            "can_prove": any(known),
        }
    return render(request, "project/evidences.html", context)


@WRITES
def add_evidence(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    today = today_in(structure)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(
        *provable(structure), *sent, initial={"dated_on": today, "proves": request.GET.get("pour", "")}
    )
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            given = data["file"]
            # Before the transaction: writing a file is slow. What is refused after goes within a day.
            paper = keep(given, about=structure.pk, by=request.user, at=timezone.now()) if given else None
            added = services.join_paper(
                structure, paper, form.proved(), title=data["title"], dated_on=data["dated_on"],
                words=data["words"], url=data["url"], key=data["key"], by=request.user, on=today,
            )  # fmt: skip
            say(request, f"Pièce n° {added.number} : jointe.")
            return redirect("project:evidences", slug)
    return render(request, "project/add_evidence.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def join(request: Request, slug: str) -> HttpResponse:
    """One tap on the page of a meeting, a decision, an event, a survey, or of an expense."""
    structure = find(request, slug, Ability.WRITE)
    form = JoiningForm(*provable(structure), request.POST)
    if not form.is_valid():
        say(request, sentences_of(form))
        return back(request, slug)
    found = thing_of(structure, form.cleaned_data["kind"], form.cleaned_data["thing"], request.abilities)
    if found is None:
        raise Http404
    with refusals_said(request):
        joined = services.join_thing(
            structure, form.cleaned_data["kind"], found.thing, form.proved(), title=found.title,
            dated_on=found.on, by=request.user, on=today_in(structure),
        )  # fmt: skip
        say(request, f"Jointe : pièce n° {joined.number}.")
    return back(request, slug)


def back(request: Request, slug: str) -> HttpResponse:
    """To the page it was joined from, on this site."""
    came_from = request.POST.get("retour", "")
    if came_from.startswith(f"/s/{slug}/") and url_has_allowed_host_and_scheme(came_from, None):
        return redirect(came_from)
    return redirect("project:evidences", slug)


def evidence_in(structure: Structure, pk: int) -> Evidence:
    return get_object_or_404(evidences_of(structure), pk=pk)


@require_safe
def evidence_file(request: Request, slug: str, pk: int) -> HttpResponse:
    found = evidence_in(find(request, slug, Ability.READ), pk)
    if found.file is None:
        raise Http404
    try:
        return response_of(found.file)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("project:evidences", slug)


@require_POST
def unjoin(request: Request, slug: str, pk: int) -> HttpResponse:
    """From everything that it proves."""
    found = evidence_in(find(request, slug, Ability.WRITE), pk)
    services.unjoin(found, by=request.user)
    say(request, f"La pièce n° {found.number} est retirée ; son numéro n’est pas repris.")
    return redirect("project:evidences", slug)


@require_POST
def want(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    year = year_asked(request, today_in(structure), begins_of(structure))
    form = WantingForm(cards_by_label(structure), *provable(structure), request.POST)
    if form.is_valid():
        with refusals_said(request):
            services.want(structure, form.given(year), key=form.cleaned_data["key"], by=request.user)
            say(request, "C’est noté : la pièce est à trouver.")
    else:
        say(request, sentences_of(form))
    return to_list(slug, year)


@require_POST
def answer_wanted(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    wanted = get_object_or_404(structure.wanted_evidences, pk=pk)
    form = AnsweringForm({each.pk: each for each in evidences_of(structure)}, request.POST)
    if form.is_valid():
        services.answer(wanted, form.piece(), by=request.user)
        say(request, "C’est noté.")
    else:
        say(request, sentences_of(form))
    return to_list(slug, wanted.year)


def to_list(slug: str, year: int) -> HttpResponse:
    response = redirect("project:evidences", slug)
    response["Location"] += f"?annee={year}"
    return response


@require_safe
def evidences_zip(request: Request, slug: str, year: int) -> HttpResponse:
    """The index and the papers of a year; presences name people: it leaves a trace."""
    structure = find(request, slug, Ability.WRITE)
    today, begins = today_in(structure), begins_of(structure)
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Http404
    label = span_of(year, begins).label
    pieces, missing = pieces_of(structure, year, begins), list(missing_in(structure, year))
    content = services.archive(structure, pieces, missing, label, on=today)
    record(f"Pièces {label} sorties.", by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return HttpResponse(
        content, content_type="application/zip", headers=as_file(f"pieces-{label}-{slug}-{today}.zip")
    )
