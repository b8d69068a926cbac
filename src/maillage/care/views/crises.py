"""A crisis, or an exercise, as it runs: the roll-call, the posts, the log, the end, what it taught."""

from typing import Any

from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.care.documents.crises import report
from maillage.care.enums import Ability, Available
from maillage.care.forms import crises as forms
from maillage.care.models import Crisis, LogLine, Post, PostPlace
from maillage.care.queries import crises as queries
from maillage.care.queries.alerts import professions_among, professions_here
from maillage.care.services import crises as services
from maillage.care.services.reports import keep_report as keep
from maillage.care.views.crisis_plan import as_document
from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.files.services import response_of
from maillage.kernel import BadInput, plural
from maillage.people.queries.naming import cards_by_label, told_of_cards
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import as_spreadsheet, say


def crisis_of(structure: Structure, pk: int) -> Crisis:
    found: Crisis = get_object_or_404(structure.crises.select_related("started_by", "report"), pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def crisis(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, crisis_of(structure, pk))


def show(request: Request, found: Crisis, **refused: Any) -> HttpResponse:
    writes = Ability.COORDINATE in request.abilities and not request.is_visit
    told = told_of_cards(found.structure)
    board = queries.board_of(found, *([told] if writes else []))
    context: dict[str, Any] = {
        "board": board,
        "crisis": found,
        "page": paged(board.log, request.GET.get("page")),
    }
    if writes:
        cards, today = cards_by_label(found.structure, told), timezone.localdate(timezone=board.zone)
        professions = professions_among(profession for _, _, _, profession, _ in told)
        context |= {
            "cards": cards,
            "post_form": forms.PostForm(professions, initial={"day": today}, auto_id="post_%s"),
            "assign_form": forms.AssignForm(cards, auto_id=False),
            "log_form": forms.LogForm(auto_id="log_%s"),
            "lesson_form": forms.LessonForm(cards, auto_id="lesson_%s"),
        }
    return render(request, "care/crises/crisis.html", context | refused, status=422 if refused else 200)


def gesture(request: Request, slug: str, pk: int) -> Crisis:
    return crisis_of(find(request, slug, Ability.COORDINATE), pk)


def back(request: Request, found: Crisis, said: str) -> HttpResponse:
    say(request, said)
    return redirect("care:crisis", found.structure.slug, found.pk)


def post_of(found: Crisis, pk: int) -> Post:
    post: Post = get_object_or_404(found.posts, pk=pk)
    post.crisis = found
    return post


@require_safe
def answers(request: Request, slug: str, pk: int) -> HttpResponse:
    """Who answered what, with their telephone: for who calls them."""
    structure = find(request, slug, Ability.COORDINATE)
    found = crisis_of(structure, pk)
    said = request.GET.get("answer", "")
    context = {
        "crisis": found,
        "zone": zone_of(structure),
        "page": paged(queries.answers_of(found, answer=said), request.GET.get("page")),
        "choices": [*Available.choices, ("silence", "Sans réponse")],
        "answer": said,
    }
    return render(request, "care/crises/answers.html", context)


@require_safe
def answers_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found = crisis_of(structure, pk)
    rows = queries.answer_rows(queries.answers_of(found), zone_of(structure))
    return as_spreadsheet(rows, name=f"appel-{slug}", suffix=suffix)


@require_POST
def call_roll(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    try:
        count = services.call_the_roll(found, by=request.user, at=timezone.now())
    except BadInput as refusal:
        return show(request, found, refusal=str(refusal))
    if not count:
        return back(request, found, "Tout le monde a répondu, ou va recevoir son lien.")
    return back(
        request, found, f"{plural(count, 'professionnel va', 'professionnels vont')} recevoir un lien."
    )


@require_POST
def add_post(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.PostForm(professions_here(found.structure), request.POST, auto_id="post_%s")
    if form.is_valid():
        with refusals_in(form):
            given = form.given(zone_of(found.structure))
            services.add_post(found, given, key=form.cleaned_data["key"], by=request.user, at=timezone.now())
            return back(request, found, "Le poste est ouvert : chacun peut le prendre par son lien.")
    return show(request, found, post_form=form)


@require_POST
def change_post(request: Request, slug: str, pk: int, post: int) -> HttpResponse:
    """More places, or fewer."""
    found = gesture(request, slug, pk)
    known, form = post_of(found, post), forms.NeedsForm(request.POST)
    if not form.is_valid():
        return show(request, found, refusal="De une à deux cents places.")
    try:
        services.change_needs(known, form.cleaned_data["needs"], by=request.user, at=timezone.now())
    except BadInput as refusal:
        return show(request, found, refusal=str(refusal))
    return back(request, found, "Le nombre de places est changé.")


@require_POST
def drop_post(request: Request, slug: str, pk: int, post: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    try:
        services.drop_post(post_of(found, post), by=request.user, at=timezone.now())
    except BadInput as refusal:
        return show(request, found, refusal=str(refusal))
    return back(request, found, "Le poste est retiré.")


@require_POST
def assign(request: Request, slug: str, pk: int, post: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    known, form = (
        post_of(found, post),
        forms.AssignForm(cards_by_label(found.structure), request.POST, auto_id=False),
    )
    if form.is_valid():
        with refusals_in(form):
            services.hold(known, form.cleaned_data["person"], at=timezone.now(), by=request.user)
            return back(request, found, "La place est donnée.")
    return show(request, found, assign_form=form, assigned=known.pk)


@require_POST
def free(request: Request, slug: str, pk: int, place: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    known = get_object_or_404(PostPlace, pk=place, post__crisis=found)
    try:
        services.free(known)
    except BadInput as refusal:
        return show(request, found, refusal=str(refusal))
    return back(request, found, "La place est libre.")


@require_POST
def write_log(request: Request, slug: str, pk: int) -> HttpResponse:
    """A line is added, or corrects another; none is changed."""
    found = gesture(request, slug, pk)
    form = forms.LogForm(request.POST, auto_id="log_%s")
    corrected = request.POST.get("corrects", "")
    corrects: LogLine | None = (
        found.log.filter(pk=corrected).first() if corrected.isdecimal() and len(corrected) < 19 else None
    )
    if form.is_valid():
        with refusals_in(form):
            services.write_line(
                found, form.cleaned_data["words"], key=form.cleaned_data["key"], at=timezone.now(),
                happened_at=form.happened_at(zone_of(found.structure)), corrects=corrects, by=request.user,
            )  # fmt: skip
            return back(request, found, "La ligne est écrite.")
    return show(request, found, log_form=form, corrects=corrects)


@require_POST
def end(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    services.end(found, by=request.user, at=timezone.now())
    return back(request, found, "C’est levé. Écrivez ce qui a marché, et ce qu’il faut changer.")


@require_POST
def learn(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.LessonForm(cards_by_label(found.structure), request.POST, auto_id="lesson_%s")
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            services.learn(found, said["kind"], said["words"], form.task(), key=said["key"], by=request.user)
            return back(request, found, "Le retour est noté.")
    return show(request, found, lesson_form=form)


@require_safe
def crisis_file(request: Request, slug: str, pk: int, form: str) -> HttpResponse:
    """Its report, as PDF, DOCX or ODT."""
    found = crisis_of(find(request, slug, Ability.READ), pk)
    document = report(queries.board_of(found), on=today_in(found.structure))
    return as_document(document, f"{'exercice' if found.is_exercise else 'crise'} {found.title}"[:80], form)


@require_POST
def keep_report(request: Request, slug: str, pk: int) -> HttpResponse:
    """Kept as it is today, among what proves the mission."""
    found = gesture(request, slug, pk)
    content = render_document(report(queries.board_of(found), on=today_in(found.structure)), Format.PDF)
    try:
        keep(found, ContentFile(content, name="compte-rendu.pdf"), by=request.user, at=timezone.now())
    except BadInput as refusal:
        return show(request, found, refusal=str(refusal))
    return back(request, found, "Le compte rendu est gardé parmi les pièces de vos documents.")


@require_safe
def crisis_report(request: Request, slug: str, pk: int) -> HttpResponse:
    """As it was kept."""
    found = crisis_of(find(request, slug, Ability.READ), pk)
    if found.report is None:
        raise Http404
    return response_of(found.report)
