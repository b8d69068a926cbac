"""Surveys, for the structure that asks: open one, hand out its link, close it, read what all answers amount to."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput, plural
from maillage.links.queries import handout_of
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.surveys import services
from maillage.surveys.enums import Ability
from maillage.surveys.forms import ClosingForm, OpenSurveyForm
from maillage.surveys.models import Survey
from maillage.surveys.queries.figures import survey_figures
from maillage.surveys.queries.questionnaires import Questionnaire, questionnaires
from maillage.surveys.queries.results import (
    SurveySummary,
    Words,
    counts_in_rows,
    summary_of,
    survey_tables,
)
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say


@opens_examples
@WRITES
def surveys(request: Request, slug: str) -> HttpResponse:
    opening = request.method == "POST"
    structure = find(request, slug, Ability.RUN if opening else Ability.READ)
    if not opening:
        return show_all(request, structure)
    form = form_for(request.POST.get("questionnaire", ""), request.POST)
    if form.is_valid():
        with refusals_in(form):
            survey = services.open_survey(
                structure,
                asked_by=structure.name,
                by=request.user,
                on=timezone.localdate(),
                **form.cleaned_data,
            )
            say(request, "L’enquête est ouverte. Envoyez son lien, ou imprimez son affiche.")
            return redirect(f"{reverse('surveys:surveys', args=[slug])}#enquete-{survey.pk}")
    return show_all(request, structure, refused=form, status=422)


def form_for(questionnaire: str, data: Mapping[str, Any] | None = None) -> OpenSurveyForm:
    """Several stand on the page: each has its own identifiers. One that does not exist is refused later."""
    known = questionnaire if questionnaire in questionnaires() else "open"
    return OpenSurveyForm(data, initial={"questionnaire": questionnaire}, auto_id=f"{known}-%s")


def closing_of(survey: Survey) -> ClosingForm:
    return ClosingForm(initial={"closed_on": survey.closed_on}, auto_id=f"until-{survey.pk}-%s")


def show_all(
    request: Request,
    structure: Structure,
    *,
    refused: OpenSurveyForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    summaries = survey_tables(structure, on=timezone.localdate())
    asked = {each.questionnaire.key for each in summaries if each.is_open}
    offers: list[tuple[Questionnaire, OpenSurveyForm]] = [
        (each, form_for(each.key))
        for each in questionnaires().values()
        if each.key not in asked and not each.is_about_something
    ]
    if refused is not None:
        key = refused.data.get("questionnaire")
        offers = [(each, refused if each.key == key else form) for each, form in offers]
        if all(form is not refused for _, form in offers):  # no place on the page for its error
            refusal = sentences_of(refused)
    context = {
        "open_ones": [
            (each, handout_of(request, each.survey.link), closing_of(each.survey))
            for each in summaries
            if each.is_open
        ],
        "closed_ones": [each for each in summaries if not each.is_open],
        "offers": offers,
        "refusal": refusal,
    }
    return render(request, "surveys/list.html", context, status=status)


@opens_examples
@require_safe
def survey(request: Request, slug: str, pk: int) -> HttpResponse:
    """What all answers amount to."""
    found = find_survey(request, slug, pk, Ability.READ)
    summary = summary_of(found, on=timezone.localdate())
    context = {
        "summary": summary,
        "erasing": f"{plural(summary.received, 'réponse disparaît', 'réponses disparaissent')} avec elle, pour tous.",
        "figures": {}
        if found.about
        else {figure.key.rpartition(".")[2]: figure for figure in survey_figures(summary)},
    }
    return render(request, "surveys/results.html", context)


@require_safe
def poster(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_survey(request, slug, pk, Ability.READ)
    if not found.is_open(on=timezone.localdate()):
        return redirect("surveys:survey", slug, pk)
    context = {
        "survey": found,
        "questionnaire": questionnaires()[found.questionnaire],
        "link": handout_of(request, found.link),
    }
    return render(request, "surveys/poster.html", context)


@require_POST
def close_survey(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_survey(request, slug, pk, Ability.RUN)
    today = timezone.localdate()
    closed = services.close_survey(found, by=request.user, on=today)
    say(request, f"L’enquête est fermée. {summary_of(closed, on=today).counting}")
    return redirect("surveys:survey", slug, pk)


@require_POST
def reschedule_survey(request: Request, slug: str, pk: int) -> HttpResponse:
    """Another day of closing, or none."""
    found = find_survey(request, slug, pk, Ability.RUN)
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            services.reschedule(
                found, form.cleaned_data["closed_on"], by=request.user, on=timezone.localdate()
            )
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, "La date de fermeture est changée. Les affiches déjà imprimées portent l’ancienne.")
            return redirect(f"{reverse('surveys:surveys', args=[slug])}#enquete-{pk}")
    said = sentences_of(form)
    return show_all(request, found.structure, refusal=said, status=422)


@require_POST
def renew_link(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_survey(request, slug, pk, Ability.RUN)
    try:
        services.renew_link(found, by=request.user, on=timezone.localdate())
    except services.SurveyClosed as refusal:
        say(request, str(refusal))
        return redirect("surveys:survey", slug, pk)
    say(request, "Le lien est remplacé. L’ancien, son QR code et ses affiches ne mènent plus à rien.")
    return redirect(f"{reverse('surveys:surveys', args=[slug])}#enquete-{pk}")


@require_POST
def drop_words(request: Request, slug: str, pk: int, handle: str) -> HttpResponse:
    summary, words = find_words(request, slug, pk, handle)
    services.drop_words(summary, words, by=request.user)
    say(request, "Ce texte est effacé.")
    return redirect("surveys:survey", slug, pk)


@require_POST
def show_words(request: Request, slug: str, pk: int, handle: str) -> HttpResponse:
    summary, words = find_words(request, slug, pk, handle)
    services.show_words(summary, words, by=request.user)
    say(request, "Ce texte est relu : il rejoint les autres.")
    return redirect("surveys:survey", slug, pk)


def find_words(request: Request, slug: str, pk: int, handle: str) -> tuple[SurveySummary, Words]:
    """Only what the page shows can be found: a handle says nothing of the others."""
    found = find_survey(request, slug, pk, Ability.RUN)
    summary = summary_of(found, on=timezone.localdate())
    shown = (words for result in summary.results for words in (*result.words, *result.held))
    wanted = next((words for words in shown if words.handle == handle), None)
    if wanted is None:
        raise Http404
    return summary, wanted


@require_POST
def drop_unread_words(request: Request, slug: str, pk: int, question: str) -> HttpResponse:
    """Those too few to be read: erased together, unread."""
    summary = summary_of(find_survey(request, slug, pk, Ability.RUN), on=timezone.localdate())
    with refusals_said(request):
        services.drop_unread_words(summary, question, by=request.user)
        say(request, "S’il y avait des textes, ils sont effacés.")
    return redirect("surveys:survey", slug, pk)


@require_POST
def erase_survey(request: Request, slug: str, pk: int) -> HttpResponse:
    services.erase(find_survey(request, slug, pk, Ability.RUN), by=request.user)
    say(request, "L’enquête et ses réponses sont effacées.")
    return redirect("surveys:surveys", slug)


@require_safe
def survey_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """The counts of the page, for a spreadsheet. It leaves a trace."""
    found = find_survey(request, slug, pk, Ability.RUN)
    summary = summary_of(found, on=timezone.localdate())
    record(
        f"Résultats d’enquête sortis en {suffix.upper()} : {summary.public}.",
        by=request.user.pk,
        subject=found.structure_id,
        kind=Kind.DOWNLOAD,
    )
    name = f"enquete-{found.questionnaire}-{found.structure.slug}-{summary.on}"
    return as_spreadsheet(counts_in_rows(summary), name=name, suffix=suffix)


def find_survey(request: Request, slug: str, pk: int, ability: Ability) -> Survey:
    return get_object_or_404(find(request, slug, ability).surveys.select_related("structure"), pk=pk)
